"""Everything a build is made from besides its options, by hash: files, program, libraries."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

PROGRAM = Path(__file__).resolve().parent
LIBRARIES = (
    "babel", "jinja2", "lxml", "markdown", "markupsafe", "mkdocs", "mkdocs-material", "openpyxl", "pikepdf",
    "pydantic", "pymdown-extensions", "python-docx", "pyyaml", "typst",
)  # fmt: skip
"""Whose versions change what is made."""
ENVIRONMENT = ("SITE_URL", "REPO_URL", "SOURCE_DATE_EPOCH")
"""The variables that change what is made."""

FOLDERS = {
    "data": (".yaml", ".geojson"),
    "locale": (".po",),
    "templates": ("",),
    "guidebook": (".py",),
}
"""The folders a build reads, and how the names of their files end."""

Stats = dict[str, tuple[int, int]]
"""Size and time of the last change in nanoseconds of each file below a folder, by its path there."""


class Inputs:
    """The inputs of a project as they are now."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.stats = _input_stats(root)
        self.hashes = {path: sha256(_locate(root, path).read_bytes()).hexdigest() for path in self.stats}
        self.libraries = [sys.version, *(f"{name} {version(name)}" for name in LIBRARIES)]

    def unchanged(self) -> bool:
        """Whether no file was written since."""
        return _input_stats(self.root) == self.stats

    def digest(self, chosen: Callable[[str], bool], *more: str) -> str:
        """A hash of the chosen files, of the libraries, and of more texts."""
        files = [(path, value) for path, value in self.hashes.items() if chosen(path)]
        return digest(files, self.libraries, more)

    def of_everything(self, *more: str) -> str:
        """A hash of all inputs, of the environment and the commit, and of more texts."""
        environment = [os.environ.get(name) for name in ENVIRONMENT]
        return self.digest(lambda _path: True, json.dumps(environment), *more)


def digest(*values: object) -> str:
    """A hash of values that JSON can write."""
    return sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()


def stat_files(folder: Path, suffixes: tuple[str, ...] = ("",)) -> Stats:
    """Every file below a folder whose name ends so, but compiled modules; none where there is no folder."""
    return dict(sorted(_stat_files(str(folder), suffixes))) if folder.is_dir() else {}


def _is_hidden(path: str) -> bool:
    """Whether an editor keeps a copy of another file there."""
    name = path.rpartition("/")[2]
    return name.startswith(".") or name.endswith("~")


def _stat_files(
    folder: str, suffixes: tuple[str, ...], below: str = ""
) -> Iterator[tuple[str, tuple[int, int]]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                if entry.name != "__pycache__":
                    yield from _stat_files(entry.path, suffixes, f"{below}{entry.name}/")
            elif entry.name.endswith(suffixes):
                status = entry.stat()
                yield f"{below}{entry.name}", (status.st_size, status.st_mtime_ns)


def _input_stats(root: Path) -> Stats:
    """The files by their path in the project; those of the program are below `guidebook/`."""
    found: Stats = {}
    for name, suffixes in FOLDERS.items():
        files = stat_files(_locate(root, name), suffixes)
        found |= {f"{name}/{path}": status for path, status in files.items() if not _is_hidden(path)}
    status = (root / "mkdocs.yml").stat()
    return found | {"mkdocs.yml": (status.st_size, status.st_mtime_ns)}


def _locate(root: Path, path: str) -> Path:
    """Where a file is: the program may stand beside the project."""
    return PROGRAM.parent / path if path.partition("/")[0] == PROGRAM.name else root / path
