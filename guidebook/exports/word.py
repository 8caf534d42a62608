"""Papers as Word documents, from the content that `papers` collects."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import Any

from docx.document import Document as WordDocument
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.table import CT_Tbl
from docx.shared import Length, Mm
from docx.text.paragraph import Paragraph

from guidebook.artifacts import WordFile, WordSource
from guidebook.cache import FileCache
from guidebook.exports import word_template as style
from guidebook.exports.package import repacked
from guidebook.exports.papers import paper_blocks
from guidebook.model.text_blocks import BLANK

RULE = "_" * 12
"""What a line to write on looks like inside a text."""
GUTTER = Mm(4)
"""Between the edges of a cell and its text, both sides together."""
WIDEST = 20
"""The most letters of a text that the width of a column counts."""
LEVEL = """<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="{text}"/>
<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{indent}" w:hanging="{indent}"/></w:pPr></w:lvl>"""


def word_files(sources: Sequence[WordSource], cached: FileCache) -> Iterator[WordFile]:
    """The documents in the order of their sources; those not in the cache are written."""
    code = (Path(__file__).with_name(name) for name in ("word.py", "word_template.py", "package.py"))
    tools = sha256(version("python-docx").encode() + b"".join(file.read_bytes() for file in code)).digest()
    for source in sources:
        key = sha256(tools + source.content.encode()).hexdigest()
        data = cached.get(key)
        if data is None:
            data = word_document(source.content)
            cached.put(key, data)
        yield WordFile(source.path, data)


def word_document(content: str) -> bytes:
    """The document of a content: the same bytes for the same content."""
    paper = json.loads(content)
    document = style.empty_document()
    sides = paper["sides"]
    page = Column(document, sides[0]["lang"], style.WIDTH)
    for lang, name in paper["names"]:
        page.paragraph(name, style.LETTERHEAD, lang=lang)
    for side in sides:
        page.paragraph(f"{side['notice']}.", style.NOTICE, lang=side["lang"])
    if len(sides) == 1:
        page.begin(sides[0])
        for kind, value in paper_blocks(sides[0]):
            page.write(kind, value)
    else:
        _write_in_columns(page, sides)
    _set_properties(document, paper)
    saved = BytesIO()
    document.save(saved)
    return repacked(saved)


class Column:
    """Where a paper is written in one language: the page, or a column of a table."""

    def __init__(self, document: WordDocument, lang: str, width: int) -> None:
        self.document, self.lang, self.width = document, lang, width
        self.place: Any = document.element.body
        """The body, or a cell."""
        self.headings = 0
        """The list that counts the headings and the points below them; 0 where nothing is counted."""

    def begin(self, side: Mapping[str, Any]) -> None:
        """Starts the numbering of a paper."""
        self.headings = _new_list(self.document) if side["numbered"] else 0

    def paragraph(self, text: str, name: str = style.NORMAL, lang: str = "", **layout: int) -> None:
        """Writes a paragraph; `name` is its style, `layout` is that of `_paragraph`."""
        self.add(deepcopy(_paragraph(text, name, lang or self.lang, **layout)))

    def add(self, element: Any) -> None:
        """Adds an element at the end; a cell begins with an empty paragraph, which the first one replaces."""
        last = self.place[-1]
        if last.tag == qn("w:sectPr"):
            last.addprevious(element)
        elif last.tag == qn("w:p") and not len(last) and element.tag == last.tag:
            self.place.replace(last, element)
        else:
            self.place.append(element)

    def write(self, kind: str, value: Any) -> None:
        """Writes a block of a kind, such as `points`."""
        getattr(self, f"_{kind}")(value)

    def _title(self, text: str) -> None:
        self.paragraph(text, style.TITLE)

    def _heading(self, text: str) -> None:
        self.paragraph(text, style.HEADING, number=self.headings)

    def _text(self, text: str) -> None:
        self.paragraph(text)

    def _basis(self, basis: tuple[str, Sequence[str]]) -> None:
        label, acts = basis
        self._text(label)
        self._bullets(acts)

    def _points(self, texts: Sequence[str]) -> None:
        number = self.headings or _new_list(self.document)
        for text in texts:
            self.paragraph(text, style.POINT, number=number, level=1 if self.headings else 0)

    def _bullets(self, texts: Sequence[str]) -> None:
        for text in texts:
            self.paragraph(text, style.BULLET)

    def _lines(self, labels: Sequence[str]) -> None:
        gap = " " if self.width == style.WIDTH else "\n"
        for label in labels:
            self.paragraph(f"{label}:{gap}\t", style.LINE, tab=self.width)

    def _table(self, rows: Sequence[Sequence[str]]) -> None:
        table = _new_table(len(rows), _shares(rows), self.width)
        table.tblStyle_val = style.style_id(style.GRID)
        table.tr_lst[0].get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        self.add(table)
        outside = self.place
        for row, texts in zip(table.tr_lst, rows, strict=True):
            for self.place, text in zip(row.tc_lst, texts, strict=True):
                self.paragraph(text)
        self.place = outside
        self.paragraph("")


