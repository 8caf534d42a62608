"""What the guides know, as files for programs and spreadsheets: `api/`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from guidebook.artifacts import TextFile
from guidebook.exports.open_data_schema import columns, schema
from guidebook.exports.open_data_tables import Row, facts_table, rows, towns_table
from guidebook.i18n.translator import Translator
from guidebook.model.base import ByLanguage
from guidebook.model.content import Content
from guidebook.model.facts import facts
from guidebook.model.fields import Label
from guidebook.model.municipality import Municipality
from guidebook.model.public_view import LICENCE, published, published_fact
from guidebook.text import to_latin

FOLDER = "api"
GROUPS = ("language", "community", "competence", "rule", "budget", "capacity", "contact")
"""The groups of labels whose codes stand in the record of a municipality."""


def open_data(
    towns: Sequence[Municipality], content: Content, translators: Sequence[Translator]
) -> Iterator[TextFile]:
    """The files of these municipalities; their names and fields are those of the data."""
    records = [published(town) for town in towns]
    words = codes(towns, content, translators)
    whole = schema(words, [translator.key for translator in translators])
    values = rows(towns)
    yield _file("municipalities", {"checked": _newest(values), "municipalities": records})
    for record in records:
        own = {"checked": _newest(values, record["id"]), "municipality": record}
        yield _file(f"municipalities/{record['id']}", own, "../schema.json")
    yield _file("sources", {"sources": _sources(values, content)})
    yield _file("codes", {"codes": words})
    yield TextFile(f"{FOLDER}/schema.json", _json(whole))
    yield TextFile(f"{FOLDER}/municipalities.csv", towns_table(values, columns(whole)))
    yield TextFile(f"{FOLDER}/facts.csv", facts_table(values))


def example(towns: Iterable[Municipality]) -> tuple[str, str, str]:
    """A municipality, the address of a fact of it, and the fact as it stands in the files."""
    found = [at for town in towns for at in facts(town) if at.field == "profile.population"]
    at = next((at for at in found if at.fact.value is not None), found[0])
    return at.town, at.field, json.dumps(published_fact(at), ensure_ascii=False, indent=2)


def codes(
    towns: Iterable[Municipality], content: Content, translators: Sequence[Translator]
) -> dict[str, dict[str, Any]]:
    """The words of each code in every edition, by the group of the code."""
    findings = {code: text for group in content.findings.values() for code, text in group.items()}
    special = (town.mandate.special_law for town in towns)
    laws = sorted({str(fact.value) for fact in special if fact and fact.value})
    texts: dict[str, Mapping[str, Any]] = {
        **{name: getattr(content.words, name) for name in GROUPS},
        "place": content.places,
        "finding": findings,
        "court_branch": {"none": content.words.answer["main_seat"]},
        "special_law": {law: content.law[law].title for law in laws},
    }
    contexts = {"court_branch": "words.answer"}
    return {
        group: {
            str(code): {
                translator.key: _said(text, contexts.get(group, f"words.{group}"), translator)
                for translator in translators
            }
            for code, text in group_texts.items()
        }
        for group, group_texts in texts.items()
    }


def _said(text: Any, context: str, translator: Translator) -> str | None:
    """A text in the words of an edition; a text that is not known in its language is not borrowed."""
    if not isinstance(text, ByLanguage):
        return translator.translated(str(text), context if isinstance(text, Label) else None)
    own = getattr(text, translator.edition.words)
    return own and (to_latin(own) if translator.edition.latin else str(own))


def _sources(values: Iterable[Row], content: Content) -> dict[str, Any]:
    """Every source that stands behind a value, in the order of the alphabet by key."""
    cited = sorted({key for row in values for key in row.source})
    return {key: content.sources[key].model_dump(mode="json", exclude={"remark"}) for key in cited}


def _newest(values: Iterable[Row], town: str | None = None) -> str:
    """The newest day a fact was checked, of one municipality or of all."""
    return max(row.checked for row in values if row.checked and town in (None, row.town))


def _file(name: str, content: dict[str, Any], form: str = "schema.json") -> TextFile:
    return TextFile(f"{FOLDER}/{name}.json", _json({"licence": LICENCE, "schema": form, **content}))


def _json(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"
