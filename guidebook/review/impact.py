"""Two states of the project compared: every change, and the files of `guides/` it changes.

Both states are rendered with this program; the older one brings its data, templates and catalogues.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from jinja2 import TemplateError

from guidebook.build import Progress, guide_contents
from guidebook.diagnostics import Problem, ProblemsFound
from guidebook.git import NoSuchState, state_at
from guidebook.project import load_project
from guidebook.review.isolation import State, Step, look, steps
from guidebook.review.records import Change, Review, Towns, paired

NOT_ALONE = (ProblemsFound, TemplateError, LookupError, AttributeError, TypeError)
"""What rendering raises when a change needs another one, as a fact needs the source it names."""


def review(root: Path, base: str, show: Progress) -> Review:
    """What the working tree changes against a git revision.

    Raises NoSuchState, and ProblemsFound for what cannot be read in the working tree.
    """
    with state_at(root, base) as folder:
        try:
            old = State(folder, load_project(folder, draft=True))
        except ProblemsFound as found:
            raise NoSuchState(_unreadable(base, found.problems)) from None
        return compared(old, State(root, load_project(root, draft=True)), show)


def _unreadable(base: str, problems: Sequence[Problem]) -> str:
    lines = "\n".join(f"  {problem}" for problem in problems)
    return f"today's program cannot read the data of {base}, so there is nothing to compare:\n{lines}"


def compared(old: State, new: State, show: Progress) -> Review:
    """Every change between two states and the files it changes."""
    before, after = old.written.records, new.written.records
    towns, looks = paired(before.towns, after.towns), look(old, new)
    found = steps(old, new, towns)
    chosen = None if looks else _few(found, towns)
    files = [
        guide_contents(
            state.root,
            state.written,
            [town for town in state.written.records.towns if chosen is None or town.id in chosen],
            show,
        )
        for state in (old, new)
    ]
    changed = _different(*files)
    if any(change.subject.startswith("templates/paper/") for change in looks):
        changed |= {path for path in files[1] if path.endswith(".pdf")}
    each = ChangeAttribution(old, new, changed, [town.id for town, _ in (*towns.kept, *towns.renamed)])
    told = [change for one in show(map(each.told, found), len(found), "Telling apart") for change in one]
    sections = before.content.site.sections | after.content.site.sections
    return Review(
        (*told, *looks),
        towns,
        frozenset(changed),
        {town.id: str(town.names.en.value) for town in (*before.towns, *after.towns)},
        tuple(before.content.site.editions | after.content.site.editions),
        {key: str(item.title) for key, item in sections.items()},
    )


def _few(found: Iterable[Step], towns: Towns) -> set[str] | None:
    """The municipalities whose guides alone can differ; None when any can."""
    same = [before.id for before, _ in towns.kept] == [after.id for _, after in towns.kept]
    apart = not (towns.added or towns.removed or towns.renamed)
    chosen = {step.town for step in found}
    named = any(change.path[0] == "names" for step in found for change in step.changes if change.path)
    if not (same and apart) or named or None in chosen:
        return None
    return {town for town in chosen if town}


def _different(old: dict[str, str], new: dict[str, str]) -> set[str]:
    return {path for path in old.keys() | new.keys() if old.get(path) != new.get(path)}


@dataclass
class ChangeAttribution:
    """Finds what each step changes by rendering one municipality with it and without it."""

    old: State
    new: State
    changed: set[str]
    towns: list[str]
    """The ids in the older state, of municipalities that are in both."""
    explained: frozenset[str] = frozenset()
    """What the steps so far change."""
    rendered: dict[tuple[Path, str], dict[str, str]] = field(default_factory=dict)

    def told(self, step: Step) -> list[Change]:
        """The changes of a step with what they change; none when no reader sees them.

        What is common is looked at in one municipality, and in others while they hold something unexplained.
        """
        shown = frozenset[str]()
        for town in [step.town] if step.town else self._touched():
            own = {path for path in self.changed if f"/{town}/" in path}
            if shown and own <= self.explained | shown:
                continue
            found = self._effect(step, town)
            if found is None:
                return [*step.changes]
            shown |= self._everywhere(found, town, step.town is None)
        self.explained |= shown
        return [replace(change, shown=shown) for change in step.changes if shown]

    def _touched(self) -> list[str]:
        """The municipalities whose files differ; any one when only what stands beside them does."""
        found = [town for town in self.towns if any(f"/{town}/" in path for path in self.changed)]
        return found or self.towns[:1]

    def _everywhere(self, found: set[str], town: str, common: bool) -> frozenset[str]:
        """The changed files that are to other municipalities what these are to one."""
        others = self.towns if common else [town]
        return frozenset({_of_town(path, town, other) for path in found for other in others} & self.changed)

    def _effect(self, step: Step, town: str) -> set[str] | None:
        """What the step alone changes in the older state, or what the newer one loses without it."""
        for first, second in ((self.old, self.new), (self.new, self.old)):
            with TemporaryDirectory() as folder:
                try:
                    return _different(
                        self._contents(first, town),
                        self._rendered(step.alone(first, second, Path(folder)), town),
                    )
                except NOT_ALONE:
                    continue
        return None

    def _contents(self, state: State, town: str) -> dict[str, str]:
        key = (state.root, town)
        if key not in self.rendered:
            self.rendered[key] = self._rendered(state, town)
        return self.rendered[key]

    def _rendered(self, state: State, town: str) -> dict[str, str]:
        chosen = [record for record in state.written.records.towns if record.id == town]
        return guide_contents(state.root, state.written, chosen, lambda steps, _total, _label: steps)


def _of_town(path: str, town: str, other: str) -> str:
    """The same file of another municipality."""
    parts = [
        other
        if part == town
        else f"{other}-{rest}"
        if (rest := part.removeprefix(f"{town}-")) != part
        else part
        for part in path.split("/")
    ]
    return "/".join(parts)
