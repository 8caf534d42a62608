"""Compile PDFs with Typst in parallel, cached by content hash."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import typst

from guidebook.artifacts import Pdf, PdfSource
from guidebook.cache import FileCache
from guidebook.diagnostics import Place, Problem, ProblemsFound
from guidebook.pdf.postprocess import postprocess
from guidebook.workers import ignore_interrupts

STANDARD: Final = "ua-1"
CONTENT: Final = "content.json"
"""The file in the project root from which a template reads the content of its document."""
RENEWED_AFTER: Final = 500
"""PDFs that the processes compile before others take their place: what Typst has memoized grows with them."""
PANIC: Final = "panicked with: "
"""What Typst writes before the message of a template's `panic`."""
PAGE_COUNT = re.compile(rb"<xmpTPg:NPages>(\d+)<")


class PdfCompiler:
    """Compiles PDFs in worker processes, which start with the first one that is not in the cache."""

    def __init__(self, templates: Path, cached: FileCache) -> None:
        self.templates, self.cached = templates, cached
        self.tools = _tools_hash(templates)
        self.folder = TemporaryDirectory()
        self.workers: ProcessPoolExecutor | None = None
        self.submitted = 0

    def __enter__(self) -> PdfCompiler:
        return self

    def __exit__(self, *_raised: object) -> None:
        if self.workers:
            self.workers.shutdown(cancel_futures=True)
        self.folder.cleanup()
        self.cached.prune()

    def compile(self, sources: Sequence[PdfSource]) -> Iterator[Pdf]:
        """The PDFs in the order of their sources; they are compiled while the caller goes on.

        The iterator raises ProblemsFound for what Typst or a template refuses.
        """
        keys = [_cache_key(self.tools, source) for source in sources]
        found = {key: data for key in keys if (data := self.cached.get(key)) is not None}
        running = {
            key: self._submit(source) for key, source in zip(keys, sources, strict=True) if key not in found
        }
        return (
            _pdf(source, found[key] if key in found else self._result(key, running[key]))
            for key, source in zip(keys, sources, strict=True)
        )

    def _result(self, key: str, running: Future[bytes | Problem]) -> bytes:
        result = running.result()
        if isinstance(result, Problem):
            raise ProblemsFound([result])
        self.cached.put(key, result)
        return result

    def _submit(self, source: PdfSource) -> Future[bytes | Problem]:
        if self.workers is None or self.submitted % RENEWED_AFTER == 0:
            self._shut_down()
            self.workers = ProcessPoolExecutor(mp_context=get_context("spawn"), initializer=ignore_interrupts)
        self.submitted += 1
        return self.workers.submit(compile_pdf, source, self.templates, Path(self.folder.name))

    def _shut_down(self) -> None:
        """Lets the processes end when they have done what they were given."""
        if self.workers:
            self.workers.shutdown(wait=False)


def _pdf(source: PdfSource, data: bytes) -> Pdf:
    return Pdf(source.path, data, int(PAGE_COUNT.findall(data)[0]))


def _tools_hash(templates: Path) -> bytes:
    """A hash of what determines a PDF besides its source: templates, code, versions of the libraries."""
    code = (Path(__file__).with_name(name) for name in ("typst.py", "postprocess.py"))
    files = [*sorted(templates.rglob("*.typ")), *code]
    versions = version("typst") + version("pikepdf")
    return sha256(versions.encode() + b"".join(file.read_bytes() for file in files)).digest()


def _cache_key(tools: bytes, source: PdfSource) -> str:
    return sha256(tools + f"{source.template}\n{source.content}".encode()).hexdigest()


@cache
def _fonts() -> typst.Fonts:
    """The fonts of the Typst package, the same on every machine."""
    return typst.Fonts(include_system_fonts=False)


@cache
def _project_root(templates: Path, folder: Path) -> Path:
    """A copy of the templates of this process alone, where the content of its documents is written."""
    return Path(shutil.copytree(templates, folder / str(os.getpid())))


def compile_pdf(source: PdfSource, templates: Path, folder: Path) -> bytes | Problem:
    """The PDF, or the error of Typst at its template; `folder` is for files of the compilation.

    The content comes as a file, not in `sys.inputs`: there, a change of it voids what Typst has memoized.
    """
    root = _project_root(templates, folder)
    (root / CONTENT).write_text(source.content, encoding="utf-8")
    try:
        pdf = typst.compile(
            root / source.template,
            root=root,
            font_paths=_fonts(),
            pdf_standards=STANDARD,
            timestamp=0,
        )
    except typst.TypstError as error:
        place = Place(f"templates/paper/{source.template}", 1, 1)
        return Problem(place, source.path, error.message.removeprefix(PANIC))
    return postprocess(pdf)
