"""The PDF of a guide, as a reader, a screen reader and a printer get it."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin

import pikepdf
import pytest

from guidebook.artifacts import PdfSource
from guidebook.build import generate
from guidebook.cache import FileCache
from guidebook.diagnostics import ProblemsFound
from guidebook.options import Options
from guidebook.pages.html import parse_markdown
from guidebook.pdf.nodes import page_nodes
from guidebook.pdf.typst import PdfCompiler
from tests.support.pdf import PAPER, TOWN, elements, file, text, words
from tests.support.project import DATA, SIGNS, Shared, change, copy_two_towns, files, quiet
from tests.support.site import EDITIONS, SECTIONS, Built, address, read

pytestmark = pytest.mark.slow

PDFS = 2 * (len(EDITIONS) * (1 + 6 + 1) + 2 * (3 + 1)) + 2 * len(EDITIONS)
"""Of two towns: a guide and six sheets in each edition, three sheets in each of two pairs of languages;
a printed paper in each edition and pair; two chapters in each edition."""
LETTERS = {"sq": "ëç", "sr-latn": "šđčćž", "sr-cyrl": "ђљњћџј", "en": "w"}
ASIDE = ("cards", "names", "keep", "correct", "screen")
CLASSES = " or ".join(f"@class={name!r}" for name in ASIDE)
SCREEN = f"ancestor-or-self::*[@hidden or @download or self::nav or {CLASSES}]"
BODY = ["-x", "0", "-W", "595", "-y", "88", "-H", "690"]
"""The part of a page between its head and its foot, in points."""
ALONE = ["#", "$", "@x", "`", "[", "]", "{", "}", "(", '"', "'", "\\", "/*", "//", "<a>", "*", "_"]
SIGNS_OF_TYPST = [*ALONE, "= ", "- ", "+ ", "/ a: ", "~", "--", "...", "https://a.b"]


def links(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Every place to click, page by page."""
    for page in pdf.pages:
        yield from page.get("/Annots", [])


def bookmarks(pdf: pikepdf.Pdf) -> list[tuple[int, str, int, float]]:
    """Level, title, page and height of each bookmark, in order."""
    numbers = {page.objgen: number for number, page in enumerate(pdf.pages, start=1)}

    def walk(items: Any, level: int) -> Iterator[tuple[int, str, int, float]]:
        for item in items:
            yield level, item.title, numbers[item.destination[0].objgen], float(item.destination[3])
            yield from walk(item.children, level + 1)

    with pdf.open_outline() as outline:
        return list(walk(outline.root, 1))


def sections(root: Path, edition: str, town: str = TOWN) -> list[Built]:
    """The web pages of the guide."""
    found = [address(edition, town, section) for section in SECTIONS]
    return [read(root / "site" / url / "index.html", url) for url in found]


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_reader_program_knows_the_document(small: Path, edition: str) -> None:
    """Sound, tagged, PDF/UA-1; language in its script, title shown, date of the edition."""
    with pikepdf.open(file(small, edition)) as pdf:
        about = pdf.Root.Metadata.read_bytes().decode()
        title = str(pdf.docinfo["/Title"])

        assert pdf.check_pdf_syntax() == []
        assert pdf.Root.Lang == EDITIONS[edition]
        assert f"<rdf:li>{EDITIONS[edition]}</rdf:li>" in about
        assert "<pdfuaid:part>1</pdfuaid:part>" in about
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert pdf.docinfo["/CreationDate"] == "D:20261122000000Z"
    names = {"sq": "Komuna e Liqenajt", "sr-latn": "Opština Jezerce", "sr-cyrl": "Општина Језерце"}
    assert title.endswith(f" · {names.get(edition, 'Municipality of Lakeside')}")


@pytest.mark.parametrize("edition", EDITIONS)
def test_bookmarks_are_the_sections_and_their_headings(small: Path, edition: str) -> None:
    """Numbered as on the web, in the same order, with the same words."""
    with pikepdf.open(file(small, edition)) as pdf:
        found = [(level, title) for level, title, _page, _height in bookmarks(pdf)]

    wanted = [
        (int(head.tag[1]), f"{number} {words}" if head.tag == "h1" else words)
        for number, page in enumerate(sections(small, edition), start=1)
        for head in page.find(f"//article//*[self::h1 or self::h2 or self::h3][not({SCREEN})]")
        for words in [" ".join(head.text_content().split())]
    ]
    assert found == wanted
    assert [level for level, _ in found].count(1) == len(SECTIONS)


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_page_numbers_of_the_contents_are_right(small: Path, edition: str) -> None:
    """Each section and heading stands on the page the contents say."""
    with pikepdf.open(file(small, edition)) as pdf:
        headings = [(title, page) for level, title, page, _height in bookmarks(pdf) if level < 3]

    contents = " ".join(text(file(small, edition), "-f", "2", "-l", "2", "-raw", *BODY).split())
    entries = re.findall(r"(\S.*?) (?:\. ?)+(\d+)", contents.partition(" 1 ")[2])
    assert [(words.lstrip(), int(number)) for words, number in entries][1:] == headings[1:]
    assert len(entries) > 50


