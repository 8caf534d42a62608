"""What everybody may reuse: the same facts in every file, in a form that is published, and nothing else."""

from __future__ import annotations

import csv
import io
import itertools
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
import yaml
from jsonschema import Draft202012Validator, FormatChecker
from lxml import etree
from playwright.sync_api import Page

from guidebook.build import generate
from guidebook.exports.open_data import open_data
from guidebook.model.municipality import Communities
from guidebook.options import Options
from guidebook.project import load_project
from tests.support.project import DATA, FORMULAS, ROOT, SIGNS, change, quiet
from tests.support.site import EDITIONS, SITE, TOWNS, published, read, text_of

Table = list[dict[str, str]]
FEW = 10
BROKEN = yaml.safe_load((ROOT / "tests/cases/open-data/broken.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def real() -> dict[str, bytes]:
    """The files of all municipalities."""
    project = load_project(ROOT)
    translators = [project.translator(key) for key in project.records.content.site.editions]
    return {
        page.path: page.data
        for page in open_data(
            project.records.towns, project.records.content, project.records.languages, translators
        )
    }


@pytest.fixture(params=["the two towns", "all municipalities"])
def api(request: pytest.FixtureRequest, small: Path, real: dict[str, bytes]) -> dict[str, bytes]:
    """The files of the open data."""
    return real if request.param == "all municipalities" else published(small / "site")


def of(api: dict[str, bytes], name: str) -> Any:
    """A JSON file."""
    return json.loads(api[f"api/{name}.json"])


def table(api: dict[str, bytes], name: str) -> Table:
    """A table, read as a program reads it that knows nothing of ours."""
    return list(csv.DictReader(io.StringIO(api[f"api/{name}.csv"].decode("utf-8-sig"), newline="")))


def facts_of(town: Any, address: str = "") -> Iterator[tuple[str, Any]]:
    """Every fact of a municipality in JSON, by its address."""
    for name, part in town.items():
        if isinstance(part, dict) and "value" in part:
            yield f"{address}{name}", part
        elif isinstance(part, dict):
            yield from facts_of(part, f"{address}{name}.")


def findings_of(fact: Any) -> list[Any]:
    """The findings of a fact; none where it holds none."""
    values = fact["value"] if isinstance(fact["value"], list) else []
    return [item for item in values if isinstance(item, dict) and "finding" in item]


def form(api: dict[str, bytes], kind: str = "") -> Any:
    """The published schema, of every file or of one kind."""
    whole = of(api, "schema")
    wanted = {"$ref": f"#/$defs/{kind}", "$defs": whole["$defs"]} if kind else whole
    return Draft202012Validator(wanted, format_checker=FormatChecker())


def test_every_file_follows_the_published_schema(api: dict[str, bytes]) -> None:
    """The schema is one itself, and each file names it."""
    Draft202012Validator.check_schema(of(api, "schema"))
    names = [path for path in api if path.endswith(".json") and not path.endswith("schema.json")]

    assert len(names) >= 5
    for path in names:
        content = json.loads(api[path])
        kind = path.removeprefix("api/").removesuffix(".json")
        kind = "municipality" if "/" in kind else kind
        assert form(api).is_valid(content), path
        assert [error.message for error in form(api, f"{kind}_file").iter_errors(content)] == [], path
        target = (Path("/") / path).parent / content["schema"]
        assert target.resolve() == Path("/api/schema.json")


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case["at"])
def test_a_broken_file_does_not_follow_it(case: dict[str, Any], small: Path) -> None:
    """What the data never hold is told at its place."""
    api = published(small / "site")
    content = of(api, "municipalities")
    *way, last = [int(part) if part.isdigit() else part for part in case["at"].split(".")]
    holder = content
    for part in way:
        holder = holder[part]
    if "value" in case:
        holder[last] = case["value"]
    else:
        del holder[last]

    errors = list(form(api, "municipalities_file").iter_errors(content))

    places = {".".join(map(str, error.absolute_path)) for error in errors}
    assert places == {case["wrong"]}
    assert not form(api).is_valid(content)


def test_the_same_municipalities_stand_in_every_file(api: dict[str, bytes]) -> None:
    """In the order of the data; the file of one holds what the file of all holds."""
    towns = of(api, "municipalities")["municipalities"]
    ids = [town["id"] for town in towns]
    alone = {path.rpartition("/")[2]: api[path] for path in api if path.startswith("api/municipalities/")}

    assert len(ids) == len(set(ids)) in (2, len(TOWNS))
    assert [row["id"] for row in table(api, "municipalities")] == ids
    assert list(dict.fromkeys(row["municipality"] for row in table(api, "facts"))) == ids
    assert set(alone) == {f"{town}.json" for town in ids}
    for town in towns:
        assert json.loads(alone[f"{town['id']}.json"])["municipality"] == town
    branches = {town["profile"]["court_branch"]["value"] for town in towns}
    assert branches - {None, "none"} <= set(ids)


def test_the_same_sources_stand_in_every_file(api: dict[str, bytes]) -> None:
    """Each source behind a fact is explained, and each that is explained stands behind one."""
    found = [fact for town in of(api, "municipalities")["municipalities"] for _, fact in facts_of(town)]
    cited = {key for fact in found for part in (fact, *findings_of(fact)) for key in part["source"]}
    listed = {key for row in table(api, "facts") for key in row["source"].split("; ") if key}

    assert len(cited) >= 5
    assert cited == set(of(api, "sources")["sources"]) == listed
    for fact in found:
        for part in [fact, *findings_of(fact)]:
            assert part["source"] or part["value"] is None or findings_of(fact) or fact["value"] == []
            assert part["checked"], part


def test_every_code_has_its_words(api: dict[str, bytes]) -> None:
    """A code in a value is explained in every edition; a closed list is explained whole."""
    codes, used = of(api, "codes")["codes"], dict[str, set[str]]()
    fields = {
        "official_languages": "language", "languages_in_official_use": "language", "others": "language",
        "communities": "community", "enhanced_competences": "competence", "ten_per_cent_rule": "rule",
        "region": "place", "basic_court": "place", "police_directorate": "place",
        "special_law": "special_law",
    }  # fmt: skip
    for town in of(api, "municipalities")["municipalities"]:
        for address, fact in facts_of(town):
            part, field = address.split(".")[0], address.rpartition(".")[2]
            used.setdefault("finding", set()).update(item["finding"] for item in findings_of(fact))
            if part == "capacities":
                used.setdefault("capacity", set()).add(field)
            elif part == "contacts":
                used.setdefault("contact", set()).add(address.split(".")[1])
            elif group := fields.get(field):
                value: Any = fact["value"] or []
                named = [value] if isinstance(value, str) else [*value]
                if "with_others" in named:
                    named = [*named, *value["with_others"]]
                used.setdefault(group, set()).update(name for name in named if name != "with_others")

    assert {group for group in used if used[group] - set(codes[group])} == set()
    assert used["special_law"] == set(codes["special_law"])
    assert used["capacity"] == set(codes["capacity"])
    assert used["contact"] == set(codes["contact"])
    definitions = of(api, "schema")["$defs"]
    rules = definitions["Mandate"]["properties"]["ten_per_cent_rule"]["properties"]["value"]["anyOf"][0]
    assert set(rules["enum"]) == set(codes["rule"])
    assert set(definitions["Communities"]["properties"]) - {"with_others"} == set(codes["community"])
    for group in codes.values():
        assert all(list(words) == list(EDITIONS) and all(words.values()) for words in group.values())


def test_words_of_a_code_are_in_the_language_of_their_edition(real: dict[str, bytes]) -> None:
    """A place is named as the data name it, in Latin Serbian too."""
    codes = of(real, "codes")["codes"]
    places = yaml.safe_load((ROOT / "data/places.yaml").read_text(encoding="utf-8"))
    written = {key: one["words"] for key, one in SITE["editions"].items() if not one["latin"]}

    assert len(written) >= 3
    for place, names in codes["place"].items():
        expected = {key: places[place][words] for key, words in written.items() if words in places[place]}
        assert {key: names[key] for key in expected} == expected
    assert codes["place"]["gjakova"]["sr-latn"] == "Đakovica"
    assert codes["community"]["turk"]["sr-cyrl"] == "Турци"
    assert codes["court_branch"]["none"]["en"] == "none, the main seat serves it"


def test_every_fact_is_the_one_of_the_data(real: dict[str, bytes]) -> None:
    """Held against the YAML as a plain reader sees it: value, own source, own day, own note."""
    towns = yaml.load((ROOT / DATA).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    checked = 0
    for written, town in zip(towns, of(real, "municipalities")["municipalities"], strict=True):
        assert written["id"] == town["id"]
        for address, fact in facts_of(town):
            found, source, day = written, None, written["checked"]
            for name in address.split("."):
                found = (
                    "unknown" if found == "unknown" else found.get(name, {"others": {}, "also": []}.get(name))
                )
                if isinstance(found, dict):
                    source, day = found.get("source", source), found.get("checked", day)
            value = found["value"] if isinstance(found, dict) and "value" in found else found
            assert fact["checked"] == day
            if value == "unknown":
                assert (fact["value"], fact["source"], fact["due"]) == (None, [], None)
                continue
            years = {"contacts": 1, "mandate": 2}.get(address.partition(".")[0], 3)
            assert fact["due"] == f"{int(day[:4]) + years}{day[4:]}"
            assert fact["source"] == ([source] if isinstance(source, str) else source or [])
            assert fact["to_confirm"] == (isinstance(found, dict) and found.get("to_confirm") == "yes")
            if isinstance(fact["value"], int | float):
                assert fact["value"] == float(value)
            elif isinstance(fact["value"], str):
                assert fact["value"] == " ".join(value.split())
            elif isinstance(fact["value"], list) and address.endswith(".phone"):
                assert fact["value"] == ([value] if isinstance(value, str) else value)
            elif findings_of(fact):
                assert [item["finding"] for item in fact["value"]] == [item["finding"] for item in value]
                assert [str(item["year"] or "unknown") for item in fact["value"]] == [
                    item["year"] for item in value
                ]
            checked += 1
    assert checked > 700


def test_tables_and_json_tell_the_same(api: dict[str, bytes]) -> None:
    """Each value of the JSON stands in its row and its column, and no table has more."""
    columns = set(table(api, "municipalities")[0])
    wide = {row["id"]: row for row in table(api, "municipalities")}
    cells: dict[tuple[str, str], Table] = {}
    for row in table(api, "facts"):
        cells.setdefault((row["municipality"], row["fact"]), []).append(row)
    expected: dict[tuple[str, str], list[str]] = {}
    for town in of(api, "municipalities")["municipalities"]:
        for address, fact in facts_of(town):
            for part, values in single(address, fact):
                expected[town["id"], part] = values

    assert {place: [row["value"] for row in found] for place, found in cells.items()} == expected
    for (town, address), values in expected.items():
        below = [column for column in columns if column == address or column.startswith(f"{address}.")]
        assert below, address
        years = [row["year"] for row in cells[town, address]]
        cell = "; ".join(f"{value} {year}".strip() for value, year in zip(values, years, strict=True))
        assert {wide[town][column] for column in below} == {cell}
    shown = {(town, column) for town, row in wide.items() for column in row if row[column] and column != "id"}
    assert {place for place in shown if place not in expected and parent(place) not in expected} == set()


def parent(place: tuple[str, str]) -> tuple[str, str]:
    """The whole fact of a part of it."""
    return place[0], place[1].rpartition(".")[0]


def single(address: str, fact: Any) -> Iterator[tuple[str, list[str]]]:
    """The single values of a fact as texts; a finding is one value of several."""
    value = fact["value"]
    if findings_of(fact):
        yield address, [item["finding"] for item in value]
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for name in value[0]:
            yield f"{address}.{name}", ["; ".join(item[name] for item in value if item[name])]
    elif isinstance(value, dict):
        for name, part in value.items():
            yield f"{address}.{name}", ["; ".join(part) or "[]" if isinstance(part, list) else str(part)]
    elif isinstance(value, list):
        yield address, ["; ".join(value) or "[]"]
    else:
        yield address, ["" if value is None else str(value)]


def test_no_small_count_stands_in_a_file_or_follows_from_it(api: dict[str, bytes]) -> None:
    """Nobody is counted in a group of fewer than ten, however the figures are added and subtracted."""
    counted = set(Communities.model_fields) - {"with_others"}
    checked = 0
    for row in table(api, "municipalities"):
        people = {name: int(cell) for name in counted if (cell := row[f"profile.communities.{name}"])}
        totals = [
            int(cell) for field in ("population", "population_counted") if (cell := row[f"profile.{field}"])
        ]
        groups = [
            sum(chosen)
            for size in range(1, len(people) + 1)
            for chosen in itertools.combinations(people.values(), size)
        ]
        differences = [totals[0] - group for group in groups] + [
            abs(a - b) for a, b in itertools.pairwise(totals)
        ]
        assert min([*people.values(), *totals, *groups], default=FEW) >= FEW, row["id"]
        assert [number for number in differences if 0 < abs(number) < FEW] == [], row["id"]
        if people:
            assert differences.count(0) >= 1, row["id"]
            checked += 1
    assert checked == 1 or checked > 30


def test_no_remark_reaches_anybody(real: dict[str, bytes]) -> None:
    """What editors write for themselves stands in no byte."""
    remarks = set[str]()
    for name in ("municipalities", "sources"):
        text = (ROOT / "data" / f"{name}.yaml").read_text(encoding="utf-8")
        values = [yaml.load(text, Loader=yaml.BaseLoader)]
        while values:
            value = values.pop()
            if isinstance(value, dict):
                remarks |= {value["remark"]} if "remark" in value else set()
                values += value.values()
            elif isinstance(value, list):
                values += value
    everything = "\n".join(map(text_of, real.values()))

    assert len(remarks) > 100
    assert [remark for remark in remarks if remark in everything] == []
    assert '"remark"' not in everything


def test_the_tables_are_csv_as_excel_reads_it(api: dict[str, bytes]) -> None:
    """A mark of UTF-8, rows that end with CR LF, as many cells in each as there are columns."""
    for name in ("municipalities", "facts"):
        data = api[f"api/{name}.csv"]
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))
        assert data.startswith(b"\xef\xbb\xbf")
        assert data.count(b"\n") == data.count(b"\r\n") == len(rows)
        assert {len(row) for row in rows} == {len(rows[0])} == {len(set(rows[0]))}


