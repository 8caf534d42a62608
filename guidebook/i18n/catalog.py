"""Extract translatable messages; read, check and update gettext catalogs."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from typing import IO

from babel import Locale
from babel.messages.catalog import Catalog as PoCatalog
from babel.messages.catalog import Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po, write_po
from jinja2 import TemplateSyntaxError

from guidebook.diagnostics import Place, Problem, ProblemsFound
from guidebook.i18n.translation import PUBLISHER, Catalog, map_strings, message_context
from guidebook.model.content import Content
from guidebook.model.fields import Label, Sentence
from guidebook.source.document import Document, KeyPath

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%")
KEYWORDS = {**DEFAULT_KEYWORDS, "t": ((1, "c"), 2)}
"""Babel's own, and `t` of the theme."""
THEME = "theme"
"""The folder of the templates that MkDocs renders."""
TAG = re.compile(r"</?[A-Za-z][^>]*>")
APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
ADDRESS = re.compile(r"(?:https?://|mailto:|tel:)[^\s)>]*[^\s)>.,]")


@dataclass(frozen=True)
class SourceMessage:
    """A message to translate: an English text, with its plural if it has one."""

    place: Place
    context: str | None
    texts: tuple[str, ...]
    """msgid; with a plural, msgid and msgid_plural."""


def extract_messages(root: Path, content: Content, documents: Mapping[str, Document]) -> list[SourceMessage]:
    """The messages of the templates and of the common data, in the order of the files.

    A short text of the common data has file and field as its msgctxt.
    """
    found: list[SourceMessage] = []
    for name in type(content).model_fields:

        def note(text: str, context: str, path: KeyPath, file: Document = documents[name]) -> str:
            found.append(SourceMessage(file.place(path), message_context(text, context), (str(text),)))
            return text

        map_strings(getattr(content, name), (Sentence, Label), note, name)
    return found + _template_messages(root / "templates")


def _template_messages(folder: Path) -> list[SourceMessage]:
    """The messages of the templates, in the order in which Babel walks a folder."""
    found = []
    for parent, folders, names in os.walk(folder):
        folders.sort()
        for path in (Path(parent, name) for name in sorted(names)):
            file = path.relative_to(folder)
            if file.suffix == ".j2" or (file.parts[0] == THEME and file.suffix == ".html"):
                place = Place(f"templates/{file.as_posix()}", 1, 1)
                try:
                    messages = _messages_in(path.read_bytes())
                except TemplateSyntaxError as error:
                    where = replace(place, line=error.lineno)
                    raise ProblemsFound(
                        [Problem(where, "", f"{error.message}; mend the template.")]
                    ) from None
                found += [
                    SourceMessage(replace(place, line=line), context, texts)
                    for line, context, texts in messages
                ]
    return found


@lru_cache(maxsize=256)
def _messages_in(template: bytes) -> list[tuple[int, str | None, tuple[str, ...]]]:
    """Line, context and texts of each message of a template; a template that did not change is read once."""
    extracted = extract("jinja2", BytesIO(template), KEYWORDS, options={"silent": "false"})
    return [
        (line, context, (texts,) if isinstance(texts, str) else tuple(texts))
        for line, texts, _comments, context in extracted
    ]


def update_catalog(path: Path, texts: list[SourceMessage]) -> tuple[int, int]:
    """Updates a catalog with the extracted messages. Returns how many it has, and how many are open.

    A changed text keeps its old translation, marked fuzzy; one that is not extracted any more is dropped.
    Apostrophes inside words become typographic.
    """
    language = path.parent.parent.name
    old = _parse(BytesIO(path.read_bytes()), language) if path.exists() else PoCatalog(locale=language)
    day = old.creation_date if path.exists() else datetime(2026, 11, 22, tzinfo=UTC)
    template = PoCatalog(creation_date=day)
    for text in texts:
        message = text.texts if len(text.texts) > 1 else text.texts[0]
        template.add(message, context=text.context, locations=[(text.place.file, text.place.line)])
    old.update(template)
    old.obsolete.clear()
    _set_apostrophes(old)
    old.revision_date = day
    old.project, old.version, old.last_translator, old.language_team = "Guides for mayors", "1", "", ""
    old.msgid_bugs_address = ""
    old.header_comment = f"# {Locale.parse(language).english_name} translations of the guides for mayors."
    old.fuzzy = False
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as stream:
        write_po(stream, old, width=0, include_lineno=False)
    untranslated = sum(not all(_forms(message)) or message.fuzzy for message in old if message.id)
    return len(old), untranslated


