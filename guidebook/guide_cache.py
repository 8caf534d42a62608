"""Guides kept from the last build: what is made of one municipality in one edition, by a hash of its inputs.

A guide is made of the common data, the templates, the catalog of its language, the record of its
municipality, the names of all municipalities, and the program. Its key is a hash of all of them, byte for
byte; whatever changes one of them makes the guide anew, and nothing else does. An entry that is missing or
damaged is made anew too.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from pydantic import TypeAdapter

from guidebook.cache import FileCache
from guidebook.guide_output import GuideOutput, build_guide
from guidebook.model.municipality import SPECIMEN, TOWNS, Municipality
from guidebook.pages.edition import LocalizedEdition
from guidebook.pages.guide import EditionPairs
from guidebook.project import catalog_path

LIBRARIES = ("babel", "jinja2", "markdown", "markupsafe", "pydantic", "pyyaml")
"""Whose versions change what is made."""
DIGEST = 32
"""Bytes of the checksum before an entry."""
OUTPUT = TypeAdapter(GuideOutput)


class GuideCache:
    """The guides of a project; `towns` are all its records as they were read."""

    def __init__(self, root: Path, towns: Sequence[Municipality]) -> None:
        self.root = root
        self.files = FileCache(root / ".cache" / "guides", ".json")
        self.records = {town.id: town.model_dump_json().encode() for town in towns}
        names = {town.id: town.names.model_dump_json() for town in towns}
        self.common = _hash(
            sys.version.encode(),
            *(version(name).encode() for name in LIBRARIES),
            *_contents(Path(__file__).parent, "*.py"),
            *_contents(root / "templates", "*.j2"),
            *(
                path.read_bytes()
                for path in sorted((root / "data").glob("*.yaml"))
                if path.stem not in (TOWNS, SPECIMEN)
            ),
            json.dumps(names, sort_keys=True).encode(),
        )

    def guides(
        self, editions: Sequence[LocalizedEdition], towns: Sequence[str], pairs: EditionPairs
    ) -> Iterator[GuideOutput]:
        """The guides of these municipalities by edition; those that are not kept are made and kept."""
        for edition in editions:
            catalog = catalog_path(self.root, edition.translator.edition.words)
            written = catalog.read_bytes() if catalog.exists() else b""
            common = _hash(self.common, edition.key.encode(), json.dumps(pairs).encode(), written)
            for town in towns:
                key = _hash(common, self.records[town]).hex()
                output = self._kept(key)
                if output is None:
                    output = build_guide(edition, town, pairs)
                    data = OUTPUT.dump_json(output)
                    self.files.put(key, sha256(data).digest() + data)
                yield output
        self.files.prune()

    def _kept(self, key: str) -> GuideOutput | None:
        entry = self.files.get(key)
        if entry is None or sha256(entry[DIGEST:]).digest() != entry[:DIGEST]:
            return None
        return OUTPUT.validate_json(entry[DIGEST:])


def _contents(folder: Path, pattern: str) -> Iterator[bytes]:
    """The files below a folder, each with its path, so that a file that moves changes the hash."""
    for path in sorted(folder.rglob(pattern)):
        yield path.relative_to(folder).as_posix().encode()
        yield path.read_bytes()


def _hash(*parts: bytes) -> bytes:
    """A hash of parts; each is hashed by itself, so that nothing moves from one into the next."""
    return sha256(b"".join(sha256(part).digest() for part in parts)).digest()
