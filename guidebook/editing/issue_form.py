"""Read the issue of a correction, as the form of the forge writes it, into an edit and its source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, count
from typing import Any
from urllib.parse import urlsplit

import yaml

from guidebook.diagnostics import Place, Problem, ProblemsFound
from guidebook.editing.edits import LONGEST, Edit
from guidebook.editing.new_source import NewSource
from guidebook.model.fields import UNKNOWN

FIELDS = ("municipality", "fact", "right", "how", "source", "day")
"""The fields of the form that are read, by their ids there."""
NO_ANSWER = "_No response_"
"""What the forge writes for a field that was left empty."""
CALL, PAGE, DOCUMENT = range(3)
"""The options of `how`, by their place in the form."""
ABOUT = {CALL: "Answer of an office by telephone, told by a reader", PAGE: "Page named by a reader"}
"""The titles of new sources."""


@dataclass(frozen=True)
class IssueForm:
    """The form as it stands in `.github/ISSUE_TEMPLATE`."""

    labels: Mapping[str, str]
    """The heading of each field, in all languages, by its id."""
    ways: tuple[str, ...]
    """The options of `how`."""

    def place(self, name: str) -> Place:
        """A field of the form, by its English label."""
        return Place("", 0, 0, self.labels[name].partition(" · ")[0])


@dataclass(frozen=True)
class Correction:
    """What a reader proposes; nothing in it is checked yet but its form."""

    edit: Edit
    new_source: NewSource | None
    """None where the register of sources knows what the reader names."""
    way: int
    """Of the options of `how`."""


def issue_form(text: str) -> IssueForm:
    """The form of a YAML text."""
    fields = {field["id"]: field["attributes"] for field in yaml.safe_load(text)["body"] if "id" in field}
    labels = {name: attributes["label"] for name, attributes in fields.items()}
    return IssueForm(labels, tuple(fields["how"]["options"]))


def read_correction(
    body: str, number: int, form: IssueForm, towns: list[dict[str, Any]], sources: Mapping[str, Any]
) -> Correction:
    """The correction of an issue; `towns` and `sources` are the plain values of their files.

    Raises ProblemsFound.
    """
    answers = form_answers(body, form)
    if problems := list(_faults(answers, form)):
        raise ProblemsFound(problems)
    way = form.ways.index(answers["how"])
    known = _known_source(answers["source"], sources)
    new_source = None
    if known is None:
        key = _new_key(f"{answers['municipality']}-correction-{number}", sources)
        new_source = _new_source(key, answers, way, form, towns)
    fields = {"address": "fact", "value": "right", "source": "source", "checked": "day"}
    edit = Edit(
        f"{answers['municipality']}.{answers['fact']}", answers["right"], (known or key,), answers["day"],
        to_confirm=known is None, places={name: form.place(field) for name, field in fields.items()},
    )  # fmt: skip
    return Correction(edit, new_source, way)


def form_answers(body: str, form: IssueForm) -> dict[str, str]:
    """What stands below each heading of the form.

    Raises ProblemsFound where one is missing, or stands twice as when an answer pretends to be another.
    """
    lines = body.splitlines()
    headings = {f"### {label}": name for name, label in form.labels.items()}
    found = [
        (number, headings[line.rstrip()]) for number, line in enumerate(lines) if line.rstrip() in headings
    ]
    names = [name for _, name in found]
    if not names:
        what = "it has no heading of the form; write a new one by the form, and close this."
        raise ProblemsFound([Problem(Place("", 0, 0, "This issue"), "", what)])
    problems = []
    for name in FIELDS:
        if name not in names:
            what = "this heading is not in the issue; write it as the form does."
            problems.append(Problem(form.place(name), "", what))
    for name in dict.fromkeys(name for name in names if names.count(name) > 1):
        problems.append(Problem(form.place(name), "", "this heading stands twice in the issue; keep one."))
    if problems:
        raise ProblemsFound(problems)
    ends = [*(number for number, _ in found[1:]), len(lines)]
    texts = {
        name: "\n".join(lines[start + 1 : end]).strip()
        for (start, name), end in zip(found, ends, strict=True)
    }
    return {name: "" if text == NO_ANSWER else text for name, text in texts.items()}


def _faults(answers: Mapping[str, str], form: IssueForm) -> Iterator[Problem]:
    """What no answer can have; the value is left to the check of edits."""
    for name in FIELDS:
        text, what = answers[name], None
        if not text:
            what = "nothing stands here; fill it in."
        elif name == "how" and text not in form.ways:
            what = f"expected one of the answers of the form: {', '.join(form.ways)}."
        elif name != "right" and len(text.splitlines()) > 1:
            what = "a line break stands here; write it on one line."
        elif name != "right" and len(text) > LONGEST:
            what = f"this has {len(text):,} signs; write at most {LONGEST:,}."
        if what:
            yield Problem(form.place(name), "", what)


def _known_source(named: str, sources: Mapping[str, Any]) -> str | None:
    """The key of a source that is named by its key or its address."""
    if named in sources:
        return named
    return next(
        (key for key, entry in sources.items() if isinstance(entry, dict) and entry.get("url") == named), None
    )


def _new_key(key: str, sources: Mapping[str, Any]) -> str:
    """The key, numbered where it is taken: an issue can be opened again."""
    return next(one for one in chain([key], (f"{key}-{n}" for n in count(2))) if one not in sources)


def _new_source(
    key: str, answers: Mapping[str, str], way: int, form: IssueForm, towns: list[dict[str, Any]]
) -> NewSource:
    """The source of a call or of a page; no word of it but the address is the reader's.

    Raises ProblemsFound.
    """
    named, place = answers["source"], form.place("source")
    publisher, publisher_lang, url = _full_name(answers["municipality"], towns), None, UNKNOWN
    if way == DOCUMENT:
        what = "this document is not in data/sources.yaml; add it there, and write its key here."
        raise ProblemsFound([Problem(place, "", what)])
    if way == PAGE:
        if not (host := _host(named)):
            what = "expected the address of a page, such as https://kk.rks-gov.net/prizren/."
            raise ProblemsFound([Problem(place, "", what)])
        publisher, publisher_lang, url = host.removeprefix("www."), "en", named
    places = {"": form.place("fact"), "date": form.place("day"), "url": place, "publisher": place}
    return NewSource(key, ABOUT[way], "en", publisher, publisher_lang, url, answers["day"], places)


def _host(url: str) -> str | None:
    """The host of a web address."""
    try:
        parts = urlsplit(url)
        return parts.hostname if parts.scheme in ("http", "https") and " " not in url else None
    except ValueError:
        return None


def _full_name(town: str, towns: list[dict[str, Any]]) -> str:
    """The official name of a municipality in English, its id where the data do not say it."""
    names = next((record.get("names") for record in towns if record.get("id") == town), None)
    full = names.get("en_full") if isinstance(names, dict) else None
    return str(full.get("value") if isinstance(full, dict) else full or town)
