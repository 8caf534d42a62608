"""Records in the language and script of one edition: every text becomes Markup."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from guidebook.i18n.translation import map_strings, message_context
from guidebook.i18n.translator import Translator
from guidebook.model.base import ByLanguage, Record
from guidebook.model.content import Content
from guidebook.model.fields import Label, Sentence, Text
from guidebook.model.municipality import NAME_FORMS, Municipality
from guidebook.text import escaped


def localize(value: Record | Mapping[str, Any], translator: Translator, file: str) -> Any:
    """A copy with every text as Markup; `file` is the first part of the message contexts."""

    def transform(text: Any, context: str, _path: object) -> Markup:
        if isinstance(text, ByLanguage):
            return translator.by_language(text)
        if isinstance(text, Text):
            return escaped(text)
        return translator.text(str(text), message_context(text, context))

    return map_strings(value, (Sentence, Label, Text, ByLanguage), transform, file)


def localize_content(content: Content, translator: Translator) -> Content:
    """The common records in the language of the edition."""
    files = {name: localize(getattr(content, name), translator, name) for name in Content.model_fields}
    return Content.model_construct(**files)


def localize_towns(towns: Sequence[Municipality], translator: Translator) -> dict[str, Municipality]:
    """The municipalities by id; each name in the script that fits the edition."""
    return {town.id: _in_script(localize(town, translator, "municipalities"), translator) for town in towns}


def _in_script(town: Municipality, translator: Translator) -> Municipality:
    names = town.names
    in_script = {
        f"{language}{form}": name.model_copy(
            update={"value": Markup(translator.in_script(name.value, language))}
        )
        for form in NAME_FORMS
        for language, name in names.by_language(form).items()
        if name.value is not None
    }
    return town.model_copy(update={"names": names.model_copy(update=in_script)})
