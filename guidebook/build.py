"""Build pipeline: load, validate, localize, render, publish."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import BrokenExecutor
from pathlib import Path

from guidebook.artifacts import TextFile
from guidebook.diagnostics import Place, Problem, ProblemsFound, did_you_mean
from guidebook.inputs import Inputs
from guidebook.last_build import LastBuild
from guidebook.manifest import Manifest
from guidebook.model.facts import facts
from guidebook.model.municipality import TOWNS, Municipality
from guidebook.options import Options, Summary
from guidebook.output import Output, Progress
from guidebook.pages.edition import LocalizedEdition, localize_edition
from guidebook.pages.theme_config import THEME, edition_entries, theme_config
from guidebook.project import Project, load_project
from guidebook.publish.mkdocs import PublishingFailed, theme_config_file, write_preview_config
from guidebook.publish.output import write_artifact
from guidebook.publish.site import publish
from guidebook.units import Plan

KILLED = "A process of the build was ended from outside, perhaps for want of memory."


def build(root: Path, options: Options, progress: Progress) -> Summary:
    """Loads, generates and publishes. Raises ProblemsFound or PublishingFailed; the last good site stays."""
    last = LastBuild(root, options)
    try:
        summary, config = generate(root, options, progress)
    except BrokenExecutor:
        raise PublishingFailed(KILLED) from None
    publishing = publish(root, config, summary.folder)
    for _ in progress(publishing, next(publishing), "Publishing"):
        pass
    last.remember(summary)
    return summary


def generate(root: Path, options: Options, progress: Progress) -> tuple[Summary, Path]:
    """Fills `guides/` (or `preview/guides/`). Returns the configuration of MkDocs that publishes it.

    Starts again when an input was written meanwhile, so that a build never mixes two states.
    """
    while True:
        if made := _generate(root, options, Inputs(root), progress):
            return made


def _generate(
    root: Path, options: Options, inputs: Inputs, progress: Progress
) -> tuple[Summary, Path] | None:
    """The steps of `generate`; None, and nothing is changed, when an input was written meanwhile."""
    project = load_project(root, options.draft, edition=options.edition)
    editions = localized_editions(root, project, chosen_editions(options, project))
    towns = chosen_towns(options, project)
    plan = Plan(root, project, editions, towns, inputs, root)
    config, theme = _settings(root, project, editions, options.partial)
    with Output(root, config.parent / "guides", None if options.partial else Manifest(root)) as output:
        if theme:
            output.add_file("interface", theme)
        output.make(plan.guides(), progress, "Writing guides")
        others = [*plan.shared(output.heading_hashes, output.headings), *plan.beside(output.links)]
        if not options.partial:
            others += plan.site(options.today)
        output.make(others, progress, "Writing pages")
        if not inputs.unchanged():
            return None
        changed = output.commit()
    plan.cache.files.prune()
    gaps = sum(at.fact.value is None for town in towns for at in facts(town))
    counts = (len(towns), len(editions), output.count(".md"), output.count(".pdf"), changed, gaps)
    return Summary(*counts, project.warnings, site_folder(root, options)), config


def site_folder(root: Path, options: Options) -> Path:
    """Where the site, or the chosen part of it, is published."""
    return (root / "preview" if options.partial else root) / "site"


def localized_editions(root: Path, project: Project, keys: Iterable[str]) -> list[LocalizedEdition]:
    """Each edition set up once, with all municipalities and the specimen."""
    towns = (*project.records.towns, *project.records.specimen)
    content, templates = project.records.content, root / "templates"
    return [localize_edition(project.translator(key), content, towns, templates) for key in keys]


def _settings(
    root: Path, project: Project, editions: Sequence[LocalizedEdition], partial: bool
) -> tuple[Path, TextFile | None]:
    """The configuration of MkDocs, and that of the theme where it is written with the guides."""
    theme = theme_settings(project)
    if not partial:
        return root / "mkdocs.yml", theme
    write_artifact(root / "guides", theme)
    translators = [edition.translator for edition in editions]
    return write_preview_config(root / "preview", edition_entries(translators)), None


def theme_settings(project: Project) -> TextFile:
    """The settings of the theme for the whole site, whatever part is built."""
    words = sorted({text.texts[0] for text in project.texts if text.context == THEME})
    content = project.records.content
    translators = [project.translator(key) for key in content.site.editions]
    return theme_config_file(theme_config(content, words, translators))


def chosen_towns(options: Options, project: Project) -> tuple[Municipality, ...]:
    """The chosen municipalities. Raises ProblemsFound for an unknown id."""
    if options.specimen:
        return project.records.specimen
    ids = [town.id for town in project.records.towns]
    _check_choice("municipality", options.town, ids, f"data/{TOWNS}.yaml", "id")
    return tuple(town for town in project.records.towns if options.town in (None, town.id))


def chosen_editions(options: Options, project: Project) -> list[str]:
    """The keys of the chosen editions. Raises ProblemsFound for an unknown key."""
    keys = list(project.records.content.site.editions)
    _check_choice("edition", options.edition, keys, "data/site.yaml", "editions")
    return [key for key in keys if options.edition in (None, key)]


def _check_choice(noun: str, choice: str | None, known: Sequence[str], file: str, field: str) -> None:
    if choice is not None and choice not in known:
        what = f"no such {noun}: {choice}; {did_you_mean(choice, known)}"
        raise ProblemsFound([Problem(Place(file, 1, 1), field, what)])
