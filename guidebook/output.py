"""Makes the units that are not current, in processes side by side, and stages their files."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from guidebook.artifacts import Pdf, PdfLink, TextFile, WordFile
from guidebook.cache import FileCache
from guidebook.exports.word import word_files
from guidebook.inputs import digest
from guidebook.manifest import Made, Manifest
from guidebook.pages.downloads import pdf_links, with_download_links
from guidebook.pdf.typst import PdfCompiler
from guidebook.publish.output import StagedFolder
from guidebook.units import Generated, Headings, Unit
from guidebook.workers import AHEAD, run_tasks

Progress = Callable[[Iterable[Any], int, str], Iterable[Any]]
"""Passes steps through while it shows progress: the steps, their number, a label."""
UNITS_EACH = 10
"""Units that are worth another process."""


class Output:
    """The files of a build; nothing in the folder changes before `commit`.

    Without a manifest every unit is made.
    """

    def __init__(self, root: Path, folder: Path, manifest: Manifest | None) -> None:
        self.manifest, self.staged = manifest, StagedFolder(folder)
        self.compiler = PdfCompiler(
            root / "templates" / "paper", FileCache(root / ".cache" / "paper", ".pdf")
        )
        self.words = FileCache(root / ".cache" / "word", ".docx")
        self.made: dict[str, Made] = {}
        self.links: dict[str, PdfLink] = {}
        """The PDF of each folder with pages."""
        self.headings: dict[str, Headings] = {}
        """Of the guides that were made, by municipality."""

    def __enter__(self) -> Output:
        return self

    def __exit__(self, *raised: object) -> None:
        self.compiler.__exit__(*raised)
        self.staged.discard()
        self.words.prune()

    def add_file(self, name: str, file: TextFile) -> None:
        """Stages a file that is made in every build, as a unit of this name."""
        self.made[name] = Made("", self.staged.add([file]))

    def make(self, units: Iterable[Unit], progress: Progress, label: str) -> None:
        """Makes the units that are not current. Raises ProblemsFound."""
        stale = []
        for unit in units:
            current = self.manifest and self.manifest.current(unit, self.staged.stats)
            if current:
                self._record(unit.name, current)
            else:
                stale.append(unit)
        for _ in progress(self._make(stale), len(stale), label):
            pass

    def _make(self, units: Sequence[Unit]) -> Iterator[None]:
        """Makes units and stages them in their order; yields for each."""
        pending = deque[tuple[Unit, Generated, list[WordFile], Iterator[Pdf]]]()
        tasks = [partial(_with_papers, unit, self.words) for unit in units]
        for unit, (generated, words) in zip(units, run_tasks(tasks, UNITS_EACH), strict=True):
            pending.append((unit, generated, words, self.compiler.compile(generated.pdf_sources)))
            if len(pending) == AHEAD:
                self._stage(*pending.popleft())
                yield
        while pending:
            self._stage(*pending.popleft())
            yield

    def _stage(self, unit: Unit, made: Generated, words: list[WordFile], compiled: Iterator[Pdf]) -> None:
        pdfs = list(compiled)
        links = pdf_links(made.pages, pdfs)
        pages = with_download_links(made.pages, self.links | links, made.sheet_links)
        files = self.staged.add([*pages, *made.files, *pdfs, *words])
        hashes = {edition: digest([vars(one) for one in found]) for edition, found in made.headings.items()}
        self._record(unit.name, Made(unit.key, files, hashes, links))
        if made.headings:
            self.headings[unit.name.partition("/")[2]] = made.headings

    def _record(self, name: str, made: Made) -> None:
        self.made[name] = made
        self.links |= made.links

    @property
    def heading_hashes(self) -> dict[str, dict[str, str]]:
        """The hashes of the headings of all guides, by municipality and edition."""
        return {name.partition("/")[2]: made.headings for name, made in self.made.items() if made.headings}

    def commit(self) -> int:
        """Makes the folder hold exactly these files. Returns how many were written or deleted."""
        changed = self.staged.commit([path for made in self.made.values() for path in made.files])
        if self.manifest:
            self.manifest.save(self.made)
        return changed

    def count(self, suffix: str) -> int:
        """The number of files whose name ends so."""
        return sum(path.endswith(suffix) for made in self.made.values() for path in made.files)


def _with_papers(unit: Unit, words: FileCache) -> tuple[Generated, list[WordFile]]:
    generated = unit.make()
    return generated, list(word_files(generated.word_sources, words))
