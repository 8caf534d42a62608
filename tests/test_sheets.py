"""The sheets, as a person prints, fills and hears them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, cast

import pikepdf
import pytest

from guidebook.artifacts import PdfSource
from guidebook.build import generate
from guidebook.cache import FileCache
from guidebook.diagnostics import ProblemsFound
from guidebook.options import Options
from guidebook.pdf.typst import PdfCompiler
from tests.support.pdf import PAPER, elements, file, text, words
from tests.support.project import ROOT, files, quiet, retranslate
from tests.support.site import EDITIONS, Built, address, read
from tests.support.verapdf import failures

TOWNS = ("lakeside", "minimal")
SHEETS = {
    "call-sheet": ("if-something-happens", "//*[@class='alarm'] | //ol[@class='contacts']"),
    "response-sheet": ("if-something-happens", "//table[@class='wide'] | //ol[@class='questions']"),
    "mandate-card": ("mandate", "//h3[starts-with(@id, 'card-')] | //ul[@class='card']"),
    "first-100-days": ("first-100-days", "//ul[@class='ticks steps']"),
    "self-assessment": ("self-assessment", "//fieldset | //table[@class='facts bands']"),
    "handover-sheet": ("sources-and-handover", "//ul[@class='form']"),
}
"""Each sheet of a guide: its page on the web, and what of it the sheet shows."""
BILINGUAL = {
    "call-sheet": SHEETS["call-sheet"],
    "response-sheet": SHEETS["response-sheet"],
    "statements": ("if-something-happens", "//blockquote | //h2[@id='statements']/following-sibling::ul[1]"),
}
IN_CLOCK = "ancestor::table/preceding-sibling::h2[1]/@id = 'clock'"
LEFT_OUT = {
    "call-sheet": "self::small or self::span[count(preceding-sibling::span[not(@class='way')]) > 1]",
    "response-sheet": f"self::small[@class='source'] or self::thead and not({IN_CLOCK})",
    "mandate-card": "self::li[count(preceding-sibling::li) = 2]",
    "first-100-days": "self::span or self::em",
    "self-assessment": "self::p[preceding-sibling::p]",
}
"""What of it the sheet does not show."""
OTHERS = {
    "call-sheet": f"{LEFT_OUT['call-sheet']} or self::span[@class='way']",
    "response-sheet": f"self::thead or self::td[preceding-sibling::td and {IN_CLOCK}]",
}
"""What a sheet in two languages leaves out."""
PAIRS = {"sq-sr-latn": ("sq", "sr-latn"), "sq-sr-cyrl": ("sq", "sr-cyrl")}
POINTS = 72 / 25.4
"""Points in a millimetre."""
Matrix = pikepdf.Matrix


def sheet(root: Path, edition: str, name: str, town: str) -> Path:
    """A sheet of a guide as the site publishes it."""
    return root / "site" / edition / town / "sheets" / f"{name}.pdf"


def both(root: Path, pair: str, name: str, town: str) -> Path:
    """A sheet in two languages as the site publishes it."""
    return root / "site" / "sheets" / town / f"{name}-{pair}.pdf"


def every_sheet(root: Path, town: str) -> list[Path]:
    """All sheets of a municipality."""
    single = [sheet(root, edition, name, town) for edition in EDITIONS for name in SHEETS]
    return single + [both(root, pair, name, town) for pair in PAIRS for name in BILINGUAL]


def web(root: Path, edition: str, section: str, town: str) -> Built:
    """The web page of a section."""
    url = address(edition, town, section)
    return read(root / "site" / url / "index.html", url)


def shown(root: Path, edition: str, name: str, town: str, left_out: str = "") -> set[str]:
    """The words of the part of the web page that a sheet is set from."""
    section, wanted = {**BILINGUAL, **SHEETS}[name]
    out = f"ancestor::*[{left_out or LEFT_OUT.get(name, 'false()')} or @class='keep' or @hidden]"
    found = web(root, edition, section, town).find(f"({wanted})//text()[not({out})]")
    assert found
    return words(" ".join(found))


@pytest.mark.parametrize("town", TOWNS)
def test_every_sheet_is_one_page_of_a4(small: Path, town: str) -> None:
    """Six in each edition, three in each two languages, and no others."""
    found = [*(small / "site").glob(f"*/{town}/sheets/*"), *(small / "site" / "sheets" / town).iterdir()]

    assert sorted(found) == sorted(every_sheet(small, town))
    for path in found:
        with pikepdf.open(path) as pdf:
            assert [[round(float(side)) for side in page.mediabox] for page in pdf.pages] == [
                [0, 0, 595, 842]
            ]


def test_the_specimen_fits_too(specimen: Path) -> None:
    """With every contact and the longest foot."""
    for path in every_sheet(specimen, "specimen"):
        with pikepdf.open(path) as pdf:
            assert len(pdf.pages) == 1


def drawn(pdf: pikepdf.Pdf) -> Iterator[tuple[str, Any, Matrix]]:
    """Operators of the page with the matrix in force: of text for `Tf`, of the page for others."""
    stack, now, dotted = [], Matrix(), False
    size, start = 0.0, (0.0, 0.0)
    for step in pikepdf.parse_content_stream(pdf.pages[0]):
        operands = cast(Any, step.operands)
        match str(step.operator):
            case "q":
                stack.append((now, dotted))
            case "Q":
                now, dotted = stack.pop()
            case "cm":
                now = Matrix(*map(float, operands)) @ now
            case "d":
                dotted = len(operands[0]) > 0
            case "Tf":
                size = float(operands[1])
            case "Tm":
                yield "text", size, Matrix(*map(float, operands)) @ now
            case "m":
                start = (float(operands[0]), float(operands[1]))
            case "l" if dotted:
                yield "line", (start, (float(operands[0]), float(operands[1]))), now


DOUBT = {
    "sq": "për t’u konfirmuar",
    "sr-latn": "treba potvrditi",
    "sr-cyrl": "треба потврдити",
    "en": "to be confirmed",
}


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_number_to_be_confirmed_says_so_on_the_call_sheet(specimen: Path, edition: str) -> None:
    """Beside the number, as on the page; no other number is doubted."""
    alone = " ".join(text(sheet(specimen, edition, "call-sheet", "specimen"), "-raw").split())

    assert re.findall(rf"(000 000 \d+) {DOUBT[edition]}", alone) == ["000 000 002"]
    assert alone.count(DOUBT[edition]) == 1


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_day_of_the_oath_to_be_confirmed_says_so_on_the_plan(specimen: Path, edition: str) -> None:
    """All days of the plan hang on it."""
    alone = " ".join(text(sheet(specimen, edition, "first-100-days", "specimen"), "-raw").split())

    assert re.search(rf"2025\.? {DOUBT[edition]}", alone)
    assert alone.count(DOUBT[edition]) == 1


def test_both_languages_doubt_a_number(specimen: Path) -> None:
    """The sheet in two languages says it in each."""
    for pair, (first, second) in PAIRS.items():
        shown = " ".join(text(both(specimen, pair, "call-sheet", "specimen"), "-raw").split())
        assert re.findall(rf"(000 000 \d+) {DOUBT[first]} {DOUBT[second]}", shown) == ["000 000 002"]


def test_text_is_large_enough(small: Path, specimen: Path) -> None:
    """Nothing is smaller than 9 points."""
    for path in [*every_sheet(small, "lakeside"), *every_sheet(specimen, "specimen")]:
        with pikepdf.open(path) as pdf:
            sizes = [size * abs(matrix.d) for what, size, matrix in drawn(pdf) if what == "text"]
        assert len(sizes) > 20
        assert min(sizes) > 8.99, path


def test_lines_to_write_on_are_far_enough_apart(small: Path, specimen: Path) -> None:
    """7 millimetres or more between two lines below one another."""
    numbers = {"call-sheet": 28, "first-100-days": 24, "self-assessment": 8, "handover-sheet": 20}
    for root, town in ((small, "minimal"), (small, "lakeside"), (specimen, "specimen")):
        for path in every_sheet(root, town):
            with pikepdf.open(path) as pdf:
                ends = [
                    [matrix.transform(end) for end in line]
                    for what, line, matrix in drawn(pdf)
                    if what == "line"
                ]
            name = next((name for name in numbers if path.name.startswith(name)), "")
            assert len(ends) >= numbers.get(name, 0) - (9 if town != "minimal" else 0), path
            for left in {round(start[0]) for start, _end in ends}:
                heights = sorted(start[1] for start, _end in ends if round(start[0]) == left)
                assert all(above - below >= 7 * POINTS for below, above in pairwise(heights)), path


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("name", SHEETS)
def test_the_words_of_the_page_are_the_words_of_the_sheet(small: Path, edition: str, name: str) -> None:
    """All of the part it shows, and nothing but its page and a few labels."""
    for town in TOWNS:
        printed = words(text(sheet(small, edition, name, town), "-raw"))
        section, _ = SHEETS[name]
        page = words(" ".join(web(small, edition, section, town).find("//body//text()")))

        assert shown(small, edition, name, town) - printed == set()
        assert len(printed - page) < 16, printed - page


@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize("name", BILINGUAL)
def test_two_languages_stand_on_the_same_footing(small: Path, pair: str, name: str) -> None:
    """The words of both pages, each language marked, at the same sizes."""
    path = both(small, pair, name, "lakeside")
    printed = words(text(path, "-raw"))
    with pikepdf.open(path) as pdf:
        langs = {str(tag.Lang) for tag in elements(pdf) if "/Lang" in tag} | {str(pdf.Root.Lang)}

    assert langs == {EDITIONS[edition] for edition in PAIRS[pair]}
    for edition in PAIRS[pair]:
        left_out = OTHERS.get(name, "")
        assert shown(small, edition, name, "lakeside", left_out) - printed == set()


@pytest.mark.slow
def test_a_pair_needs_both_editions(two_towns: Path) -> None:
    """One edition alone has its own sheets."""
    generate(two_towns, Options(edition="sq"), quiet)

    made = files(two_towns / "preview" / "guides")
    assert "sq/lakeside/sheets/call-sheet.pdf" in made
    assert [name for name in made if name.startswith("sheets/")] == []


@pytest.mark.slow
def test_a_text_too_long_stops_the_build_and_is_named(two_towns: Path) -> None:
    """With the sheet, the edition, the municipality and the text; the last good site stays."""
    (two_towns / "site").mkdir(exist_ok=True)
    (two_towns / "site" / "good").touch()
    long = "Shkruani shumë. " * 480
    retranslate(
        two_towns / "locale/sq/LC_MESSAGES/guides.po",
        "Promises",
        f"msgstr {json.dumps(long, ensure_ascii=False)}",
    )

    with pytest.raises(ProblemsFound) as stopped:
        generate(two_towns, Options(), quiet)

    message = str(stopped.value)
    assert "sq/lakeside/sheets/handover-sheet.pdf: the sheet is " in message
    assert re.search(
        rf"is \d+ mm too long for one page at 9pt; shorten its longest text \({len(long) - 1} characters\)",
        message,
    )
    assert "Shkruani shumë. Shkruani" in message
    assert (two_towns / "site" / "good").exists()
    assert list((two_towns / "guides").glob("*/")) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", ["handover-sheet"])
def test_no_sign_means_anything_on_a_sheet(name: str, tmp_path: Path) -> None:
    """Text comes out as it went in."""
    signs = '#panic() $x$ @a `b` [c] {d} *e* _f_ \\ "g" <h> // /* ~ -- ...'
    fields = {key: [signs] for key in ("date", "signature")}
    side = {
        "lang": "en",
        "town": [signs],
        "title": [signs],
        "fields": fields,
        "origin": [signs],
        "notices": [[signs]],
    }
    content = {"title": signs, "lang": "en", "day": [2026, 11, 22]}
    whole = {
        **content,
        "sides": [{**side, "intro": [signs], "items": [[signs], [{"lang": "sq", "text": [signs]}]]}],
    }

    source = PdfSource("a.pdf", f"sheets/{name}.typ", json.dumps(whole))
    with PdfCompiler(PAPER, FileCache(tmp_path, ".pdf")) as compiler:
        (pdf,) = compiler.compile([source])

    (tmp_path / "a").write_bytes(pdf.data)
    assert "".join(text(tmp_path / "a", "-raw").split()).count("".join(signs.split())) == 9


def test_every_kind_of_pdf_is_pdf_ua(small: Path, specimen: Path) -> None:
    """No rule of PDF/UA-1 is broken, with every field filled and with hardly any."""
    guides = [
        file(root, edition, town)
        for root, town in ((small, "lakeside"), (small, "minimal"), (specimen, "specimen"))
        for edition in EDITIONS
    ]
    sheets = every_sheet(small, "lakeside") + every_sheet(specimen, "specimen")
    chapters = [
        small / f"site/{edition}/practice/{key}/{key}-{edition}.pdf"
        for edition in EDITIONS
        for key in ("exercise", "plan")
    ]
    papers = [
        *(small / "site/sr-cyrl/lakeside/papers").glob("*.pdf"),
        *(small / "site/papers/lakeside").glob("*-sr-latn.pdf"),
    ]

    found = failures(guides + sheets + chapters + papers)

    each = len(EDITIONS) * len(SHEETS) + len(PAIRS) * len(BILINGUAL)
    others = len({*chapters, *papers})
    assert others >= 2 * len(EDITIONS) + 3 + 4
    assert len(found) == 3 * len(EDITIONS) + 2 * each + others
    assert {path: lines for path, lines in found.items() if lines} == {}


def test_every_kind_of_sheet_has_a_template() -> None:
    """And every template is of a kind."""
    names = {path.stem for path in (ROOT / "templates" / "paper" / "sheets").glob("*.typ")}

    assert names == {*SHEETS, *BILINGUAL, "sheet"}
