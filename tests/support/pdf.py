"""PDFs of a built site: their files, text and structure."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf

from tests.support.project import ROOT

TOWN = "lakeside"
PAPER = ROOT / "templates" / "paper"
BREAK = re.compile("\u00ad\n\f?|\u2060")
"""A hyphen at the end of a line that is not in the text, and a place where no line may end."""


def file(root: Path, edition: str, town: str = TOWN) -> Path:
    """The PDF as the site publishes it."""
    return root / "site" / edition / town / f"{town}-{edition}.pdf"


@cache
def text(pdf: Path, *options: str) -> str:
    """What one can copy from a PDF."""
    command = ["pdftotext", "-enc", "UTF-8", *options, str(pdf), "-"]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    return BREAK.sub("", answer.stdout)


def elements(pdf: pikepdf.Pdf) -> list[Any]:
    """The elements a screen reader meets, in the order of reading."""

    def walk(item: Any) -> Iterator[Any]:
        if isinstance(item, pikepdf.Dictionary) and item.get("/S") is not None:
            yield item
        for inside in item.get("/K", []) if isinstance(item, pikepdf.Dictionary) else item:
            if isinstance(inside, (pikepdf.Dictionary, pikepdf.Array)):
                yield from walk(inside)

    return list(walk(pdf.Root.StructTreeRoot))


def words(shown: str) -> set[str]:
    """The words of a text, without numbers."""
    return set(re.findall(r"[^\W\d_]+", shown))
