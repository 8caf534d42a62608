"""Manuscripts to PDFs by Typst; what is not changed is not set again."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

import typst

from guidebook.page import Manuscript, Pdf
from guidebook.problems import Place, Problem, ProblemsFound
from guidebook.tagging import tagged

STANDARD: Final = "ua-1"
KEPT = 30 * 24 * 60 * 60
"""For how many seconds a PDF that nobody asks for stays in the cache."""
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
        code = (Path(__file__).with_name(name) for name in ("press.py", "tagging.py"))
        files = [*sorted(templates.glob("*.typ")), *code]
        self.means = sha256(version("typst").encode() + b"".join(file.read_bytes() for file in files))
        cache.mkdir(parents=True, exist_ok=True)
        for old in cache.iterdir():
            if old.stat().st_mtime < time.time() - KEPT:
                old.unlink(missing_ok=True)

    def printed(self, manuscript: Manuscript) -> Pdf:
        """The PDF, from the cache where it stands there."""
        kept = self.cache / f"{self._key(manuscript)}.pdf"
        if kept.exists():
            data = kept.read_bytes()
            kept.touch()
        else:
            data = self._set(manuscript)
            with NamedTemporaryFile(dir=self.cache, delete=False) as file:
                file.write(data)
            Path(file.name).replace(kept)
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
        return tagged(pdf)
