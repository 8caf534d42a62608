"""The pages of a built site, parsed."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import yaml
from lxml import html as lxml_html

from tests.support.project import ROOT

SITE = yaml.safe_load((ROOT / "data" / "site.yaml").read_text(encoding="utf-8"))
TOWNS = [
    town["id"] for town in yaml.safe_load((ROOT / "data" / "municipalities.yaml").read_text(encoding="utf-8"))
]
EDITIONS = {key: edition["lang"] for key, edition in SITE["editions"].items()}
PRACTICE = yaml.safe_load((ROOT / "data" / "practice.yaml").read_text(encoding="utf-8"))
CHAPTERS = list(PRACTICE)
ONE_OF_EACH = ("about", "glossary", "status", "open-data", "practice", "practice/exercise")
"""Pages of an edition that are no guides, one of each template."""
SITE_PAGES = (*ONE_OF_EACH[:-1], *(f"practice/{key}" for key in CHAPTERS))
"""All of them."""
IN_GUIDES = ("compare", "papers", "central-local")
"""Pages of a guide beside its sections."""
SECTIONS = list(SITE["sections"])
BASE = "http://127.0.0.1:8000/"
KB = 1024
READY = """() => {
  const keep = document.querySelector(".keep"), oath = document.querySelector(".oath");
  const form = keep && document.querySelector("article :is(.line, input:not([readonly]))");
  return (!form || !keep.hidden) && (!oath || oath.matches(".live"));
}"""
"""Whether what scripts add to the page is there."""


@dataclass(frozen=True)
class Built:
    """A page of the site, parsed once."""

    url: str
    text: str
    tree: Any

    def find(self, path: str) -> list[Any]:
        """What an XPath finds: elements or attribute values."""
        return list(self.tree.xpath(path))


def address(edition: str, town: str, section: str) -> str:
    """The path of a section's page."""
    return f"{edition}/{town}/" + ("" if section == "index" else f"{section}/")


def read(file: Path, url: str = "") -> Built:
    """A page from its file."""
    text = file.read_text(encoding="utf-8")
    return Built(url, text, lxml_html.document_fromstring(text))


@cache
def pages(site: Path) -> list[Built]:
    """Every HTML page of a site."""
    return [
        read(file, file.relative_to(site).as_posix().removesuffix("index.html"))
        for file in sorted(site.rglob("*.html"))
    ]


def of_editions(site: Path) -> list[Built]:
    """Every page but the 404 page and those where facts are corrected, which belong to no edition."""
    return [page for page in pages(site) if page.url != "404.html" and not page.url.startswith("correct/")]


def guide_pages(site: Path) -> Iterator[tuple[str, str, Built]]:
    """Each section of a guide with its municipality and name."""
    for page in pages(site):
        parts = page.url.strip("/").split("/")
        if (
            len(parts) > 1
            and parts[0] in EDITIONS
            and parts[1] not in SITE_PAGES
            and parts[-1] not in IN_GUIDES
        ):
            yield parts[1], parts[2] if len(parts) > 2 else "index", page


def published(folder: Path) -> dict[str, bytes]:
    """The files of the open data as a site offers them."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted((folder / "api").rglob("*"))
        if path.is_file()
    }


def text_of(data: bytes) -> str:
    """The text of a file, or of everything in a package."""
    if not data.startswith(b"PK"):
        return data.decode()
    with ZipFile(BytesIO(data)) as package:
        return "\n".join(html.unescape(package.read(name).decode()) for name in package.namelist())
