"""Papers to sign: the Word files an office gets, and the page that offers them."""

from __future__ import annotations

import gzip
import re
import shutil
import subprocess
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pikepdf
import pytest
import yaml
from lxml import etree

from guidebook.diagnostics import ProblemsFound
from guidebook.project import load_project
from guidebook.text import to_latin
from tests.support.pdf import elements, text, words
from tests.support.project import (
    DATA,
    ROOT,
    SIGNS,
    TWO_TOWNS,
    change,
    copy_two_towns,
    make,
)
from tests.support.site import CHAPTERS, EDITIONS, KB, SECTIONS, SITE, TOWNS, read
from tests.support.texts import pieces, texts, translated
from tests.support.word import RULE, W, WordDocument, read_word

LANGUAGES = {"sq": "sq-AL", "sr-latn": "sr-Latn-RS", "sr-cyrl": "sr-Cyrl-RS", "en": "en-GB"}
"""How Word names the language of each edition."""
PAIRS = ("sq-sr-latn", "sq-sr-cyrl")
PAPERS = yaml.safe_load((ROOT / "data/papers.yaml").read_text(encoding="utf-8"))
LAW = yaml.safe_load((ROOT / "data/law.yaml").read_text(encoding="utf-8"))
SMALL_PAPERS = yaml.safe_load((TWO_TOWNS / "data/papers.yaml").read_text(encoding="utf-8"))
CASES = sorted((ROOT / "tests/cases/papers").glob("*.yaml"))


def paper(root: Path, edition: str, town: str, name: str) -> WordDocument:
    """A paper of a built project in one language."""
    return read_word(root / f"site/{edition}/{town}/papers/{name}.docx")


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("name", SMALL_PAPERS)
def test_a_paper_says_what_the_data_say_in_their_order(name: str, edition: str, unchanged: Path) -> None:
    """Nothing of the text is lost on the way to Word, in any language."""
    document = paper(unchanged, edition, "lakeside", name)
    record = SMALL_PAPERS[name]

    at, given = 0, [record["title"], *texts(record.get("local_basis")), *texts(record["body"])]
    for one in given:
        for piece in pieces(translated(one, edition, unchanged)):
            found = document.text.find(piece, at)
            assert found >= 0, f"{piece!r} does not stand behind {document.text[:at][-40:]!r}"
            at = found + len(piece)
    assert document.text.count(RULE) >= " ".join(given).count("___")
    assert "___" not in document.text.replace(RULE, "")
    assert "%(" not in document.text


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_part_is_marked_with_its_language(edition: str, unchanged: Path) -> None:
    """Word checks the spelling and reads aloud in the right language; names have their own."""
    document = paper(unchanged, edition, "lakeside", "lake-paper")
    paragraphs = [found for found in document.paragraphs() if found.text]
    names = [found for found in paragraphs if found.style == "Letterhead"]

    assert len(names) >= 2
    assert {lang for name in names for lang in name.langs} >= {"sq-AL", LANGUAGES[edition]}
    others = [found for found in paragraphs if found not in names]
    assert len(others) > 8
    assert {lang for found in others for lang in found.langs} == {LANGUAGES[edition]}
    assert all(found.langs for found in paragraphs)


def test_headings_points_lists_tables_and_lines_are_real_ones(unchanged: Path) -> None:
    """An office edits them as such, and a screen reader finds them."""
    numbered = paper(unchanged, "en", "lakeside", "lake-paper").paragraphs()
    letter = paper(unchanged, "en", "lakeside", "open-letter")
    by_text = {found.text: found for found in (*numbered, *letter.paragraphs())}

    assert by_text["Lake paper"].style == "Heading1"
    heading, point = by_text["Shore"], by_text["Everybody may swim."]
    assert (heading.style, point.style) == ("Heading2", "ListNumber")
    assert heading.number is not None
    assert point.number == (heading.number[0], "1")
    first, second = by_text["First, the boats."].number, by_text["First, the bread."].number
    assert first is not None
    assert second is not None
    assert first[0] != second[0]
    assert by_text["bring bread."].style == "ListBullet"
    rows = [["".join(found.text for found in cell) for cell in row] for row in letter.rows()]
    assert rows == [["Boat", "Guests"], ["The long one", ""], ["", ""], ["", ""]]
    assert len(letter.body.findall(f".//{W}tblHeader")) == 1
    (stop,) = paper(unchanged, "en", "lakeside", "lake-paper").body.iter(f"{W}tabs")
    assert stop[0].get(f"{W}leader") == "underscore"


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_text_names_the_municipality_it_is_made_for(edition: str, unchanged: Path) -> None:
    """The full name in the language of the paper, and no other town's."""
    words, records = SITE["editions"][edition]["words"], yaml.safe_load((unchanged / DATA).read_text("utf-8"))
    full = {record["id"]: record["names"][f"{words}_full"] for record in records}
    if edition == "sr-latn":
        full = {town: to_latin(name, "sr") for town, name in full.items()}

    assert len(set(full.values())) == 2
    for town, name in full.items():
        text = paper(unchanged, edition, town, "lake-paper").text
        assert f": {name}." in text
        assert [other for other in full.values() if other != name and other in text] == []