def opened(paths: list[Path], separator: str = ",") -> list[list[list[tuple[str, str]]]]:
    """The cells of tables of one folder after one LibreOffice has opened them: formula, or kind, and text."""
    folder = paths[0].parent
    command = [
        "soffice", f"-env:UserInstallation=file://{folder / 'user'}", "--headless",
        f"--infilter=CSV:{ord(separator)},34,76,1", "--convert-to", "fods", "--outdir", str(folder),
        *map(str, paths),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)
    return [cells_of(path.with_suffix(".fods")) for path in paths]


def cells_of(sheet: Path) -> list[list[tuple[str, str]]]:
    """The cells of a spreadsheet: formula, or kind, and text."""
    tree = etree.parse(sheet)
    names = {
        "t": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "o": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    }
    found = []
    for row in tree.iterfind(".//t:table-row", names):
        cells = []
        for cell in row.iterfind("t:table-cell", names):
            kind = cell.get(f"{{{names['t']}}}formula") or cell.get(f"{{{names['o']}}}value-type", "")
            number = int(cell.get(f"{{{names['t']}}}number-columns-repeated", "1"))
            cells += [(kind, "".join(cell.itertext()).strip())] * min(number, 200)
        found.append(cells)
    return found


@pytest.mark.slow
def test_libreoffice_shows_the_columns_and_letters(real: dict[str, bytes], tmp_path: Path) -> None:
    """Every column has its name, every letter is right, figures are numbers and codes are text."""
    path = tmp_path / "municipalities.csv"
    path.write_bytes(real["api/municipalities.csv"])
    expected = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))

    (rows,) = opened([path])

    heads = [text for _, text in rows[0]][: len(expected[0])]
    assert heads == expected[0]
    assert [row[0][1] for row in rows[1:39]] == [line[0] for line in expected[1:]]
    at = {name: heads.index(name) for name in heads}
    for row, line in zip(rows[1:39], expected[1:], strict=True):
        for name in ("names.sq", "names.sr", "names.sq_full", "names.sr_full", "mandate.official_languages"):
            assert row[at[name]] == ("string" if line[at[name]] else "", line[at[name]])
        if line[at["profile.population"]]:
            assert row[at["profile.population"]] == ("float", line[at["profile.population"]])
    shown = {letter for row in rows for _, text in row for letter in text}
    assert set("ëçüčšćЂћљшЈ") <= shown


