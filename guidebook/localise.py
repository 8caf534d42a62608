"""A record and one edition's wording joined: every text becomes Markup in the words of the edition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from guidebook.commons import Commons
from guidebook.escape import escaped
from guidebook.guide import Guide, Wording
from guidebook.model import Municipality, facts
from guidebook.record import ByLanguage, Record
from guidebook.script import to_latin
from guidebook.values import Label, Sentence, Text
from guidebook.wording import turned


def localise(value: Record | Mapping[str, Any], wording: Wording, file: str) -> Any:
    """The same record with every text as Markup; `file` is the first part of the contexts."""

    def turn(text: Any, context: str, _path: object) -> Markup:
        if isinstance(text, ByLanguage):
            return wording.by_language(text)
        if isinstance(text, Text):
            return escaped(text)
        return wording.text(str(text), context if isinstance(text, Label) else None)

    return turned(value, (Sentence, Label, Text, ByLanguage), turn, file)


def localise_commons(commons: Commons, wording: Wording) -> Commons:
    """The common records in the words of the edition."""
    files = {name: localise(getattr(commons, name), wording, name) for name in Commons.model_fields}
    return Commons.model_construct(**files)


def localise_towns(towns: Sequence[Municipality], wording: Wording) -> dict[str, Municipality]:
    """The municipalities by id; Serbian names in the script of the edition."""
    return {town.id: _in_script(localise(town, wording, "municipalities"), wording) for town in towns}


def _in_script(town: Municipality, wording: Wording) -> Municipality:
    """Serbian in the script of the edition; in editions of other languages in Latin."""
    if wording.edition.lang == "sr-Cyrl":
        return town
    names = town.names
    latin = {
        field: getattr(names, field).model_copy(
            update={"value": Markup(to_latin(getattr(names, field).value))}
        )
        for field in ("sr", "sr_full")
    }
    return town.model_copy(update={"names": names.model_copy(update=latin)})


def guide(town: Municipality, towns: Mapping[str, Municipality], wording: Wording, commons: Commons) -> Guide:
    """The guide of a localised municipality."""
    by_address = {at.address.partition(".")[2]: at for at in facts(town)}
    return Guide(town, wording, commons, by_address, towns)
