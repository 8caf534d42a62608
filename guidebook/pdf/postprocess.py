"""Post-process PDFs for PDF/UA: row headers, script subtags in `/Lang`, compressed objects."""

from __future__ import annotations

from io import BytesIO
from typing import Any, Final

import pikepdf
from pikepdf import Array, Dictionary, Name, ObjectStreamMode

SCRIPTS: Final = {"hr-QL": "sr-Latn", "sr-QC": "sr-Cyrl"}
"""Language tags that `templates/paper/base.typ` writes, and the BCP 47 tags they stand for."""


def postprocess(pdf: bytes) -> bytes:
    """A PDF of Typst with row headers (cells that begin with strong text) and BCP 47 language tags.

    The same input gives the same bytes.
    """
    output = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        for item in document.objects:
            if isinstance(item, Dictionary):
                _set_language(item)
                if item.get("/S") == Name.TD and _begins_strong(item):
                    _make_row_header(item)
        _set_metadata_language(document.Root.Metadata)
        document.save(output, object_stream_mode=ObjectStreamMode.generate, deterministic_id=True)
    return output.getvalue()


def _set_language(item: Dictionary) -> None:
    lang = str(item.get("/Lang", ""))
    if lang in SCRIPTS:
        item.Lang = pikepdf.String(SCRIPTS[lang])


def _begins_strong(cell: Dictionary) -> bool:
    children: Any = cell.get("/K", Array())
    first = children[0] if isinstance(children, Array) and len(children) else children
    return isinstance(first, Dictionary) and first.get("/S") == Name.Strong


def _make_row_header(cell: Dictionary) -> None:
    cell.S = Name.TH
    attributes: Any = cell.A
    owners = attributes if isinstance(attributes, Array) else [attributes]
    next(owner for owner in owners if owner["/O"] == "/Table").Scope = Name.Row


def _set_metadata_language(metadata: Any) -> None:
    """The language in the XMP metadata of the document."""
    xmp = metadata.read_bytes()
    for tag, lang in SCRIPTS.items():
        xmp = xmp.replace(f"<rdf:li>{tag}</rdf:li>".encode(), f"<rdf:li>{lang}</rdf:li>".encode())
    metadata.write(xmp)
