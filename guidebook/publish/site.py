"""Publish `guides/`: build what changed since the last site into a fresh folder, then swap it with the site.

A page of the site depends on its Markdown file, and on what all pages share: the settings, the theme and
the versions of the libraries. So only the files that changed go through MkDocs; the others are hard links
to those of the last site. When what all pages share has changed, or a file of the site is not as it was
left, everything goes through MkDocs.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from guidebook.cache import FileCache
from guidebook.html_cache import HtmlCache
from guidebook.inputs import ENVIRONMENT, LIBRARIES, Stats, digest, stat_files
from guidebook.publish.mkdocs import mkdocs_build


@dataclass(frozen=True)
class Snapshot:
    """A site as it was published."""

    common: str
    """A hash of what every page depends on."""
    sources: Stats
    """The files of `docs_dir`."""
    site: Stats

    def save(self, cache: FileCache, site: Path) -> None:
        """Replaces the snapshot of this site."""
        cache.put(digest(str(site.resolve())), SNAPSHOT.dump_json(self))


SNAPSHOT = TypeAdapter(Snapshot)


def last_snapshot(cache: FileCache, site: Path) -> Snapshot | None:
    """The snapshot of this site; None without one, and when its file is damaged."""
    try:
        return SNAPSHOT.validate_json(cache.get(digest(str(site.resolve()))) or b"")
    except ValidationError:
        return None


def publish(root: Path, config: Path, site: Path) -> Iterator[int]:
    """Builds the site into a fresh folder and swaps it in; yields the number of pages, then for each of them.

    Raises PublishingFailed; the last good site stays.
    """
    fresh, old = site.with_name(f".{site.name}-new"), site.with_name(f".{site.name}-old")
    if old.exists() and not site.exists():
        old.rename(site)
    for leftover in (fresh, old):
        shutil.rmtree(leftover, ignore_errors=True)
    cache = FileCache(root / ".cache" / "sites", ".json")
    common, sources = shared_hash(root, config), stat_files(config.parent / "guides")
    changed = _changed(last_snapshot(cache, site), common, sources, site)
    pages = sum(path.endswith(".md") for path in (sources if changed is None else changed))
    yield pages
    html = HtmlCache(root)
    try:
        built = yield from mkdocs_build(config, fresh, changed, pages, html)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    if changed is not None:
        _link_unchanged(site, fresh, {path for source, path in built.files.items() if source not in changed})
    if site.exists():
        site.rename(old)
    fresh.rename(site)
    shutil.rmtree(old, ignore_errors=True)
    Snapshot(common, sources, stat_files(site)).save(cache, site)
    html.files.prune()


def shared_hash(root: Path, config: Path) -> str:
    """A hash of what every page depends on."""
    theme = sorted(path for path in (root / "templates" / "theme").rglob("*") if path.is_file())
    files = [config, root / "mkdocs.yml", root / "guides" / "interface.yml", *theme]
    contents = [(path.relative_to(root).as_posix(), sha256(path.read_bytes()).hexdigest()) for path in files]
    versions = {name: version(name) for name in LIBRARIES}
    return digest(contents, versions, {name: os.environ.get(name) for name in ENVIRONMENT})


def _changed(last: Snapshot | None, common: str, sources: Stats, site: Path) -> set[str] | None:
    """The files of `docs_dir` to publish anew; None for all, and for those of the theme too."""
    if last is None or last.common != common or stat_files(site) != last.site:
        return None
    return {path for path, status in sources.items() if last.sources.get(path) != status}


def _link_unchanged(site: Path, fresh: Path, paths: Collection[str]) -> None:
    """Puts the files of the last site that did not change into the fresh one."""
    for folder in {(fresh / path).parent for path in paths}:
        folder.mkdir(parents=True, exist_ok=True)
    for path in paths:
        try:
            os.link(site / path, fresh / path)
        except OSError:
            shutil.copy2(site / path, fresh / path)
