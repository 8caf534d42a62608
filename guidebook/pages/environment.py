"""Jinja for one edition: everything is escaped, a name that is not there stops the build."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, UndefinedError

from guidebook.diagnostics import Place, Problem, ProblemsFound, did_you_mean
from guidebook.i18n.translator import Translator
from guidebook.model.base import Record


class NoSuchAddress(UndefinedError):
    """A template asked for a fact or a section that is not there."""


class StrictName(StrictUndefined):
    """A name that is not there, in words for whoever edits a template."""

    @property
    def _undefined_message(self) -> str:
        if self._undefined_hint:
            return self._undefined_hint
        known = type(self._undefined_obj).model_fields if isinstance(self._undefined_obj, Record) else ()
        remedy = did_you_mean(str(self._undefined_name), known) if known else "correct the name."
        return f"no such name: {self._undefined_name}; {remedy}"


def environment(templates: Path, translator: Translator) -> Environment:
    """Jinja for one edition: everything is escaped, an unknown name is an error, `_` speaks the edition."""
    env = Environment(
        loader=FileSystemLoader(templates),
        extensions=["jinja2.ext.i18n"],
        autoescape=True,
        undefined=StrictName,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.install_gettext_callables(  # type: ignore[attr-defined]
        translator.text,
        translator.plural,
        newstyle=True,
        pgettext=lambda context, text: translator.text(text, context),
        npgettext=lambda context, single, plural, count: translator.plural(single, plural, count, context),
    )
    return env


def rendered(env: Environment, name: str, context: Mapping[str, Any]) -> str:
    """What a template makes of these names. Raises ProblemsFound for a name that is not there."""
    try:
        return env.get_template(name).render(context).strip() + "\n"
    except UndefinedError as error:
        place = Place(*_template_line(error.__traceback__, name, isinstance(error, NoSuchAddress)), 1)
        raise ProblemsFound([Problem(place, "", str(error.message))]) from None


def _template_line(trace: TracebackType | None, name: str, asked_by_section: bool) -> tuple[str, int]:
    """File and line of the innermost template in a traceback, or of the section that asked a macro."""
    found = (f"templates/{name}", 1)
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if file.endswith(f"/{name}" if asked_by_section else ".j2"):
            found = ("templates/" + file.rpartition("/templates/")[2], trace.tb_lineno)
        trace = trace.tb_next
    return found
