"""The open data of all municipalities, `api/`: JSON (RFC 8259), its JSON Schema (2020-12), CSV and XLSX."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from guidebook.artifacts import Spreadsheet, TextFile
from guidebook.exports.open_data_schema import columns, open_data_schema
from guidebook.exports.open_data_tables import Row, as_csv, facts_table, municipalities_table, value_rows
from guidebook.i18n.translation import message_context
from guidebook.i18n.translator import Translator
from guidebook.model.base import ByLanguage
from guidebook.model.content import Content
from guidebook.model.facts import facts
from guidebook.model.languages import SiteLanguages, record_types
from guidebook.model.municipality import Municipality
from guidebook.model.public_view import LICENCE, public_fact, public_record

FOLDER = "api"
LABEL_GROUPS = ("language", "community", "competence", "rule", "capacity", "contact")
"""The groups of `data/words.yaml` whose codes occur in the record of a municipality."""


def open_data(
    towns: Sequence[Municipality],
    content: Content,
    languages: SiteLanguages,
    translators: Sequence[Translator],
) -> Iterator[TextFile | Spreadsheet]:
    """The files below `api/`, as `api/schema.json` describes them; fields have the names of the records."""
    from guidebook.exports.spreadsheet import spreadsheet  # openpyxl takes a quarter of a second to load

    records = [public_record(town) for town in towns]
    codes = code_lists(towns, content, translators)
    types = record_types(languages)
    json_schema = open_data_schema(codes, [translator.key for translator in translators], types)
    rows = value_rows(towns)
    newest = _newest_day(rows)
    yield _json_file("municipalities", {"checked": newest, "municipalities": records})
    for record in records:
        fields = {"checked": _newest_day(rows, record["id"]), "municipality": record}
        yield _json_file(f"municipalities/{record['id']}", fields, "../schema.json")
    yield _json_file("sources", {"sources": _cited_sources(rows, content)})
    yield _json_file("codes", {"codes": codes})
    yield TextFile(f"{FOLDER}/schema.json", f"{_dump(json_schema)}\n")
    tables = {"municipalities": municipalities_table(rows, columns(types)), "facts": facts_table(rows)}
    for name, table in tables.items():
        yield TextFile(f"{FOLDER}/{name}.csv", as_csv(table))
        title = f"{content.site.name}: {name}"
        yield spreadsheet(f"{FOLDER}/{name}.xlsx", table, title, newest)


def sample_fact(towns: Iterable[Municipality]) -> tuple[str, str, str]:
    """Municipality, field and JSON of a population: the first known one, or else the first."""
    populations = [at for town in towns for at in facts(town) if at.field == "profile.population"]
    at = next((at for at in populations if at.fact.value is not None), populations[0])
    return at.town, at.field, _dump(public_fact(at), 2)


def code_lists(
    towns: Iterable[Municipality], content: Content, translators: Sequence[Translator]
) -> dict[str, dict[str, dict[str, str | None]]]:
    """The labels of the codes: group, code, key of the edition, label; None where it is not translated."""
    findings = {code: text for group in content.findings.values() for code, text in group.items()}
    special = (town.mandate.special_law for town in towns)
    laws = sorted({str(fact.value) for fact in special if fact and fact.value})
    texts: dict[str, Mapping[str, Any]] = {
        **{name: getattr(content.words, name) for name in LABEL_GROUPS},
        "place": content.places,
        "finding": findings,
        "court_branch": {"none": content.words.answer["main_seat"]},
        "special_law": {law: content.law[law].title for law in laws},
    }
    contexts = {"court_branch": "words.answer"}
    return {
        group: {
            str(code): {
                translator.key: _label(text, contexts.get(group, f"words.{group}"), translator)
                for translator in translators
            }
            for code, text in group_texts.items()
        }
        for group, group_texts in texts.items()
    }


def _label(text: Any, context: str, translator: Translator) -> str | None:
    """The text in an edition; None rather than the text of another language."""
    if not isinstance(text, ByLanguage):
        return translator.translated(str(text), message_context(text, context))
    own = text.texts.get(translator.edition.words)
    return own and translator.in_script(own, translator.edition.words)


def _cited_sources(rows: Iterable[Row], content: Content) -> dict[str, Any]:
    """The sources that a value cites, by key and sorted, without remarks."""
    cited = sorted({key for row in rows for key in row.source})
    return {key: content.sources[key].model_dump(mode="json", exclude={"remark"}) for key in cited}


def _newest_day(rows: Iterable[Row], town: str | None = None) -> date:
    """The last day a fact of a municipality, or of any, was checked."""
    return max(row.checked for row in rows if row.checked and town in (None, row.town))


def _json_file(name: str, fields: dict[str, Any], schema_url: str = "schema.json") -> TextFile:
    content = {"licence": LICENCE, "schema": schema_url, **fields}
    return TextFile(f"{FOLDER}/{name}.json", f"{_dump(content)}\n")


def _dump(content: Any, indent: int = 1) -> str:
    """JSON with days as ISO 8601."""
    return json.dumps(content, ensure_ascii=False, indent=indent, default=date.isoformat)
