"""Words as people type them: one rule for what is searched and for what is sought."""

from __future__ import annotations

from unicodedata import category, normalize

from guidebook.script import DIGRAPHS, SINGLE

TABLE = [*(SINGLE | DIGRAPHS).items(), ("dj", "d"), ("đ", "d"), ("ı", "i")]
"""What becomes what in small letters, in this order; the browser reads it from the index."""


def fold(text: str) -> str:
    """Ђаковица, Đakovica, Djakovica and Dakovica become dakovica; Gjakovë becomes gjakove."""
    text = text.lower()
    for letters, plain in TABLE:
        text = text.replace(letters, plain)
    return "".join(sign for sign in normalize("NFD", text) if not category(sign).startswith("M"))
