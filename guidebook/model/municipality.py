"""The record of a municipality; each field explains itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field

from guidebook.model.base import ENGLISH, Block, ByLanguage, Fact, FactGroup, Record
from guidebook.model.enums import Community, Competence, Language, Rule
from guidebook.model.fields import (
    Day,
    FindingCode,
    Free,
    LawKey,
    MailAddress,
    Number,
    PhoneNumber,
    PlaceName,
    Slug,
    Text,
    TownName,
    WebAddress,
    Whole,
    Year,
    YesNo,
    as_list,
    known,
)

TOWNS = "municipalities"
"""The name of the file that holds the municipalities."""
SPECIMEN = "specimen"
"""The id of the fictional municipality, and the name of the file that holds it."""
FEW = 10
"""A community of fewer people is never shown: a small count can point to a family."""
NAME_FORMS = ("", "_full")
"""What follows the language in the field of a name: nothing for the short one."""
Phones = Annotated[tuple[PhoneNumber, ...], BeforeValidator(as_list)]


class Names(Block):
    """What the municipality is called."""

    languages: ClassVar[Mapping[str, str]] = {ENGLISH: ENGLISH}
    """Languages of the site by code, English last, with the BCP 47 tag of the name as people write it.

    The class that validates a site has two fields for each, as for English (`guidebook.model.languages`)."""

    en: Fact[Free]
    """The name in English text, such as Prizren."""
    en_full: Fact[Free]
    """With the word for municipality, such as Municipality of Prizren."""
    others: dict[Language, Free] = Field(default_factory=dict)
    """The name in further official languages, by language code."""
    also: tuple[Free, ...] = ()
    """Other spellings people look for; never printed as the name."""

    def by_language(self, form: str = "") -> dict[str, Fact[Text]]:
        """The names that are written, by language, in one of the `NAME_FORMS`."""
        names = {code: getattr(self, f"{code}{form}") for code in self.languages}
        return {code: name for code, name in names.items() if name is not None}


class Communities(Record):
    """People by community at the census. A community of fewer than 10 people is counted in `others`."""

    albanian: Whole | None = None
    serb: Whole | None = None
    turk: Whole | None = None
    bosniak: Whole | None = None
    roma: Whole | None = None
    ashkali: Whole | None = None
    egyptian: Whole | None = None
    gorani: Whole | None = None
    others: Whole
    """Everybody else: small communities, other answers, no answer."""
    with_others: tuple[Community, ...] = ()
    """Communities of 10 people or more counted in `others`, so that no small count follows by subtraction."""

    def counts(self) -> dict[str, int]:
        """People by community, largest first, `others` last."""
        named = {name: count for name, count in self if isinstance(count, int) and name != "others"}
        return dict(sorted(named.items(), key=lambda item: -item[1])) | {"others": self.others}


class Profile(FactGroup):
    """The municipality in figures and places."""

    region: Fact[PlaceName]
    """The region it lies in, which is not always that of its court or police."""
    area_km2: Fact[Number]
    """Square kilometres, with a decimal point and no unit."""
    population: Fact[Whole]
    """People at the census of 2024, or the statistics agency's estimate where most were not counted."""
    population_counted: Fact[Whole] | None = None
    """People actually counted, where `population` is an estimate."""
    communities: Fact[Communities]
    """People by community; the sum must be the population."""
    settlements: Fact[Whole]
    """How many settlements it has."""
    assembly_seats: Fact[Whole]
    """How many members the municipal assembly has."""
    basic_court: Fact[PlaceName]
    """The seat of the basic court that serves it."""
    court_branch: Fact[TownName]
    """The municipality where the branch of the court sits, or `none` when the main seat serves it."""
    police_directorate: Fact[PlaceName]
    """The seat of the regional police directorate."""
    history: Fact[ByLanguage] | None = None
    """How the municipality came to be, where it was split or founded."""


class Mandate(FactGroup):
    """Which rules hold here."""

    official_languages: Fact[tuple[Language, ...]]
    """Always sq and sr; a further one needs a source of its own."""
    languages_in_official_use: Fact[tuple[Language, ...]]
    """Beside the official ones; [] where there is none, unknown where nobody looked."""
    enhanced_competences: Fact[tuple[Competence, ...]]
    """What the law gives beyond the competences of all; [] where there is none."""
    ten_per_cent_rule: Fact[Rule]
    """Whether a deputy mayor for communities is compulsory: plainly, plainly not, close, or unsure."""
    special_law: Fact[LawKey] | None = None
    """A key of `data/law.yaml`."""
    oath_date: Fact[Day]
    """The day the mayor took the oath; the 100 days count from it."""
    local_acts: Fact[tuple[ByLanguage, ...]]
    """Acts of the municipality itself, its statute first; a list."""


class Finding(Block):
    """Something reported by a source in a year; never today's state."""

    finding: FindingCode
    """A code of `data/findings.yaml`, under the same capacity."""
    year: Annotated[Year | None, BeforeValidator(known)]
    """The year the source speaks of, not the year it was published."""
    to_confirm: YesNo = False


class Capacities(FactGroup):
    """What was reported of the municipality's means, by whom, in which year."""

    prevention_coordinator: Fact[tuple[Finding, ...]]
    """A person or office named for prevention; write no name."""
    safety_council: Fact[tuple[Finding, ...]]
    """The municipal community safety council."""
    referral_team: Fact[tuple[Finding, ...]]
    """The local referral team."""
    local_plan: Fact[tuple[Finding, ...]]
    """A local plan on prevention."""
    budget_line: Fact[tuple[Finding, ...]]
    """Money for prevention."""
    training: Fact[tuple[Finding, ...]]
    """Training of assembly and staff."""
    partners: Fact[tuple[Finding, ...]]
    """Networks, projects, declarations."""
    self_assessment: Fact[tuple[Finding, ...]]
    """The municipality's own assessment."""
    deputy_mayor_for_communities: Fact[tuple[Finding, ...]]
    """The post, and whether it was reported filled; write no name."""
    communities_committee: Fact[tuple[Finding, ...]]
    """The communities committee of the assembly."""
    youth_council: Fact[tuple[Finding, ...]]
    """The local youth action council."""
    public_safety_committees: Fact[tuple[Finding, ...]]
    """Local public safety committees."""


class Contact(FactGroup):
    """How to reach an office. No person's name and no private number."""

    phone: Fact[Phones]
    """One number of an office, or a list; never a private one."""
    email: Fact[MailAddress]
    """The office's mailbox, never a person's own."""
    address: Fact[Free]
    """Street, number, postcode and place, such as Rruga Jashar Salihu 3, 51000 Deçan."""
    website: Fact[WebAddress]


class Contacts(FactGroup):
    """Offices by role."""

    municipality: Contact
    police_station: Contact
    deputy_mayor: Contact
    deputy_mayor_for_communities: Contact
    communities_office: Contact
    emergency_structure: Contact
    social_work_centre: Contact
    education_directorate: Contact
    communications_office: Contact
    safety_council_secretariat: Contact


class Municipality(Block):
    """Everything published about one municipality."""

    id: Slug
    """Lower-case words joined by `-`; part of every address, so never renamed."""
    names: Names
    profile: Profile
    mandate: Mandate
    capacities: Capacities
    contacts: Contacts
