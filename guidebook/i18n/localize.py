"""A record and one edition's wording joined: every text becomes Markup in the words of the edition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from guidebook.i18n.translation import map_strings
from guidebook.i18n.translator import Translator
from guidebook.model.base import ByLanguage, Record
from guidebook.model.content import Content
from guidebook.model.fields import Label, Sentence, Text
from guidebook.model.municipality import Municipality
from guidebook.text import escaped, to_latin


def localize(value: Record | Mapping[str, Any], translator: Translator, file: str) -> Any:
    """The same record with every text as Markup; `file` is the first part of the contexts."""

    def turn(text: Any, context: str, _path: object) -> Markup:
        if isinstance(text, ByLanguage):
            return translator.by_language(text)
        if isinstance(text, Text):
            return escaped(text)
        return translator.text(str(text), context if isinstance(text, Label) else None)

    return map_strings(value, (Sentence, Label, Text, ByLanguage), turn, file)


def localize_content(content: Content, translator: Translator) -> Content:
    """The common records in the words of the edition."""
    files = {name: localize(getattr(content, name), translator, name) for name in Content.model_fields}
    return Content.model_construct(**files)


def localize_towns(towns: Sequence[Municipality], translator: Translator) -> dict[str, Municipality]:
    """The municipalities by id; Serbian names in the script of the edition."""
    return {town.id: _in_script(localize(town, translator, "municipalities"), translator) for town in towns}


def _in_script(town: Municipality, translator: Translator) -> Municipality:
    """Serbian in the script of the edition; in editions of other languages in Latin."""
    if translator.edition.lang == "sr-Cyrl":
        return town
    names = town.names
    latin = {
        field: getattr(names, field).model_copy(
            update={"value": Markup(to_latin(getattr(names, field).value))}
        )
        for field in ("sr", "sr_full")
    }
    return town.model_copy(update={"names": names.model_copy(update=latin)})
