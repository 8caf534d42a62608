"""HTML of pages converted for search and PDF, so that neither a later build nor MkDocs converts them again.

It saves time alone: a page that is not kept, or not rightly, is converted again.
"""

from __future__ import annotations

import zlib
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from guidebook.cache import FileCache
from guidebook.inputs import digest
from guidebook.pages.html import EXTENSIONS, ConvertedPage, convert_markdown

PAGE = TypeAdapter(ConvertedPage)
LEVEL = 1
"""Of zlib, whose checksum tells a damaged entry."""
LINKED = ".md"
"""What stands in a page whose links MkDocs may resolve."""


class HtmlCache:
    """The pages in `.cache/html`, by a hash of their Markdown."""

    def __init__(self, root: Path) -> None:
        self.files = FileCache(root / ".cache" / "html", ".json.zz")
        self.tools = [version("markdown"), *EXTENSIONS]

    def get(self, text: str) -> ConvertedPage | None:
        """The page of a Markdown text without front matter."""
        with suppress(zlib.error, ValidationError):
            if LINKED not in text and (entry := self.files.get(self._key(text))):
                return PAGE.validate_json(zlib.decompress(entry))
        return None

    def convert(self, text: str) -> ConvertedPage:
        """The page of a Markdown text, kept or converted now."""
        found = self.get(text)
        if found is None:
            found = convert_markdown(text)
            self.files.put(self._key(text), zlib.compress(PAGE.dump_json(found), LEVEL))
        return found

    def _key(self, text: str) -> str:
        """MkDocs strips the empty lines behind the front matter."""
        return digest(self.tools, text.lstrip("\n"))
