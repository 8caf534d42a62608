"""Diff report: changes for readers as plain text, or as Markdown for a comment on a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from guidebook.model.municipality import Municipality
from guidebook.model.plain_text import PROSE
from guidebook.review.labels import (
    FILE_LABELS,
    count_summary,
    file_labels,
    group_paths,
    labels_by_edition,
    town_of,
)
from guidebook.review.records import Change, Review
from guidebook.text import escaped

NO_CHANGE = "No reader will notice a change."
TITLES = {
    "towns": "Municipalities",
    "facts": "Facts changed",
    "filled": "Gaps filled",
    "gaps": "New gaps: what was known is unknown now",
    "checked": "Checked again",
    "cited": "Other sources",
    "common": "Common texts",
    "sources": "Register of sources",
    "templates": "Wording and order of the pages",
    "words": "Translations",
    "look": "Look of the pages and of the paper",
    "together": "Follows from these changes together",
}
"""Headings by group of changes, in the order of the report."""
SENTENCE_END = re.compile(r"(?<=[.!?]) +")
MAX_LENGTH = 300
"""Characters of a text; the rest is cut."""
MAX_LABELS = 3
"""Labels of files on the line of a change; the rest is counted."""


@dataclass(frozen=True)
class Verbatim:
    """Text from the data or the templates, without markup."""

    text: str


Line = list[str | Verbatim]


def as_text(review: Review) -> str:
    """The report for a terminal."""
    parts = [
        f"{title}\n" + "".join(f"  {''.join(map(_to_text, line))}\n" for line in lines)
        for title, lines in _headings(review)
    ]
    return "\n".join(parts) or f"{NO_CHANGE}\n"


def as_markdown(review: Review) -> str:
    """The report as Markdown; text from the data is escaped."""
    parts = [
        f"### {title}\n\n" + "".join(f"- {''.join(map(_to_markdown, line))}\n" for line in lines)
        for title, lines in _headings(review)
    ]
    return "\n".join(parts) or f"{NO_CHANGE}\n"


def _to_text(part: str | Verbatim) -> str:
    """Whole sentences in quotation marks."""
    if isinstance(part, str):
        return part
    return f"“{part.text}”" if SENTENCE_END.search(f"{part.text} ") else part.text


def _to_markdown(part: str | Verbatim) -> str:
    """Verbatim text as code, where the forge links no names, numbers or addresses."""
    if isinstance(part, Verbatim) and part.text != PROSE.unknown:
        return f"<code>{escaped(part.text)}</code>"
    return str(escaped(part.text if isinstance(part, Verbatim) else part))


def _headings(review: Review) -> Iterator[tuple[str, list[Line]]]:
    """Headings with their lines; none when nothing changes for readers."""
    by_group: dict[str, list[Line]] = {"towns": list(_municipality_lines(review))}
    for change in review.changes:
        by_group.setdefault(change.group, []).extend(_change_lines(change, review))
    by_group["together"] = list(_unattributed_lines(review))
    yield from ((title, by_group[group]) for group, title in TITLES.items() if by_group.get(group))
    if lines := list(_file_lines(review)):
        yield "Where it shows", lines


def _municipality_lines(review: Review) -> Iterator[Line]:
    municipalities = review.municipalities
    for town in municipalities.added:
        yield [*_name_and_id(town), ": added", count_summary(_files_of(town, review), review)]
    for town in municipalities.removed:
        summary = count_summary(_files_of(town, review), review)
        yield [*_name_and_id(town), ": removed; its addresses lead nowhere", summary]
    for old, new in municipalities.renamed:
        yield [
            *_name_and_id(new),
            ": its id was ",
            Verbatim(old.id),
            "; every address of its guides changes",
        ]


def _name_and_id(town: Municipality) -> Line:
    return [Verbatim(str(town.names.en.value)), " (", Verbatim(town.id), ")"]


def _files_of(town: Municipality, review: Review) -> list[str]:
    return [path for path in review.changed_files if town.id in path.split("/")]


def _unattributed_lines(review: Review) -> Iterator[Line]:
    """One line for the files that no single change explains."""
    towns = review.municipalities
    ids = {town.id for pair in towns.renamed for town in pair}
    ids |= {town.id for town in (*towns.added, *towns.removed)}
    explained = {path for change in review.changes for path in change.files}
    explained |= {
        path
        for path in review.changed_files
        if ids and (not town_of(path, review) or ids & set(path.split("/")))
    }
    if rest := sorted(review.changed_files - explained):
        labels = "; ".join(file_labels(rest, review)) or "PDFs"
        yield [Verbatim(labels), count_summary(rest, review)]


def _change_lines(change: Change, review: Review) -> Iterator[Line]:
    """The line of a change, and one for each changed translation."""
    labels = file_labels(change.files, review)
    labels = [label for label in labels if label != FILE_LABELS["search.json"]] or labels
    if len(labels) > MAX_LABELS:
        labels = [*labels[:MAX_LABELS], f"{len(labels) - MAX_LABELS} more"]
    line: Line = [Verbatim(change.subject)]
    if labels:
        line += [" · ", Verbatim("; ".join(labels))]
    if change.item:
        line += [" · ", Verbatim(_shorten(change.item))]
    if change.before or change.after:
        line += [": ", *_before_and_after(change.before or PROSE.unknown, change.after or PROSE.unknown)]
    if change.note:
        line += [" (", Verbatim(change.note), ")"]
    yield [*line, count_summary(change.files, review)]
    for language, before, after in change.translations:
        if before != after:
            texts = _before_and_after(before or PROSE.unknown, after or "not translated yet")
            yield [f"– {language}: ", *texts]


def _before_and_after(before: str, after: str) -> Line:
    """Both texts; equal sentences at their start and end as an ellipsis."""
    old, new = SENTENCE_END.split(before), SENTENCE_END.split(after)
    head = _common_prefix(old, new)
    tail = _common_prefix(old[head:][::-1], new[head:][::-1])
    excerpts = [
        " ".join(["…"] * bool(head) + text[head : len(text) - tail] + ["…"] * bool(tail))
        for text in (old, new)
    ]
    return [Verbatim(_shorten(excerpts[0])), " → ", Verbatim(_shorten(excerpts[1]))]


def _common_prefix(old: Sequence[str], new: Sequence[str]) -> int:
    """The number of equal sentences at the start of both."""
    pairs = zip(old, new, strict=False)
    return next(
        (number for number, (one, other) in enumerate(pairs) if one != other), min(len(old), len(new))
    )


def _shorten(text: str) -> str:
    return text if len(text) <= MAX_LENGTH else f"{text[:MAX_LENGTH]} …"


def _file_lines(review: Review) -> Iterator[Line]:
    """The labels of every changed file by edition; municipalities with equal labels on one line."""
    by_town = {
        town: labels_by_edition(paths, review)
        for town, paths in group_paths(
            review.changed_files, [*review.names, ""], lambda path: town_of(path, review)
        )
    }
    for labels in dict.fromkeys(by_town.values()):
        towns = [_town_label(town, review) for town, other in by_town.items() if other == labels]
        every = len(towns) == len(review.names) > 1
        yield [Verbatim(f"all {len(towns)} municipalities" if every else ", ".join(towns)), f": {labels}"]


def _town_label(town: str, review: Review) -> str:
    """The name of a municipality, with its id where others have the same name."""
    name = review.names.get(town, "beside the guides")
    return f"{name} ({town})" if [*review.names.values()].count(name) > 1 else name
