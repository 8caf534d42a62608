"""Records common to every guide; `Content` has one field for each file beside the municipalities."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field

from guidebook.model.base import ENGLISH, ByLanguage, MaybeText, Record, Sources
from guidebook.model.enums import PUBLISHER_LANGUAGE, TITLE_LANGUAGE, Languages, LawKind, Level, Sure
from guidebook.model.fields import (
    Address,
    BodyKey,
    Code,
    Day,
    EditionKey,
    Free,
    LanguageCode,
    LawKey,
    PhoneNumber,
    SectionKey,
    Short,
    Slug,
    Text,
    Time,
    TownName,
    Translated,
    WebAddress,
    Whole,
    Year,
    YesNo,
    as_list,
    known,
)
from guidebook.model.toolkit import Assessment, Measures, Plan, Response, Training, Worksheets
from guidebook.text import script_of

MaybeYear = Annotated[Year | None, BeforeValidator(known)]
MaybeWeb = Annotated[WebAddress | None, BeforeValidator(known)]
MaybePhone = Annotated[PhoneNumber | None, BeforeValidator(known)]


class Common(Record):
    """A statement true for every municipality, with its source."""

    source: Sources
    """Keys of `data/sources.yaml`: one, or a list."""
    checked: Day
    """The day the sources were read."""
    remark: Free | None = None
    """For editors; never published."""


class Law(Common):
    """A legal act and what it gives a mayor."""

    section: SectionKey
    """The section of the guides that explains it."""
    kind: LawKind
    number: MaybeText
    """As in the Official Gazette, such as 03/L-040; never a guess, which goes to remark."""
    year: MaybeYear
    """As in the Official Gazette, or unknown."""
    title: ByLanguage
    """The official title; unknown in a language whose wording is not known."""
    title_to_confirm: Languages = ()
    """Languages whose title is proposed but was not seen in a source."""
    gazette: Short | None = None
    gives_mayor: Translated
    """One to four short sentences to the mayor."""
    to_confirm: Translated | None = None
    """Published: what is not sure, and whom to ask."""
    sure: Sure
    """How sure the statement is; what is low is not printed as law."""
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


class TermForms(Record):
    """A term in the languages of the site."""

    languages: ClassVar[Mapping[str, str]] = {ENGLISH: ENGLISH}
    """As in `ByLanguage`."""

    en: Free

    @property
    def forms(self) -> dict[str, Text]:
        """The forms that are written, by language."""
        forms = {code: getattr(self, code) for code in self.languages}
        return {code: form for code, form in forms.items() if form is not None}


class Term(TermForms):
    """A term in all languages with its meaning."""

    definition: Translated
    """One short sentence in our own words."""
    source: Sources = ()
    to_confirm: Languages = ()
    """Languages whose form a native reader must still confirm; printed with the term."""
    checked: Day
    remark: Free | None = None


class Source(Record):
    """Where a fact was read."""

    title: Free
    """As the source has it; where it names a person, a neutral description in English."""
    lang: Annotated[str, BeforeValidator(TITLE_LANGUAGE)]
    publisher: Free
    """The organisation, never a person."""
    publisher_lang: Annotated[str, BeforeValidator(PUBLISHER_LANGUAGE)] = ENGLISH
    url: MaybeWeb
    """Unknown where the address carries a person's name."""
    date: Annotated[Time | None, BeforeValidator(known)]
    """The source's own day, month or year: 2018, 2018-02 or 2018-02-28."""
    remark: Free | None = None


class Words(Record):
    """Labels of the codes used in the data."""

    answer: dict[Slug, Short]
    language: dict[Slug, Short]
    community: dict[Slug, Short]
    competence: dict[Slug, Short]
    rule: dict[Slug, Translated]
    budget: dict[Slug, Translated]
    capacity: dict[Slug, Short]
    contact: dict[Slug, Short]
    level: dict[Slug, Short]
    law_kind: dict[Slug, Short]
    sure: dict[Slug, Short]


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
    """What is known of a language beside its editions; each line may be left out."""

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
    plan: Plan
    response: Response
    training: Training
    assessment: Assessment
    measures: Measures
    worksheets: Worksheets
    glossary: dict[Slug, Term]
