"""How much time the work takes, as ratios within one run; `make bench` calls it.

The arguments: the Python of an environment with WeasyPrint, Hugo, and Material with its plugins, and the
number of rounds.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from markdown import Markdown  # noqa: E402

from guidebook.artifacts import Page, PdfSource  # noqa: E402
from guidebook.build import localized_editions  # noqa: E402
from guidebook.guide_output import build_guide  # noqa: E402
from guidebook.pages.html import EXTENSIONS  # noqa: E402
from guidebook.pdf.typst import compile_pdf  # noqa: E402
from guidebook.project import load_data, load_project  # noqa: E402
from guidebook.source.yaml_loader import parse  # noqa: E402
from tools.bench_projects import (  # noqa: E402
    MANY,
    hugo_project,
    multiply,
    one_edition,
    project,
    set_number,
    stack_project,
    translate,
)

TOWN = "prizren"
FACT = f"- id: {TOWN}\n[\\s\\S]*?settlements: {{value: "
"""What stands before the number that is changed."""
BUILD = [sys.executable, "build_guides.py"]
HUGO = "Hugo, the same Markdown"
KEPT = ("builds", "sites", "guides", "html")
"""What the cache holds besides PDFs and papers."""
STACK = "Material with search, static-i18n and macros, the same Markdown"
OTHER = """
import json, sys, time
from weasyprint import CSS, HTML
style = CSS(string="@page { size: A4; margin: 25mm } body { font: 11pt serif; hyphens: auto }")
start = time.perf_counter()
sizes = [len(HTML(page).write_pdf(stylesheets=[style], pdf_variant="pdf/ua-1")) for page in sys.argv[1:]]
print(json.dumps([time.perf_counter() - start, sum(sizes)]))
"""
"""The same guides by WeasyPrint, with next to no style."""


def main(weasyprint: str, rounds: int) -> None:
    """Prints every measure."""
    with tempfile.TemporaryDirectory() as name:
        builds(project(Path(name) / "project"), rounds)
        many(Path(name), rounds)
        checks(Path(name) / "data-alone")
        papers(Path(name), weasyprint)


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds, and what came of it."""
    start = time.perf_counter()
    made = work()
    return time.perf_counter() - start, made


def checks(root: Path) -> None:
    """Loading and checking `data/` with the municipalities there are and with many, the best of three."""
    shutil.copytree(ROOT / "data", root / "data")
    few = min(timed(lambda: load_anew(root))[0] for _ in range(3))
    number = multiply(root)
    many = min(timed(lambda: load_anew(root))[0] for _ in range(3))
    print(f"Loading and checking {number} municipalities: {few:.2f} s")
    print(f"{MANY} of them: {many:.2f} s, {many / few:.1f} times as long")


def load_anew(root: Path) -> None:
    """Loads and checks `data/` as a new process does."""
    parse.cache_clear()
    load_data(root, date(2026, 11, 22))


def papers(folder: Path, weasyprint: str) -> None:
    """The guides of one municipality by Typst and by WeasyPrint, one after the other in one process each."""
    guides = dict(sources())
    pages = []
    for key, (_, sections) in guides.items():
        pages.append(folder / f"{key}.html")
        bodies = [page.body for page in sections]
        html = "\n".join(Markdown(extensions=EXTENSIONS).convert(body) for body in bodies)
        pages[-1].write_text(f'<html lang="{key}"><title>{key}</title>{html}', encoding="utf-8")
    templates = ROOT / "templates" / "paper"
    seconds, made = timed(lambda: [compile_pdf(script, templates, folder) for script, _ in guides.values()])
    command = [weasyprint, "-c", OTHER, *map(str, pages)]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    other, size = json.loads(answer.stdout)
    number = len(guides)
    print(f"Typst: {seconds / number:.2f} s and {sum(map(len, made)) / number / 1000:.0f} KB a guide")
    print(f"WeasyPrint: {other / number:.2f} s and {size / number / 1000:.0f} KB a guide")
    print(f"WeasyPrint takes {other / seconds:.1f} times as long")


