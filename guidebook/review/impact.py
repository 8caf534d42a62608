"""Compares two states of the project: every change, and the files of `guides/` it changes.

Both states are rendered with this program; the older one brings its data, templates and catalogs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from jinja2 import TemplateError

from guidebook.diagnostics import Problem, ProblemsFound
from guidebook.git import RevisionUnavailable, exported_revision
from guidebook.output import Progress
from guidebook.project import load_project
from guidebook.review.contents import StateContents, changed_files, different_paths, town_contents
from guidebook.review.isolation import ChangeSet, ProjectState, change_sets, theme_changes
from guidebook.review.records import Change, MunicipalityChanges, Review, match_municipalities

DEPENDENCY_ERRORS = (ProblemsFound, TemplateError, LookupError, AttributeError, TypeError)
"""Raised by rendering when a change depends on another one, as a fact on the source it cites."""


def review_revision(root: Path, revision: str, progress: Progress) -> Review:
    """The changes from a git revision to the working tree.

    Raises RevisionUnavailable, and ProblemsFound for errors in the working tree.
    """
    with exported_revision(root, revision) as folder:
        try:
            old = ProjectState(folder, load_project(folder, draft=True))
        except ProblemsFound as found:
            raise RevisionUnavailable(_unreadable(revision, found.problems)) from None
        return review_states(old, ProjectState(root, load_project(root, draft=True)), progress)


def _unreadable(revision: str, problems: Sequence[Problem]) -> str:
    lines = "\n".join(f"  {problem}" for problem in problems)
    return f"today's program cannot read the data of {revision}, so there is nothing to compare:\n{lines}"


def review_states(old: ProjectState, new: ProjectState, progress: Progress) -> Review:
    """The changes from one state to another. Raises ProblemsFound when one cannot be rendered."""
    before, after = old.project.records, new.project.records
    municipalities = match_municipalities(before.towns, after.towns)
    theme = theme_changes(old, new)
    sets = change_sets(old, new, municipalities)
    towns = None if theme else _affected_towns(sets, municipalities)
    shared = towns is None or _moved_to_another_region(municipalities)
    contents = []
    for state in (old, new):
        chosen = [town for town in state.project.records.towns if towns is None or town.id in towns]
        contents.append(StateContents(state, chosen, new.root))
    changed, there = changed_files(contents[0], contents[1], progress, shared)
    if any(change.subject.startswith("templates/paper/") for change in theme):
        changed |= {path for path in there if path.endswith(".pdf")}
    common_towns = [town.id for town, _ in (*municipalities.kept, *municipalities.renamed)]
    attribution = ChangeAttribution(old, new, changed, common_towns, shared)
    alone = len(sets) == 1 and not theme and _same_ids(municipalities)
    attribute = attribution.attribute_all if alone else attribution.attribute
    attributed = progress(map(attribute, sets), len(sets), "Telling apart")
    sections = before.content.site.sections | after.content.site.sections
    return Review(
        (*(change for changes in attributed for change in changes), *theme),
        municipalities,
        frozenset(changed),
        {town.id: str(town.names.en.value) for town in (*before.towns, *after.towns)},
        tuple(before.content.site.editions | after.content.site.editions),
        {key: str(item.title) for key, item in sections.items()},
    )


def _affected_towns(sets: Iterable[ChangeSet], municipalities: MunicipalityChanges) -> set[str] | None:
    """Ids of the only municipalities whose guides can differ; None when any can."""
    named = any(one.path[0] == "names" for change_set in sets for one in change_set.changes if one.path)
    towns = {change_set.town for change_set in sets}
    if named or None in towns or not _same_ids(municipalities):
        return None
    return {town for town in towns if town}


def _same_ids(municipalities: MunicipalityChanges) -> bool:
    """Whether both states have the same municipalities in the same order."""
    kept = municipalities.kept
    same_order = [before.id for before, _ in kept] == [after.id for _, after in kept]
    return same_order and not (municipalities.added or municipalities.removed or municipalities.renamed)


def _moved_to_another_region(municipalities: MunicipalityChanges) -> bool:
    """Whether a home lists a municipality elsewhere."""
    return any(
        before.profile.region.value != after.profile.region.value for before, after in municipalities.kept
    )


@dataclass
class ChangeAttribution:
    """Attributes changed files to change sets by rendering with and without each."""

    old: ProjectState
    new: ProjectState
    changed_files: set[str]
    towns: list[str]
    """Ids in the older state of the municipalities that both states have."""
    shared: bool
    """Whether the files that guides share can differ."""
    attributed: frozenset[str] = frozenset()
    """Files of the change sets so far."""
    outputs: dict[tuple[Path, str], dict[str, str]] = field(default_factory=dict)
    """Unpatched files by root of the state and municipality."""

    def attribute_all(self, change_set: ChangeSet) -> list[Change]:
        """The changes of the only set there is, with all changed files."""
        files = frozenset(self.changed_files)
        return [replace(change, files=files) for change in change_set.changes if files]

    def attribute(self, change_set: ChangeSet) -> list[Change]:
        """The changes of a set with the files they change; none when they change no file.

        Common changes are rendered for one municipality, then for others that have unattributed files.
        """
        files = frozenset[str]()
        for town in [change_set.town] if change_set.town else self._changed_towns():
            own = {path for path in self.changed_files if f"/{town}/" in path}
            if files and own <= self.attributed | files:
                continue
            found = self._effect(change_set, town)
            if found is None:
                return [*change_set.changes]
            files |= self._of_each_town(found, town, change_set.town is None)
        self.attributed |= files
        return [replace(change, files=files) for change in change_set.changes if files]

    def _changed_towns(self) -> list[str]:
        """Municipalities with changed files; the first of all when only files outside guides changed."""
        found = [town for town in self.towns if any(f"/{town}/" in path for path in self.changed_files)]
        return found or self.towns[:1]

    def _of_each_town(self, paths: set[str], town: str, common: bool) -> frozenset[str]:
        """The paths of one municipality; of common changes those of the others too. Changed files only."""
        towns = self.towns if common else [town]
        found = {_path_for_town(path, town, other) for path in paths for other in towns}
        return frozenset(found & self.changed_files)

    def _effect(self, change_set: ChangeSet, town: str) -> set[str] | None:
        """Files that differ when the set is applied to the older state, or else reverted in the newer.

        None when both fail because the set depends on other changes.
        """
        for base, other in ((self.old, self.new), (self.new, self.old)):
            try:
                with change_set.applied(base, other) as patched:
                    contents = town_contents(patched, town, self.shared)
                    return different_paths(self._unpatched(base, town), contents)
            except DEPENDENCY_ERRORS:
                continue
        return None

    def _unpatched(self, state: ProjectState, town: str) -> dict[str, str]:
        key = (state.root, town)
        if key not in self.outputs:
            self.outputs[key] = town_contents(state, town, self.shared)
        return self.outputs[key]


def _path_for_town(path: str, town: str, other: str) -> str:
    """The path of the same file of another municipality."""
    parts = [
        other
        if part == town
        else f"{other}-{rest}"
        if (rest := part.removeprefix(f"{town}-")) != part
        else part
        for part in path.split("/")
    ]
    return "/".join(parts)
