"""Text in its letters: escaping for Markdown and HTML, scripts, alphabetical order, search folding."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from unicodedata import category, normalize

from babel.core import get_global
from markupsafe import Markup

SIGNS = re.compile(
    r"""[&<>"'\\`*_{}\[\]#|~^=+$@:]"""  # anywhere
    r"""|(?<!\w)-|-(?!\w)"""  # a dash that is not inside a word: lists, rules, headings
    r"""|(?<=\d)\.(?!\d)"""  # 1. begins a list
)


PLACEHOLDER = re.compile(r"(%\(\w+\)[sd])")


def escaped(text: str) -> Markup:
    """The text with every character that Markdown or HTML interprets as a numeric character reference."""
    return Markup(SIGNS.sub(lambda sign: f"&#{ord(sign[0])};", text))


@lru_cache(maxsize=8192)
def escaped_message(text: str) -> Markup:
    """A message escaped, but for its placeholders, which are filled later."""
    return Markup("").join(
        Markup(piece) if PLACEHOLDER.fullmatch(piece) else escaped(piece) for piece in PLACEHOLDER.split(text)
    )


def striptags(text: str) -> str:
    """Markup as unescaped text without tags, for JSON, iCalendar and front matter."""
    return Markup(text).striptags()


LATIN, CYRILLIC = "Latn", "Cyrl"


@dataclass(frozen=True)
class Writing:
    """How a language is written, where that is more than an alphabet."""

    latin: Mapping[str, str] = field(default_factory=dict)
    """Small Cyrillic letters and the Latin ones they become."""
    spellings: tuple[tuple[str, str], ...] = ()
    """Small letters that people write for others, and what both are in a search."""
    swap: tuple[str, str] = ("", "")
    """Letters that change places in a Cyrillic search index, which becomes a fifth smaller with Cyrillic
    in one byte each."""


WRITING = {
    "sr": Writing(
        latin=dict(zip("абвгдђежзијклмнопрстћуфхцчш", "abvgdđežzijklmnoprstćufhcčš", strict=True))
        | {"љ": "lj", "њ": "nj", "џ": "dž"},
        spellings=(("dj", "d"), ("đ", "d")),
        swap=(
            "абвгдезијклмнопрстуфхцжчћшАБВГДЕЗИЈКЛМНОПРСТУФХЦЖЧЋШ",
            "abvgdezijklmnoprstufhcqwxyABVGDEZIJKLMNOPRSTUFHCQWXY",
        ),
    ),
    "tr": Writing(spellings=(("ı", "i"),)),
}
"""By language; one that is not here is written in one script, and folded by its accents alone."""


@lru_cache(maxsize=8192)
def to_latin(text: str, language: str) -> str:
    """Cyrillic text of a language of `WRITING` in Latin letters, in capitals where the word is.

    ЉУБАВ becomes LJUBAV and Љубав becomes Ljubav; Latin text stays.
    """
    in_capitals, letters = _letters(language)
    return in_capitals.sub(lambda letter: letters[ord(letter[0].lower())].upper(), text).translate(letters)


@cache
def _letters(language: str) -> tuple[re.Pattern[str], dict[int, str]]:
    """Where one Cyrillic letter becomes two Latin capitals, and the table for `str.translate`."""
    latin = WRITING[language].latin
    capitals = "".join(latin).upper()
    digraphs = "".join(letter for letter, letters in latin.items() if len(letters) > 1).upper()
    in_capitals = re.compile(f"(?<=[{capitals}])[{digraphs}]|[{digraphs}](?=[{capitals}])")
    capitalized = {letter.upper(): letters.capitalize() for letter, letters in latin.items()}
    return in_capitals, str.maketrans({**latin, **capitalized})


def script_of(tag: str) -> str:
    """ISO 15924 code of the script of a BCP 47 tag: its own, or the usual one of the language."""
    language, _, script = tag.partition("-")
    likely = get_global("likely_subtags").get(language, f"{language}_{LATIN}")
    return script or likely.split("_")[1]


def byte_swap(tag: str) -> tuple[str, str]:
    """Letters that change places in a search index in this language and script."""
    writing = WRITING.get(tag.partition("-")[0], Writing())
    return writing.swap if script_of(tag) == CYRILLIC else ("", "")


@lru_cache(maxsize=4096)
def in_order(word: str, alphabet: str) -> tuple[int, ...]:
    """Sort key of a word by an alphabet, whose letters stand with spaces between them.

    A letter with a mark that the alphabet lacks counts as the letter without it; other characters come first.
    """
    letters = {letter: number for number, letter in enumerate(alphabet.split(), start=1)}
    longest = re.compile("|".join(sorted(map(re.escape, letters), key=len, reverse=True)) + "|.")
    return tuple(
        letters.get(sign, letters.get(normalize("NFD", sign)[0], 0))
        for sign in longest.findall(word.casefold())
    )


FOLDS = [pair for writing in WRITING.values() for pair in (*writing.latin.items(), *writing.spellings)]
"""What becomes what in small letters, in this order; the browser reads it from the index."""


def fold(text: str) -> str:
    """Search key: small letters a to z. Ђаковица, Đakovica, Djakovica and Dakovica become dakovica."""
    text = text.lower()
    for letters, folded in FOLDS:
        text = text.replace(letters, folded)
    return "".join(sign for sign in normalize("NFD", text) if not category(sign).startswith("M"))