def sources() -> Iterable[tuple[str, tuple[PdfSource, tuple[Page, ...]]]]:
    """The guide of the town in each edition: its PDF source and its pages."""
    project = load_project(ROOT)
    for edition in localized_editions(ROOT, project, project.records.content.site.editions):
        output = build_guide(edition, TOWN)
        yield edition.key, (output.pdf_sources[0], output.pages)


@dataclass(frozen=True)
class Cost:
    """What a command took: seconds on the clock, seconds of processor, megabytes of its largest process."""

    wall: float
    cpu: float
    memory: float


def cost(command: Sequence[str | Path], folder: Path) -> Cost:
    """Runs a command in a folder."""
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{command} failed in {folder}")
    return Cost(time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1000)


def forget(root: Path) -> None:
    """Deletes what earlier builds left, but for PDFs and papers."""
    for name in ("site", "guides/en", "guides/sq", *(f".cache/{kept}" for kept in KEPT)):
        shutil.rmtree(root / name, ignore_errors=True)


def builds(root: Path, rounds: int) -> None:
    """A build after each kind of change beside Hugo, in turn; the median of each, and its ratio to Hugo."""
    data, other = root / "data" / "municipalities.yaml", Path(sys.argv[1]).absolute()
    set_number(data, FACT, 1)
    first, numbers = cost(BUILD, root), count(2)
    hugo = hugo_project(root, root.with_name("hugo"))
    catalog = root / "locale" / "sq" / "LC_MESSAGES" / "guides.po"
    stack = stack_project(root, root.with_name("stack"))
    plain = [sys.executable, "-m", "mkdocs", "build", "--strict", "-d", str(root.with_name("plain"))]
    steps: dict[str, tuple[Callable[[], object], Sequence[str | Path], Path]] = {
        HUGO: (lambda: None, [other.with_name("hugo"), "--quiet"], hugo),
        "nothing changed": (lambda: None, BUILD, root),
        "one fact, with its PDFs": (lambda: set_number(data, FACT, next(numbers)), BUILD, root),
        "one fact, its PDFs kept": (lambda: set_number(data, FACT, 1), BUILD, root),
        "one translated sentence, with its PDFs": (lambda: translate(catalog), BUILD, root),
        "all pages anew, PDFs kept": (lambda: forget(root), BUILD, root),
        "plain mkdocs build": (lambda: None, plain, root),
        STACK: (lambda: None, [other, "-m", "mkdocs", "build", "--quiet"], stack),
    }
    found: dict[str, list[Cost]] = {name: [] for name in steps}
    for _ in range(rounds):
        for name, (prepare, command, folder) in steps.items():
            prepare()
            found[name].append(cost(command, folder))
    found["everything from nothing, PDFs too"] = [first]
    show(found)


def many(folder: Path, rounds: int) -> None:
    """The municipalities there are and many, English alone: from nothing, one fact, nothing changed."""
    roots = {number: project(folder / number) for number in ("few", "many")}
    multiply(roots["many"])
    for name, root in roots.items():
        one_edition(root)
        whole, pages = cost(BUILD, root), len(list((root / "site").rglob("*.html")))
        print(f"{name}: {pages} pages, {1000 * whole.wall / pages:.0f} ms each, {whole.memory:.0f} MB")
    found: dict[str, list[Cost]] = defaultdict(list)
    for number in range(rounds):
        for name, root in roots.items():
            set_number(root / "data" / "municipalities.yaml", FACT, 100 + number)
            found[f"{name}: one fact"].append(cost(BUILD, root))
            found[f"{name}: nothing"].append(cost(BUILD, root))
    for name, costs in found.items():
        print(f"{name}: {median(one.wall for one in costs):.2f} s")


def show(found: Mapping[str, Sequence[Cost]]) -> None:
    """A table in Markdown: medians, and the ratio of the time on the clock to that of Hugo."""
    print("| build | seconds | of processor | MB | times Hugo |\n|---|---|---|---|---|")
    medians = {
        name: Cost(*(median(getattr(one, part) for one in costs) for part in ("wall", "cpu", "memory")))
        for name, costs in found.items()
    }
    for name, one in medians.items():
        ratio = one.wall / medians[HUGO].wall
        print(f"| {name} | {one.wall:.2f} | {one.cpu:.2f} | {one.memory:.0f} | {ratio:.1f} |")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
