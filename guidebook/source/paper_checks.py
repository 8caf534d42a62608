"""Checks of the papers to sign: kinds of blocks, widths of tables, placeholders, articles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from guidebook.diagnostics import Problem
from guidebook.model.content import Law
from guidebook.model.fields import Label, Sentence
from guidebook.model.introspection import fields
from guidebook.model.papers import BLANK, PLACEHOLDERS, Paper, PaperBlock, PaperTable
from guidebook.source.document import Document, KeyPath

Found = Iterator[tuple[KeyPath, str]]
MARK = re.compile(r"%\((\w+)\)s")
UNDERSCORES = re.compile(r"_+")


def paper_problems(
    document: Document, papers: Mapping[str, Paper], law: Mapping[str, Law]
) -> Iterator[Problem]:
    """What does not fit together in the papers, and between them and the acts they name."""
    for key, paper in papers.items():
        for path, what in (*_of_basis(paper, law), *_of_blocks(paper), *_of_texts(paper, ())):
            place = document.place((key, *path))
            yield Problem(place, document.name((key, *path)), what)


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


def _of_blocks(paper: Paper) -> Found:
    kinds = list(fields(PaperBlock))
    for number, block in enumerate(paper.body):
        found = [kind for kind in kinds if getattr(block, kind)]
        if len(found) != 1:
            what = f"expected one of {', '.join(kinds)}, found {' and '.join(found) or 'none'}; "
            yield ("body", number), f"{what}write each as a block of its own."
        if block.table:
            yield from _of_table(block.table, ("body", number, "table"))


def _of_table(table: PaperTable, path: KeyPath) -> Found:
    width = len(table.header)
    for number, row in enumerate(table.rows):
        if len(row) != width:
            what = f"expected {width} cells, as in the header, found {len(row)}; add or delete some."
            yield (*path, "rows", number), what


def _of_texts(value: object, path: KeyPath) -> Found:
    """Placeholders that the program cannot fill, and lines to write on of another length."""
    if isinstance(value, Sentence | Label):
        for name in MARK.findall(value):
            if name not in PLACEHOLDERS:
                yield path, f"no such placeholder: {name}; write {' or '.join(PLACEHOLDERS)}."
        if any(line != BLANK for line in UNDERSCORES.findall(value)):
            yield path, f"a line to write on is {BLANK}, three underscores; write it so."
    elif isinstance(value, BaseModel):
        for name in fields(type(value)):
            yield from _of_texts(getattr(value, name), (*path, name))
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from _of_texts(item, (*path, number))
