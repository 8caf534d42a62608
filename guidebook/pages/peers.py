"""The peers of a municipality, and the page that compares it with them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from guidebook.artifacts import Page
from guidebook.i18n.translator import Translator
from guidebook.model.municipality import Municipality
from guidebook.pages.context import TemplateContext
from guidebook.pages.edition import LocalizedEdition
from guidebook.pages.guide import INDEX, own_name
from guidebook.pages.sections import render_guide_page
from guidebook.text import in_order, striptags

COMPARISON = "compare"
"""The address of the page in a guide."""
EACH_WAY = 3
"""Number of smaller and of larger municipalities that count as near in population."""
COMPARED: dict[str, Any] = {
    "id": True,
    "names": True,
    "profile": {"region", "population", "population_counted", "communities", "assembly_seats"},
    "mandate": {"official_languages", "languages_in_official_use"},
    "capacities": True,
}
"""The fields of a peer that the page shows, in the form of `include` in Pydantic."""


def peers(
    town: Municipality, towns: Iterable[Municipality], translator: Translator
) -> dict[str, list[Municipality]]:
    """The municipality and its peers by `region` and by `size` of the population, sorted by name."""
    towns = list(towns)
    groups = {"region": of_region(town, towns), "size": of_size(town, towns)}
    return {kind: _by_name(group or [town], translator) for kind, group in groups.items()}


def shown_of_peer(town: Municipality) -> str:
    """What the page of another municipality shows of this one, as JSON."""
    return town.model_dump_json(include=COMPARED)


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
    return sorted(
        towns, key=lambda town: (in_order(striptags(own_name(town, edition)), edition.alphabet), town.id)
    )


def render_comparison(
    edition: LocalizedEdition, town: str, among: Iterable[str], linked: Collection[str]
) -> Page:
    """A municipality beside its peers among these; the names of `linked` ones lead to their guides."""
    guide = edition.guides[town]
    groups = peers(guide.town, [edition.towns[one] for one in among], edition.translator)
    rows = {
        kind: [
            (
                own_name(other, edition.translator.edition),
                TemplateContext(edition.guides[other.id], INDEX, {}),
            )
            for other in group
        ]
        for kind, group in groups.items()
    }
    here = TemplateContext(guide, INDEX, {})
    names = {"here": here, "groups": rows, "made": linked}
    return render_guide_page(edition, here, COMPARISON, names, "profile.population")