@pytest.mark.parametrize("edition", EDITIONS)
def test_all_letters_travel_with_the_file(small: Path, edition: str) -> None:
    """Every font is embedded, and the letters of the edition can be copied out."""
    with pikepdf.open(file(small, edition)) as pdf:
        fonts = {str(font.BaseFont): font for page in pdf.pages for font in page.Resources.Font.values()}
        descriptors = [font.DescendantFonts[0].FontDescriptor for font in fonts.values()]

        assert len(fonts) >= 3
        assert all("LibertinusSerif" in name for name in fonts)
        assert all("/FontFile3" in descriptor for descriptor in descriptors)
        assert all("/ToUnicode" in font for font in fonts.values())
    assert [letter for letter in LETTERS[edition] if letter not in text(file(small, edition))] == []


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("town", [TOWN, "minimal"])
def test_every_link_of_the_pages_is_in_the_pdf(small: Path, edition: str, town: str) -> None:
    """Addresses outside the guide, and places in it, which all exist."""
    guide = f"https://site/{edition}/{town}/"
    outside, inside, count = set(), set(), 0
    for page in sections(small, edition, town):
        for href in page.find(f"//article//a[@href][not({SCREEN})]/@href"):
            url, anchor = urldefrag(urljoin(f"https://site/{page.url}", href))
            count += 1
            if url.startswith(guide):
                section = url.removeprefix(guide).strip("/") or "index"
                inside.add(f"{section}--{anchor or 'start'}")
            else:
                outside.add(href)

    with pikepdf.open(file(small, edition, town)) as pdf:
        uris = {str(link.A.URI) for link in links(pdf) if "/A" in link}
        places = [link.Dest for link in links(pdf) if "/Dest" in link]
        named = {str(place) for place in places if isinstance(place, pikepdf.String)}
        known = {str(name) for name in list(pdf.Root.Names.Dests.Names)[::2]}
        numbers = {page.objgen for page in pdf.pages}
        elsewhere = {place[0].objgen for place in places if not isinstance(place, pikepdf.String)}
        tags = Counter(str(tag.S) for tag in elements(pdf))
        silent = [link for link in links(pdf) if not str(link.get("/Contents", ""))]

    assert uris == outside
    assert {"tel:112", "https://lakeside.example"} <= uris or town == "minimal"
    assert {place for place in inside if "--source-" not in place} <= named <= known
    assert elsewhere <= numbers
    assert tags["/Link"] == count + tags["/TOCI"]
    assert silent == []


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("town", [TOWN, "minimal"])
def test_the_words_of_the_pages_are_the_words_of_the_pdf(small: Path, edition: str, town: str) -> None:
    """Behind cover, contents and papers nothing is lost, cut off or added but addresses of sources."""
    shown = " ".join(
        part
        for page in sections(small, edition, town)
        for part in page.find(f"//article//text()[not({SCREEN})]")
    )
    written = " ".join(
        href for page in sections(small, edition, town) for href in page.find("//*[@class='sources']//@href")
    )

    printed = words(text(file(small, edition, town), "-f", "4", "-raw", *BODY))

    assert len(printed) > 1_000
    assert words(shown) - printed == set()
    assert {word for word in printed - words(shown) if word not in written} == set()


@pytest.mark.parametrize("edition", EDITIONS)
def test_pages_are_full_and_whole(small: Path, edition: str) -> None:
    """No page without text, no word outside the margins, no heading without text below it on its page."""
    pages = text(file(small, edition), "-bbox").split("<page ")[1:]
    boxes = [
        [
            tuple(map(float, box))
            for box in re.findall(r'xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)"', page)
        ]
        for page in pages
    ]
    with pikepdf.open(file(small, edition)) as pdf:
        headings = [(page, 842 - height) for _level, _title, page, height in bookmarks(pdf)]

    assert all(len(page) > 15 for page in boxes)
    assert all(left > 70 and right < 515 for page in boxes for left, _top, right, _bottom in page)
    assert all(top > 45 and bottom < 815 for page in boxes for _left, top, _right, bottom in page)
    lonely = [
        (page, top)
        for page, top in headings
        if not any(top + 34 < below < 766 for _left, below, _right, _bottom in boxes[page - 1])
    ]
    assert lonely == []


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_screen_reader_is_told_heads_lists_and_languages(small: Path, edition: str) -> None:
    """Headers of columns and rows as on the web; parts in another language say so."""
    wanted, langs = Counter[str](), set()
    for page in sections(small, edition):
        wanted["/Column"] += len(page.find(f"//article//th[@scope='col'][not({SCREEN})]"))
        wanted["/Row"] += len(page.find(f"//article//th[@scope='row'][not({SCREEN})]"))
        langs |= {str(lang) for lang in page.find(f"//article//*[@lang][not({SCREEN})]/@lang")}

    with pikepdf.open(file(small, edition)) as pdf:
        tags = elements(pdf)
        heads = [tag for tag in tags if tag.S == "/TH"]
        scopes = Counter(str(part.Scope) for head in heads for part in head.A if "/Scope" in part)
        spoken = {str(tag.Lang) for tag in tags if "/Lang" in tag} | {str(pdf.Root.Lang)}
        levels = [int(str(tag.S)[2]) for tag in tags if re.fullmatch("/H[1-6]", str(tag.S))]

    assert scopes == wanted
    assert sum(scopes.values()) == len(heads) > 150
    assert langs <= spoken <= langs | {*EDITIONS.values()}
    assert {"/L", "/LI", "/Link", "/TOC", "/THead"} <= {str(tag.S) for tag in tags}
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_text_is_printed_literally(hostile: Path, small: Path) -> None:
    """The same elements as with calm text, and every sign as it is written."""
    for edition in EDITIONS:
        printed = "".join(text(file(hostile, edition), "-raw").split())
        assert printed.count("".join(SIGNS.split())) >= 8, edition
        with pikepdf.open(file(hostile, edition)) as loud, pikepdf.open(file(small, edition)) as calm:
            kinds = [Counter(str(tag.S) for tag in elements(pdf)) for pdf in (loud, calm)]
            assert kinds[0] == kinds[1], edition
            assert SIGNS in str(loud.docinfo["/Title"])


