"""Change sets: the changes between two project states, each set applicable without the others."""

from __future__ import annotations

import shutil
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

from guidebook.i18n.translation import Catalog, Key, PatchedTranslations
from guidebook.model.base import ENGLISH
from guidebook.model.municipality import Municipality
from guidebook.model.plain_text import PROSE
from guidebook.project import Project
from guidebook.review.records import (
    Change,
    MunicipalityChanges,
    content_changes,
    municipality_changes,
    patch,
)

MAX_SEPARATE = 20
"""Above this number of changes in one file, record or catalog, they form one set."""


@dataclass(frozen=True)
class ProjectState:
    """A project and the folder with its templates."""

    root: Path
    project: Project


@dataclass(frozen=True)
class ChangeSet(ABC):
    """Changes that are applied, and whose effect is measured, together."""

    changes: tuple[Change, ...]

    @property
    def town(self) -> str | None:
        """Id in the older state of the one municipality it belongs to; None for changes common to all."""
        return None

    @abstractmethod
    def applied(self, base: ProjectState, other: ProjectState) -> AbstractContextManager[ProjectState]:
        """The base state with these changes as in the other; valid within the context."""


@dataclass(frozen=True)
class RecordChangeSet(ChangeSet):
    """Changes in the record of one municipality."""

    ids: tuple[str, str]
    """Of the municipality, in the older and in the newer state."""

    @property
    def town(self) -> str:
        """Id in the older state."""
        return self.ids[0]

    @contextmanager
    def applied(self, base: ProjectState, other: ProjectState) -> Iterator[ProjectState]:
        """Patches the record at each changed path."""
        source = next(town for town in other.project.records.towns if town.id in self.ids)
        records = base.project.records
        towns = tuple(self._patched(town, source) for town in records.towns)
        yield replace(base, project=replace(base.project, records=replace(records, towns=towns)))

    def _patched(self, town: Municipality, source: Municipality) -> Municipality:
        if town.id not in self.ids:
            return town
        for change in self.changes:
            town = patch(town, source, change.path)
        return town


@dataclass(frozen=True)
class ContentChangeSet(ChangeSet):
    """Changes in one file of the common content."""

    @contextmanager
    def applied(self, base: ProjectState, other: ProjectState) -> Iterator[ProjectState]:
        """Patches the content at each changed path."""
        records = base.project.records
        content = records.content
        for change in self.changes:
            content = patch(content, other.project.records.content, change.path)
        yield replace(base, project=replace(base.project, records=replace(records, content=content)))


@dataclass(frozen=True)
class TemplateChangeSet(ChangeSet):
    """The change of one template."""

    file: str
    """Below `templates/`."""

    @contextmanager
    def applied(self, base: ProjectState, other: ProjectState) -> Iterator[ProjectState]:
        """Copies the templates to a temporary folder and replaces, adds or deletes the one."""
        with TemporaryDirectory() as folder:
            target = Path(folder) / "templates" / self.file
            shutil.copytree(base.root / "templates", Path(folder) / "templates")
            target.unlink(missing_ok=True)
            if (source := other.root / "templates" / self.file).is_file():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(source, target)
            yield replace(base, root=Path(folder))


@dataclass(frozen=True)
class CatalogChangeSet(ChangeSet):
    """Changed translations into one language."""

    language: str
    keys: frozenset[Key]

    @contextmanager
    def applied(self, base: ProjectState, other: ProjectState) -> Iterator[ProjectState]:
        """Looks the changed messages up in the other catalog."""
        old, new = (state.project.catalogs[self.language] for state in (base, other))
        catalog = replace(
            old,
            translations=PatchedTranslations(old.translations, new.translations, self.keys),
            translated=(old.translated - self.keys) | (new.translated & self.keys),
        )
        catalogs = base.project.catalogs | {self.language: catalog}
        yield replace(base, project=replace(base.project, catalogs=catalogs))


@dataclass(frozen=True)
class MapChangeSet(ChangeSet):
    """Changed boundaries of the municipalities."""

    @contextmanager
    def applied(self, base: ProjectState, other: ProjectState) -> Iterator[ProjectState]:
        """Takes the boundaries of the other state."""
        yield replace(base, project=replace(base.project, boundaries=other.project.boundaries))


def change_sets(old: ProjectState, new: ProjectState, municipalities: MunicipalityChanges) -> list[ChangeSet]:
    """Every change except added and removed municipalities and theme files."""
    return [
        *_record_change_sets(old.project, new.project, municipalities),
        *_content_change_sets(old.project, new.project),
        *_template_change_sets(old, new),
        *_catalog_change_sets(old.project, new.project),
        *_map_change_sets(old.project, new.project),
    ]


def theme_changes(old: ProjectState, new: ProjectState) -> list[Change]:
    """Changed files of `templates/` other than Jinja templates, and `mkdocs.yml`."""
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


