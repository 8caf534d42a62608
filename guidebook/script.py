"""Serbian Cyrillic to Serbian Latin: exact, and blind to everything that is not Cyrillic."""

from __future__ import annotations

import re

SINGLE = dict(zip("абвгдђежзијклмнопрстћуфхцчш", "abvgdđežzijklmnoprstćufhcčš", strict=True))
DIGRAPHS = {"љ": "lj", "њ": "nj", "џ": "dž"}
TABLE = str.maketrans(
    SINGLE
    | {letter.upper(): latin.upper() for letter, latin in SINGLE.items()}
    | DIGRAPHS
    | {letter.upper(): latin.capitalize() for letter, latin in DIGRAPHS.items()}
)
CAPITAL = "А-ЯЂЈЉЊЋЏ"
IN_CAPITALS = re.compile(f"(?<=[{CAPITAL}])[ЉЊЏ]|[ЉЊЏ](?=[{CAPITAL}])")


def to_latin(text: str) -> str:
    """ЉУБАВ becomes LJUBAV and Љубав becomes Ljubav; e-mails, addresses and Latin words stay."""
    whole = IN_CAPITALS.sub(lambda letter: DIGRAPHS[letter[0].lower()].upper(), text)
    return whole.translate(TABLE)
