"""Pages and files that need every municipality: state of the facts, open data, the feed of changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path

from guidebook.artifacts import Page, Spreadsheet, TextFile
from guidebook.exports.calendar import check_calendar
from guidebook.exports.change_feed import FeedEntry, Snapshot, feed_entries
from guidebook.exports.content_lines import DOMAIN
from guidebook.exports.open_data import FOLDER, open_data, sample_fact
from guidebook.git import file_history
from guidebook.model.facts import facts
from guidebook.model.languages import SiteLanguages
from guidebook.pages.edition import LocalizedEdition
from guidebook.pages.guide import own_name
from guidebook.pages.site_pages import render_feed, render_open_data, render_status
from guidebook.project import Project, newest_day, parse_towns


def site_wide_files(
    project: Project, editions: Sequence[LocalizedEdition], today: date | None
) -> tuple[list[Page], list[TextFile | Spreadsheet]]:
    """The pages and files of the whole site; `today` is the day of the state of the facts."""
    towns = project.records.towns
    status, progress = project.status(today), project.translation_progress()
    pages = [render_status(edition, status, progress) for edition in editions]
    pages += [render_open_data(edition, sample_fact(towns)) for edition in editions]
    translators = [edition.translator for edition in editions]
    content, day = project.records.content, newest_day(towns)
    files = [
        *open_data(towns, content, project.records.languages, translators),
        check_calendar(f"{FOLDER}/checks.ics", towns, content.site.name, day),
    ]
    return pages, files


def feeds(root: Path, project: Project, editions: Sequence[LocalizedEdition]) -> list[TextFile]:
    """The feed of changes of each edition, from the history of the data."""
    changes = feed_entries(_snapshots(root, project.records.languages))
    return [_feed(project, edition, changes) for edition in editions]


def feed_inputs(project: Project) -> tuple[str, dict[str, list[str]]]:
    """What a feed takes from the records of today besides names: the newest day and the fields there are."""
    towns = project.records.towns
    return newest_day(towns).isoformat(), {town.id: [at.field for at in facts(town)] for town in towns}


def _feed(project: Project, edition: LocalizedEdition, changes: list[FeedEntry]) -> TextFile:
    towns = project.records.towns
    never = datetime.combine(newest_day(towns), time(), UTC)
    context = {
        "entries": changes,
        "updated": max([entry.time for entry in changes], default=never),
        "names": {town.id: own_name(edition.towns[town.id], edition.translator.edition) for town in towns},
        "addresses": {town.id: {at.field for at in facts(town)} for town in towns},
        "tag": f"tag:{DOMAIN},2026:changes/{edition.key}",
    }
    return render_feed(edition, context)


def _snapshots(root: Path, languages: SiteLanguages) -> Iterator[Snapshot]:
    """The municipalities in git, newest first, as far as today's records fit them."""
    for version in file_history(root):
        towns = parse_towns(version.text, languages)
        if towns is None:
            return
        yield Snapshot(version.commit, version.time, towns)