def test_an_article_stands_only_where_the_law_lists_it(unchanged: Path) -> None:
    """What was not seen in a source is a line to write on; an act of one town stands in no other."""
    here = paper(unchanged, "en", "lakeside", "lake-paper").text
    there = paper(unchanged, "en", "minimal", "lake-paper").text

    assert f"Town Act (TA 1), line 3 and {RULE}" in here
    assert "Lake Act" in here
    assert "Town Act" in there
    assert "Lake Act" not in there


def test_every_article_of_the_papers_is_listed_by_its_act() -> None:
    """And none stands in the text of a paper, where nothing would hold it to the law."""
    named = [
        (basis["law"], str(article))
        for record in PAPERS.values()
        for basis in record.get("basis", ())
        for article in (basis.get("article") or [])
    ]

    assert ("llsg", "17") in named
    wrong = [
        (act, article)
        for act, article in named
        if article != "unknown" and article not in {str(one) for one in LAW[act].get("articles", ())}
    ]
    assert wrong == []
    body = [text for record in PAPERS.values() for text in texts([record["body"], record.get("local_basis")])]
    assert len(body) > 20
    assert [text for text in body if re.search(r"\barticles? \d", text)] == []


def test_nobody_and_no_machine_stands_in_the_properties(unchanged: Path) -> None:
    """The file tells its title and the newest day of the data, and holds no macro and no picture."""
    document = paper(unchanged, "sq", "lakeside", "lake-paper")

    core = etree.fromstring(document.parts["docProps/core.xml"])
    properties = {etree.QName(item).localname: item.text for item in core}
    assert properties == {
        "title": "Letra e liqenit",
        "language": "sq-AL",
        "created": "2026-11-22T00:00:00Z",
        "modified": "2026-11-22T00:00:00Z",
    }
    assert set(document.parts) == {
        *("[Content_Types].xml", "_rels/.rels", "docProps/core.xml"),
        *(f"word/{name}.xml" for name in ("document", "styles", "settings", "numbering")),
        "word/_rels/document.xml.rels",
    }
    assert document.days == {(1980, 1, 1, 0, 0, 0)}


def test_the_same_data_make_the_same_bytes(unchanged: Path, tmp_path: Path) -> None:
    """Without the cache too, which would hide a difference."""
    again = copy_two_towns(tmp_path / "again")
    (again / ".cache").unlink()

    make(again, town="lakeside", edition="sr-cyrl")

    ours = sorted((unchanged / "guides/sr-cyrl/lakeside/papers").glob("*.docx"))
    assert len(ours) == len(SMALL_PAPERS)
    for file in ours:
        assert (again / f"preview/guides/sr-cyrl/lakeside/papers/{file.name}").read_bytes() == (
            file.read_bytes()
        )


@pytest.mark.parametrize("pair", PAIRS)
def test_two_languages_stand_beside_each_other(pair: str, unchanged: Path) -> None:
    """Each row says the same in both, each cell is marked, and each column counts for itself."""
    document = read_word(unchanged / f"site/papers/lakeside/lake-paper-{pair}.docx")
    single = [paper(unchanged, edition, "lakeside", "lake-paper") for edition in ("sq", pair[3:])]
    rows = list(document.rows())

    assert len(rows) > 6
    for column, (edition, alone) in enumerate(zip(("sq", pair[3:]), single, strict=True)):
        cells = [found for row in rows for found in row[column]]
        assert {lang for found in cells for lang in found.langs} == {LANGUAGES[edition]}
        own = [found.text.strip() for found in alone.paragraphs()]
        assert [found.text.strip() for found in cells] == own[-len(cells) :]
    headings = [row for row in rows if row[0][0].style == "Heading2"]
    assert len(headings) > 0
    assert all(left[0].number != right[0].number for left, right in headings)
    assert len([found for found in document.paragraphs() if found.style == "Notice"]) == 2
    assert not (unchanged / f"site/papers/lakeside/open-letter-{pair}.docx").exists()


