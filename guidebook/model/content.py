"""Records common to every guide; `Content` has one field for each file but the municipalities."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from guidebook.model.base import ENGLISH, ByLanguage, Common, MaybeText, NumberByLanguage, Record
from guidebook.model.enums import Doubt, Languages, LawKind, Level
from guidebook.model.fields import (
    Address,
    Article,
    BodyKey,
    Code,
    Day,
    EditionKey,
    Free,
    LanguageCode,
    LawKey,
    PhoneNumber,
    PlaceName,
    SectionKey,
    Short,
    Slug,
    TownName,
    Translated,
    WebAddress,
    Whole,
    Year,
    YesNo,
    as_list,
    known,
)
from guidebook.model.papers import Paper
from guidebook.model.practice import Central, Chapter
from guidebook.model.reference import Source, Term
from guidebook.model.toolkit import Assessment, Measures, Plan, Response, Training, Worksheets
from guidebook.model.ways import Ways
from guidebook.text import script_of

MaybeYear = Annotated[Year | None, BeforeValidator(known)]
MaybeWeb = Annotated[WebAddress | None, BeforeValidator(known)]
MaybePhone = Annotated[PhoneNumber | None, BeforeValidator(known)]
MaybeNumber = Annotated[NumberByLanguage | None, BeforeValidator(known)]


class Law(Common):
    """A legal act and what it gives a mayor."""

    section: SectionKey
    """The section of the guides that explains it."""
    kind: LawKind
    number: MaybeNumber
    """As in the Official Gazette, such as 03/L-040; by language where it holds the abbreviation of an office.
    Never a guess, which goes to remark."""
    year: MaybeYear
    """As in the Official Gazette, or unknown."""
    title: ByLanguage
    """The official title; unknown in a language whose wording is not known."""
    title_to_confirm: Languages = ()
    """Languages whose title is proposed but was not seen in a source."""
    gazette: Short | None = None
    articles: Annotated[tuple[Article, ...], BeforeValidator(as_list)] = ()
    """Articles seen in its sources, which papers may name, such as ["17", "40.2"]."""
    gives_mayor: Translated
    """One to four short sentences to the mayor."""
    to_confirm: Translated | None = None
    """Published: what is not sure, and whom to ask."""
    unsure: Annotated[tuple[Doubt, ...], BeforeValidator(as_list)] = ()
    """What is still to be checked; left out where nothing is. An act that is unsure itself is not printed."""
    only_for: TownName | None = None
    """The `id` of the one municipality it concerns."""


class Body(Common):
    """An institution or office and when to call it."""

    name: ByLanguage
    """The same form as in the glossary."""
    name_to_confirm: Languages = ()
    """Languages whose wording was not seen in a source."""
    level: Level
    role: Translated | None = None
    """One to three short sentences; left out where call_when says it all."""
    call_when: Translated | None = None
    """When a mayor turns to them."""
    phone: MaybePhone
    """Only what an official source shows."""
    website: MaybeWeb
    """Only what an official source shows."""
    offices: dict[PlaceName, tuple[Short, ...]] | None = None
    """Addresses of its regional offices, by region."""
    to_confirm: Translated | None = None
    """Published: what is not sure, and whom to ask."""


class Permission(Record):
    """A row of the mandate card."""

    want: Short
    """What the mayor wants to do; begins with a verb."""
    because: Annotated[tuple[LawKey, ...], BeforeValidator(as_list)]
    """The acts that allow or oblige it."""
    need: Translated
    """What it takes."""
    not_mine: Translated
    """Where the mayor's task ends."""
    call: BodyKey
    """Who is called then."""


class Unanswered(Record):
    """What to ask where a fact is unknown, and whom."""

    question: Translated
    ask: Short
    """Whom to ask: an office."""


class EmergencyNumber(Common):
    """A number to dial when somebody is in danger."""

    service: Short
    """Two or three words."""


