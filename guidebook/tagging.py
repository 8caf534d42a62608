"""What Typst cannot say about a PDF: the heads of rows, and the script of a language."""

from __future__ import annotations

import re

MARKS = {b"hr-QL": b"sr-Latn", b"sr-QC": b"sr-Cyrl"}
"""How `templates/paper/base.typ` marks a script, and the true name of the language."""
MARK = b"|".join(MARKS)
LANG = re.compile(rb"(?<=/Lang\()(?:%s)(?=\))" % MARK)
LISTED = re.compile(rb"(?<=<rdf:li>)(?:%s)(?=</rdf:li>)" % MARK)
STRONG = re.compile(rb"(\d+) 0 obj\n<</Type/StructElem/S/Strong/")
CELL = re.compile(rb"(\d+ 0 obj\n<</Type/StructElem/S/)TD(/[^\n]*/K\[(\d+) 0 R\b.*)", re.DOTALL)
TABLE = b"<</O/Table"
STREAM = b"\nstream\n"
XREF = re.compile(rb"xref\n0 (\d+)\n(.*?)trailer\n(.*?)startxref\n\d+\n%%EOF", re.DOTALL)
ENTRY = 20
"""The bytes of an entry of the table of objects."""


def tagged(pdf: bytes) -> bytes:
    """A PDF of Typst; a cell that begins with strong text heads its row, and languages name their script."""
    end = int(pdf.rpartition(b"startxref\n")[2].split()[0])
    ((number, table, trailer),) = XREF.findall(pdf, end)
    starts = [int(table[at : at + 10]) for at in range(ENTRY, len(table), ENTRY)]
    objects = [pdf[start:stop] for start, stop in zip(starts, [*starts[1:], end], strict=True)]
    heads = {found[1] for body in objects if (found := STRONG.match(body))}
    parts = [pdf[: starts[0]], *(_said(body, heads) for body in objects)]
    entries, at = [b"0000000000 65535 f\r\n"], 0
    for part in parts:
        entries.append(b"%010d 00000 n\r\n" % (at := at + len(part)))
    entries.pop()
    close = b"xref\n0 %s\n%strailer\n%sstartxref\n%d\n%%%%EOF"
    return b"".join(parts) + close % (number, b"".join(entries), trailer, at)


def _said(body: bytes, heads: set[bytes]) -> bytes:
    """An object, with what it should say; `heads` are the numbers of the strong texts."""
    if STREAM in body:
        return _language_listed(body) if b"/Type/Metadata" in body.partition(STREAM)[0] else body
    body = LANG.sub(lambda mark: MARKS[mark[0]], body)
    cell = CELL.match(body)
    if not cell or cell[3] not in heads:
        return body
    return b"%sTH%s" % (cell[1], cell[2].replace(TABLE, TABLE + b"/Scope/Row", 1))


def _language_listed(body: bytes) -> bytes:
    """The description of the document; its length stands at its head."""
    named = LISTED.sub(lambda mark: MARKS[mark[0]], body)
    longer = len(named) - len(body)
    return re.sub(rb"(?<=/Length )\d+", lambda old: b"%d" % (int(old[0]) + longer), named, count=1)