@pytest.mark.parametrize("edition", EDITIONS)
def test_signs_in_a_name_stay_text(edition: str, hostile: Path) -> None:
    """No markup of a name becomes markup of the document."""
    document = paper(hostile, edition, "lakeside", "coordinator-decision")

    names = [found.text for found in document.paragraphs() if found.style == "Letterhead"]
    plain = [name for name in names if name.startswith(" ".join(SIGNS.split())[:40])]
    assert len(plain) >= 2
    assert all("<b onclick=alert(1)>" in name and "{{ 7*7 }}" in name for name in plain)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_mistake_in_a_paper_is_explained(case: Path, two_towns: Path) -> None:
    """Where it stands, what is wrong and what to do, word for word."""
    expected = yaml.safe_load(case.read_text(encoding="utf-8"))
    file = two_towns / expected.get("file", "data/papers.yaml")
    change(file, expected["old"], expected["new"])

    with pytest.raises(ProblemsFound) as found:
        load_project(two_towns, today=date(2026, 11, 22))

    assert expected["problem"] in str(found.value)


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_page_offers_each_paper_and_says_what_to_check(edition: str, small: Path) -> None:
    """From Start here and from the plan in one step; the act in the guide in one more."""
    page = read(small / f"site/{edition}/lakeside/papers/index.html")
    shown = " ".join(page.tree.text_content().split())

    assert [heading.get("id") for heading in page.find("//article//h2")] == list(PAPERS)
    for name, record in PAPERS.items():
        assert page.find(f"//a[@href='{name}.docx']/@download") == [""]
        pairs = page.find(f"//a[starts-with(@href, '../../../papers/lakeside/{name}-')]/@href")
        sides = [pair for pair in SITE["bilingual"] if edition in pair or edition == "en"]
        for ending in ("docx", "pdf"):
            offered = [path for path in pairs if path.endswith(ending)]
            assert len(offered) == (len(sides) if record.get("bilingual") else 0)
        assert len(page.find(f"//a[@href='{name}.pdf']")) == bool(record.get("printed"))
        for given in texts([record["title"], record["signed_by"], record["when"], record["check"]]):
            assert translated(given, edition, small) in shown
        for basis in record.get("basis", ()):
            assert any(href.endswith(f"#law-{basis['law']}") for href in page.find("//article//a/@href"))
    assert len(page.find("//nav[@id='sections']/ol/li/a")) == len(SECTIONS)
    index = read(small / f"site/{edition}/lakeside/index.html")
    plan = read(small / f"site/{edition}/lakeside/first-100-days/index.html")
    assert "papers/" in index.find("//article//a/@href")
    assert "../papers/#coordinator-decision" in plan.find("//ul[contains(@class, 'steps')]//a/@href")


def test_every_municipality_has_its_own_name_on_its_papers(whole: Path) -> None:
    """In all 38, in each edition and pair; the name of no other stands there."""
    records = yaml.safe_load((whole / DATA).read_text(encoding="utf-8"))
    full = {record["id"]: record["names"] for record in records}
    checked = 0
    for edition in EDITIONS:
        words = SITE["editions"][edition]["words"]
        names = {town: full[town][f"{words}_full"] for town in TOWNS}
        if edition == "sr-latn":
            names = {town: to_latin(name, "sr") for town, name in names.items()}
        for town in TOWNS:
            for name in PAPERS:
                with ZipFile(whole / f"site/{edition}/{town}/papers/{name}.docx") as package:
                    text_runs = re.findall(r"<w:t[^>]*>([^<]*)", package.read("word/document.xml").decode())
                assert text_runs[0] == names[town]
                assert set(names.values()) & set(text_runs) == {names[town]}
                checked += 1
    assert checked == len(TOWNS) * len(EDITIONS) * len(PAPERS)
    for name, record in PAPERS.items():
        for ending in ("docx", "pdf"):
            files = list((whole / "site/papers").glob(f"*/{name}-*.{ending}"))
            assert len(files) == (len(TOWNS) * len(SITE["bilingual"]) if record.get("bilingual") else 0)


