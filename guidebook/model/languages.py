"""Record types of a site: names, terms and texts get a field for each of its languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, Field, create_model
from pydantic.fields import FieldInfo

from guidebook.model.base import ENGLISH, ByLanguage, Fact, MaybeText, NumberByLanguage
from guidebook.model.content import Content
from guidebook.model.enums import PUBLISHER_LANGUAGE, SITE_LANGUAGE, TITLE_LANGUAGE
from guidebook.model.fields import Free
from guidebook.model.introspection import rebuild
from guidebook.model.municipality import Municipality, Names
from guidebook.model.reference import Term, TermForms
from guidebook.model.validators import OneOf


@dataclass(frozen=True)
class Language:
    """A language of the site other than English."""

    code: str
    """Of its catalog, such as sr."""
    tag: str
    """BCP 47 tag of what people write in the data, such as sr-Cyrl."""
    name: str
    """Description of the field of a name."""
    full_name: str
    """Description of the field of an official name."""
    text: str | None = None
    """Description of the field of any other text."""
    names_required: bool = True
    terms_required: bool = True


@dataclass(frozen=True)
class SiteLanguages:
    """What the record types of a site depend on."""

    languages: tuple[Language, ...]
    """In the order of the editions, without English."""
    titles: tuple[str, ...]
    """Languages of titles of sources."""
    publishers: tuple[str, ...]
    """Languages of publishers' names."""

    def optional(self) -> SiteLanguages:
        """The same, with names and terms required in English alone."""
        languages = (
            replace(language, names_required=False, terms_required=False) for language in self.languages
        )
        return replace(self, languages=tuple(languages))


@dataclass(frozen=True)
class RecordTypes:
    """The classes that validate the files of a site."""

    municipality: type[Municipality]
    content: type[Content]


def site_languages(site: Any) -> SiteLanguages:
    """The languages of the editions, and those with a `name` in `languages`, from the plain values of
    `data/site.yaml`; what is not valid is passed over."""
    site = site if isinstance(site, dict) else {}
    editions = [edition for edition in _map(site, "editions").values() if isinstance(edition, dict)]
    tags: dict[str, str] = {}
    for edition in sorted(editions, key=lambda edition: edition.get("latin") == "yes"):
        tags.setdefault(str(edition.get("words")), str(edition.get("lang")))
    properties = _map(site, "languages")
    named = (code for code in properties if "name" in _map(properties, code))
    codes = dict.fromkeys((*(str(edition.get("words")) for edition in editions), *named))
    return SiteLanguages(
        tuple(
            _language(code, tags.get(code, code), _map(properties, code))
            for code in codes
            if code.isalpha() and code.islower() and code != ENGLISH
        ),
        _codes(site, "title_languages"),
        _codes(site, "publisher_languages"),
    )


def _language(code: str, tag: str, properties: Mapping[str, Any]) -> Language:
    name = str(properties.get("name", f"The name in {code}."))
    full_name = str(properties.get("full_name", f"The official name in {code}."))
    return Language(code, tag, name, full_name, properties.get("text"))


def _map(value: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = value.get(key)
    return found if isinstance(found, dict) else {}


def _codes(site: Mapping[str, Any], key: str) -> tuple[str, ...]:
    found = site.get(key)
    return tuple(map(str, found)) if isinstance(found, list) and found else (ENGLISH,)


@cache
def record_types(site: SiteLanguages) -> RecordTypes:
    """The classes for these languages; the same ones each time, so that records can be compared."""
    tags = {language.code: language.tag for language in site.languages}
    first, last = {ENGLISH: ENGLISH, **tags}, {**tags, ENGLISH: ENGLISH}
    text = _extended(ByLanguage, (ByLanguage,), _text_fields(site), first)
    forms = _extended(TermForms, (TermForms,), _term_fields(site), first)
    names = _new_model("LanguageNames", Names.__base__, None, _name_fields(site))
    codes = OneOf(SITE_LANGUAGE.expected, tuple(first))
    replaced: dict[Any, Any] = {
        ByLanguage: text,
        NumberByLanguage: _extended(NumberByLanguage, (NumberByLanguage,), _text_fields(site), first),
        Names: _extended(Names, (Names, names), {}, last),
        SITE_LANGUAGE: codes,
        TITLE_LANGUAGE: replace(TITLE_LANGUAGE, codes=site.titles),
        PUBLISHER_LANGUAGE: replace(PUBLISHER_LANGUAGE, codes=site.publishers),
    }
    types = _Types(replaced)
    replaced[Term] = types.of(_extended(Term, (Term, forms), {}, first))
    return RecordTypes(types.of(Municipality), types.of(Content))


def _extended(
    record: type[BaseModel], bases: tuple[Any, ...], fields: dict[str, Any], languages: Mapping[str, str]
) -> Any:
    """The record with further fields; `languages` become its class variable."""
    model: Any = _new_model(record.__name__, bases, record.__doc__, fields)
    model.languages = dict(languages)
    return model


def _new_model(name: str, bases: Any, doc: str | None, fields: dict[str, Any]) -> Any:
    """A model whose fields have their descriptions, so that Pydantic does not look for them in its source."""
    no_source = {"use_attribute_docstrings": False}
    return create_model(name, __base__=bases, __doc__=doc, __cls_kwargs__=no_source, **fields)


def _text_fields(site: SiteLanguages) -> dict[str, Any]:
    return {
        language.code: (MaybeText, Field(default=None, description=language.text))
        for language in site.languages
    }


def _term_fields(site: SiteLanguages) -> dict[str, Any]:
    return {
        language.code: (Free, Field()) if language.terms_required else (Free | None, Field(default=None))
        for language in site.languages
    }


def _name_fields(site: SiteLanguages) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for language in site.languages:
        for form, words in (("", language.name), ("_full", language.full_name)):
            fields[language.code + form] = (
                (Fact[Free], Field(description=words))
                if language.names_required
                else (Fact[Free] | None, Field(default=None, description=words))
            )
    return fields


class _Types:
    """Rebuilds records below which a class or a validator is replaced."""

    def __init__(self, replaced: dict[Any, Any]) -> None:
        self.replaced = replaced

    def of(self, annotation: Any) -> Any:
        """The annotation with everything replaced; the same object where nothing is."""
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            if annotation not in self.replaced:
                self.replaced[annotation] = self._record(annotation)
            return self.replaced[annotation]
        return rebuild(annotation, self.of, self._validator)

    def _record(self, record: Any) -> Any:
        generic = record.__pydantic_generic_metadata__
        if generic["origin"]:
            new = tuple(map(self.of, generic["args"]))
            return generic["origin"][new] if new != generic["args"] else record
        fields = {name: self._field(field) for name, field in record.model_fields.items()}
        changed = {name: field for name, field in fields.items() if field}
        if not changed:
            return record
        return _new_model(record.__name__, record, record.__doc__, changed)

    def _field(self, field: FieldInfo) -> tuple[Any, Any] | None:
        """Type and properties of a field whose type is replaced."""
        own = Annotated[(field.annotation, *field.metadata)] if field.metadata else field.annotation
        new = self.of(own)
        if new == own:
            return None
        default = (
            {"default_factory": factory} if (factory := field.default_factory) else {"default": field.default}
        )
        return new, Field(**default, alias=field.alias, description=field.description)

    def _validator(self, item: Any) -> Any:
        known = (
            isinstance(item, BeforeValidator) and isinstance(item.func, OneOf) and item.func in self.replaced
        )
        return BeforeValidator(self.replaced[item.func]) if known else item
