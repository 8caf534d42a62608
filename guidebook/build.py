"""The way of the data, from top to bottom: load, validate, localise, render, publish."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from guidebook.artifacts import Page, Pdf, PdfSource, SheetLink
from guidebook.diagnostics import Place, Problem, ProblemsFound, did_you_mean
from guidebook.exports.calendar import export
from guidebook.exports.search_index import guide_index, home_index, parts
from guidebook.i18n.localize import localize_content, localize_towns
from guidebook.i18n.translator import Translator
from guidebook.model.facts import facts
from guidebook.model.municipality import TOWNS, Municipality
from guidebook.overview import overviews, whole
from guidebook.pages.downloads import offered
from guidebook.pages.environment import environment
from guidebook.pages.guide import guide
from guidebook.pages.sections import render_guide, render_home, render_leaf, render_root
from guidebook.pages.site_pages import render_about
from guidebook.pages.theme_config import THEME, editions, interface
from guidebook.pdf.document import guide_manuscript
from guidebook.pdf.sheets import bilingual_sheets, guide_sheets, offers, single_sheets
from guidebook.pdf.typst import press
from guidebook.project import Project, read
from guidebook.publish.mkdocs import interface_page, preview_config, publish
from guidebook.publish.output import fill, write_page

Show = Callable[[Iterable[Any], int, str], Iterable[Any]]
"""Passes steps through while it shows how far the work is: steps, how many, what they are."""


@dataclass(frozen=True)
class Options:
    """Which part to make; everything when nothing is chosen."""

    town: str | None = None
    edition: str | None = None
    draft: bool = False
    specimen: bool = False
    today: date | None = None
    """From which the age of facts is counted; the newest day of the data unless told."""

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


def build(root: Path, choice: Options, show: Show) -> Summary:
    """The site, or a preview of a part of it. Raises ProblemsFound or PublishingFailed."""
    summary, config = fill_guides(root, choice, show)
    for _ in show(publish(config, summary.folder), summary.pages, "Publishing"):
        pass
    return summary


def fill_guides(root: Path, choice: Options, show: Show) -> tuple[Summary, Path]:
    """The pages in `guides/` (or `preview/guides/`), and the configuration that publishes them."""
    written = read(root, choice.draft)
    translators = _wordings(written, choice)
    towns = written.records.specimen if choice.specimen else _chosen(written.records.towns, choice.town)
    steps = show(_pages(root, written, translators, towns), len(towns) * len(translators), "Writing guides")
    made = [item for step in steps for item in step]
    pages = [item for item in made if isinstance(item, Page)]
    pages += overviews(root, written, translators, towns)
    if not choice.partial:
        pages += whole(root, written, translators, choice.today)
    manuscripts = [item for item in made if isinstance(item, PdfSource)]
    setting = press(manuscripts, root / "templates" / "paper", root / ".cache" / "paper")
    pdfs = list(show(setting, len(manuscripts), "Setting PDFs"))
    pages = offered(pages, pdfs, [item for item in made if isinstance(item, SheetLink)])
    told = _interface(written)
    if choice.partial:
        folder = root / "preview"
        config = preview_config(folder, editions(translators))
        write_page(root / "guides", told)
        changed = fill(folder / "guides", [*pages, *pdfs])
    else:
        folder, config = root, root / "mkdocs.yml"
        changed = fill(folder / "guides", [*pages, *pdfs, told])
    gaps = sum(at.fact.value is None for town in towns for at in facts(town))
    markdown = sum(page.path.endswith(".md") for page in pages)
    numbers = (len(towns), len(translators), markdown, len(pdfs), changed, gaps)
    return Summary(*numbers, written.warnings, folder / "site"), config


def contents(root: Path, written: Project, towns: Sequence[Municipality], show: Show) -> dict[str, str]:
    """What stands in each file of `guides/`, by path; for a PDF what it is set from. Nothing is written."""
    translators = _wordings(written, Options())
    steps = show(_pages(root, written, translators, towns), len(towns) * len(translators), "Comparing")
    made = [item for step in steps for item in step]
    manuscripts = [item for item in made if isinstance(item, PdfSource)]
    pages = offered(
        [item for item in made if isinstance(item, Page)],
        [Pdf(item.path, b"", 0) for item in manuscripts],
        [item for item in made if isinstance(item, SheetLink)],
    )
    text = {page.path: page.text for page in [*pages, _interface(written)]}
    return text | {item.path: f"{item.template}\n{item.content}" for item in manuscripts}


def _interface(written: Project) -> Page:
    """What the theme is told, whatever part is made."""
    words = sorted({text.texts[0] for text in written.texts if text.context == THEME})
    return interface_page(interface(written.records.content, words, _wordings(written, Options())))


def _wordings(written: Project, choice: Options) -> list[Translator]:
    editions = written.records.content.site.editions
    if choice.edition is not None and choice.edition not in editions:
        what = f"no such edition: {choice.edition}; {did_you_mean(choice.edition, editions)}"
        raise ProblemsFound([Problem(Place("data/site.yaml", 1, 1), "editions", what)])
    return [
        Translator(key, edition, written.catalogs[edition.words])
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
    root: Path, written: Project, translators: list[Translator], towns: Sequence[Municipality]
) -> Iterator[list[Page | PdfSource | SheetLink]]:
    """What is made of each guide; a home comes with its edition's last guide, what needs all at the end."""
    ids = [town.id for town in towns]
    homes, sheets = [], []
    for translator in translators:
        env = environment(root / "templates", translator)
        content = localize_content(written.records.content, translator)
        local = localize_towns(written.records.towns + written.records.specimen, translator)
        homes.append((translator, content))
        found = []
        for town in ids:
            this = guide(local[town], local, translator, content)
            sections = render_guide(this, env)
            folder = f"{translator.key}/{town}/"
            found.append([part for page in sections for part in parts(page, folder, translator.edition.lang)])
            index = guide_index(folder, found[-1], translator.edition.lang)
            paper = guide_manuscript(this, render_leaf(this, env, "cover"), sections)
            sheets.append(guide_sheets(this, render_leaf(this, env, "sheet"), sections))
            pages: list[Page | PdfSource | SheetLink] = [*sections, *export(this), index, paper]
            pages += single_sheets(sheets[-1])
            if town == ids[-1]:
                shown = {name: local[name] for name in ids}
                pages.append(render_home(shown, translator, content, written.drawing, env))
                pages.append(home_index(f"{translator.key}/", shown, found, translator.edition))
                pages.append(render_about(translator, env))
            if town == ids[-1] and translator is translators[-1]:
                pages += [render_root(homes, env), *bilingual_sheets(sheets), *offers(sheets)]
            yield pages
