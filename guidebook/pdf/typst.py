"""Manuscripts to PDFs by Typst; what is not changed is not set again."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

import typst

from guidebook.artifacts import Pdf, PdfSource
from guidebook.diagnostics import Place, Problem, ProblemsFound
from guidebook.pdf.postprocess import tagged

STANDARD: Final = "ua-1"
KEPT = 30 * 24 * 60 * 60
"""For how many seconds a PDF that nobody asks for stays in the cache."""
REFUSED: Final = "panicked with: "
"""What Typst says before the words of a template that refuses its content."""
PAGES = re.compile(rb"<xmpTPg:NPages>(\d+)<")


def press(manuscripts: Sequence[PdfSource], templates: Path, kept: Path) -> Iterator[Pdf]:
    """The PDFs in order, set on every core; the folder `kept` remembers them and may be deleted at any time.

    Raises ProblemsFound for what Typst or a template refuses.
    """
    kept.mkdir(parents=True, exist_ok=True)
    means = _means(templates)
    files = [kept / f"{_key(means, manuscript)}.pdf" for manuscript in manuscripts]
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as workers:
        setting = {
            file: workers.submit(set_on_paper, templates, manuscript)
            for file, manuscript in zip(files, manuscripts, strict=True)
            if not file.exists()
        }
        for file, manuscript in zip(files, manuscripts, strict=True):
            if file in setting:
                made = setting[file].result()
                if isinstance(made, Problem):
                    workers.shutdown(cancel_futures=True)
                    raise ProblemsFound([made])
                _keep(file, made)
            file.touch()
            data = file.read_bytes()
            yield Pdf(manuscript.path, data, int(PAGES.findall(data)[0]))
    for file in kept.iterdir():
        if file.stat().st_mtime < time.time() - KEPT:
            file.unlink(missing_ok=True)


def _means(templates: Path) -> bytes:
    """A sign of everything but the manuscript that makes a PDF."""
    code = (Path(__file__).with_name(name) for name in ("press.py", "tagging.py"))
    files = [*sorted(templates.rglob("*.typ")), *code]
    tools = version("typst") + version("pikepdf")
    return sha256(tools.encode() + b"".join(file.read_bytes() for file in files)).digest()


def _key(means: bytes, manuscript: PdfSource) -> str:
    return sha256(means + f"{manuscript.template}\n{manuscript.content}".encode()).hexdigest()


def _keep(file: Path, data: bytes) -> None:
    """The whole file or none."""
    with NamedTemporaryFile(dir=file.parent, delete=False) as part:
        part.write(data)
    Path(part.name).replace(file)


@cache
def _fonts() -> typst.Fonts:
    """Those that Typst itself brings, the same on every machine."""
    return typst.Fonts(include_system_fonts=False)


def set_on_paper(templates: Path, manuscript: PdfSource) -> bytes | Problem:
    """The PDF, or what Typst refuses."""
    try:
        pdf = typst.compile(
            templates / manuscript.template,
            root=templates,
            font_paths=_fonts(),
            sys_inputs={"content": manuscript.content},
            pdf_standards=STANDARD,
            timestamp=0,
        )
    except typst.TypstError as error:
        return Problem(
            Place(f"templates/paper/{manuscript.template}", 1, 1),
            manuscript.path,
            error.message.removeprefix(REFUSED),
        )
    return tagged(pdf)
