"""What people write where they mean `unknown`."""

from __future__ import annotations

INSTEAD = frozenset(
    ("unknown", "not known", "n/a", "na", "none known", "nuk dihet", "nepoznato", "непознато", "tbd", "xxx")
)
SIGNS = "?-–—"


def says_unknown(found: str) -> bool:
    """Whether somebody wrote `unknown` in other words, in other letters or as a sign."""
    word = found.strip(" .").casefold()
    return found != "unknown" and (word in INSTEAD or (word != "" and not word.strip(SIGNS)))
