"""What the guides know, as files for programs and spreadsheets: `api/`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from guidebook.commons import Commons
from guidebook.guide import Wording
from guidebook.model import Municipality, facts
from guidebook.open_schema import columns, schema
from guidebook.open_tables import Row, facts_table, rows, towns_table
from guidebook.page import Page
from guidebook.published import LICENCE, published, published_fact
from guidebook.record import ByLanguage
from guidebook.script import to_latin
from guidebook.values import Label

FOLDER = "api"
GROUPS = ("language", "community", "competence", "rule", "budget", "capacity", "contact")
"""The groups of labels whose codes stand in the record of a municipality."""


def open_data(towns: Sequence[Municipality], commons: Commons, wordings: Sequence[Wording]) -> Iterator[Page]:
    """The files of these municipalities; their names and fields are those of the data."""
    records = [published(town) for town in towns]
    words = codes(towns, commons, wordings)
    whole = schema(words, [wording.key for wording in wordings])
    values = rows(towns)
    yield _file("municipalities", {"checked": _newest(values), "municipalities": records})
    for record in records:
        own = {"checked": _newest(values, record["id"]), "municipality": record}
        yield _file(f"municipalities/{record['id']}", own, "../schema.json")
    yield _file("sources", {"sources": _sources(values, commons)})
    yield _file("codes", {"codes": words})
    yield Page(f"{FOLDER}/schema.json", _json(whole))
    yield Page(f"{FOLDER}/municipalities.csv", towns_table(values, columns(whole)))
    yield Page(f"{FOLDER}/facts.csv", facts_table(values))


def example(towns: Iterable[Municipality]) -> tuple[str, str, str]:
    """A municipality, the address of a fact of it, and the fact as it stands in the files."""
    found = [at for town in towns for at in facts(town) if at.address.endswith(".profile.population")]
    at = next((at for at in found if at.fact.value is not None), found[0])
    town, _, address = at.address.partition(".")
    return town, address, json.dumps(published_fact(at), ensure_ascii=False, indent=2)


def codes(
    towns: Iterable[Municipality], commons: Commons, wordings: Sequence[Wording]
) -> dict[str, dict[str, Any]]:
    """The words of each code in every edition, by the group of the code."""
    findings = {code: text for group in commons.findings.values() for code, text in group.items()}
    special = (town.mandate.special_law for town in towns)
    laws = sorted({str(fact.value) for fact in special if fact and fact.value})
    texts: dict[str, Mapping[str, Any]] = {
        **{name: getattr(commons.words, name) for name in GROUPS},
        "place": commons.places,
        "finding": findings,
        "court_branch": {"none": commons.words.answer["main_seat"]},
        "special_law": {law: commons.law[law].title for law in laws},
    }
    contexts = {"court_branch": "words.answer"}
    return {
        group: {
            str(code): {
                wording.key: _said(text, contexts.get(group, f"words.{group}"), wording)
                for wording in wordings
            }
            for code, text in group_texts.items()
        }
        for group, group_texts in texts.items()
    }


def _said(text: Any, context: str, wording: Wording) -> str | None:
    """A text in the words of an edition; a text that is not known in its language is not borrowed."""
    if not isinstance(text, ByLanguage):
        return wording.translated(str(text), context if isinstance(text, Label) else None)
    own = getattr(text, wording.edition.words)
    return own and (to_latin(own) if wording.edition.latin else str(own))


def _sources(values: Iterable[Row], commons: Commons) -> dict[str, Any]:
    """Every source that stands behind a value, in the order of the alphabet by key."""
    cited = sorted({key for row in values for key in row.source})
    return {key: commons.sources[key].model_dump(mode="json", exclude={"remark"}) for key in cited}


def _newest(values: Iterable[Row], town: str | None = None) -> str:
    """The newest day a fact was checked, of one municipality or of all."""
    return max(row.checked for row in values if row.checked and town in (None, row.town))


def _file(name: str, content: dict[str, Any], form: str = "schema.json") -> Page:
    return Page(f"{FOLDER}/{name}.json", _json({"licence": LICENCE, "schema": form, **content}))


def _json(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"
