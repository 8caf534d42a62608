"""The text of the files of `guides/` in a state of the project; nothing is compiled or written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from guidebook.artifacts import Artifact, Pdf
from guidebook.build import localized_editions, theme_settings
from guidebook.exports.search_index import Passage
from guidebook.guide_output import GuideOutput, build_guide
from guidebook.inputs import Inputs
from guidebook.model.municipality import Municipality
from guidebook.output import Progress
from guidebook.pages.downloads import pdf_links, with_download_links
from guidebook.pages.edition import LocalizedEdition
from guidebook.pages.site_pages import render_root
from guidebook.review.isolation import ProjectState
from guidebook.units import Generated, Plan, edition_output, guides_output
from guidebook.workers import run_tasks

TOWNS_EACH = 5
"""Municipalities that are worth another process."""
EDITIONS_EACH = 2
"""Editions whose shared pages are worth another process."""

Texts = dict[str, str]
"""The text of files by path; the source in place of a PDF or a Word file."""
Headings = Sequence[Sequence[Passage]]
"""Of a guide in each edition."""


class StateContents:
    """What is made of the chosen municipalities of a state.

    The guides of a state that stands in files may be taken from the cache of the project `cached`.
    """

    def __init__(
        self, state: ProjectState, towns: Sequence[Municipality], cached: Path | None = None
    ) -> None:
        self.project, self.towns = state.project, [town.id for town in towns]
        self.editions = localized_editions(
            state.root, self.project, self.project.records.content.site.editions
        )
        self.pairs = self.project.pairs([edition.key for edition in self.editions])
        self.guide: Callable[[LocalizedEdition, str], GuideOutput] = partial(build_guide, pairs=self.pairs)
        if cached:
            inputs = Inputs(state.root)
            self.guide = Plan(state.root, self.project, self.editions, towns, inputs, cached).guide

    def of_town(self, town: str) -> tuple[Texts, Headings]:
        """The files of a municipality, none where the state has it not, and the headings of its guides."""
        if town not in self.towns:
            return {}, []
        guides = [self.guide(edition, town) for edition in self.editions]
        return _texts(guides_output(guides, self.pairs)), [guide.headings for guide in guides]

    def shared(self, headings: Mapping[str, Headings]) -> Iterator[Callable[[], Texts]]:
        """What makes the files that guides share, from the headings by municipality; without one nothing."""
        if not self.towns:
            return
        for number, edition in enumerate(self.editions):
            yield partial(self._of_edition, edition, [headings[town][number] for town in self.towns])
        yield self._beside

    def _of_edition(self, edition: LocalizedEdition, headings: Sequence[Sequence[Passage]]) -> Texts:
        return _texts(edition_output(edition, self.towns, headings, self.project))

    def _beside(self) -> Texts:
        files: list[Artifact] = [render_root(self.editions), theme_settings(self.project)]
        return {file.path: file.data.decode() for file in files}


def town_contents(state: ProjectState, town: str, shared: bool) -> Texts:
    """The files of one municipality, and those that guides share as if it were the only one."""
    contents = StateContents(state, [one for one in state.project.records.towns if one.id == town])
    texts, headings = contents.of_town(town)
    if shared:
        for make in contents.shared({town: headings}):
            texts |= make()
    return texts


def changed_files(
    old: StateContents, new: StateContents, progress: Progress, shared: bool
) -> tuple[set[str], set[str]]:
    """The paths of the files that differ, and of all files of the newer state.

    Without `shared` those of the municipalities alone.
    """
    towns = list(dict.fromkeys([*old.towns, *new.towns]))
    tasks = [partial(_compare_town, old, new, town) for town in towns]
    made = list(progress(run_tasks(tasks, TOWNS_EACH), len(tasks), "Comparing"))
    changed = {path for paths, _, _ in made for path in paths}
    there = {path for _, paths, _ in made for path in paths}
    if shared:
        headings = [{town: found[at] for town, (*_, found) in zip(towns, made, strict=True)} for at in (0, 1)]
        makes = [list(state.shared(known)) for state, known in zip((old, new), headings, strict=True)]
        texts = list(run_tasks([make for one in makes for make in one], EDITIONS_EACH))
        before, after = _merged(texts[: len(makes[0])]), _merged(texts[len(makes[0]) :])
        changed, there = changed | different_paths(before, after), there | after.keys()
    return changed, there


def different_paths(old: Texts, new: Texts) -> set[str]:
    """The paths whose text differs or is in one alone."""
    return {path for path in old.keys() | new.keys() if old.get(path) != new.get(path)}


def _compare_town(
    old: StateContents, new: StateContents, town: str
) -> tuple[set[str], set[str], tuple[Headings, Headings]]:
    (before, headings), (after, others) = old.of_town(town), new.of_town(town)
    return different_paths(before, after), set(after), (headings, others)


def _merged(texts: Sequence[Texts]) -> Texts:
    return {path: text for one in texts for path, text in one.items()}


def _texts(made: Generated) -> Texts:
    links = pdf_links(made.pages, [Pdf(source.path, b"", 0) for source in made.pdf_sources])
    files: list[Artifact] = [*with_download_links(made.pages, links, made.sheet_links), *made.files]
    return (
        {file.path: file.data.decode() for file in files}
        | {source.path: f"{source.template}\n{source.content}" for source in made.pdf_sources}
        | {source.path: source.content for source in made.word_sources}
    )
