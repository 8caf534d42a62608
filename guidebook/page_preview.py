"""One page of a guide as a build would publish it, so that `serve` can show it before the whole build.

Only what the page shows of its own PDF and sheets is that of the last build.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.commands.build import get_context
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, get_files
from mkdocs.structure.nav import Navigation, get_navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils.meta import get_data

from guidebook.artifacts import Page
from guidebook.build import chosen_editions, chosen_towns, localized_editions, site_folder
from guidebook.guide_output import guide_pages
from guidebook.options import Options
from guidebook.project import load_project
from guidebook.publish.site import shared_hash

KEPT = ("pdf", "sheets")
"""Front matter that a page has from the PDFs of its guide."""


@dataclass(frozen=True)
class _Theme:
    """MkDocs as it is set up for a site."""

    shared: str
    """The hash of what every page depends on."""
    config: MkDocsConfig
    files: Files
    nav: Navigation
    env: Environment


class PagePreview:
    """Renders pages of the chosen guides; keeps MkDocs set up while the settings and the theme stay."""

    def __init__(self, root: Path, options: Options) -> None:
        self.root, self.options = root, options
        self.config = site_folder(root, options).with_name("mkdocs.yml")
        self.theme: _Theme | None = None

    def html(self, url: str) -> str | None:
        """The page at a URL path such as `/sq/prizren/mandate/`, made of the inputs as they are now.

        None where that is no page of a guide. Raises ProblemsFound.
        """
        found = (page for page in self._pages_of(url) if _url(page) == url)
        return next(map(self._published, found), None)

    def _pages_of(self, url: str) -> Iterator[Page]:
        """The pages of the guide that a URL belongs to."""
        key, _, rest = url.strip("/").partition("/")
        town = rest.partition("/")[0]
        project = load_project(self.root, self.options.draft, edition=self.options.edition)
        editions = chosen_editions(self.options, project)
        if key in editions and town in {one.id for one in chosen_towns(self.options, project)}:
            [edition] = localized_editions(self.root, project, [key])
            sections, beside = guide_pages(edition, town, project.pairs(editions))
            yield from (*sections.values(), *beside)

    def _published(self, page: Page) -> str:
        theme = self.set_up()
        page = replace(page, meta=self._kept(page.path) | dict(page.meta))
        file = File(page.path, None, theme.config.site_dir, theme.config.use_directory_urls)
        file.content_string = page.data.decode()
        published = MkDocsPage(None, file, theme.config)
        published.read_source(theme.config)
        published.render(theme.config, theme.files)
        published.active = True
        context: Any = get_context(theme.nav, theme.files, theme.config, published)
        template = theme.env.get_template(str(published.meta.get("template", "main.html")))
        return template.render(context)

    def _kept(self, path: str) -> dict[str, Any]:
        """What the page of the last build says of its PDFs."""
        _, meta = get_data((self.config.parent / "guides" / path).read_text(encoding="utf-8"))
        return {key: meta[key] for key in KEPT if key in meta}

    def set_up(self) -> _Theme:
        """MkDocs for the site as it is now."""
        shared = shared_hash(self.root, self.config)
        if self.theme is None or self.theme.shared != shared:
            config = load_config(str(self.config))
            files, env = get_files(config), config.theme.get_env()
            self.theme = _Theme(shared, config, files, get_navigation(files, config), env)
        return self.theme


def _url(page: Page) -> str:
    return f"/{page.path.removesuffix('.md').removesuffix('index')}".rstrip("/") + "/"
