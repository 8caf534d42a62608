"""Build pipeline: load, validate, localize, render, publish."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from guidebook.artifacts import Artifact, Page, Pdf, PdfSource, SheetLink, TextFile, WordFile, WordSource
from guidebook.cache import FileCache
from guidebook.diagnostics import Place, Problem, ProblemsFound, did_you_mean
from guidebook.exports.papers import bilingual_papers
from guidebook.exports.search_index import glossary_index, home_index
from guidebook.exports.word import word_files
from guidebook.guide_cache import GuideCache
from guidebook.guide_output import GuideOutput, build_guide
from guidebook.handbook_output import HandbookOutput, build_handbook
from guidebook.model.facts import facts
from guidebook.model.municipality import SPECIMEN, TOWNS, Municipality
from guidebook.pages.corrections import corrections_page
from guidebook.pages.downloads import with_download_links
from guidebook.pages.edition import LocalizedEdition, localize_edition
from guidebook.pages.peers import render_comparison
from guidebook.pages.referral_picture import referral_picture
from guidebook.pages.site_pages import render_about, render_glossary, render_home, render_root
from guidebook.pages.svg_map import svg_outlines
from guidebook.pages.theme_config import THEME, edition_entries, theme_config
from guidebook.pdf.sheets import bilingual_sheets, sheet_links
from guidebook.pdf.typst import compile_pdfs
from guidebook.project import Project, load_project
from guidebook.publish.mkdocs import publish, theme_config_file, write_preview_config
from guidebook.publish.output import sync_folder, write_artifact
from guidebook.site_wide import site_wide_files

Progress = Callable[[Iterable[Any], int, str], Iterable[Any]]
"""Passes steps through while it shows progress: the steps, their number, a label."""


@dataclass(frozen=True)
class Options:
    """What to build; everything unless a part is chosen."""

    town: str | None = None
    edition: str | None = None
    draft: bool = False
    specimen: bool = False
    today: date | None = None
    """The day from which the age of facts counts; the newest day of the data by default."""

    @property
    def partial(self) -> bool:
        """Whether a part is chosen; it goes to `preview/`, never into the site."""
        return self.town is not None or self.edition is not None or self.specimen

    def towns(self, project: Project) -> tuple[Municipality, ...]:
        """The chosen municipalities. Raises ProblemsFound for an unknown id."""
        if self.specimen:
            return project.records.specimen
        ids = [town.id for town in project.records.towns]
        _check_choice("municipality", self.town, ids, f"data/{TOWNS}.yaml", "id")
        return tuple(town for town in project.records.towns if self.town in (None, town.id))

    def editions(self, project: Project) -> list[str]:
        """The keys of the chosen editions. Raises ProblemsFound for an unknown key."""
        keys = list(project.records.content.site.editions)
        _check_choice("edition", self.edition, keys, "data/site.yaml", "editions")
        return [key for key in keys if self.edition in (None, key)]


@dataclass(frozen=True)
class Summary:
    """What a build made."""

    municipalities: int
    editions: int
    pages: int
    pdfs: int
    changed: int
    """Files of `guides/` that were written or deleted."""
    gaps: int
    """Unknown facts of the municipalities that were built."""
    warnings: list[Problem]
    folder: Path
    """The published site."""


@dataclass
class Generated:
    """Artifacts before the PDFs are compiled."""

    pages: list[Page]
    files: list[TextFile]
    pdf_sources: list[PdfSource]
    sheet_links: list[SheetLink]
    word_sources: list[WordSource]


def build(root: Path, options: Options, progress: Progress) -> Summary:
    """Loads, generates and publishes. Raises ProblemsFound or PublishingFailed; the last good site stays."""
    summary, config = generate(root, options, progress)
    for _ in progress(publish(config, summary.folder), summary.pages, "Publishing"):
        pass
    return summary


def generate(root: Path, options: Options, progress: Progress) -> tuple[Summary, Path]:
    """Fills `guides/` (or `preview/guides/`). Returns the configuration of MkDocs that publishes it."""
    project = load_project(root, options.draft, edition=options.edition)
    editions = localized_editions(root, project, options.editions(project))
    towns = options.towns(project)
    kept = GuideCache(root, (*project.records.towns, *project.records.specimen))
    generated = generate_guides(project, editions, towns, progress, kept=kept)
    generated.pages += _pages_outside_guides(project, editions, towns, options.specimen)
    if not options.partial:
        pages, files = site_wide_files(root, project, editions, options.today)
        generated.pages += pages
        generated.files += files
    pdfs = _compile(root, generated.pdf_sources, progress)
    pages = with_download_links(generated.pages, pdfs, generated.sheet_links)
    words = _write_papers(root, generated.word_sources, progress)
    artifacts: list[Artifact] = [*pages, *generated.files, *pdfs, *words]
    folder, config, changed = _write(root, project, editions, artifacts, options.partial)
    gaps = sum(at.fact.value is None for town in towns for at in facts(town))
    counts = (len(towns), len(editions), len(pages), len(pdfs), changed, gaps)
    return Summary(*counts, project.warnings, folder / "site"), config


def localized_editions(root: Path, project: Project, keys: Iterable[str]) -> list[LocalizedEdition]:
    """Each edition set up once, with all municipalities and the specimen."""
    towns = (*project.records.towns, *project.records.specimen)
    content, templates = project.records.content, root / "templates"
    return [localize_edition(project.translator(key), content, towns, templates) for key in keys]


def generate_guides(
    project: Project,
    editions: Sequence[LocalizedEdition],
    towns: Sequence[Municipality],
    progress: Progress,
    label: str = "Writing guides",
    kept: GuideCache | None = None,
) -> Generated:
    """The guides of these municipalities, their papers, and what they share: homes, glossaries, the root.

    `kept` are the guides of earlier builds; without them each is made anew.
    """
    ids = [town.id for town in towns]
    keys = {edition.key for edition in editions}
    pairs = [pair for pair in project.records.content.site.bilingual if keys.issuperset(pair)]
    if kept:
        steps = kept.guides(editions, ids, pairs)
    else:
        steps = (build_guide(edition, town, pairs) for edition in editions for town in ids)
    guides: list[GuideOutput] = list(progress(steps, len(editions) * len(ids), label))
    handbooks = [build_handbook(edition) for edition in editions]
    outlines = svg_outlines(project.boundaries)
    parts: list[GuideOutput | HandbookOutput] = [*guides, *handbooks]
    pages = [page for part in parts for page in part.pages]
    files = [file for part in parts for file in part.files]
    for edition in editions:
        own = [guide.headings for guide in guides if guide.edition == edition.key]
        named = {town: edition.towns[town] for town in ids}
        pages += [render_home(edition, ids, outlines), render_about(edition), render_glossary(edition)]
        files += [home_index(f"{edition.key}/", named, own, edition), glossary_index(edition)]
        files.append(referral_picture(edition))
    pages.append(render_root(editions))
    sheets = [guide.sheets for guide in guides]
    sources = [source for part in parts for source in part.pdf_sources] + bilingual_sheets(sheets, pairs)
    words = [source for guide in guides for source in guide.word_sources]
    for word, pdf in bilingual_papers([guide.papers for guide in guides], pairs):
        words.append(word)
        sources.append(pdf)
    return Generated(pages, files, sources, sheet_links(sheets, pairs), words)


def guide_contents(
    root: Path, project: Project, towns: Sequence[Municipality], progress: Progress
) -> dict[str, str]:
    """The text of each file of `guides/` that belongs to the guides, by path; the source in place of a PDF.

    Nothing is compiled or written.
    """
    editions = localized_editions(root, project, project.records.content.site.editions)
    generated = generate_guides(project, editions, towns, progress, "Comparing")
    uncompiled = [Pdf(source.path, b"", 0) for source in generated.pdf_sources]
    pages = with_download_links(generated.pages, uncompiled, generated.sheet_links)
    files: list[Artifact] = [*pages, *generated.files, _theme_config(project)]
    text = {file.path: file.data.decode() for file in files}
    text |= {source.path: f"{source.template}\n{source.content}" for source in generated.pdf_sources}
    return text | {source.path: source.content for source in generated.word_sources}


def _pages_outside_guides(
    project: Project, editions: Sequence[LocalizedEdition], towns: Sequence[Municipality], specimen: bool
) -> Iterator[Page]:
    """For each municipality its corrections page and, in each edition, the comparison with its peers."""
    document = project.documents[SPECIMEN if specimen else TOWNS]
    yield from (corrections_page(town, document) for town in towns)
    among = [town.id for town in (project.records.specimen if specimen else project.records.towns)]
    built = [town.id for town in towns]
    for edition in editions:
        yield from (render_comparison(edition, town, among, built) for town in built)


def _compile(root: Path, sources: Sequence[PdfSource], progress: Progress) -> list[Pdf]:
    cache = FileCache(root / ".cache" / "paper", ".pdf")
    compiling = compile_pdfs(sources, root / "templates" / "paper", cache)
    return list(progress(compiling, len(sources), "Setting PDFs"))


def _write_papers(root: Path, sources: Sequence[WordSource], progress: Progress) -> list[WordFile]:
    written = word_files(sources, FileCache(root / ".cache" / "word", ".docx"))
    return list(progress(written, len(sources), "Writing papers"))


def _write(
    root: Path,
    project: Project,
    editions: Sequence[LocalizedEdition],
    artifacts: Sequence[Artifact],
    partial: bool,
) -> tuple[Path, Path, int]:
    """Writes the files. Returns the folder above `guides/`, the MkDocs configuration, the number changed."""
    theme = _theme_config(project)
    if not partial:
        return root, root / "mkdocs.yml", sync_folder(root / "guides", [*artifacts, theme])
    folder = root / "preview"
    config = write_preview_config(folder, edition_entries([edition.translator for edition in editions]))
    write_artifact(root / "guides", theme)
    return folder, config, sync_folder(folder / "guides", artifacts)


def _theme_config(project: Project) -> TextFile:
    """The settings of the theme for the whole site, whatever part is built."""
    words = sorted({text.texts[0] for text in project.texts if text.context == THEME})
    content = project.records.content
    translators = [project.translator(key) for key in content.site.editions]
    return theme_config_file(theme_config(content, words, translators))


def _check_choice(noun: str, choice: str | None, known: Sequence[str], file: str, field: str) -> None:
    if choice is not None and choice not in known:
        what = f"no such {noun}: {choice}; {did_you_mean(choice, known)}"
        raise ProblemsFound([Problem(Place(file, 1, 1), field, what)])
