"""The text of the files of `guides/` in a state of the project; nothing is compiled or written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
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


def guide_contents(
    state: ProjectState,
    towns: Sequence[Municipality],
    progress: Progress,
    shared: bool = True,
    cached: Path | None = None,
) -> dict[str, str]:
    """The text of each file that belongs to the guides, by path; the source in place of a PDF.

    No file without municipalities; without `shared` those of the municipalities alone. The guides of a
    state that stands in files may be taken from the cache of the project `cached`.
    """
    if not towns:
        return {}
    project = state.project
    editions = localized_editions(state.root, project, project.records.content.site.editions)
    pairs = project.pairs([edition.key for edition in editions])
    guide: Callable[[LocalizedEdition, str], GuideOutput] = partial(build_guide, pairs=pairs)
    if cached:
        guide = Plan(state.root, project, editions, towns, Inputs(state.root), cached).guide
    ids = [town.id for town in towns]

    def texts_of(town: str) -> tuple[dict[str, str], list[Sequence[Passage]]]:
        guides = [guide(edition, town) for edition in editions]
        return _texts([guides_output(guides, pairs)]), [guide.headings for guide in guides]

    tasks = [partial(texts_of, town) for town in ids]
    made = list(progress(run_tasks(tasks, TOWNS_EACH), len(ids), "Comparing"))
    text = {path: content for texts, _ in made for path, content in texts.items()}
    if shared:
        homes = [
            edition_output(edition, ids, [headings[number] for _, headings in made], project)
            for number, edition in enumerate(editions)
        ]
        others: list[Artifact] = [render_root(editions), theme_settings(project)]
        text |= _texts(homes) | {file.path: file.data.decode() for file in others}
    return text


def _texts(made: Iterable[Generated]) -> dict[str, str]:
    text = dict[str, str]()
    for one in made:
        links = pdf_links(one.pages, [Pdf(source.path, b"", 0) for source in one.pdf_sources])
        files: list[Artifact] = [*with_download_links(one.pages, links, one.sheet_links), *one.files]
        text |= {file.path: file.data.decode() for file in files}
        text |= {source.path: f"{source.template}\n{source.content}" for source in one.pdf_sources}
        text |= {source.path: source.content for source in one.word_sources}
    return text
