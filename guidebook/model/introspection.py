"""What a field holds and how it is written, in the words of the records."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import AfterValidator, BaseModel, BeforeValidator
from pydantic.fields import FieldInfo

from guidebook.model.base import Fact, Part
from guidebook.model.fields import Label, Sentence, known, plain_text
from guidebook.model.validators import KeyOf, Kind, OneOf

QUOTES = "Put it in double quotes if it holds a colon with a space, a #, or a comma inside { }."
ENGLISH = "English; translators write the other languages in locale/."
MARKED = re.compile(r"\bsuch as (.+?)(?:[;.] |[;.]$)")
"""An example in a docstring."""


@dataclass(frozen=True)
class Explanation:
    """A field in words."""

    brief: str
    """What it holds, how it is written, and what to watch for; whole sentences."""
    text: str
    """The same, with what holds for every fact."""
    example: str | None
    """As it stands in a file; None where a field holds fields of its own."""


def explained(field: FieldInfo) -> Explanation:
    """A field of a record, from its docstring and from the kind of its value."""
    checks = list(checks_of(field.annotation, field.metadata))
    own = one_line(field.description or _described_by_type(field.annotation))
    kinds = [words for check in checks if (words := _in_words(check, own))]
    fact = holds(field.annotation, Fact)
    brief = " ".join(text for text in (own, *kinds) if text)
    texts = [brief, QUOTES if plain_text in checks else ""]
    if may_be_unknown(field):
        texts.append("What is not known is written: unknown.")
    if fact:
        texts.append("With its own source: {value: ..., source: ..., checked: ...}.")
    marked = MARKED.search(own) or next((found for text in kinds if (found := MARKED.search(text))), None)
    example = marked[1] if marked else next((said for check in checks if (said := _example(check))), None)
    return Explanation(brief, " ".join(text for text in texts if text), example)


def may_be_unknown(field: FieldInfo) -> bool:
    """Whether `unknown` may stand in a field."""
    whole = holds(field.annotation, Fact) or holds(field.annotation, Part)
    return whole or known in checks_of(field.annotation, field.metadata)


def checks_of(annotation: Any, metadata: Any = ()) -> Iterator[Any]:
    """The checks a value passes, through lists, facts and optional values, not those of a record's fields."""
    for item in metadata:
        if isinstance(item, BeforeValidator) or (
            isinstance(item, AfterValidator) and item.func in (Label, Sentence)
        ):
            yield item.func
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        yield from checks_of(args[0], args[1:])
    elif origin in (Union, UnionType, tuple, dict):
        yield from checks_of(args[-1] if origin is dict else args[0])
    elif holds(annotation, Fact):
        yield from checks_of(annotation.model_fields["value"].annotation)


def holds(annotation: Any, kind: type) -> bool:
    """Whether a field holds records of this kind, perhaps left out."""
    if get_origin(annotation) in (Union, UnionType):
        return any(holds(item, kind) for item in get_args(annotation))
    return isinstance(annotation, type) and issubclass(annotation, kind)


def one_line(text: str) -> str:
    """A docstring without its line breaks and backticks."""
    return " ".join(text.replace("`", "").split())


def _described_by_type(annotation: Any) -> str:
    if holds(annotation, Fact):
        return _described_by_type(annotation.model_fields["value"].annotation)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation.__doc__ or ""
    args = get_args(annotation)
    return _described_by_type(args[-1] if get_origin(annotation) is dict else args[0]) if args else ""


def _in_words(check: Any, said: str) -> str:
    """What a check wants; a file that was named already is not named again."""
    if isinstance(check, Kind):
        return f"{capital(check.expected)}: {check.remedy}"
    if isinstance(check, KeyOf):
        return "" if check.expected.rpartition(" ")[2] in said else f"{capital(check.expected)}."
    if isinstance(check, OneOf):
        return f"{capital(check.expected)}: {', '.join(check.codes)}."
    return {Label: ENGLISH, Sentence: ENGLISH}.get(check, "")


def _example(check: Any) -> str | None:
    if isinstance(check, OneOf):
        return check.codes[0]
    return check.example if isinstance(check, KeyOf) else None


def capital(words: str) -> str:
    """Words as they begin a sentence."""
    return words[0].upper() + words[1:]
