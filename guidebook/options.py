"""What to build, and what a build made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from guidebook.diagnostics import Problem


@dataclass(frozen=True)
class Options:
    """What to build; everything unless a part is chosen."""

    town: str | None = None
    edition: str | None = None
    draft: bool = False
    specimen: bool = False
    today: date | None = None
    """The day from which the age of facts counts; the newest day of the data by default."""

    @property
    def partial(self) -> bool:
        """Whether a part is chosen; it goes to `preview/`, never into the site."""
        return self.town is not None or self.edition is not None or self.specimen


@dataclass(frozen=True)
class Summary:
    """What a build made."""

    municipalities: int
    editions: int
    pages: int
    pdfs: int
    changed: int
    """Files of `guides/` that were written or deleted."""
    gaps: int
    """Unknown facts of the municipalities that were built."""
    warnings: list[Problem]
    folder: Path
    """The published site."""
