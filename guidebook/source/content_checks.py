"""Checks of papers and handbook: kinds of blocks, widths of tables, placeholders, articles, what is owed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from pydantic import BaseModel

from guidebook.diagnostics import Problem, did_you_mean
from guidebook.model.content import Law
from guidebook.model.fields import Label, Sentence
from guidebook.model.introspection import fact_fields, fields
from guidebook.model.municipality import Municipality
from guidebook.model.papers import PLACEHOLDERS, Paper
from guidebook.model.practice import Central, Chapter
from guidebook.model.text_blocks import BLANK, TextBlock, TextTable
from guidebook.source.document import Document, KeyPath

Found = Iterator[tuple[KeyPath, str]]
MARK = re.compile(r"%\((\w+)\)s")
FACTS = dict(fact_fields(Municipality))
"""The facts of a municipality by address."""
UNDERSCORES = re.compile(r"_+")


def paper_problems(
    document: Document, papers: Mapping[str, Paper], law: Mapping[str, Law]
) -> Iterator[Problem]:
    """What does not fit together in the papers, and between them and the acts they name."""
    for key, paper in papers.items():
        for path, what in (
            *_of_basis(paper, law),
            *_of_blocks(paper.body),
            *_of_facts(paper),
            *_of_texts(paper, (), PLACEHOLDERS),
        ):
            place = document.place((key, *path))
            yield Problem(place, document.name((key, *path)), what)


def practice_problems(document: Document, chapters: Mapping[str, Chapter]) -> Iterator[Problem]:
    """What does not fit together in the chapters of the practice handbook."""
    for key, chapter in chapters.items():
        for path, what in (*_of_blocks(chapter.body), *_of_texts(chapter, (), ())):
            yield Problem(document.place((key, *path)), document.name((key, *path)), what)


def central_problems(document: Document, central: Central) -> Iterator[Problem]:
    """Institutions with two names or none, and claims that are both seen and proposed."""
    for key, institution in central.institutions.items():
        path: KeyPath = ("institutions", key)
        if (institution.body is None) == (institution.name is None):
            what = "expected one of body, name; write body where data/bodies.yaml has the institution."
            yield Problem(document.place(path), document.name(path), what)
        for field in ("expect", "owe"):
            for number, claim in enumerate(getattr(institution, field)):
                if claim.source and claim.proposal:
                    path = ("institutions", key, field, number)
                    what = "expected one of source, proposal; what a source shows is no proposal of ours."
                    yield Problem(document.place(path), document.name(path), what)


def _of_basis(paper: Paper, law: Mapping[str, Law]) -> Found:
    for number, basis in enumerate(paper.basis):
        known = [] if basis.law not in law else list(law[basis.law].articles)
        for article in basis.article:
            if article is not None and article not in known:
                shown = f"one of {', '.join(known)}" if known else "unknown"
                what = (
                    f"expected {shown}, found '{article}'; write unknown, or add it to articles "
                    f"of {basis.law} in data/law.yaml where a source shows it."
                )
                yield ("basis", number, "article"), what


def _of_blocks(blocks: Sequence[TextBlock]) -> Found:
    for number, block in enumerate(blocks):
        found = [kind for kind in block.kinds if getattr(block, kind)]
        if len(found) != 1:
            what = f"expected one of {', '.join(block.kinds)}, found {' and '.join(found) or 'none'}; "
            yield ("body", number), f"{what}write each as a block of its own."
        if block.table:
            yield from _of_table(block.table, ("body", number, "table"))


def _of_facts(paper: Paper) -> Found:
    for number, block in enumerate(paper.body):
        for at, known in enumerate(block.known):
            if known.fact not in FACTS:
                what = f"no fact of a municipality has this address; {did_you_mean(known.fact, FACTS)}"
                yield ("body", number, "known", at, "fact"), what


def _of_table(table: TextTable, path: KeyPath) -> Found:
    width = len(table.header)
    for number, row in enumerate(table.rows):
        if len(row) != width:
            what = f"expected {width} cells, as in the header, found {len(row)}; add or delete some."
            yield (*path, "rows", number), what


def _of_texts(value: object, path: KeyPath, placeholders: Sequence[str]) -> Found:
    """Placeholders that the program cannot fill, and lines to write on of another length."""
    if isinstance(value, Sentence | Label):
        for name in MARK.findall(value):
            if name not in placeholders:
                known = f"write {' or '.join(placeholders)}" if placeholders else "no name is filled in here"
                yield path, f"no such placeholder: {name}; {known}."
        if any(line != BLANK for line in UNDERSCORES.findall(value)):
            yield path, f"a line to write on is {BLANK}, three underscores; write it so."
    elif isinstance(value, BaseModel):
        for name in fields(type(value)):
            yield from _of_texts(getattr(value, name), (*path, name), placeholders)
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from _of_texts(item, (*path, number), placeholders)
