"""Which municipalities stand beside one: those of its region, and those nearest in population."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from guidebook.i18n.translator import Translator
from guidebook.model.municipality import Municipality
from guidebook.pages.guide import own_name
from guidebook.text import in_order

EACH_WAY = 3
"""So many smaller and so many larger ones are near in size, where there are so many."""


def neighbours(
    town: Municipality, towns: Iterable[Municipality], translator: Translator
) -> dict[str, list[Municipality]]:
    """By `region` and `size`: the municipality among others, by name and never by a figure."""
    towns = list(towns)
    beside = {"region": of_region(town, towns), "size": of_size(town, towns)}
    return {kind: _by_name(found or [town], translator) for kind, found in beside.items()}


def of_region(town: Municipality, towns: Sequence[Municipality]) -> list[Municipality]:
    """Every municipality known to lie in its region, itself included; none where the region is unknown."""
    region = town.profile.region.value
    return [] if region is None else [other for other in towns if other.profile.region.value == region]


def of_size(town: Municipality, towns: Sequence[Municipality]) -> list[Municipality]:
    """The nearest by known population, itself in the middle; none where its own is unknown."""
    counted = sorted(
        (people, other.id, other) for other in towns if (people := other.profile.population.value) is not None
    )
    ids = [name for _people, name, _other in counted]
    if town.id not in ids:
        return []
    here = ids.index(town.id)
    return [other for _people, _name, other in counted[max(0, here - EACH_WAY) : here + EACH_WAY + 1]]


def _by_name(towns: Iterable[Municipality], translator: Translator) -> list[Municipality]:
    edition = translator.edition
    return sorted(towns, key=lambda town: (in_order(own_name(town, edition), edition.alphabet), town.id))
