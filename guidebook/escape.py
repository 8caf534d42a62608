"""Text becomes harmless in Markdown and HTML: each sign with a meaning there as a numeric reference."""

from __future__ import annotations

import re

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
