"""Copies of projects to change and build: the real one, the two towns in its words, the two towns alone."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from difflib import unified_diff
from pathlib import Path
from typing import Any

from guidebook.authoring.formatter import format_document
from guidebook.build import build
from guidebook.model.languages import SiteLanguages, record_types, site_languages
from guidebook.options import Options, Summary
from guidebook.source.consistency import question_problems
from guidebook.source.yaml_loader import load, parse

ROOT = Path(__file__).resolve().parent.parent.parent
CONTENT = ("data", "templates", "locale")
PROGRAM = ("guidebook", "mkdocs.yml", "build_guides.py", "guides/README.md")
SITES = ROOT / "tests" / "sites"
TWO_TOWNS = SITES / "two-towns"
"""A whole small project with its own data, templates and catalogs; nothing in it is real."""
REAL_WORDS = SITES / "real-words" / "municipalities.yaml"
"""The two towns as municipalities of the real project."""
DATA = "data/municipalities.yaml"
"""The records of the municipalities, in any project."""
SIGNS = (
    "<b onclick=alert(1)>x</b> *a* _b_ `c` [d](e) ![f](g) {: .h } | # i 1. j - k ~~l~~ "
    "{{ 7*7 }} {% m %} {# n #} #let $o$ @p \\\\ &amp; %(q)s https://r.example <!-- s --> &lt;"
)
"""Everything that means something to HTML, Markdown, Jinja, gettext or Typst."""
FORMULAS = ["=1+1", "+1+1", "-1+1", "@SUM(1)", '=HYPERLINK("https://r.example";"x")', "a; =1+1", "a;=1+1"]
"""What a spreadsheet would calculate, also one that divides cells at semicolons."""
Shared = Callable[[str, Callable[[Path], object]], Path]
"""Name of a project and what makes it in an empty place, to the folder of the project."""
FORGE = "https://forge.example/hub/guides"
"""The forge of every build of the tests."""


def quiet(steps: Iterable[Any], _total: int, _label: str) -> Iterable[Any]:
    """Passes steps through."""
    return steps


def make(root: Path, **choice: Any) -> Summary:
    """Builds a project."""
    return build(root, Options(**choice), quiet)


def copy_project(folder: Path, towns: Path | None = None) -> Path:
    """The whole project in a new folder; with `towns`, these municipalities instead of the 38."""
    _copy(ROOT, folder, CONTENT)
    _copy(ROOT, folder, PROGRAM)
    if towns:
        text = with_missing_facts(towns)
        (folder / DATA).write_text(text, encoding="utf-8")
        count = text.count("- id: ")
        change(folder / "data" / "site.yaml", "municipalities: 38", f"municipalities: {count}")
        for town in ("prishtina", "prizren"):
            change(folder / "data" / "law.yaml", f"only_for: {town}", "only_for: lakeside")
    return folder


def copy_two_towns(folder: Path) -> Path:
    """The small project in a new folder, with the program and the paper layout of the real one."""
    _copy(TWO_TOWNS, folder, CONTENT)
    _copy(ROOT, folder, PROGRAM)
    shutil.copytree(
        ROOT / "templates" / "paper",
        folder / "templates" / "paper",
        ignore=shutil.ignore_patterns("*.j2"),
        dirs_exist_ok=True,
    )
    for name in (DATA, "data/specimen.yaml"):
        (folder / name).write_text(with_missing_facts(TWO_TOWNS / name), encoding="utf-8")
    questions = folder / "data" / "questions.yaml"
    *rows, last = questions.read_text(encoding="utf-8").splitlines(keepends=True)
    questions.write_text("".join([*rows, *missing_questions(questions), last]), encoding="utf-8")
    return folder


def forget_guides(root: Path) -> Path:
    """The project without the guides of earlier builds, so that each is made anew; PDFs and papers stay."""
    (root / ".cache").unlink()
    (root / ".cache").mkdir()
    for name in ("paper", "word"):
        (ROOT / ".cache" / name).mkdir(parents=True, exist_ok=True)
        (root / ".cache" / name).symlink_to(ROOT / ".cache" / name)
    return root


def with_missing_facts(file: Path) -> str:
    """The records of a fixture; a fact that the program asks for since they were written is unknown."""
    text = file.read_text(encoding="utf-8")
    record: Any = record_types(languages_of(TWO_TOWNS)).municipality
    return format_document(parse(text, file.name), text, list[record], fill=True)


def languages_of(root: Path) -> SiteLanguages:
    """The languages of a project."""
    return site_languages(load(root / "data/site.yaml", root).value)


def missing_questions(file: Path) -> list[str]:
    """A row for each fact that the program asks for since the questions of a fixture were written.

    They stand before the last row, and their texts above them, so that neither cases nor catalogs change.
    """
    problems = question_problems(load(file, file.parent))
    addresses = [problem.field.removeprefix("questions.") for problem in problems]
    return [f'{address}: {{question: "What is there?", ask: "Town hall"}}\n' for address in addresses]


def _copy(root: Path, folder: Path, parts: Iterable[str]) -> None:
    """Copies parts of a project, with its compiled modules. Projects share what was set on paper before."""
    if not folder.exists():
        (ROOT / ".cache").mkdir(exist_ok=True)
        folder.mkdir(parents=True)
        (folder / ".cache").symlink_to(ROOT / ".cache")
    for part in parts:
        source, target = root / part, folder / part
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("*.pyc.*"))
        else:
            shutil.copy(source, target)


def change(path: Path, old: str, new: str) -> None:
    """Replaces a text that stands in a file exactly once."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path.name}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def retranslate(catalog: Path, english: str, msgstr: str, flag: str | None = None) -> None:
    """Replaces the translation of a text in a catalogue, and flags it."""
    entry = re.compile(f"(msgid {re.escape(json.dumps(english))}\\n(?:msgid_plural .*\\n)?)(?:msgstr.*\\n)+")
    text, number = entry.subn(
        lambda old: (f"#, {flag}\n" if flag else "") + f"{old[1]}{msgstr}\n",
        catalog.read_text(encoding="utf-8"),
    )
    assert number == 1, f"{english!r} stands {number} times in {catalog.name}"
    catalog.write_text(text, encoding="utf-8")


