"""What changes for readers, in plain words: as text, or as Markdown for a comment on a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from guidebook.model.municipality import Municipality
from guidebook.review.labels import KINDS, by_edition, counts, grouped, places, town_of
from guidebook.review.records import NOTHING, Change, Review
from guidebook.text import escaped

NOBODY = "No reader will notice a change."
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
END = re.compile(r"(?<=[.!?]) +")
"""Between two sentences."""
LONG = 300
"""So many signs of a text are shown."""
FEW = 3
"""So many sections are named in a line."""


@dataclass(frozen=True)
class Value:
    """A text out of the data, shown as it is."""

    text: str


Line = list[str | Value]


def as_text(review: Review) -> str:
    """The report for a terminal."""
    told = [
        f"{title}\n" + "".join(f"  {''.join(map(_plain, line))}\n" for line in lines)
        for title, lines in _report(review)
    ]
    return "\n".join(told) or f"{NOBODY}\n"


def as_markdown(review: Review) -> str:
    """The report as Markdown, in which nothing that people wrote has a meaning."""
    told = [
        f"### {title}\n\n" + "".join(f"- {''.join(map(_marked, line))}\n" for line in lines)
        for title, lines in _report(review)
    ]
    return "\n".join(told) or f"{NOBODY}\n"


def _plain(part: str | Value) -> str:
    if isinstance(part, str):
        return part
    return f"“{part.text}”" if END.search(f"{part.text} ") else part.text


def _marked(part: str | Value) -> str:
    """A value as code, in which the forge looks for no name, number or address."""
    if isinstance(part, Value) and part.text != NOTHING:
        return f"<code>{escaped(part.text)}</code>"
    return str(escaped(part.text if isinstance(part, Value) else part))


def _report(review: Review) -> Iterator[tuple[str, list[Line]]]:
    """Titles, each with its lines; nothing when no reader notices anything."""
    by_group: dict[str, list[Line]] = {"towns": list(_towns(review))}
    for change in review.changes:
        by_group.setdefault(change.group, []).extend(_change(change, review))
    by_group["together"] = list(_together(review))
    yield from ((title, by_group[group]) for group, title in TITLES.items() if by_group.get(group))
    if where := list(_where(review)):
        yield "Where it shows", where


def _towns(review: Review) -> Iterator[Line]:
    towns = review.towns
    for town in towns.added:
        yield [*_named(town), ": added", counts(_of(town, review), review)]
    for town in towns.removed:
        yield [*_named(town), ": removed; its addresses lead nowhere", counts(_of(town, review), review)]
    for old, new in towns.renamed:
        yield [*_named(new), ": its id was ", Value(old.id), "; every address of its guides changes"]


def _named(town: Municipality) -> Line:
    return [Value(str(town.names.en.value)), " (", Value(town.id), ")"]


def _of(town: Municipality, review: Review) -> list[str]:
    return [path for path in review.changed if town.id in path.split("/")]


def _together(review: Review) -> Iterator[Line]:
    """What no single change explains."""
    towns = review.towns
    moved = [town.id for town in (*towns.added, *towns.removed)] + [
        town.id for pair in towns.renamed for town in pair
    ]
    told = {path for change in review.changes for path in change.shown}
    told |= {
        path
        for path in review.changed
        if moved and (not town_of(path, review) or set(moved) & set(path.split("/")))
    }
    if rest := sorted(review.changed - told):
        yield [Value("; ".join(places(rest, review)) or "PDFs"), counts(rest, review)]


def _change(change: Change, review: Review) -> Iterator[Line]:
    """The line of a change, and one for each translation that goes with it."""
    found = places(change.shown, review)
    found = [place for place in found if place != KINDS["search.json"]] or found
    if len(found) > FEW:
        found = [*found[:FEW], f"{len(found) - FEW} more"]
    where: Line = [" · ", Value("; ".join(found))] if found else []
    what: Line = [" · ", Value(_short(change.what))] if change.what else []
    told: Line = []
    if change.before or change.after:
        told = [": ", *_turned(change.before or NOTHING, change.after or NOTHING)]
    note: Line = [" (", Value(change.note), ")"] if change.note else []
    yield [Value(change.subject), *where, *what, *told, *note, counts(change.shown, review)]
    for words, before, after in change.translated:
        if before != after:
            yield [f"– {words}: ", *_turned(before or NOTHING, after or "not translated yet")]


def _turned(before: str, after: str) -> Line:
    """Before and after; of long texts only the sentences between the first and the last that differ."""
    old, new = END.split(before), END.split(after)
    head = _alike(old, new)
    tail = _alike(old[head:][::-1], new[head:][::-1])
    cut = [
        " ".join(["…"] * bool(head) + text[head : len(text) - tail] + ["…"] * bool(tail))
        for text in (old, new)
    ]
    return [Value(_short(cut[0])), " → ", Value(_short(cut[1]))]


def _alike(old: Sequence[str], new: Sequence[str]) -> int:
    """How many sentences both begin with."""
    pairs = zip(old, new, strict=False)
    return next(
        (number for number, (one, other) in enumerate(pairs) if one != other), min(len(old), len(new))
    )


def _short(text: str) -> str:
    return text if len(text) <= LONG else f"{text[:LONG]} …"


def _where(review: Review) -> Iterator[Line]:
    """Every changed file: by municipality, those alike together, and by edition."""
    by_town = {
        town: by_edition(paths, review)
        for town, paths in grouped(review.changed, [*review.names, ""], lambda path: town_of(path, review))
    }
    for told in dict.fromkeys(by_town.values()):
        alike = [_called(town, review) for town, other in by_town.items() if other == told]
        whole = len(alike) == len(review.names) > 1
        yield [Value(f"all {len(alike)} municipalities" if whole else ", ".join(alike)), f": {told}"]


def _called(town: str, review: Review) -> str:
    name = review.names.get(town, "beside the guides")
    return f"{name} ({town})" if [*review.names.values()].count(name) > 1 else name