@pytest.mark.parametrize("separator", [",", ";"])
def test_no_cell_is_calculated(separator: str, calculating: Path, tmp_path: Path) -> None:
    """What begins like a formula is text in the spreadsheet, and whole in the JSON."""
    api = published(calculating / "guides")
    town = of(api, "municipalities")["municipalities"][0]
    assert town["names"]["also"]["value"] == FORMULAS
    assert town["contacts"]["municipality"]["phone"]["value"][0] == "+383 38 000 001"
    paths = [tmp_path / f"{name}.csv" for name in ("municipalities", "facts")]
    for path in paths:
        path.write_bytes(api[f"api/{path.name}"])
    for rows in opened(paths, separator):
        cells = [cell for row in rows for cell in row]
        assert len(cells) > 40
        assert {kind for kind, _ in cells} <= {"", "string", "float", "date"}
        assert [text for _, text in cells if text.lstrip().startswith(tuple("=+-@"))] == []
    assert table(api, "municipalities")[0]["contacts.municipality.address"] == "'=1+1"


@pytest.mark.slow
def test_an_empty_list_is_not_unknown(two_towns: Path) -> None:
    """Who looked and found none says so, in every column of the fact."""
    change(two_towns / DATA, "languages_in_official_use: [rom]", "languages_in_official_use: []")
    acts = '      - {en: "A statute.", sq: "Një statut.", sr: "Један статут."}\n'
    change(two_towns / DATA, f"local_acts:\n{acts}", "local_acts: []\n")

    generate(two_towns, Options(), quiet)

    api = published(two_towns / "guides")
    mandate = of(api, "municipalities")["municipalities"][0]["mandate"]
    none, unknown = table(api, "municipalities")
    assert mandate["local_acts"]["value"] == mandate["languages_in_official_use"]["value"] == []
    for column in ("mandate.languages_in_official_use", "mandate.local_acts.en", "mandate.local_acts.sr"):
        assert (none[column], unknown[column]) == ("[]", "")


