"""One process of MkDocs: builds the chosen pages of a site into a folder of its own."""

from __future__ import annotations

import logging
from collections.abc import Collection
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

from guidebook.html_cache import HtmlCache
from guidebook.pages.html import ConvertedPage
from guidebook.workers import ignore_interrupts

DIRTY = "A 'dirty' build"
"""How MkDocs begins its warning about what it is asked to do here."""


@dataclass(frozen=True)
class Built:
    """What a process did; sent once, after `None` for each page."""

    files: dict[str, str]
    """The path in the site of every file of the site, by its path in `docs_dir` or the theme."""
    warnings: list[str]


class _Unchanged(File):
    """A file that a dirty build leaves out."""

    def is_modified(self) -> bool:
        return False


class _ChosenFiles(BasePlugin):  # type: ignore[no-untyped-call,type-arg]
    """Leaves out the files that are not chosen; MkDocs still knows them, for the sitemap."""

    def __init__(
        self, changed: Collection[str] | None, part: int, parts: int, html: HtmlCache, sender: Connection
    ) -> None:
        self.changed, self.part, self.parts, self.html, self.sender = changed, part, parts, html, sender
        self.files: dict[str, str] = {}
        self.converted: ConvertedPage | None = None
        """The page MkDocs is at, if it is kept."""

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Every file; of those that changed each part builds its share."""
        self.files = {
            file.src_uri: file.dest_uri for file in files if file.inclusion is not InclusionLevel.EXCLUDED
        }
        changed = [uri for uri in self.files if self.changed is None or uri in self.changed]
        own = set(changed[self.part :: self.parts])
        return Files([file if file.src_uri in own else _unchanged(file) for file in files])

    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Nothing to convert where the page is kept."""
        self.converted = self.html.get(markdown)
        return "" if self.converted else markdown

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """The page that is kept, or what MkDocs has converted."""
        if not self.converted:
            return html
        page.toc = get_toc(self.converted.toc)  # type: ignore[arg-type]
        return self.converted.html

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Tells that a page is done."""
        self.sender.send(None)
        return output


def _unchanged(file: File) -> File:
    return _Unchanged(file.src_path, file.src_dir, file.dest_dir, file.use_directory_urls)


class _Warnings(logging.Handler):
    """Collects what `mkdocs build --strict` would stop for."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keeps the message, but for the one about a dirty build."""
        message = record.getMessage()
        if not message.startswith(DIRTY):
            self.found.append(f"{record.levelname:<8} -  {message}")


def build_part(
    config: Path,
    folder: Path,
    changed: Collection[str] | None,
    part: int,
    parts: int,
    html: HtmlCache,
    sender: Connection,
) -> None:
    """Builds one of the parts of the changed files, or of all; sends `None` for each page, then `Built`.

    Runs in a process of its own.
    """
    ignore_interrupts()
    warnings = _Warnings()
    logging.getLogger("mkdocs").addHandler(warnings)
    chosen = _ChosenFiles(changed, part, parts, html, sender)
    try:
        settings = load_config(str(config), site_dir=str(folder), strict=False)
        settings.plugins["chosen"] = chosen
        build(settings, dirty=True)
    except (Exception, SystemExit) as error:
        warnings.found.append(str(error))
    sender.send(Built(chosen.files, warnings.found))
