"""Records in the language and script of one edition: every text becomes Markup."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar

from markupsafe import Markup

from guidebook.i18n.translation import map_strings, message_context
from guidebook.i18n.translator import Translator
from guidebook.model.base import ByLanguage, Record
from guidebook.model.content import Content
from guidebook.model.fields import Label, Sentence, Text
from guidebook.model.municipality import NAME_FORMS, Municipality
from guidebook.text import escaped

Made = TypeVar("Made")


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


class MadeOnce(Mapping[str, Made]):
    """A mapping whose values are made when they are first asked for."""

    def __init__(self, keys: Iterable[str], make: Callable[[str], Made]) -> None:
        self.known, self.make, self.made = tuple(keys), make, dict[str, Made]()

    def __getitem__(self, key: str) -> Made:
        if key not in self.made:
            self.made[key] = self.make(key)
        return self.made[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.known)

    def __len__(self) -> int:
        return len(self.known)


def localize_towns(towns: Iterable[Municipality], translator: Translator) -> Mapping[str, Municipality]:
    """The municipalities by id; each name in the script that fits the edition."""
    read = {town.id: town for town in towns}
    return MadeOnce(
        read, lambda town: _in_script(localize(read[town], translator, "municipalities"), translator)
    )


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