def test_hostile_text_stays_text(hostile: Path) -> None:
    """Signs with a meaning reach a program as they were written."""
    api = published(hostile / "site")
    town = of(api, "municipalities")["municipalities"][0]
    row = table(api, "municipalities")[0]

    assert town["names"]["sq"]["value"] == row["names.sq"] == f"{SIGNS} sq"
    assert town["profile"]["history"]["value"]["sr"] == row["profile.history.sr"] == f"{SIGNS} sr"
    assert town["names"]["others"]["value"]["tr"] == SIGNS
    assert form(api, "municipalities_file").is_valid(of(api, "municipalities"))


@pytest.mark.slow
def test_a_preview_of_a_part_offers_no_open_data(two_towns: Path) -> None:
    """What is not whole is not offered, and no page of it leads there."""
    generate(two_towns, Options(town="minimal", edition="sq"), quiet)

    guides = two_towns / "preview/guides"
    assert (guides / "sq/minimal/index.md").is_file()
    assert not (guides / "api").exists()
    assert not (guides / "sq/open-data.md").exists()
    assert yaml.safe_load((two_towns / "preview/mkdocs.yml").read_text("utf-8"))["extra"]["whole"] is False


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_page_leads_to_every_file(edition: str, small: Path) -> None:
    """Each kind of file once, the feed of its own edition, and every page of the edition leads here."""
    page = read(small / f"site/{edition}/open-data/index.html")
    links = {href.removeprefix("../../") for href in page.find("//article//a/@href")}
    files = set(published(small / "site"))

    feeds = {f"api/changes-{key}.xml" for key in EDITIONS if key != edition}
    assert links == files - feeds - {"api/municipalities/minimal.json"}
    (feed,) = page.find("//link[@type='application/atom+xml']/@href")
    assert feed == f"../../api/changes-{edition}.xml"
    for path, up in (("lakeside/mandate/", "../../"), ("about/", "../"), ("", "")):
        other = read(small / f"site/{edition}/{path}index.html")
        assert other.find("//footer//a/@href").count(f"{up}open-data/") == 1
        assert other.find("//link[@type='application/atom+xml']") == []


