"""Text becomes harmless in Markdown and HTML: each sign with a meaning there as a numeric reference."""

from __future__ import annotations

import re
from unicodedata import category, normalize

from markupsafe import Markup

SIGNS = re.compile(
    r"""[&<>"'\\`*_{}\[\]#|~^=+$@:]"""  # anywhere
    r"""|(?<!\w)-|-(?!\w)"""  # a dash that is not inside a word: lists, rules, headings
    r"""|(?<=\d)\.(?!\d)"""  # 1. begins a list
)


PLACEHOLDER = re.compile(r"(%\(\w+\)[sd])")


def escaped(text: str) -> Markup:
    """The text as Markup that shows it literally wherever a template puts it."""
    return Markup(SIGNS.sub(lambda sign: f"&#{ord(sign[0])};", text))


def escaped_message(text: str) -> Markup:
    """The same for a message of a template, whose placeholders are filled later."""
    return Markup("").join(
        Markup(piece) if PLACEHOLDER.fullmatch(piece) else escaped(piece) for piece in PLACEHOLDER.split(text)
    )


def plain(text: str) -> str:
    """The text as it was before it was escaped, without tags, for places where nothing has a meaning."""
    return Markup(text).striptags()


SINGLE = dict(zip("абвгдђежзијклмнопрстћуфхцчш", "abvgdđežzijklmnoprstćufhcčš", strict=True))
DIGRAPHS = {"љ": "lj", "њ": "nj", "џ": "dž"}
LATIN = str.maketrans(
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
    return whole.translate(LATIN)


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


FOLDS = [*(SINGLE | DIGRAPHS).items(), ("dj", "d"), ("đ", "d"), ("ı", "i")]
"""What becomes what in small letters, in this order; the browser reads it from the index."""


def fold(text: str) -> str:
    """Ђаковица, Đakovica, Djakovica and Dakovica become dakovica; Gjakovë becomes gjakove."""
    text = text.lower()
    for letters, plain in FOLDS:
        text = text.replace(letters, plain)
    return "".join(sign for sign in normalize("NFD", text) if not category(sign).startswith("M"))
