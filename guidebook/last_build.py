"""The last whole build; one with the same inputs and untouched files has nothing to do."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from guidebook.cache import FileCache
from guidebook.diagnostics import Place, Problem
from guidebook.git import revisions
from guidebook.inputs import Inputs, digest, stat_files
from guidebook.options import Options, Summary

OUTPUT = ("guides", "site")


class LastBuild:
    """What is kept of the last whole build of a project, in `.cache/builds`."""

    def __init__(self, root: Path, options: Options) -> None:
        self.root, self.options = root, options
        self.cache = FileCache(root / ".cache" / "builds", ".json")
        self.name = digest("last", str(root.resolve()))
        self.key = self._key()

    def summary(self) -> Summary | None:
        """What it made, if nothing has changed since, neither an input nor a file it wrote."""
        try:
            found = json.loads(self.cache.get(self.name) or b"{}")
            if self.options.partial or found.get("key") != self.key or found.get("files") != self._files():
                return None
            warnings = [
                Problem(Place(**warning.pop("place")), **warning) for warning in found["made"].pop("warnings")
            ]
            return Summary(**found["made"], changed=0, warnings=warnings, folder=self.root / "site")
        except (ValueError, TypeError, KeyError, AttributeError):
            return None

    def remember(self, summary: Summary) -> None:
        """Keeps a build, unless it is one of a part, or an input was written meanwhile."""
        if not self.options.partial and self._key() == self.key:
            made = asdict(summary)
            del made["changed"], made["folder"]
            kept = {"key": self.key, "files": self._files(), "made": made}
            self.cache.put(self.name, json.dumps(kept).encode())

    def _key(self) -> str:
        inputs = Inputs(self.root)
        options = (str(self.options.today), str(self.options.draft))
        return inputs.of_everything(*options, *(commit for _, commit in revisions(self.root)))

    def _files(self) -> str:
        """A hash of the size and time of everything a build writes."""
        return digest([stat_files(self.root / name) for name in OUTPUT])