def test_the_fact_on_the_page_is_the_one_in_the_files(small: Path) -> None:
    """The example is taken from the data."""
    page = read(small / "site/en/open-data/index.html")
    town = of(published(small / "site"), "municipalities/lakeside")["municipality"]

    assert json.loads(page.find("//pre/code")[0].text_content()) == town["profile"]["population"]
    assert "profile.population; the municipality is lakeside" in page.tree.text_content()


@pytest.mark.parametrize(("scheme", "ground"), [("light", "rgb(255, 255, 255)"), ("dark", "rgb(24, 35, 39)")])
def test_an_example_wears_the_colours_of_the_page(
    scheme: Literal["light", "dark"], ground: str, page: Page, online: str
) -> None:
    """No light box on a dark page, and every line of code is in sight on a phone."""
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{online}/sq/open-data/")

    boxes = page.locator("pre > code").all()

    assert len(boxes) == 2
    for box in boxes:
        assert box.evaluate("e => getComputedStyle(e).backgroundColor") == ground
        assert box.evaluate("e => e.scrollWidth <= e.clientWidth")


def test_the_example_in_python_runs(small: Path, tmp_path: Path) -> None:
    """Copied from the page and run beside the file, it prints what is known."""
    code = read(small / "site/sq/open-data/index.html").find("//pre/code")[1].text_content()
    shutil.copy(small / "site/api/municipalities.json", tmp_path)

    ran = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )

    assert len(code.splitlines()) <= 10
    assert ran.stdout.splitlines() == [
        "lakeside 12345 ['kas-census2024-00'] 2026-11-22",
        "minimal None [] 2026-11-22",
    ]


def test_the_column_of_the_example_in_a_spreadsheet_exists(small: Path) -> None:
    """The page names a column that is there."""
    (step,) = [
        item.text_content()
        for item in read(small / "site/en/open-data/index.html").find("//ol/li")
        if "column" in item.text_content() and "." in item.text_content()
    ]
    column = re.search(r"[a-z]+\.[a-z]+", step)
    assert column
    assert column[0] in table(published(small / "site"), "municipalities")[0]
