"""The content of the papers of a guide, as plain values; in one language or in two side by side."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from babel.core import get_global
from markupsafe import Markup

from guidebook.artifacts import WordSource
from guidebook.model.content import Edition
from guidebook.model.papers import BLANK, PLACEHOLDERS, Paper, PaperBlock
from guidebook.pages.context import full_names
from guidebook.pages.guide import EditionPairs, Guide, in_pairs, own_name
from guidebook.pages.papers import pair_path, printed_basis, single_path
from guidebook.text import striptags

Side = dict[str, Any]
"""A paper in one language."""


@dataclass(frozen=True)
class Papers:
    """The content of all papers of a guide."""

    town: str
    key: str
    """Of the edition."""
    day: date
    names: Sequence[tuple[str, str]]
    """Language and text of the name of the municipality in each official language."""
    sides: Mapping[str, Side]
    """By the key of the paper."""
    bilingual: frozenset[str]
    """Keys of the papers that are also made in two languages."""


def guide_papers(guide: Guide) -> Papers:
    """The papers of a guide."""
    translator, papers = guide.translator, guide.content.papers
    names = [
        (word_language(lang, translator.editions), striptags(name))
        for lang, _address, name in full_names(guide.town, translator)
    ]
    return Papers(
        guide.town.id,
        translator.key,
        guide.day,
        names,
        {key: _side(guide, paper) for key, paper in papers.items()},
        frozenset(key for key, paper in papers.items() if paper.bilingual),
    )


def single_papers(papers: Papers) -> list[WordSource]:
    """The papers of a guide in its own language."""
    return [_source(single_path(papers.key, papers.town, name), name, [papers]) for name in papers.sides]


def bilingual_papers(all_papers: Sequence[Papers], editions: EditionPairs) -> list[WordSource]:
    """The bilingual papers of each municipality in each of these pairs of editions."""
    return [
        _source(pair_path(first.town, name, (first.key, second.key)), name, [first, second])
        for first, second in in_pairs(all_papers, editions)
        for name in first.sides
        if name in first.bilingual
    ]


def word_language(tag: str, editions: Mapping[str, Edition]) -> str:
    """A language as Word names it: with the territory of its edition, or else with its likely one."""
    locale = next((edition.locale for edition in editions.values() if edition.lang == tag), tag)
    language, *subtags = re.split("[-_]", locale)
    likely = get_global("likely_subtags").get(language, "").split("_")
    territory = next((name for name in (*subtags, *likely[1:]) if len(name) == 2), "")
    return f"{tag}-{territory}" if territory else tag


def _source(path: str, name: str, columns: Sequence[Papers]) -> WordSource:
    sides = [papers.sides[name] for papers in columns]
    own = [papers.names[0] for papers in columns]
    languages = {lang.partition("-")[0] for lang, _ in own}
    others = [name for name in columns[0].names if name[0].partition("-")[0] not in languages]
    content = {
        "title": " / ".join(side["title"] for side in sides),
        "day": max(papers.day for papers in columns).isoformat(),
        "names": [*own, *others],
        "sides": sides,
    }
    return WordSource(path, json.dumps(content, ensure_ascii=False))


def _side(guide: Guide, paper: Paper) -> Side:
    words, translator = guide.content.words.paper, guide.translator
    return {
        "lang": word_language(translator.edition.lang, translator.editions),
        "notice": striptags(words["notice"]),
        "registry": [striptags(words[name]) for name in ("number", "date")] if paper.registered else [],
        "title": _filled(paper.title, guide),
        "basis_label": striptags(words["basis"]),
        "basis": [*_basis(guide, paper), *(_filled(text, guide) for text in paper.local_basis)],
        "caution": _filled(paper.caution or "", guide),
        "numbered": paper.numbered,
        "body": [_block(block, guide) for block in paper.body],
    }


def _basis(guide: Guide, paper: Paper) -> Iterator[str]:
    word = guide.content.words.paper["article"]
    for basis in printed_basis(guide, paper):
        act = guide.content.law[basis.law]
        number = f" ({act.number})" if act.number else ""
        articles = [Markup(article or BLANK) for article in basis.article]
        named = f", {word} {guide.translator.listed(articles)}" if articles else ""
        yield striptags(f"{act.title}{number}{named}")


def _block(block: PaperBlock, guide: Guide) -> tuple[str, Any]:
    if block.table:
        width = len(block.table.header)
        rows = [block.table.header, *block.table.rows, *([(None,) * width] * block.table.blank_rows)]
        return "table", [[_filled(cell or "", guide) for cell in row] for row in rows]
    for kind in ("points", "bullets", "lines"):
        if texts := getattr(block, kind):
            return kind, [_filled(text, guide) for text in texts]
    kind = "heading" if block.heading else "text"
    return kind, _filled(getattr(block, kind), guide)


def _filled(text: str, guide: Guide) -> str:
    """A text as plain text, with what is known of the municipality in place of its placeholders."""
    filled = _stripped(text)
    for name in PLACEHOLDERS if "%(" in filled else ():
        filled = filled.replace(f"%({name})s", striptags(_value(name, guide)))
    return filled


def _value(name: str, guide: Guide) -> Markup:
    if name == "municipality":
        return own_name(guide.town, guide.translator.edition, "_full")
    languages = guide.facts["mandate.official_languages"].fact.value
    return guide.format_value(languages) if languages else Markup(BLANK)


_stripped = lru_cache(maxsize=4096)(striptags)
"""The texts of the papers are the same for every municipality."""