def read_catalog(
    path: Path, root: Path, texts: list[SourceMessage], draft: bool = False
) -> tuple[Catalog, list[Problem]]:
    """The translations of a language, and what is missing, fuzzy or at odds with the English.

    In a draft the missing and the fuzzy are warnings. A missing publisher is always one: it is shown in
    English, marked, so that a new source waits for no translator.
    """
    file = path.relative_to(root).as_posix()
    written = path.read_bytes() if path.exists() else None
    catalog, problems = _examined(file, path.parent.parent.name, written, tuple(texts), draft)
    return catalog, list(problems)


@lru_cache(maxsize=16)
def _examined(
    file: str, language: str, written: bytes | None, texts: tuple[SourceMessage, ...], draft: bool
) -> tuple[Catalog, Sequence[Problem]]:
    """The translations of the bytes of a catalog and its problems; once for the same bytes and texts."""
    try:
        catalog = _parse(BytesIO(written), language) if written is not None else PoCatalog(locale=language)
    except PoFileError as error:
        line = error.lineno + 1
        problem = Problem(Place(file, line, 1), "", f"the line is not gettext: {error.args[0]}; mend it.")
        return Catalog(GNUTranslations(), frozenset()), [problem]
    asked: dict[tuple[str | None, tuple[str, ...]], Place] = {}
    for item in texts:
        asked.setdefault((item.context, item.texts), item.place)
    problems: list[Problem] = []
    translated = set()
    for text, place in asked.items():
        message = catalog.get(text[1][0], text[0])
        untranslated = _untranslated(message, text[1])
        what = untranslated or (message and _fault(message, text[1]))
        if not what:
            translated.add((text[0], text[1][0]))
            continue
        where = Place(file, message.lineno, 1) if message and message.lineno else place
        may_wait = untranslated and (draft or text[0] == PUBLISHER)
        problems.append(Problem(where, language, what, "warning" if may_wait else "error"))
    if asked and not translated:
        what = f"no translation of any of the {len(asked):,} texts; run make messages and translate them."
        problems = [Problem(Place(file, 1, 1), language, what, "warning" if draft else "error")]
    fuzzy = sum(message.fuzzy for message in catalog if message.id)
    return Catalog(_compiled(catalog), frozenset(translated), len(asked), fuzzy), problems


def _compiled(catalog: PoCatalog) -> GNUTranslations:
    packed = BytesIO()
    write_mo(packed, catalog)
    packed.seek(0)
    return GNUTranslations(packed)


def _parse(stream: IO[bytes], language: str) -> PoCatalog:
    return read_po(stream, locale=language, abort_invalid=True)


def _forms(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ("",))


def _set_apostrophes(catalog: PoCatalog) -> None:
    """Makes the apostrophes inside words typographic."""
    for message in catalog:
        if message.id and message.string:
            forms = tuple(APOSTROPHE.sub("’", form) for form in _forms(message))
            message.string = forms[0] if isinstance(message.string, str) else forms


def _untranslated(message: Message | None, texts: tuple[str, ...]) -> str | None:
    """Why there is no translation to show; None when there is one."""
    if not message or not all(_forms(message)):
        return f'no translation of "{texts[0]}"; run make messages and translate it.'
    if message.fuzzy:
        return f'the translation of "{texts[0]}" is marked fuzzy; read it again and delete the mark.'
    return None


def _fault(message: Message, texts: tuple[str, ...]) -> str | None:
    """What a translation adds or loses; None when it is good."""
    for form in _forms(message):
        for kind, pattern in (("placeholder", PLACEHOLDER), ("tag", TAG), ("address", ADDRESS)):
            allowed = {sign for text in texts for sign in pattern.findall(text)}
            found = set(pattern.findall(form))
            if added := sorted(found - allowed):
                return f'the translation of "{texts[0]}" adds the {kind} {added[0]}; delete it.'
            if lost := sorted(set(pattern.findall(texts[-1])) - found):
                return f'the translation of "{texts[0]}" has lost the {kind} {lost[0]}; put it back.'
    return None
