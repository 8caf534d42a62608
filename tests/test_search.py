"""Search in the browser: what is found, how one walks the results, and what it costs."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from mkdocs.config.defaults import MkDocsConfig
from playwright.sync_api import Browser, Page

from guidebook.pages.html import EXTENSIONS
from guidebook.text import FOLDS, fold
from tests.support.project import ROOT
from tests.support.site import EDITIONS, SECTIONS, TOWNS
from tests.support.texts import translated

Serve = Callable[[Path], str]
CASES = ROOT / "tests" / "cases" / "search"
FOLDED = yaml.safe_load((ROOT / "tests" / "cases" / "fold.yaml").read_text(encoding="utf-8"))
FOUND = "[...document.querySelectorAll('.md-search-result__item')].map(item => item.dataset.entry)"


def search(page: Page, query: str) -> list[str]:
    """Types a query; gives the addresses found, best first."""
    page.locator(".md-search").get_by_role("searchbox").fill(query)
    page.locator(".md-search-result__meta:not(:empty)").wait_for()
    return list(page.evaluate(FOUND))


def missed_queries(cases: dict[str, dict[str, str | list[str]]], home: str, page: Page) -> list[str]:
    """The queries, in Prizren's guide and in the home, whose place is not among the first three."""
    missed = []
    for start, place in (("guide", "prizren/"), ("home", "")):
        page.goto(home + place)
        for query, expected in cases[start].items():
            wanted = [expected] if isinstance(expected, str) else expected
            found = search(page, str(query))[:3]
            if not set(wanted) & set(found):
                missed.append(f"{start}: {query}: {wanted}, not {found}")
    return missed


@pytest.mark.parametrize("edition", EDITIONS)
def test_what_is_sought_stands_in_the_first_three(
    edition: str, whole: Path, serve: Serve, page: Page
) -> None:
    """No diacritics, other script, ending or language, the beginning, a letter wrong: 95 in 100."""
    cases = yaml.safe_load((CASES / f"{edition}.yaml").read_text(encoding="utf-8"))
    site = serve(whole / "site")

    missed = missed_queries(cases, f"{site}/{edition}/", page)

    number = len(cases["guide"]) + len(cases["home"])
    assert number >= 40
    assert len(missed) <= number * 0.05, "\n".join(missed)


@pytest.mark.parametrize("edition", [edition for edition in EDITIONS if edition != "en"])
def test_another_word_for_a_term_finds_its_page(edition: str, whole: Path, serve: Serve, page: Page) -> None:
    """Whoever says gradonačelnik, bashkia or OJQ: each in the first three."""
    cases = yaml.safe_load((CASES / f"{edition}.yaml").read_text(encoding="utf-8"))["other_words"]

    missed = missed_queries(cases, f"{serve(whole / 'site')}/{edition}/", page)

    assert len(cases["guide"]) >= 15
    assert len(cases["home"]) >= 5
    assert missed == []


@pytest.mark.parametrize("edition", [edition for edition in EDITIONS if edition != "en"])
def test_every_other_word_finds_its_term(edition: str, whole: Path, serve: Serve, page: Page) -> None:
    """Whatever people say instead leads from a guide to the entry of the glossary."""
    home = f"{serve(whole / 'site')}/{edition}"
    page.goto(f"{home}/")
    script = """async (home) => {
        const { prepare } = await import('/assets/match.js');
        const names = ['prizren/search.json', 'glossary.json', 'practice.json'];
        const files = names.map((file) => fetch(`${home}/${file}`));
        const [index, glossary, practice] = await Promise.all(files.map(async (file) => (await file).json()));
        const { ask } = prepare(index, glossary, practice);
        const words = glossary.terms.flatMap(([key, , , others = []]) =>
          others.map((other) => [other.join(' '), `../glossary/#${key}`]));
        const isFound = ([query, wanted]) => ask(query).found.some(({ url }) => url === wanted);
        return [words.length, words.filter((word) => !isFound(word))];
    }"""

    number, lost = page.evaluate(script, home)

    assert number > 40
    assert lost == []


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_expected_place_exists(edition: str, whole: Path) -> None:
    """The table names headings that are there."""
    cases = yaml.safe_load((CASES / f"{edition}.yaml").read_text(encoding="utf-8"))
    queries = [*cases["guide"].values(), *cases.get("other_words", {"guide": {}})["guide"].values()]
    expected = [place for hits in queries for place in ([hits] if isinstance(hits, str) else hits)]

    assert len(expected) >= 40
    for place in expected:
        section, anchor = place.split("#")
        html = (whole / "site" / edition / "prizren" / section / "index.html").read_text(encoding="utf-8")
        assert f'id="{anchor}"' in html, place


def test_an_index_is_light(whole: Path) -> None:
    """A guide's index takes at most 25 KB of a phone's time, the terms 8 KB, the handbook 32."""
    sizes = {path: len(gzip.compress(path.read_bytes())) for path in (whole / "site").rglob("search.json")}

    assert len(sizes) == len(EDITIONS) * (len(TOWNS) + 1)
    assert {str(path): size for path, size in sizes.items() if size > 25_000} == {}
    terms = [len(gzip.compress(path.read_bytes())) for path in (whole / "site").glob("*/glossary.json")]
    assert len(terms) == len(EDITIONS)
    assert max(terms) <= 8_000
    chapters = [len(gzip.compress(path.read_bytes())) for path in (whole / "site").glob("*/practice.json")]
    assert len(chapters) == len(EDITIONS)
    assert max(chapters) <= 32_000


