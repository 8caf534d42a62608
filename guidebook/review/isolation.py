"""The changes between two states, each in a step that can be taken alone."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from pathlib import Path

from guidebook.i18n.translation import Catalog, Key, PatchedTranslations
from guidebook.i18n.translator import ENGLISH
from guidebook.model.municipality import Municipality
from guidebook.project import Project
from guidebook.review.records import Change, Towns, common_changes, said, taken, town_changes

TOGETHER = 20
"""Above so many changes of one file, record or catalogue, their effect is looked for at once."""


@dataclass(frozen=True)
class State:
    """A project as it stands in a folder."""

    root: Path
    written: Project


@dataclass(frozen=True)
class Step:
    """Changes whose effect is looked for at once."""

    changes: tuple[Change, ...]
    alone: Callable[[State, State, Path], State]
    """The first state with these things taken from the second; templates are mixed in the folder."""
    town: str | None = None
    """The municipality whose record it is, as the older state calls it."""


def steps(old: State, new: State, towns: Towns) -> list[Step]:
    """Every change but municipalities that came or went, in steps."""
    return [
        *_of_towns(old, new, towns),
        *_of_commons(old.written, new.written),
        *_of_templates(old, new),
        *_of_catalogues(old.written, new.written),
        *_of_map(old.written, new.written),
    ]


def look(old: State, new: State) -> list[Change]:
    """Changed files that give the pages their look."""
    files = {
        path.relative_to(state.root).as_posix()
        for state in (old, new)
        for path in [*(state.root / "templates").rglob("*"), state.root / "mkdocs.yml"]
        if path.is_file() and path.suffix != ".j2"
    }
    return [
        Change("look", file, "", "", "")
        for file in sorted(files)
        if _bytes(old.root / file) != _bytes(new.root / file)
    ]


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _in_steps(changes: Iterable[Change]) -> list[tuple[Change, ...]]:
    found = tuple(changes)
    return [found] if len(found) > TOGETHER else [(change,) for change in found]


def _of_towns(old: State, new: State, towns: Towns) -> Iterator[Step]:
    register = old.written.records.content.sources | new.written.records.content.sources
    publishers = {key: str(source.publisher) for key, source in register.items()}
    ids = {(before.id, after.id) for before, after in towns.renamed}
    for before, after in (*towns.kept, *towns.renamed):
        found = town_changes(before, after, publishers)
        for changes in _in_steps(one for one in found if (one.before, one.after) not in ids):
            yield Step(changes, partial(_town_taken, changes, (before.id, after.id)), before.id)


def _town_taken(
    changes: Sequence[Change], ids: tuple[str, str], first: State, second: State, _mixed: Path
) -> State:
    records = first.written.records
    other = next(town for town in second.written.records.towns if town.id in ids)

    def mixed(town: Municipality) -> Municipality:
        for change in changes if town.id in ids else ():
            town = taken(town, other, change.path)
        return town

    towns = tuple(mixed(town) for town in records.towns)
    return replace(first, written=replace(first.written, records=replace(records, towns=towns)))


def _of_commons(old: Project, new: Project) -> Iterator[Step]:
    found = common_changes(old.records.content, new.records.content)
    told = [_with_translations(change, context, old, new) for change, context in found]
    for _, group in groupby(told, lambda change: change.path[0]):
        for changes in _in_steps(group):
            yield Step(changes, partial(_commons_taken, changes))


def _commons_taken(changes: Sequence[Change], first: State, second: State, _mixed: Path) -> State:
    records = first.written.records
    content = records.content
    for change in changes:
        content = taken(content, second.written.records.content, change.path)
    return replace(first, written=replace(first.written, records=replace(records, content=content)))


def _with_translations(change: Change, context: str | None, old: Project, new: Project) -> Change:
    """The change of an English text with its translations before and after."""
    pairs = [
        (
            words,
            _translation(old, words, (context, change.before)),
            _translation(new, words, (context, change.after)),
        )
        for words in new.catalogs
        if words != ENGLISH
    ]
    return replace(change, translated=tuple(pair for pair in pairs if pair[1] or pair[2]))


def _translation(written: Project, words: str, key: Key) -> str:
    """The translation of a text; empty when there is none."""
    catalog = written.catalogs.get(words)
    return _forms(catalog, key, ()) if catalog and key in catalog.translated else ""


def _forms(catalog: Catalog, key: Key, more: tuple[str, ...]) -> str:
    """The translation of a text; with a plural, its forms."""
    (context, text), table = key, catalog.translations
    if not more:
        return said(table.pgettext(context, text) if context else table.gettext(text))
    counts = (1, 2, 5)
    found = [
        table.npgettext(context, text, more[0], n) if context else table.ngettext(text, more[0], n)
        for n in counts
    ]
    return said(tuple(dict.fromkeys(found)))


def _of_templates(old: State, new: State) -> Iterator[Step]:
    files = {
        path.relative_to(state.root / "templates").as_posix()
        for state in (old, new)
        for path in (state.root / "templates").rglob("*.j2")
    }
    for file in sorted(files):
        if _bytes(old.root / "templates" / file) != _bytes(new.root / "templates" / file):
            texts = [
                {
                    (item.context, item.texts[0]): None
                    for item in state.written.texts
                    if item.place.file == f"templates/{file}"
                }
                for state in (old, new)
            ]
            gone, come = ([key for key in texts[i] if key not in texts[1 - i]] for i in (0, 1))
            told = [" / ".join(said(text) for _, text in keys) for keys in (gone, come)]
            change = Change("templates", f"templates/{file}", "", told[0], told[1])
            change = replace(change, translated=tuple(_joined(old.written, new.written, gone, come)))
            yield Step((change,), partial(_template_taken, file))


def _joined(old: Project, new: Project, gone: list[Key], come: list[Key]) -> Iterator[tuple[str, str, str]]:
    for words in new.catalogs:
        before = " / ".join(filter(None, (_translation(old, words, key) for key in gone)))
        after = " / ".join(filter(None, (_translation(new, words, key) for key in come)))
        if words != ENGLISH and (before or after):
            yield words, before, after


def _template_taken(file: str, first: State, second: State, mixed: Path) -> State:
    shutil.copytree(first.root / "templates", mixed / "templates")
    (mixed / "templates" / file).unlink(missing_ok=True)
    if (found := second.root / "templates" / file).is_file():
        (mixed / "templates" / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(found, mixed / "templates" / file)
    return replace(first, root=mixed)


def _of_catalogues(old: Project, new: Project) -> Iterator[Step]:
    before = {(item.context, item.texts[0]) for item in old.texts}
    asked = {(item.context, item.texts[0]): item.texts[1:] for item in new.texts}
    for words in [words for words in new.catalogs if words in old.catalogs and words != ENGLISH]:
        catalogs = [state.catalogs[words] for state in (old, new)]
        changes: dict[Change, Key] = {}
        for key, more in asked.items():
            told = [_forms(catalog, key, more) for catalog in catalogs]
            if key in before and told[0] != told[1]:
                changes[Change("words", f"locale/{words}", said(key[1]), told[0], told[1])] = key
        for group in _in_steps(changes):
            yield Step(group, partial(_words_taken, words, frozenset(changes[change] for change in group)))


def _words_taken(words: str, keys: frozenset[Key], first: State, second: State, _mixed: Path) -> State:
    old, new = (state.written.catalogs[words] for state in (first, second))
    mixed = replace(
        old,
        translations=PatchedTranslations(old.translations, new.translations, keys),
        translated=(old.translated - keys) | (new.translated & keys),
    )
    catalogs = first.written.catalogs | {words: mixed}
    return replace(first, written=replace(first.written, catalogs=catalogs))


def _of_map(old: Project, new: Project) -> Iterator[Step]:
    if old.boundaries != new.boundaries:
        change = Change("look", "data/boundaries.geojson", "the map of the municipalities", "", "")
        yield Step((change,), _map_taken)


def _map_taken(first: State, second: State, _mixed: Path) -> State:
    return replace(first, written=replace(first.written, boundaries=second.written.boundaries))