class Emergency(Record):
    """The emergency numbers, in the order they are printed."""

    numbers: dict[PhoneNumber, EmergencyNumber]


class Words(Record):
    """Labels of the codes used in the data."""

    answer: dict[Slug, Short]
    language: dict[Slug, Short]
    community: dict[Slug, Short]
    competence: dict[Slug, Short]
    rule: dict[Slug, Translated]
    capacity: dict[Slug, Short]
    contact: dict[Slug, Short]
    level: dict[Slug, Short]
    law_kind: dict[Slug, Short]
    unsure: dict[Slug, Short]
    paper: dict[Slug, Short]


class Section(Record):
    """A page of every guide; its key is its address."""

    title: Short
    question: Translated
    """The question the section answers; also the description search engines show."""


class Edition(Record):
    """A language in a script; its key is its address."""

    name: Free
    """In its own language, as the switch shows it."""
    lang: Code
    """As in `<html lang>`: sq, sr-Latn, sr-Cyrl, en."""
    words: LanguageCode
    """The catalog: the folder under `locale/`, or `en` for the source text."""
    locale: Code
    """Babel's name of the locale for dates and numbers."""
    alphabet: Free
    """The letters in their order, with spaces between; two signs may be one letter."""
    latin: YesNo
    """Derived from Cyrillic."""
    reviewer: MaybeText
    reviewed: Annotated[Day | None, BeforeValidator(known)]
    """The day a native speaker signed the translation; while unknown, every page says that it is a draft."""

    @property
    def script(self) -> str:
        """ISO 15924 code of the script, such as Latn."""
        return script_of(self.lang)


class LanguageProperties(Record):
    """Properties of a language that its editions do not have; each line may be left out."""

    name: Free | None = None
    """Help on the field of its name of a municipality, with an example."""
    full_name: Free | None = None
    """Help on the field of its official name of a municipality, with an example."""
    text: Free | None = None
    """Help on the field of any other text in it."""
    offices: tuple[Free, ...] = ()
    """How the words of offices begin in their mailboxes, in small letters a to z."""
    titles: tuple[Free, ...] = ()
    """Words before the name of a person; with a full stop where it is never left out."""
    posts: tuple[Free, ...] = ()
    """Words for who holds a post, which stand before a person's name too."""


class Site(Record):
    """What the site as a whole is told."""

    municipalities: Whole
    """How many records `data/municipalities.yaml` must hold."""
    name: Short
    purpose: Translated
    editions: dict[Slug, Edition]
    """In the order of the language switch."""
    bilingual: tuple[tuple[EditionKey, ...], ...] = ()
    """Two editions each, of different languages, whose sheets are also printed side by side."""
    languages: dict[LanguageCode, LanguageProperties] = Field(default_factory=dict)
    """By the code of the catalog; a language of mailboxes alone needs no edition."""
    title_languages: tuple[Code, ...] = (ENGLISH,)
    """Languages of the titles in `data/sources.yaml`, as in `<html lang>`."""
    publisher_languages: tuple[Code, ...] = (ENGLISH,)
    """Languages of the publishers' names in `data/sources.yaml`, as in `<html lang>`."""
    sections: dict[Slug, Section]
    """In reading order."""


class Content(Record):
    """Everything common to the guides, by file."""

    site: Site
    words: Words
    places: dict[Slug, ByLanguage]
    findings: dict[Slug, dict[Slug, Translated]]
    sources: dict[Slug, Source]
    law: dict[Slug, Law]
    bodies: dict[Slug, Body]
    card: dict[Slug, Permission]
    questions: dict[Address, Unanswered]
    """By the address of the fact, or of what several facts share, without the municipality."""
    emergency: Emergency
    ways: Ways
    plan: Plan
    response: Response
    training: Training
    assessment: Assessment
    measures: Measures
    worksheets: Worksheets
    papers: dict[Slug, Paper]
    practice: dict[Slug, Chapter]
    central: Central
    glossary: dict[Slug, Term]
