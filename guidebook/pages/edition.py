"""Everything one edition needs to render, set up once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment

from guidebook.i18n.localize import MadeOnce, localize_content, localize_towns
from guidebook.i18n.translator import Translator
from guidebook.model.content import Content
from guidebook.model.municipality import Municipality
from guidebook.pages.environment import environment
from guidebook.pages.guide import Guide, make_guide


@dataclass(frozen=True)
class LocalizedEdition:
    """One edition: its translator, all records in its words, and its templates."""

    translator: Translator
    content: Content
    towns: Mapping[str, Municipality]
    """By id; the specimen is among them."""
    guides: Mapping[str, Guide]
    """By the id of the municipality."""
    environment: Environment

    @property
    def key(self) -> str:
        """The first part of its URLs: sq, sr-latn, sr-cyrl, en."""
        return self.translator.key

    @property
    def lang(self) -> str:
        """Its BCP 47 language tag."""
        return self.translator.edition.lang


def localize_edition(
    translator: Translator, content: Content, towns: Iterable[Municipality], templates: Path
) -> LocalizedEdition:
    """The edition of a translator; `content` and `towns` are the records as they were read."""
    local_content = localize_content(content, translator)
    local = localize_towns(towns, translator)
    guides = MadeOnce(local, lambda town: make_guide(local[town], local, translator, local_content))
    return LocalizedEdition(translator, local_content, local, guides, environment(templates, translator))