@pytest.mark.parametrize("signs", SIGNS_OF_TYPST)
def test_no_sign_means_anything_to_typst(signs: str, tmp_path: Path) -> None:
    """Alone, at the start and at the end of a text, in a heading, a list, a cell and a link."""
    text_of = "".join(f"&#{ord(sign)};" for sign in f"{signs}a{signs}")
    table = "<table><tbody><tr><th scope='row'>{0}</th><td><a href='x:{0}'>{0}</a></td></tr></tbody></table>"
    body = f"<h1 id='start'>{{0}}</h1><p>{{0}}</p><ul><li>{{0}}</li></ul>{table}".format(text_of)
    front = "<h1 id='start'>C</h1>\n\n<h2 id='contents'>D</h2>"
    pages = {
        name: (f"en/a/{name}/", parse_markdown(html)) for name, html in (("cover", front), ("index", body))
    }
    cover, section = page_nodes(pages).values()
    about = {"title": signs, "lang": "en", "day": [2026, 11, 22], "town": signs}
    content = {**about, "cover": cover, "sections": [section]}

    source = PdfSource("a.pdf", "guide.typ", json.dumps(content))
    with PdfCompiler(PAPER, FileCache(tmp_path, ".pdf")) as compiler:
        (pdf,) = compiler.compile([source])

    (tmp_path / "a").write_bytes(pdf.data)
    printed = "".join(text(tmp_path / "a", "-f", "3", "-raw").split())
    assert printed.count("".join(f"{signs}a{signs}".split())) == 6
    assert pdf.pages == 3


@pytest.fixture(scope="module")
def anew(shared: Shared) -> Path:
    """The guides of the two towns, every PDF set with nothing kept from before."""

    def prepare(root: Path) -> None:
        (copy_two_towns(root) / ".cache").unlink()
        generate(root, Options(), quiet)

    return shared("anew", prepare)


def test_the_same_input_gives_the_same_pdf(anew: Path, unchanged: Path) -> None:
    """Set anew, with nothing kept from before, byte for byte."""
    pdfs = {name: data for name, data in files(anew / "guides").items() if name.endswith(".pdf")}
    assert len(files(anew / ".cache" / "paper")) == len(pdfs) == PDFS
    assert pdfs == {name: data for name, data in files(unchanged / "guides").items() if name.endswith(".pdf")}


def test_an_unchanged_pdf_is_not_set_again(anew: Path, tmp_path: Path) -> None:
    """A changed fact sets one guide in each edition; the rest comes from the cache of whole files."""
    root = Path(shutil.copytree(anew, tmp_path / "project"))
    kept = root / ".cache" / "paper"
    before = files(kept)

    change(root / DATA, "settlements: 17", "settlements: 18")
    summary, _config = generate(root, Options(), quiet)

    assert len(before) == PDFS
    assert len(files(kept).keys() - before.keys()) == len(EDITIONS)
    assert all(data.startswith(b"%PDF") and data.endswith(b"%%EOF\n") for data in files(kept).values())
    assert summary.changed == len(EDITIONS) * 3 + 7


def test_what_a_template_of_paper_refuses_is_told(two_towns: Path) -> None:
    """With the template and the file it was to become; nothing is written."""
    change(two_towns / "templates/paper/guide.typ", "// Contents\n", '#panic("The text is too long.")\n')

    with pytest.raises(ProblemsFound) as stopped:
        generate(two_towns, Options(), quiet)

    message = str(stopped.value)
    assert message.startswith("templates/paper/guide.typ:")
    assert "/lakeside-sq.pdf: " in message
    assert "The text is too long." in message
    assert list((two_towns / "guides").glob("*/")) == []
