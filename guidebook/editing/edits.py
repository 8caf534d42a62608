"""Edits of facts, and the plain values of a record that they lead to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from guidebook.diagnostics import Place
from guidebook.editing.addresses import FactAddress, is_text_by_language
from guidebook.model.base import Fact, FactGroup
from guidebook.model.fields import UNKNOWN, as_list
from guidebook.model.introspection import FieldType, all_validators
from guidebook.model.validators import ResolvedScalar

YES = ResolvedScalar("yes")
LONGEST = 1000
"""Signs of a value; the longest texts of the data have a third of them."""
FORMULA = "=@＝＠"
"""Signs that begin a formula and no value of a fact."""
ARGUMENTS = {"address": "ADDRESS", "value": "VALUE"}


@dataclass(frozen=True)
class Edit:
    """A new value of a fact, as text; nothing in it is checked yet."""

    address: str
    """Such as `prizren.contacts.police_station.phone`, or of a field such as `….communities.albanian`."""
    value: str | None
    """As in `api/facts.csv`: the items of a list with semicolons, `[]` for none; None for unknown."""
    source: tuple[str, ...] = ()
    """Keys of `data/sources.yaml`."""
    checked: str = ""
    """The day, as in YAML."""
    to_confirm: bool = False
    year: str | None = None
    """Of a finding: the year, or `unknown`."""
    remark: str | None = None
    """None leaves the remark as it is."""
    places: Mapping[str, Place] = field(default_factory=dict)
    """Where each field was written, by its name here; without one it is an argument of the command."""

    def place(self, name: str) -> Place:
        """Where a field was written; in a table that lacks it, where the value was."""
        name = "address" if self.value is None else name
        option = ARGUMENTS.get(name, f"--{name.replace('_', '-')}")
        return self.places.get(name) or self.places.get("value") or Place("", 0, 0, option)

    @property
    def on_one_line(self) -> Edit:
        """The edit with ordinary single spaces in its texts, as YAML reads them."""
        value, remark = (text if text is None else one_line(text) for text in (self.value, self.remark))
        return replace(self, value=value, remark=remark)


def one_line(text: str) -> str:
    """The text with ordinary single spaces between its words, and none around them."""
    return " ".join(text.split())


class Unfit(Exception):
    """An edit does not fit its fact: the field of the edit, and what to write."""

    def __init__(self, edit: Edit, field: str, what: str) -> None:
        self.edit, self.field, self.what = edit, field, what
        super().__init__(what)


def value_fault(edit: Edit) -> str | None:
    """What no fact can have as its value."""
    value = edit.value
    if value is None:
        return None
    if not value.strip():
        return "nothing stands here; write the value, or forget it with unset."
    if value == UNKNOWN:
        return f"expected a value, found unknown; write unset {edit.address}."
    if value.lstrip()[0] in FORMULA:
        return f"it begins with {value.lstrip()[0]}, as a formula does; write the text itself."
    if len(value.splitlines()) > 1:
        return "a line break stands in this value; write it on one line."
    if len(value) > LONGEST:
        return f"this value has {len(value):,} signs; write at most {LONGEST:,}."
    return None


def plain_value(text: str, value_type: FieldType) -> Any:
    """The plain value of a text: a scalar, a list, or fields as in `albanian: 10, others: 20`.

    What does not have this form stays text, and the check says what it should be.
    """
    if value_type.is_a(tuple):
        items = text[1:-1].split(",") if text.startswith("[") and text.endswith("]") else text.split(";")
        values = [item.strip() for item in items if item.strip()]
        single = len(values) == 1 and as_list in all_validators(value_type)
        return values[0] if single else values
    if value_type.fields:
        pairs = [pair.partition(": ") for pair in text.split(", ")]
        if all(colon for _, colon, _ in pairs):
            types = value_type.fields
            return {
                name: plain_value(value, value_type.at(name)) if name in types else value
                for name, _, value in pairs
            }
    return text


def edited_fact(found: Any, edits: Sequence[tuple[Edit, FactAddress]], inherited: Mapping[str, Any]) -> Any:
    """The plain value of a fact after its edits; `found` is the one before, None where it is left out.

    `inherited` are `source` and `checked` as they stand above the fact; the fact names its own where they
    differ. Raises Unfit.
    """
    first, at = edits[0]
    own: dict[str, Any] = {"value": None, **found} if Fact.is_long(found) else {"value": found}
    if at.is_capacity:
        value = own["value"] if isinstance(own["value"], list) else []
        for edit, _ in edits:
            value = _with_finding(value, edit, inherited)
        own["value"] = value or UNKNOWN
        if first.value is not None:
            return own if Fact.is_long(found) else own["value"]
    else:
        own["value"] = _value(own["value"], edits)
    if first.value is None:
        own = {"value": UNKNOWN} | {name: own[name] for name in ("remark",) if name in own}
    else:
        own |= _trailing(first, own, inherited)
        own = {name: item for name, item in own.items() if name != "to_confirm"} | _to_confirm(first)
    keeps_fields = len(own) > 1 or (isinstance(own["value"], dict) and Fact.is_long(found))
    return own if keeps_fields else own["value"]


def _value(found: Any, edits: Sequence[tuple[Edit, FactAddress]]) -> Any:
    """The value of a fact other than a capacity."""
    value = found
    for edit, at in edits:
        if edit.year is not None:
            raise Unfit(edit, "year", "only a finding has a year; leave it out.")
        if edit.value is None:
            if at.part:
                raise Unfit(edit, "address", f"unset forgets a whole fact; write {at.fact}.")
            return UNKNOWN
        if at.part:
            value = _with_part(value, edit.value, edit, at)
        elif is_text_by_language(at.value_type):
            raise Unfit(edit, "address", f"this fact is a text in each language; write {at.fact}.en.")
        else:
            value = plain_value(edit.value, at.value_type)
    return value


def _with_part(found: Any, text: str, edit: Edit, at: FactAddress) -> Any:
    """A value of several fields with one of them changed."""
    if not at.value_type.is_a(tuple):
        fields = found if isinstance(found, dict) else {}
        return {**fields, at.part: plain_value(text, at.value_type.at(at.part))}
    items = found if isinstance(found, list) else []
    if len(items) > 1:
        raise Unfit(edit, "address", "this list has several texts; change it in data/municipalities.yaml.")
    return [{**(items[0] if items else {}), at.part: text}]


def _with_finding(found: list[Any], edit: Edit, inherited: Mapping[str, Any]) -> list[Any]:
    """The findings with a further one at its place, newest first, or with that of the same year renewed."""
    if edit.value is None:
        return []
    if edit.year is None:
        what = "a finding has a year; write the one the source speaks of, or unknown."
        raise Unfit(edit, "year", what)
    same = [n for n, item in enumerate(found) if finding_key(item) == (edit.value, edit.year)]
    finding: dict[str, Any] = {"finding": edit.value, "year": edit.year}
    kept = found[same[0]] if same else {}
    finding |= _trailing(edit, kept, inherited) | _to_confirm(edit)
    finding |= {"remark": kept["remark"]} if "remark" in kept and "remark" not in finding else {}
    if same:
        return [*found[: same[0]], finding, *found[same[0] + 1 :]]
    year = "" if edit.year == UNKNOWN else edit.year
    years = ["" if finding_key(item)[1] == UNKNOWN else finding_key(item)[1] for item in found]
    at = next((n for n, other in enumerate(years) if other < year), len(found))
    return [*found[:at], finding, *found[at:]]


def finding_key(item: Any) -> tuple[str, str]:
    """Code and year of a finding in plain values; empty texts where something else stands."""
    fields = item if isinstance(item, dict) else {}
    return str(fields.get("finding", "")), str(fields.get("year", ""))


def _trailing(edit: Edit, found: Mapping[str, Any], inherited: Mapping[str, Any]) -> dict[str, Any]:
    """Source and day, where the fact names one already or what stands above it says otherwise; the remark."""
    fields: dict[str, Any] = {}
    for name, new in (("source", list(edit.source)), ("checked", [edit.checked])):
        if name in found and as_list(found[name]) == new:
            fields[name] = found[name]
        elif name in found or as_list(inherited.get(name)) != new:
            fields[name] = new[0] if len(new) == 1 else new
    return fields | ({"remark": edit.remark} if edit.remark is not None else {})


def _to_confirm(edit: Edit) -> dict[str, Any]:
    return {"to_confirm": YES} if edit.to_confirm else {}


def inherited_fields(record: Any, path: Sequence[str | int]) -> dict[str, Any]:
    """The source and the day that stand above a fact of a record, in plain values."""
    inherited: dict[str, Any] = {}
    for name in path:
        if not isinstance(record, dict):
            break
        inherited |= {field: record[field] for field in ("source", "checked") if field in record}
        record = record.get(str(name))
    return inherited


def put_fact(record: Any, path: Sequence[str | int], value: Any, record_type: FieldType) -> None:
    """Puts the plain value of a fact into a record; a part that is unknown gets a line for each fact."""
    *parts, name = path
    for part in parts:
        record_type = record_type.at(part)
        if not isinstance(record.get(part), dict):
            group: type[FactGroup] = record_type.base
            record[part] = group.all_unknown()
        record = record[part]
    record[name] = value
