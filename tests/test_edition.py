"""A new edition is an entry of data/site.yaml: what it lacks is named, and a draft is built without it."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from guidebook.build import generate
from guidebook.diagnostics import ProblemsFound
from guidebook.options import Options
from guidebook.project import load_project, update_catalogs
from tests.support.places import expected_messages
from tests.support.project import ROOT, change, quiet, retranslate

CASES = sorted((ROOT / "tests" / "cases" / "edition").glob("*.yaml"))
TURKISH = """
  tr:
    name: Türkçe
    lang: tr
    words: tr
    locale: tr
    alphabet: a b c ç d e f g ğ h ı i j k l m n o ö p r s ş t u ü v y z
    latin: no
    reviewer: unknown
    reviewed: unknown

# Two editions each"""


@pytest.fixture
def turkish(two_towns: Path) -> Path:
    """The two towns with an edition in a language that nothing is written in."""
    change(two_towns / "data/site.yaml", "\n# Two editions each", TURKISH)
    return two_towns


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_what_an_edition_lacks_is_told_once_for_each_kind(case: Path, turkish: Path) -> None:
    """Where it belongs, how many there are and what to write, word for word."""
    expected = yaml.safe_load(case.read_text(encoding="utf-8"))
    for file, old, new in expected.get("edit", ()):
        change(turkish / "data" / f"{file}.yaml", old, new)

    with pytest.raises(ProblemsFound) as found:
        load_project(turkish)

    assert [str(problem) for problem in found.value.problems] == expected_messages(expected, turkish)


def test_in_a_draft_the_same_gaps_are_warnings(turkish: Path) -> None:
    """The translator sees the edition before the first word is written."""
    case = yaml.safe_load((CASES[0].parent / "nothing_written.yaml").read_text(encoding="utf-8"))

    messages = [str(problem) for problem in sorted(load_project(turkish, draft=True).warnings)]

    expected = [message.removeprefix("warning: ") for message in expected_messages(case, turkish)]
    assert messages == [f"warning: {message}" for message in expected]


def test_a_draft_of_a_new_edition_is_built_without_code(turkish: Path) -> None:
    """Guide, sheets and PDFs; English is shown in its place and marked."""
    summary, _ = generate(turkish, Options(town="minimal", edition="tr", draft=True), quiet)

    guide = turkish / "preview/guides/tr/minimal"
    start = (guide / "index.md").read_text(encoding="utf-8")
    words = (guide.parent / "glossary.md").read_text(encoding="utf-8")
    assert summary.pdfs == len(list(guide.parent.rglob("*.pdf"))) > 1
    assert '<span lang="en">Glossary</span>' in words
    assert '<th scope="col" lang="tr">Türkçe</th>' in words
    assert '<td lang="tr"><span lang="en">lake</span></td>' in words
    assert '<span lang="en" data-fact="minimal.names.en_full">Municipality of Little</span>' in start


def test_a_name_in_a_further_language_is_the_name_of_its_edition(turkish: Path) -> None:
    """What stands under `others` need not be written twice."""
    generate(turkish, Options(town="lakeside", edition="tr", draft=True), quiet)

    home = (turkish / "preview/guides/tr/index.md").read_text(encoding="utf-8")
    assert '<a href="lakeside/">Gölkent</a>' in home


def test_names_terms_and_texts_are_taken_from_the_new_language(turkish: Path) -> None:
    """Once written, they stand on the pages unmarked."""
    towns, glossary = turkish / "data/municipalities.yaml", turkish / "data/glossary.yaml"
    change(
        towns,
        "    also: [Liqenaji]\n",
        "    also: [Liqenaji]\n    tr: Gölkent\n    tr_full: Gölkent Belediyesi\n",
    )
    change(
        towns, 'en: "Founded for the tests."', 'en: "Founded for the tests."\n        tr: "Denemeler için."'
    )
    change(glossary, '  sq: "liqen"\n', '  sq: "liqen"\n  tr: göl\n')

    generate(turkish, Options(town="lakeside", edition="tr", draft=True), quiet)

    guide = turkish / "preview/guides/tr/lakeside"
    start = (guide / "index.md").read_text(encoding="utf-8")
    words = (guide.parent / "glossary.md").read_text(encoding="utf-8")
    assert '<span lang="tr" data-fact="lakeside.names.tr_full">Gölkent Belediyesi</span>' in start
    assert '<td lang="tr">göl</td>' in words
    assert "Denemeler için" in (guide / "local-picture.md").read_text(encoding="utf-8")


def test_the_catalog_of_a_new_edition_is_begun_by_the_usual_command(turkish: Path) -> None:
    """Nothing else needs to be written before."""
    counts = {language: (texts, missing) for language, texts, missing in update_catalogs(turkish)}

    assert counts["tr"][0] == counts["tr"][1] == counts["sq"][0] > 200
    assert (turkish / "locale/tr/LC_MESSAGES/guides.po").is_file()


def test_one_edition_needs_no_other_language(turkish: Path) -> None:
    """Who previews English is not asked for Albanian; who previews Albanian is."""
    albanian = turkish / "locale/sq/LC_MESSAGES/guides.po"
    retranslate(albanian, "Decide this together.", 'msgstr ""')

    assert load_project(turkish, edition="en").warnings == []
    with pytest.raises(ProblemsFound, match="no translation of"):
        load_project(turkish, edition="sq")


def test_a_bilingual_sheet_is_made_for_each_pair_of_the_site_alone(two_towns: Path) -> None:
    """A pair that data/site.yaml does not name has no sheet and no link."""
    change(two_towns / "data/site.yaml", "  - [sq, sr-cyrl]\n", "")

    generate(two_towns, Options(), quiet)

    pairs = {path.stem.partition("-sq-")[2] for path in (two_towns / "guides/sheets").rglob("*.pdf")}
    assert pairs == {"sr-latn"}
    pages = "".join(path.read_text(encoding="utf-8") for path in (two_towns / "guides").rglob("*.md"))
    assert "-sq-sr-latn.pdf" in pages
    assert "-sq-sr-cyrl.pdf" not in pages
