"""Guides kept from earlier builds: what is made of one municipality in one edition, by a hash of its inputs.

An entry that is missing or damaged is made anew.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from pydantic import TypeAdapter

from guidebook.cache import FileCache
from guidebook.guide_output import GuideOutput

LEVEL = 1
"""Of zlib, whose checksum tells a damaged entry; the fastest makes a tenth of it."""
OUTPUT = TypeAdapter(GuideOutput)


class GuideCache:
    """The guides in `.cache/guides`; `unchanged` says whether the inputs are still those of the keys."""

    def __init__(self, root: Path, unchanged: Callable[[], bool]) -> None:
        self.files = FileCache(root / ".cache" / "guides", ".json.zz")
        self.unchanged = unchanged

    def guide(self, key: str, make: Callable[[], GuideOutput]) -> GuideOutput:
        """The guide of a key; one that is not kept is made, and kept unless a file was written meanwhile."""
        with suppress(zlib.error):
            if (entry := self.files.get(key)) is not None:
                return OUTPUT.validate_json(zlib.decompress(entry))
        output = make()
        if self.unchanged():
            self.files.put(key, zlib.compress(OUTPUT.dump_json(output), LEVEL))
        return output
