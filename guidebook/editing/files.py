"""Read the files that edits change, and write them: all or none, and never over what somebody else saved."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from guidebook.diagnostics import Place, Problem, ProblemsFound
from guidebook.editing.apply import FILES
from guidebook.project import read_documents
from guidebook.source.document import Document
from guidebook.source.yaml_loader import parse

SAVED_MEANWHILE = "somebody saved this file while it was edited; run the command again."


@dataclass(frozen=True)
class DataFiles:
    """The files of `data/` as they were read."""

    root: Path
    documents: dict[str, Document]
    """By name; those of FILES with their own line ends."""
    data: dict[str, bytes]
    """The bytes of FILES by name."""
    texts: dict[str, str]

    def path(self, name: str) -> Path:
        """Where a file stands, behind a symbolic link too."""
        return (self.root / self.documents[name].file).resolve()

    def write(self, texts: Mapping[str, str]) -> None:
        """Writes new texts by name, all or none. Raises ProblemsFound when a file was saved meanwhile."""
        parts = {name: _part(self.path(name), text.encode()) for name, text in texts.items()}
        written: list[str] = []
        try:
            for name in texts:
                if self.path(name).read_bytes() != self.data[name]:
                    raise ProblemsFound(
                        [Problem(Place(self.documents[name].file, 1, 1), "", SAVED_MEANWHILE)]
                    )
            for name, part in parts.items():
                part.replace(self.path(name))
                written.append(name)
        except BaseException:
            for name in written:
                _part(self.path(name), self.data[name]).replace(self.path(name))
            raise
        finally:
            for part in parts.values():
                with suppress(FileNotFoundError):
                    part.unlink()


def read_data_files(root: Path) -> DataFiles:
    """Reads `data/`. Raises ProblemsFound when one of FILES is missing, or is not UTF-8 or not YAML."""
    documents = read_documents(root)
    for name in FILES:
        if documents[name].faults:
            raise ProblemsFound(documents[name].problems)
    data = {name: (root / documents[name].file).read_bytes() for name in FILES}
    texts = {name: content.decode() for name, content in data.items()}
    return DataFiles(
        root, documents | {name: parse(texts[name], documents[name].file) for name in FILES}, data, texts
    )


def _part(path: Path, content: bytes) -> Path:
    """A temporary file beside another, with its permissions."""
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as part:
        part.write(content)
    shutil.copymode(path, part.name)
    return Path(part.name)
