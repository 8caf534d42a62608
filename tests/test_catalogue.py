"""Translations that are missing, unsure or at odds with the English stop the build, in plain words."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from guidebook.diagnostics import ProblemsFound
from guidebook.i18n.localize import localize_content
from guidebook.project import load_project, update_catalogs
from tests.support.places import expected_messages
from tests.support.project import ROOT, change, files, retranslate

CASES = sorted((ROOT / "tests" / "cases" / "catalogue").glob("*.yaml"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_translation_that_is_not_right_is_refused(case: Path, two_towns: Path) -> None:
    """File, line, language, the English and the remedy, word for word."""
    expected = yaml.safe_load(case.read_text(encoding="utf-8"))
    file = two_towns / expected["file"]
    if "edit" in expected:
        change(file, *expected["edit"][0])
    else:
        retranslate(file, expected["english"], expected["msgstr"], expected.get("flag"))

    with pytest.raises(ProblemsFound) as found:
        load_project(two_towns)

    assert [str(problem) for problem in found.value.problems] == expected_messages(expected, two_towns)


def test_messages_leave_complete_catalogues_as_they_are(two_towns: Path) -> None:
    """Whoever runs it with nothing new sees no difference."""
    before = files(two_towns / "locale")

    counts = list(update_catalogs(two_towns))

    assert files(two_towns / "locale") == before
    assert [(words, still_open) for words, _number, still_open in counts] == [("sq", 0), ("sr", 0)]


def test_a_changed_sentence_waits_for_its_translators(two_towns: Path) -> None:
    """The old translation stays as a proposal, and the build stops until somebody has read it."""
    change(two_towns / "templates/sections/local-picture.md.j2", "Listen only if", "Listen long only if")

    counts = list(update_catalogs(two_towns))

    assert [still_open for _words, _number, still_open in counts] == [1, 1]
    with pytest.raises(ProblemsFound, match="is marked fuzzy"):
        load_project(two_towns)


def test_apostrophes_inside_words_become_typographic(two_towns: Path) -> None:
    """A translator types what the keyboard has."""
    catalog = two_towns / "locale/sq/LC_MESSAGES/guides.po"
    before = catalog.read_text(encoding="utf-8")
    change(catalog, "mbetet për t’u bërë", "mbetet për t'u bërë")

    list(update_catalogs(two_towns))

    assert catalog.read_text(encoding="utf-8") == before


def test_a_draft_shows_the_missing_sentence_in_english(two_towns: Path) -> None:
    """Missing is a warning in a draft, never in a build."""
    sentence = "Decide this together."
    change(two_towns / "locale/sq/LC_MESSAGES/guides.po", f'msgid "{sentence}"', 'msgid "Something else."')

    warnings = [problem.what for problem in load_project(two_towns, draft=True).warnings]

    assert warnings == [f'no translation of "{sentence}"; run make messages and translate it.']


def test_a_new_publisher_waits_for_no_translator(two_towns: Path) -> None:
    """Whoever adds a source is not stopped: its publisher shows in English, marked, until then."""
    change(two_towns / "data/sources.yaml", 'publisher: "Office of Figures"', 'publisher: "Library"')

    project = load_project(two_towns)

    what = 'no translation of "Library"; run make messages and translate it.'
    assert [problem.what for problem in project.warnings] == [what, what]
    shown = localize_content(project.records.content, project.translator("sq")).sources
    assert shown["census-2024"].publisher == '<span lang="en">Library</span>'
    assert shown["gazette"].publisher == "Gazeta"
    assert shown["atlas"].publisher == "Map Makers"


def test_every_message_without_context_is_a_sentence() -> None:
    """Words shorter than a sentence mean nothing alone; they carry a context for the translator."""
    texts = load_project(ROOT).texts
    sentences = [text for text in texts if text.context is None]

    assert len(sentences) > 500
    assert [str(text.place) for text in sentences if not text.texts[0].endswith((".", "?", "!", ":"))] == []