def _write_in_columns(page: Column, sides: Sequence[Mapping[str, Any]]) -> None:
    """The sides beside each other, block by block, so that what belongs together begins at one height.

    A table takes the width of the page, one below the other: half of it breaks words.
    """
    half = style.WIDTH // len(sides)
    columns = [Column(page.document, side["lang"], half - GUTTER) for side in sides]
    for column, side in zip(columns, sides, strict=True):
        column.begin(side)
    rows = zip(*map(paper_blocks, sides), strict=True)
    for is_table, group in groupby(rows, lambda blocks: blocks[0][0] == "table"):
        if is_table:
            for blocks in group:
                _write_below(page, sides, blocks)
        else:
            _write_beside(page, columns, list(group))


def _write_below(page: Column, sides: Sequence[Mapping[str, Any]], blocks: Sequence[tuple[str, Any]]) -> None:
    page.paragraph("")
    for side, (kind, value) in zip(sides, blocks, strict=True):
        whole = Column(page.document, side["lang"], style.WIDTH)
        whole.write(kind, value)


def _write_beside(page: Column, columns: Sequence[Column], rows: Sequence[Sequence[tuple[str, Any]]]) -> None:
    table = _new_table(len(rows), [1] * len(columns), style.WIDTH)
    page.add(table)
    for row, blocks in zip(table.tr_lst, rows, strict=True):
        for column, cell, (kind, value) in zip(columns, row.tc_lst, blocks, strict=True):
            column.place = cell
            column.write(kind, value)


@lru_cache(maxsize=4096)
def _paragraph(text: str, name: str, lang: str, number: int = 0, level: int = 0, tab: int = 0) -> Any:
    """A paragraph element in a style, counted by the list of a number, with a line up to a tab stop."""
    element: Any = OxmlElement("w:p")
    if name != style.NORMAL:
        element.style = style.style_id(name)
    if number:
        counted = element.get_or_add_pPr().get_or_add_numPr()
        counted.get_or_add_ilvl().val = level
        counted.get_or_add_numId().val = number
    paragraph = Paragraph(element, None)  # type: ignore[arg-type]
    if tab:
        stops = paragraph.paragraph_format.tab_stops
        stops.add_tab_stop(Length(tab), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.LINES)
    marked = OxmlElement("w:lang")
    marked.set(qn("w:val"), lang)
    paragraph.add_run(text.replace(BLANK, RULE))._r.get_or_add_rPr().append(marked)
    return element


def _new_list(document: WordDocument) -> int:
    """Adds a numbered list of its own, with points such as 3.2 on its second level. Returns its number."""
    numbering = document.part.numbering_part.element
    key = len(numbering.findall(qn("w:num"))) + 1
    levels = LEVEL.format(level=0, text="%1.", indent=397) + LEVEL.format(level=1, text="%1.%2.", indent=567)
    abstract = (
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{key}">'
        f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
    )
    numbering.find(qn("w:num")).addprevious(parse_xml(abstract))
    number = f'<w:num {nsdecls("w")} w:numId="{key}"><w:abstractNumId w:val="{key}"/></w:num>'
    numbering.append(parse_xml(number))
    return key


def _shares(rows: Sequence[Sequence[str]]) -> list[int]:
    """How wide each column is beside the others: by its longest text, and enough for its longest word."""
    columns = [" ".join(column).replace(BLANK, RULE).split() for column in zip(*rows, strict=True)]
    words = [max(map(len, column), default=0) for column in columns]
    texts = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [max(word + 4, min(WIDEST, text)) for word, text in zip(words, texts, strict=True)]


def _new_table(rows: int, shares: Sequence[int], width: int) -> CT_Tbl:
    """A table of a width, divided among its columns by their shares."""
    table = CT_Tbl.new_tbl(rows, len(shares), Length(width))
    table.tblPr.autofit = False
    widths = [Length(width * share // sum(shares)) for share in shares]
    for column, wide in zip(table.tblGrid.gridCol_lst, widths, strict=True):
        column.w = wide
    for row in table.tr_lst:
        for cell, wide in zip(row.tc_lst, widths, strict=True):
            cell.width = wide
    return table


def _set_properties(document: WordDocument, content: Mapping[str, Any]) -> None:
    """Title, languages and the newest day of the data; nothing of a person or a machine."""
    properties = document.core_properties
    properties._element[:] = []
    day = datetime.fromisoformat(content["day"])
    properties.title = content["title"]
    properties.language = ", ".join(side["lang"] for side in content["sides"])
    properties.created = properties.modified = day
