"""The way of the data, from top to bottom: load, validate, localise, render, publish."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from guidebook.exports import export
from guidebook.guide import Wording
from guidebook.interface import THEME, editions, interface
from guidebook.localise import guide, localise_commons, localise_towns
from guidebook.model import TOWNS, Municipality, facts
from guidebook.offer import offered
from guidebook.overview import overviews
from guidebook.page import Manuscript, Offer, Page, Pdf
from guidebook.paper import guide_manuscript
from guidebook.press import press
from guidebook.problems import Place, Problem, ProblemsFound, did_you_mean
from guidebook.read import Written, read
from guidebook.render import environment, render_about, render_guide, render_home, render_leaf, render_root
from guidebook.search import guide_index, home_index, parts
from guidebook.sheets import bilingual_sheets, guide_sheets, offers, single_sheets
from guidebook.site import fill, interface_page, preview_config, publish, write_page

Show = Callable[[Iterable[Any], int, str], Iterable[Any]]
"""Passes steps through while it shows how far the work is: steps, how many, what they are."""


@dataclass(frozen=True)
class Choice:
    """Which part to make; everything when nothing is chosen."""

    town: str | None = None
    edition: str | None = None
    draft: bool = False
    specimen: bool = False

    @property
    def partial(self) -> bool:
        """A part goes to `preview/`, never into the site."""
        return self.town is not None or self.edition is not None or self.specimen


@dataclass(frozen=True)
class Summary:
    """What a build made."""

    municipalities: int
    editions: int
    pages: int
    pdfs: int
    changed: int
    gaps: int
    """Facts that are unknown, over all municipalities."""
    warnings: list[Problem]
    folder: Path


def build(root: Path, choice: Choice, show: Show) -> Summary:
    """The site, or a preview of a part of it. Raises ProblemsFound or PublishingFailed."""
    summary, config = fill_guides(root, choice, show)
    for _ in show(publish(config, summary.folder), summary.pages, "Publishing"):
        pass
    return summary


def fill_guides(root: Path, choice: Choice, show: Show) -> tuple[Summary, Path]:
    """The pages in `guides/` (or `preview/guides/`), and the configuration that publishes them."""
    written = read(root, choice.draft)
    wordings = _wordings(written, choice)
    towns = written.records.specimen if choice.specimen else _chosen(written.records.towns, choice.town)
    steps = show(_pages(root, written, wordings, towns), len(towns) * len(wordings), "Writing guides")
    made = [item for step in steps for item in step]
    pages = [item for item in made if isinstance(item, Page)]
    pages += overviews(root, written, wordings, towns)
    manuscripts = [item for item in made if isinstance(item, Manuscript)]
    setting = press(manuscripts, root / "templates" / "paper", root / ".cache" / "paper")
    pdfs = list(show(setting, len(manuscripts), "Setting PDFs"))
    pages = offered(pages, pdfs, [item for item in made if isinstance(item, Offer)])
    told = _interface(written)
    if choice.partial:
        folder = root / "preview"
        config = preview_config(folder, editions(wordings))
        write_page(root / "guides", told)
        changed = fill(folder / "guides", [*pages, *pdfs])
    else:
        folder, config = root, root / "mkdocs.yml"
        changed = fill(folder / "guides", [*pages, *pdfs, told])
    gaps = sum(at.fact.value is None for town in towns for at in facts(town))
    markdown = sum(page.path.endswith(".md") for page in pages)
    numbers = (len(towns), len(wordings), markdown, len(pdfs), changed, gaps)
    return Summary(*numbers, written.warnings, folder / "site"), config


def contents(root: Path, written: Written, towns: Sequence[Municipality], show: Show) -> dict[str, str]:
    """What stands in each file of `guides/`, by path; for a PDF what it is set from. Nothing is written."""
    wordings = _wordings(written, Choice())
    steps = show(_pages(root, written, wordings, towns), len(towns) * len(wordings), "Comparing")
    made = [item for step in steps for item in step]
    manuscripts = [item for item in made if isinstance(item, Manuscript)]
    pages = offered(
        [item for item in made if isinstance(item, Page)],
        [Pdf(item.path, b"", 0) for item in manuscripts],
        [item for item in made if isinstance(item, Offer)],
    )
    text = {page.path: page.text for page in [*pages, _interface(written)]}
    return text | {item.path: f"{item.template}\n{item.content}" for item in manuscripts}


def _interface(written: Written) -> Page:
    """What the theme is told, whatever part is made."""
    words = sorted({text.texts[0] for text in written.texts if text.context == THEME})
    return interface_page(interface(written.records.commons, words, _wordings(written, Choice())))


def _wordings(written: Written, choice: Choice) -> list[Wording]:
    editions = written.records.commons.site.editions
    if choice.edition is not None and choice.edition not in editions:
        what = f"no such edition: {choice.edition}; {did_you_mean(choice.edition, editions)}"
        raise ProblemsFound([Problem(Place("data/site.yaml", 1, 1), "editions", what)])
    return [
        Wording(key, edition, written.catalogues[edition.words])
        for key, edition in editions.items()
        if choice.edition in (None, key)
    ]


def _chosen(towns: tuple[Municipality, ...], town: str | None) -> list[Municipality]:
    ids = {record.id for record in towns}
    if town is not None and town not in ids:
        what = f"no such municipality: {town}; {did_you_mean(town, ids)}"
        raise ProblemsFound([Problem(Place(f"data/{TOWNS}.yaml", 1, 1), "id", what)])
    return [record for record in towns if town in (None, record.id)]


def _pages(
    root: Path, written: Written, wordings: list[Wording], towns: Sequence[Municipality]
) -> Iterator[list[Page | Manuscript | Offer]]:
    """What is made of each guide; a home comes with its edition's last guide, what needs all at the end."""
    ids = [town.id for town in towns]
    homes, sheets = [], []
    for wording in wordings:
        env = environment(root / "templates", wording)
        commons = localise_commons(written.records.commons, wording)
        local = localise_towns(written.records.towns + written.records.specimen, wording)
        homes.append((wording, commons))
        found = []
        for town in ids:
            this = guide(local[town], local, wording, commons)
            sections = render_guide(this, env)
            folder = f"{wording.key}/{town}/"
            found.append([part for page in sections for part in parts(page, folder, wording.edition.lang)])
            index = guide_index(folder, found[-1], wording.edition.lang)
            paper = guide_manuscript(this, render_leaf(this, env, "cover"), sections)
            sheets.append(guide_sheets(this, render_leaf(this, env, "sheet"), sections))
            pages: list[Page | Manuscript | Offer] = [*sections, *export(this), index, paper]
            pages += single_sheets(sheets[-1])
            if town == ids[-1]:
                shown = {name: local[name] for name in ids}
                pages.append(render_home(shown, wording, commons, written.drawing, env))
                pages.append(home_index(f"{wording.key}/", shown, found, wording.edition))
                pages.append(render_about(wording, env))
            if town == ids[-1] and wording is wordings[-1]:
                pages += [render_root(homes, env), *bilingual_sheets(sheets), *offers(sheets)]
            yield pages
