"""Scripts and alphabets: Serbian Cyrillic to Latin, and the order of names."""

from __future__ import annotations

import re
from unicodedata import normalize

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


def in_order(word: str, alphabet: str) -> list[int]:
    """A key that sorts words by an alphabet, whose letters stand with spaces between them.

    A letter with a mark the alphabet does not know counts as the letter without it; other signs come first.
    """
    letters = {letter: number for number, letter in enumerate(alphabet.split(), start=1)}
    longest = re.compile("|".join(sorted(map(re.escape, letters), key=len, reverse=True)) + "|.")
    return [
        letters.get(sign, letters.get(normalize("NFD", sign)[0], 0))
        for sign in longest.findall(word.casefold())
    ]
