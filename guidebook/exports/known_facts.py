"""What is known of a municipality as plain text, each fact with its publishers and the day it was read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from markupsafe import Markup

from guidebook.model.facts import FactAt
from guidebook.model.municipality import Communities, Finding
from guidebook.model.text_blocks import BLANK
from guidebook.pages.citations import read_on
from guidebook.pages.guide import Guide
from guidebook.text import striptags

NO_BREAK = "\xa0"
"""The space inside a number, which a line does not break."""


def known_fact(guide: Guide, field: str) -> str:
    """The fact of a field such as `profile.population`; a line to write on where it is unknown."""
    at = guide.facts[field]
    value: Any = at.fact.value
    if value is None or at.checked is None:
        return BLANK
    match value:
        case (Finding(), *_):
            return " ".join(_reported(guide, finding, at) for finding in value)
        case Communities():
            text = Markup(", ").join(
                Markup("{} {}").format(guide.content.words.community[name], guide.format_value(count))
                for name, count in value.counts().items()
            )
        case _:
            text = guide.format_value(value)
    return _sourced(guide, text, at.source, at.checked, at.fact.to_confirm)


def _reported(guide: Guide, finding: Finding, at: FactAt) -> str:
    text = guide.finding_text(finding.finding)
    year = finding.year or guide.translator.text("no date", "finding")
    checked = finding.checked or at.checked or guide.day
    return _sourced(
        guide, Markup("{}: {}").format(year, text), finding.source or at.source, checked, finding.to_confirm
    )


def _sourced(guide: Guide, text: str, source: Sequence[str], checked: date, to_confirm: bool) -> str:
    register = guide.content.sources
    publishers = ", ".join(dict.fromkeys(str(register[key].publisher) for key in source))
    notes = [publishers, str(read_on(guide.content, guide.translator, checked))]
    notes += [str(guide.content.words.answer["to_confirm"])] if to_confirm else []
    return striptags(f"{text} ({'; '.join(notes)})".replace(NO_BREAK, "&nbsp;"))