def test_pages_beside_guides_and_papers_are_light(whole: Path) -> None:
    """They open on a phone with a weak connection."""
    pages = [
        *(whole / "site").glob("*/*/papers/index.html"),
        *(whole / "site").glob("*/*/central-local/index.html"),
        *(whole / "site").glob("*/practice/*/index.html"),
    ]

    assert len(pages) == len(EDITIONS) * (2 * len(TOWNS) + len(CHAPTERS))
    assert max(len(gzip.compress(page.read_bytes())) for page in pages) <= 14 * KB
    assert max(file.stat().st_size for file in (whole / "site").rglob("*.docx")) <= 12 * KB


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_printed_paper_says_what_the_word_file_says(edition: str, unchanged: Path) -> None:
    """In the PDF too, with its tags in the language of the edition."""
    file = unchanged / f"site/{edition}/lakeside/papers/lake-paper.pdf"
    document = paper(unchanged, edition, "lakeside", "lake-paper")

    assert words(text(file)) == words(document.text)
    with pikepdf.open(file) as pdf:
        assert str(pdf.Root.Lang) == EDITIONS[edition]
        assert [str(one.S) for one in elements(pdf) if one.S == "/H1"] == ["/H1"]


@pytest.mark.parametrize("pair", PAIRS)
def test_a_bilingual_paper_is_printed_in_both_languages(pair: str, unchanged: Path) -> None:
    """Each row of the Word file stands in the PDF, each text in its language."""
    file = unchanged / f"site/papers/lakeside/lake-paper-{pair}.pdf"
    document = read_word(file.with_suffix(".docx"))

    assert words(text(file)) == words(document.text)
    with pikepdf.open(file) as pdf:
        langs = {str(one.Lang) for one in elements(pdf) if "/Lang" in one}
    assert EDITIONS[pair[3:]] in langs


def test_a_form_to_fill_in_by_pen_is_one_page(whole: Path) -> None:
    """In every edition, for the municipalities with the longest names."""
    pages: dict[str, set[int]] = {}
    longest = sorted(TOWNS, key=len)[-6:]
    for edition in EDITIONS:
        for town in longest:
            for file in (whole / f"site/{edition}/{town}/papers").glob("*.pdf"):
                with pikepdf.open(file) as pdf:
                    pages.setdefault(file.stem, set()).add(len(pdf.pages))

    assert pages == {name: {1} for name, record in PAPERS.items() if record.get("printed")}


def test_the_papers_open_in_an_office_program(small: Path, tmp_path: Path) -> None:
    """LibreOffice shows every word of every paper, and makes a PDF of it."""
    folders = [*(small / f"site/{edition}/lakeside/papers" for edition in EDITIONS)]
    files = [file for folder in folders for file in folder.glob("*.docx")]
    copies: dict[Path, Path] = {}
    for file in [*files, *(small / "site/papers/lakeside").glob("*.docx")]:
        copy = tmp_path / f"{len(copies)}.docx"
        copies[Path(shutil.copy(file, copy))] = file
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    convert = [*command, "--convert-to", "pdf", "--outdir", str(tmp_path), *map(str, copies)]
    subprocess.run(convert, check=True, capture_output=True)

    assert len(copies) == len(PAPERS) * len(EDITIONS) + len(PAIRS) * sum(
        bool(record.get("bilingual")) for record in PAPERS.values()
    )
    for copy, file in copies.items():
        printed, written = text(copy.with_suffix(".pdf")), read_word(file).text
        assert words(printed.replace("-", "")) == words(written.replace("-", "")), file


@pytest.mark.parametrize("edition", EDITIONS)
def test_what_is_known_is_filled_in_with_its_source(edition: str, unchanged: Path) -> None:
    """A fact as the guide says it, its publisher and the day it was read; what is unknown is a line."""
    root = unchanged / f"site/{edition}"
    here, there = (paper(unchanged, edition, town, "open-letter").text for town in ("lakeside", "minimal"))
    page = read(root / "lakeside/local-picture/index.html")
    shown = page.find("//*[@data-fact='lakeside.profile.population']")[0].text_content()

    label = translated("Residents", edition, unchanged)
    assert f"{label}: {shown} (" in here
    assert f"{label}: {RULE}" in there
    assert translated("Youth", edition, unchanged) in there
    assert "None" not in here + there


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_printed_guide_lists_the_papers_by_their_address(edition: str, small: Path) -> None:
    """Title and place on the website; the papers themselves are not printed."""
    printed = "".join(text(small / f"site/{edition}/lakeside/lakeside-{edition}.pdf").split())

    for name, record in PAPERS.items():
        title = "".join(translated(record["title"], edition, small).split())
        assert f"{title}{edition}/lakeside/papers/{name}.docx".replace("-", "") in printed.replace("-", "")