def _batches(changes: Iterable[Change]) -> list[tuple[Change, ...]]:
    """Each change alone; all together above the limit."""
    found = tuple(changes)
    return [found] if len(found) > MAX_SEPARATE else [(change,) for change in found]


def _record_change_sets(
    old: Project, new: Project, municipalities: MunicipalityChanges
) -> Iterator[ChangeSet]:
    sources = old.records.content.sources | new.records.content.sources
    publishers = {key: str(source.publisher) for key, source in sources.items()}
    ids = {(before.id, after.id) for before, after in municipalities.renamed}
    for before, after in (*municipalities.kept, *municipalities.renamed):
        changes = municipality_changes(before, after, publishers)
        for batch in _batches(one for one in changes if (one.before, one.after) not in ids):
            yield RecordChangeSet(batch, (before.id, after.id))


def _content_change_sets(old: Project, new: Project) -> Iterator[ChangeSet]:
    changes = [
        _with_translations(change, context, old, new)
        for change, context in content_changes(old.records.content, new.records.content)
    ]
    for _, group in groupby(changes, lambda change: change.path[0]):
        yield from map(ContentChangeSet, _batches(group))


def _with_translations(change: Change, context: str | None, old: Project, new: Project) -> Change:
    """The change of an English text with its translations before and after."""
    rows = [
        (
            language,
            _translation(old, language, (context, change.before)),
            _translation(new, language, (context, change.after)),
        )
        for language in new.catalogs
        if language != ENGLISH
    ]
    return replace(change, translations=tuple(row for row in rows if row[1] or row[2]))


def _translation(project: Project, language: str, key: Key) -> str:
    """The translation of a message; empty where there is none."""
    catalog = project.catalogs.get(language)
    return _message_text(catalog, key, ()) if catalog and key in catalog.translated else ""


def _message_text(catalog: Catalog, key: Key, plurals: tuple[str, ...]) -> str:
    """The translation of a message on one line; of a plural its different forms."""
    (context, text), table = key, catalog.translations
    if not plurals:
        return PROSE.format(table.pgettext(context, text) if context else table.gettext(text))
    forms = [
        table.npgettext(context, text, plurals[0], n) if context else table.ngettext(text, plurals[0], n)
        for n in (1, 2, 5)
    ]
    return PROSE.format(tuple(dict.fromkeys(forms)))


def _template_change_sets(old: ProjectState, new: ProjectState) -> Iterator[ChangeSet]:
    files = {
        path.relative_to(state.root / "templates").as_posix()
        for state in (old, new)
        for path in (state.root / "templates").rglob("*.j2")
    }
    for file in sorted(files):
        if _bytes(old.root / "templates" / file) != _bytes(new.root / "templates" / file):
            yield TemplateChangeSet((_template_change(f"templates/{file}", old.project, new.project),), file)


def _template_change(file: str, old: Project, new: Project) -> Change:
    """Messages that a template lost and gained, with their translations."""
    messages = [
        {(item.context, item.texts[0]): None for item in project.texts if item.place.file == file}
        for project in (old, new)
    ]
    removed, added = ([key for key in messages[i] if key not in messages[1 - i]] for i in (0, 1))
    before, after = (" / ".join(PROSE.format(text) for _, text in keys) for keys in (removed, added))
    rows = (
        (
            language,
            " / ".join(filter(None, (_translation(old, language, key) for key in removed))),
            " / ".join(filter(None, (_translation(new, language, key) for key in added))),
        )
        for language in new.catalogs
        if language != ENGLISH
    )
    translations = tuple(row for row in rows if row[1] or row[2])
    return Change("templates", file, "", before, after, translations=translations)


def _catalog_change_sets(old: Project, new: Project) -> Iterator[ChangeSet]:
    old_keys = {(item.context, item.texts[0]) for item in old.texts}
    plurals = {(item.context, item.texts[0]): item.texts[1:] for item in new.texts}
    for language in [one for one in new.catalogs if one in old.catalogs and one != ENGLISH]:
        catalogs = [project.catalogs[language] for project in (old, new)]
        keys: dict[Change, Key] = {}
        for key, forms in plurals.items():
            before, after = (_message_text(catalog, key, forms) for catalog in catalogs)
            if key in old_keys and before != after:
                keys[Change("words", f"locale/{language}", PROSE.format(key[1]), before, after)] = key
        for batch in _batches(keys):
            yield CatalogChangeSet(batch, language, frozenset(keys[change] for change in batch))


def _map_change_sets(old: Project, new: Project) -> Iterator[ChangeSet]:
    if old.boundaries != new.boundaries:
        change = Change("look", "data/boundaries.geojson", "the map of the municipalities", "", "")
        yield MapChangeSet((change,))
