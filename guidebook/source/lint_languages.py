"""Lint rule for the languages of a municipality: the shares of its communities suggest them."""

from __future__ import annotations

from collections.abc import Iterator

from guidebook.model.municipality import Communities, Municipality

OFFICIAL, IN_USE = 5, 3
"""Per cent of residents with the mother tongue, as the sources of the Law on the Use of Languages say.
A language may be in official use by tradition as well, so that one below the share is no doubt."""
LANGUAGE = {"turk": "tr", "bosniak": "bs", "roma": "rom"}
"""What the census suggests of mother tongues; of other communities it suggests nothing further."""
WHATEVER_THE_SHARE = {("prizren", "tr")}
"""Turkish is official in Prizren by the law itself."""
ASK = "ask the municipality, then correct the list or write to_confirm: yes."


def language_doubts(town: Municipality) -> Iterator[tuple[str, str]]:
    """Fields of the mandate that the shares do not suggest, each with what to ask. It is never a finding:
    the census asks for the community, the law for the mother tongue."""
    people, communities = town.profile.population.value, town.profile.communities.value
    official, in_use = town.mandate.official_languages, town.mandate.languages_in_official_use
    if not people or communities is None or official.value is None:
        return
    for community, language in LANGUAGE.items():
        share = _share(communities, community, people)
        if share is None:
            continue
        shown = f"check {language}: the community {community} is {share:.1f} per cent of the population"
        if language in official.value:
            if share < OFFICIAL and (town.id, language) not in WHATEVER_THE_SHARE and not official.to_confirm:
                yield "official_languages", f"{shown}, below {OFFICIAL}; {ASK}"
        elif share >= OFFICIAL and not official.to_confirm:
            yield "official_languages", f"{shown}, {OFFICIAL} or more, and {language} is not here; {ASK}"
        elif OFFICIAL > share >= IN_USE and language not in (in_use.value or ()) and not in_use.to_confirm:
            yield "languages_in_official_use", f"{shown}, {IN_USE} or more, and {language} is not here; {ASK}"


def _share(communities: Communities, community: str, people: int) -> float | None:
    """Per cent of the population; nothing where the community is counted among others."""
    count = getattr(communities, community)
    return None if count is None else 100 * count / people
