"""Manuscripts to PDFs by Typst; what is not changed is not set again."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

import typst

from guidebook import tagging
from guidebook.page import Manuscript, Pdf
from guidebook.problems import Place, Problem, ProblemsFound

STANDARD: Final = "ua-1"
PAGES = re.compile(rb"<xmpTPg:NPages>(\d+)<")


def press(manuscripts: Sequence[Manuscript], templates: Path, cache: Path) -> Iterator[Pdf]:
    """The PDFs in order, on every core; `cache` keeps them and may be deleted at any time.

    Raises ProblemsFound for what Typst or a template refuses.
    """
    printer = _Press(templates, cache)
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        yield from threads.map(printer.printed, manuscripts)


class _Press:
    """The templates, the fonts of Typst alone, and what was set before."""

    def __init__(self, templates: Path, cache: Path) -> None:
        self.templates, self.cache = templates, cache
        self.fonts = typst.Fonts(include_system_fonts=False)
        files = [*sorted(templates.glob("*.typ")), Path(tagging.__file__), Path(__file__)]
        self.means = sha256(version("typst").encode() + b"".join(file.read_bytes() for file in files))
        cache.mkdir(parents=True, exist_ok=True)

    def printed(self, manuscript: Manuscript) -> Pdf:
        """The PDF, from the cache where it stands there."""
        kept = self.cache / f"{self._key(manuscript)}.pdf"
        if not kept.exists():
            with NamedTemporaryFile(dir=self.cache, delete=False) as file:
                file.write(self._set(manuscript))
            Path(file.name).replace(kept)
        data = kept.read_bytes()
        return Pdf(manuscript.path, data, int(PAGES.findall(data)[0]))

    def _key(self, manuscript: Manuscript) -> str:
        key = self.means.copy()
        key.update(f"{manuscript.template}\n{manuscript.content}".encode())
        return key.hexdigest()

    def _set(self, manuscript: Manuscript) -> bytes:
        template = self.templates / manuscript.template
        try:
            pdf = typst.compile(
                template,
                root=self.templates,
                font_paths=self.fonts,
                sys_inputs={"content": manuscript.content},
                pdf_standards=STANDARD,
                timestamp=0,
            )
        except typst.TypstError as error:
            place = Place(f"templates/paper/{manuscript.template}", 1, 1)
            raise ProblemsFound([Problem(place, manuscript.path, error.message)]) from None
        return tagging.tagged(pdf)