def fill_with_signs(root: Path) -> Path:
    """Fills every text of a record of the two towns, and one translation, with signs; gives the project."""
    data = root / "data/municipalities.yaml"
    text = data.read_text(encoding="utf-8")
    quoted = json.dumps(SIGNS)
    for line in (
        "sq: Liqenaj\n", "sq_full: Komuna e Liqenajt\n", "sr: Језерце\n", "sr_full: Општина Језерце\n",
        "en: Lakeside\n", "en_full: Municipality of Lakeside\n", "{tr: Gölkent}\n", "[Liqenaji]\n",
        'en: "Founded for the tests."\n', 'sq: "E themeluar për testet."\n', 'sr: "Основана за проверу."\n',
        "address: Main Street 1\n", 'remark: "Fictional: every field filled."\n',
    ):  # fmt: skip
        assert text.count(line) == 1
        key, brackets = line.partition(": ")[0], line[0] + line[-2]
        mark = f"{SIGNS} {key}"
        new = {"{}": f"{{tr: {quoted}}}", "[]": f"[{quoted}]"}.get(brackets, f"{key}: {json.dumps(mark)}")
        text = text.replace(line, f"{new}\n")
    text = text.replace(
        '{en: "A statute.", sq: "Një statut.", sr: "Један статут."}',
        f"{{en: {quoted}, sq: {quoted}, sr: {quoted}}}",
    )
    data.write_text(text, encoding="utf-8")
    po = root / "locale/sq/LC_MESSAGES/guides.po"
    harmless = SIGNS.replace("<b onclick=alert(1)>x</b> ", "").replace("%(q)s ", "").replace("{% m %} ", "")
    harmless = harmless.replace("https://r.example ", "").replace("<!-- s --> ", "")
    retranslate(po, "Decide this with the police.", f"msgstr {json.dumps(harmless, ensure_ascii=False)}")
    return root


def fill_with_formulas(root: Path) -> Path:
    """Fills texts of a record of the two towns with what a spreadsheet would calculate; gives the project."""
    change(root / DATA, "also: [Liqenaji]", f"also: {json.dumps(FORMULAS)}")
    change(root / DATA, "address: Main Street 1", f"address: {json.dumps(FORMULAS[0])}")
    change(root / DATA, "sq: Liqenaj\n", f"sq: {json.dumps(FORMULAS[4])}\n")
    change(root / DATA, "en_full: Municipality of Lakeside\n", 'en_full: "#N/A"\n')
    change(root / DATA, '"038 000 001", ', '"+383 38 000 001", ')
    return root


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def run_command(root: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs `build_guides.py` of a project, as a person does."""
    command = [sys.executable, str(root / "build_guides.py"), *arguments]
    env = {**os.environ, **environment}
    return subprocess.run(command, cwd=root, env=env, capture_output=True, text=True, check=False)


def difference(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> str:
    """The lines that differ in two states of `data/`, those of other files below their name."""
    shown = []
    for name in after:
        old, new = (state[name].decode().splitlines() for state in (before, after))
        lines = [
            line for line in unified_diff(old, new, lineterm="", n=0) if line[:2] not in ("--", "++", "@@")
        ]
        shown += [*([f"{name}:"] if lines and name != "municipalities.yaml" else []), *lines]
    return "".join(f"{line}\n" for line in shown)
