"""What Typst cannot say about a PDF: the heads of rows, and the script of a language."""

from __future__ import annotations

from io import BytesIO
from typing import Any, Final

import pikepdf
from pikepdf import Array, Dictionary, Name, ObjectStreamMode

SCRIPTS: Final = {"hr-QL": "sr-Latn", "sr-QC": "sr-Cyrl"}
"""How `templates/paper/base.typ` marks a script, and the true name of the language."""


def tagged(pdf: bytes) -> bytes:
    """A PDF of Typst, packed: a cell that begins with strong text heads its row, languages name scripts."""
    packed = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        for item in document.objects:
            if isinstance(item, Dictionary):
                _name_script(item)
                if item.get("/S") == Name.TD and _begins_strong(item):
                    _head_row(item)
        _list_language(document.Root.Metadata)
        document.save(packed, object_stream_mode=ObjectStreamMode.generate, deterministic_id=True)
    return packed.getvalue()


def _name_script(item: Dictionary) -> None:
    lang = str(item.get("/Lang", ""))
    if lang in SCRIPTS:
        item.Lang = pikepdf.String(SCRIPTS[lang])


def _begins_strong(cell: Dictionary) -> bool:
    inside: Any = cell.get("/K", Array())
    first = inside[0] if isinstance(inside, Array) and len(inside) else inside
    return isinstance(first, Dictionary) and first.get("/S") == Name.Strong


def _head_row(cell: Dictionary) -> None:
    cell.S = Name.TH
    about: Any = cell.A
    table = next(part for part in (about if isinstance(about, Array) else [about]) if part["/O"] == "/Table")
    table.Scope = Name.Row


def _list_language(metadata: Any) -> None:
    """The description of the document names its language too."""
    said = metadata.read_bytes()
    for mark, lang in SCRIPTS.items():
        said = said.replace(f"<rdf:li>{mark}</rdf:li>".encode(), f"<rdf:li>{lang}</rdf:li>".encode())
    metadata.write(said)
