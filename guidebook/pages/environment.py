"""The Jinja environment of one edition: autoescape on, undefined names are errors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined, UndefinedError
from jinja2.bccache import Bucket
from markupsafe import Markup

from guidebook.diagnostics import Place, Problem, ProblemsFound, did_you_mean
from guidebook.i18n.translator import Translator
from guidebook.model.base import Record


class UnknownAddress(UndefinedError):
    """A template names a fact or a section that does not exist."""


class StrictName(StrictUndefined):
    """An undefined name; the message proposes the nearest field of the record."""

    @property
    def _undefined_message(self) -> str:
        if self._undefined_hint:
            return self._undefined_hint
        known = type(self._undefined_obj).model_fields if isinstance(self._undefined_obj, Record) else ()
        remedy = did_you_mean(str(self._undefined_name), known) if known else "correct the name."
        return f"no such name: {self._undefined_name}; {remedy}"


class _MemoryCache(BytecodeCache):
    """Compiled templates by name and checksum of the source, shared by all environments of a process."""

    def __init__(self) -> None:
        self._compiled: dict[tuple[str, str], bytes] = {}

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """The name alone: the same source in another folder compiles to the same code."""
        return name

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fills the bucket when its template was compiled before."""
        if code := self._compiled.get((bucket.key, bucket.checksum)):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keeps a newly compiled template."""
        self._compiled[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


_BYTECODE = _MemoryCache()


def environment(templates: Path, translator: Translator) -> Environment:
    """The environment of an edition; `_` and its relatives translate into it."""
    env = Environment(
        loader=FileSystemLoader(templates),
        bytecode_cache=_BYTECODE,
        extensions=["jinja2.ext.i18n"],
        autoescape=True,
        auto_reload=False,
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


def render_template(env: Environment, name: str, context: Mapping[str, Any]) -> str:
    """The rendered template, ending with one newline. Raises ProblemsFound for an undefined name."""
    with _names_defined(name):
        return env.get_template(name).render(context).strip() + "\n"


def render_block(env: Environment, name: str, block: str, context: Mapping[str, Any]) -> Markup:
    """A block of a template alone, such as its title. Raises ProblemsFound for an undefined name."""
    template = env.get_template(name)
    with _names_defined(name):
        return Markup("".join(template.blocks[block](template.new_context(dict(context)))).strip())


@contextmanager
def _names_defined(name: str) -> Iterator[None]:
    """Reports an undefined name at its place in a template."""
    try:
        yield
    except UndefinedError as error:
        place = Place(*_template_line(error.__traceback__, name, isinstance(error, UnknownAddress)), 1)
        raise ProblemsFound([Problem(place, "", str(error.message))]) from None


def _template_line(trace: TracebackType | None, name: str, of_section: bool) -> tuple[str, int]:
    """File and line of the innermost template of a traceback, or of the section that called a macro."""
    found = (f"templates/{name}", 1)
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if file.endswith(f"/{name}" if of_section else ".j2"):
            found = ("templates/" + file.rpartition("/templates/")[2], trace.tb_lineno)
        trace = trace.tb_next
    return found