@pytest.mark.parametrize(("typed", "folded"), FOLDED.items())
def test_words_fold_alike_in_the_program_and_in_the_browser(
    typed: str, folded: str, online: str, page: Page
) -> None:
    """One table, two readers of it, the same word."""
    page.goto(f"{online}/en/")

    script = "async ([table, text]) => (await import('/assets/match.js')).folding(table)(text)"
    assert fold(typed) == folded
    assert page.evaluate(script, [FOLDS, typed]) == folded


def test_the_index_is_read_by_the_rules_of_the_site() -> None:
    """What is searched is what MkDocs shows."""
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    listed = config.partition("markdown_extensions:\n")[2].partition("\n\n")[0]

    always = MkDocsConfig.markdown_extensions.builtins  # type: ignore[attr-defined]
    assert tuple(dict.fromkeys([*always, *yaml.safe_load(listed)])) == EXTENSIONS


def test_nothing_of_search_loads_before_the_field_is_entered(online: str, page: Page) -> None:
    """Then its two scripts, one index, and the terms and the handbook of the edition, once."""
    asked: list[str] = []
    page.goto(f"{online}/sq/lakeside/mandate/", wait_until="networkidle")
    page.on("request", lambda request: asked.append(request.url.removeprefix(online)))

    page.mouse.wheel(0, 2000)
    page.wait_for_timeout(300)
    assert asked == []
    page.locator(".md-search").get_by_role("searchbox").press_sequentially("ligj")
    page.locator(".md-search-result__item").first.wait_for()

    assert sorted(asked) == [
        "/assets/match.js",
        "/assets/search.js",
        "/sq/glossary.json",
        "/sq/lakeside/search.json",
        "/sq/practice.json",
    ]


def test_the_first_letter_finds_and_hits_are_marked(online: str, page: Page) -> None:
    """Results show section, heading and an extract; the number is announced."""
    page.goto(f"{online}/en/lakeside/")
    assert len(search(page, "p")) > 3

    search(page, "budgets")

    first = page.locator(".md-search-result__item").first
    assert first.locator(".md-search-result__title mark").inner_text() == "budget"
    assert first.locator("small").inner_text() == "Plan, money, small measures"
    assert len(page.locator(".md-search-result__teaser").first.inner_text()) <= 170
    assert page.locator(".md-search-result__meta").inner_text().startswith("Results: ")
    assert search(page, "xylophone") == []
    assert page.locator(".md-search-result__meta").inner_text() == "Nothing found. Try another word."


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_handbook_is_found_from_guides_and_homes(edition: str, online: str, page: Page) -> None:
    """By the words of a chapter's title; the result opens the chapter."""
    title = translated("Exercise in 90 minutes", edition, ROOT)
    for home, there in ((f"{edition}/", "practice"), (f"{edition}/lakeside/", "../practice")):
        page.goto(f"{online}/{home}")
        assert f"{there}/exercise/#start" in search(page, title)[:3]

    page.locator(f"[data-entry='{there}/exercise/#start'] a").click()
    page.wait_for_url(f"{online}/{edition}/practice/exercise/#start")


def test_a_cyrillic_result_is_shown_in_cyrillic(online: str, page: Page) -> None:
    """Typed in Latin letters, found and shown as the page has it."""
    page.goto(f"{online}/sr-cyrl/lakeside/")

    search(page, "budzet")

    first = page.locator(".md-search-result__item").first
    assert first.locator(".md-search-result__title").inner_text() == "Поштујте буџетске рокове"


def test_results_are_walked_by_keyboard(online: str, page: Page) -> None:
    """Down to the second result and up again; Escape closes and comes back to the field; Enter opens."""
    page.goto(f"{online}/en/lakeside/mandate/")
    found = search(page, "police")
    focus = "document.activeElement.closest('li')?.dataset.entry ?? document.activeElement.type"

    walked = []
    for key in ("ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp", "ArrowDown"):
        page.keyboard.press(key)
        walked.append(page.evaluate(focus))
    assert walked == [found[0], found[1], found[0], "search", found[0]]
    page.keyboard.press("Escape")
    assert page.evaluate(focus) == "search"
    assert page.evaluate(FOUND) == []
    search(page, "police")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{online}/en/lakeside/{found[0]}")


def test_from_a_home_a_topic_asks_for_the_municipality(online: str, page: Page) -> None:
    """Municipalities come first and lead to their guide; a topic stands once and opens their list."""
    page.goto(f"{online}/en/")
    assert search(page, "Језерце")[0] == "lakeside/"
    topics = search(page, "budget")
    assert topics.count("plan-and-money/#budget") == 1

    page.locator("[data-entry='plan-and-money/#budget'] summary").click()
    page.locator(".md-search-result").get_by_role("link", name="Lakeside").click()

    page.wait_for_url(f"{online}/en/lakeside/plan-and-money/#budget")


def test_without_a_script_there_is_no_field(online: str, browser: Browser) -> None:
    """Nobody meets a field that does nothing."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{online}/en/lakeside/")
    assert page.locator(".md-search").get_by_role("searchbox").count() == 0
    context.close()


def test_a_row_of_a_table_is_found_by_its_head(online: str, page: Page) -> None:
    """An office in a long table is a result of its own, and an address stands once among the results."""
    page.goto(f"{online}/en/lakeside/")

    found = search(page, "language commissioner")

    title = page.locator(".md-search-result__title").first
    assert title.inner_text() == "Office of the Language Commissioner"
    assert found[0] == "who-does-what/#independent"
    assert len(found) == len(set(found))


def test_an_index_holds_text_and_no_marks(small: Path) -> None:
    """Neither tags nor character references."""
    for edition in EDITIONS:
        text = (small / "site" / edition / "minimal" / "search.json").read_text(encoding="utf-8")
        index = json.loads(text)
        assert len(index["pages"]) == len(SECTIONS) + len({"papers", "central-local"})
        assert "<" not in text
        assert "&#" not in text
