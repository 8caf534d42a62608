"""The content of the papers of a guide, for Word and for Typst; in one language or in two side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from babel.core import get_global
from markupsafe import Markup

from guidebook.artifacts import PdfSource, WordSource, as_json
from guidebook.exports.known_facts import known_fact
from guidebook.model.content import Edition
from guidebook.model.papers import PLACEHOLDERS, Paper, PaperBlock
from guidebook.model.text_blocks import BLANK
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
    names: Sequence[tuple[str, str, str]]
    """The name of the municipality in each official language: its tag, its language in Word, the text."""
    sides: Mapping[str, Side]
    """By the key of the paper."""
    bilingual: frozenset[str]
    """Keys of the papers that are also made in two languages."""
    printed: frozenset[str]
    """Keys of the papers that are also made as PDFs."""


def guide_papers(guide: Guide) -> Papers:
    """The papers of a guide."""
    translator, papers = guide.translator, guide.content.papers
    names = [
        (lang, word_language(lang, translator.editions), striptags(name))
        for lang, _address, name in full_names(guide.town, translator)
    ]
    return Papers(
        guide.town.id,
        translator.key,
        guide.day,
        names,
        {key: _side(guide, paper) for key, paper in papers.items()},
        frozenset(key for key, paper in papers.items() if paper.bilingual),
        frozenset(key for key, paper in papers.items() if paper.printed),
    )


def single_papers(papers: Papers) -> list[WordSource]:
    """The papers of a guide in its own language."""
    return [_word_source(single_path(papers.key, papers.town, name), name, [papers]) for name in papers.sides]


def single_pdfs(papers: Papers) -> list[PdfSource]:
    """The papers of a guide that are filled in by pen, in its own language."""
    return [
        _pdf_source(single_path(papers.key, papers.town, name, "pdf"), name, [papers])
        for name in papers.sides
        if name in papers.printed
    ]


def bilingual_papers(
    all_papers: Sequence[Papers], editions: EditionPairs
) -> Iterator[tuple[WordSource, PdfSource]]:
    """The bilingual papers of each municipality in each of these pairs of editions, for Word and as PDFs."""
    for first, second in in_pairs(all_papers, editions):
        for name in first.sides:
            if name in first.bilingual:
                path, columns = pair_path(first.town, name, (first.key, second.key)), [first, second]
                pdf = pair_path(first.town, name, (first.key, second.key), "pdf")
                yield _word_source(path, name, columns), _pdf_source(pdf, name, columns)


def word_language(tag: str, editions: Mapping[str, Edition]) -> str:
    """A language as Word names it: with the territory of its edition, or else with its likely one."""
    locale = next((edition.locale for edition in editions.values() if edition.lang == tag), tag)
    language, *subtags = re.split("[-_]", locale)
    likely = get_global("likely_subtags").get(language, "").split("_")
    territory = next((name for name in (*subtags, *likely[1:]) if len(name) == 2), "")
    return f"{tag}-{territory}" if territory else tag


def _word_source(path: str, name: str, columns: Sequence[Papers]) -> WordSource:
    content = {
        "title": " / ".join(papers.sides[name]["title"] for papers in columns),
        "day": max(papers.day for papers in columns).isoformat(),
        "names": [(lang, text) for _, lang, text in _names(columns)],
        "sides": [papers.sides[name] for papers in columns],
    }
    return WordSource(path, as_json(content))


def _pdf_source(path: str, name: str, columns: Sequence[Papers]) -> PdfSource:
    sides = [papers.sides[name] for papers in columns]
    day = max(papers.day for papers in columns)
    names = _names(columns)
    content = {
        "title": f"{' / '.join(side['title'] for side in sides)} · {names[0][2]}",
        "lang": sides[0]["tag"],
        "day": [day.year, day.month, day.day],
        "names": [(tag, text) for tag, _, text in names],
        "sides": [{**side, "blocks": list(paper_blocks(side))} for side in sides],
    }
    return PdfSource(path, "paper.typ", as_json(content))


def _names(columns: Sequence[Papers]) -> list[tuple[str, str, str]]:
    """The names at the head of a paper: in the languages of its columns, then in the others."""
    own = [papers.names[0] for papers in columns]
    languages = {tag.partition("-")[0] for tag, _, _ in own}
    return [*own, *(name for name in columns[0].names if name[0].partition("-")[0] not in languages)]


def paper_blocks(side: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Number and date, title, caution, legal basis, then the body; each block as its kind and its value."""
    if side["registry"]:
        yield "text", "    ".join(f"{label}: {BLANK}" for label in side["registry"])
    yield "title", side["title"]
    if side["caution"]:
        yield "text", side["caution"]
    if side["basis"]:
        yield "basis", (f"{side['basis_label']}:", side["basis"])
    yield from side["body"]


def _side(guide: Guide, paper: Paper) -> Side:
    words, translator = guide.content.words.paper, guide.translator
    return {
        "tag": translator.edition.lang,
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
    if block.known:
        return "bullets", [f"{striptags(one.label)}: {known_fact(guide, one.fact)}" for one in block.known]
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
