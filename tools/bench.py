"""How much time the work takes, as ratios within one run; `make bench` calls it.

The arguments: the Python of an environment with WeasyPrint and Hugo, and the number of rounds.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
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

TOWN = "prizren"
MANY = 520
"""The municipalities of the Western Balkans."""
HUGO = "Hugo, the same Markdown"
SENTENCE = "Ask your legal office for the article on that duty."
LAYOUT = """<!doctype html>
<html lang="{{ .Params.lang }}"><head><meta charset="utf-8"><title>{{ .Title }}</title>
<meta name="description" content="{{ .Description }}"><link rel="canonical" href="{{ .Permalink }}"></head>
<body><nav>{{ range .Site.Sections }}<a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ end }}</nav>
<main>{{ .Content }}</main>
{{ with .Params.pdf }}<p><a href="/{{ .path }}">PDF</a> {{ .pages }}, {{ .size }} KB</p>{{ end }}
<nav>{{ range .CurrentSection.RegularPages }}<a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ end }}</nav>
</body></html>
"""
SETTINGS = """
baseURL: http://127.0.0.1/
disableKinds: [taxonomy, term, RSS]
markup: {goldmark: {renderer: {unsafe: true}, parser: {attribute: {block: true}}}}
"""
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


def multiply(root: Path) -> int:
    """Copies records under new ids until there are MANY; says how many there were."""
    path, site = root / "data" / "municipalities.yaml", root / "data" / "site.yaml"
    head, *records = re.split(r"^(?=- id: )", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    copies = [
        re.sub(r"^- id: (.*)", rf"- id: \1-{number // len(records)}", records[number % len(records)])
        for number in range(len(records), MANY)
    ]
    path.write_text(head + "\n".join(["".join(records), *copies]), encoding="utf-8")
    text = site.read_text(encoding="utf-8")
    site.write_text(
        re.sub(r"^municipalities: \d+", f"municipalities: {MANY}", text, flags=re.M), encoding="utf-8"
    )
    return len(records)


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


def project(folder: Path) -> Path:
    """A copy of this project in which nothing was made yet."""
    made = shutil.ignore_patterns(".*", "guides", "site", "preview", "tests", "docs")
    return Path(shutil.copytree(ROOT, folder, ignore=made))


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


def set_number(file: Path, pattern: str, number: int) -> None:
    """Replaces the number behind a text that stands in a file."""
    text = file.read_text(encoding="utf-8")
    changed, found = re.subn(f"({pattern})\\d+", rf"\g<1>{number}", text, count=1)
    if not found:
        raise SystemExit(f"{pattern} stands not in {file}")
    file.write_text(changed, encoding="utf-8")


def translate(catalog: Path) -> None:
    """Lengthens one translated sentence that stands on a page of every guide."""
    entry = re.compile(f'(msgid "{re.escape(SENTENCE)}"\\nmsgstr ".*)"$', re.MULTILINE)
    text, number = entry.subn(r'\1."', catalog.read_text(encoding="utf-8"))
    if not number:
        raise SystemExit(f"{SENTENCE} stands not in {catalog}")
    catalog.write_text(text, encoding="utf-8")


def forget(root: Path) -> None:
    """Deletes what earlier builds left, but for PDFs and papers."""
    for name in ("site", "guides/en", "guides/sq", ".cache/builds", ".cache/sites", ".cache/guides"):
        shutil.rmtree(root / name, ignore_errors=True)


def builds(root: Path, rounds: int) -> None:
    """A build after each kind of change beside Hugo, in turn; the median of each, and its ratio to Hugo."""
    build = [sys.executable, "build_guides.py"]
    town, data = f"- id: {TOWN}\n[\\s\\S]*?settlements: {{value: ", root / "data" / "municipalities.yaml"
    set_number(data, town, 1)
    first, numbers = cost(build, root), count(2)
    hugo = hugo_project(root, root.with_name("hugo"))
    catalog = root / "locale" / "sq" / "LC_MESSAGES" / "guides.po"
    plain = [sys.executable, "-m", "mkdocs", "build", "--strict", "-d", str(root.with_name("plain"))]
    steps: dict[str, tuple[Callable[[], object], Sequence[str | Path], Path]] = {
        HUGO: (lambda: None, [Path(sys.argv[1]).absolute().with_name("hugo"), "--quiet"], hugo),
        "nothing changed": (lambda: None, build, root),
        "one fact, with its PDFs": (lambda: set_number(data, town, next(numbers)), build, root),
        "one fact, its PDFs kept": (lambda: set_number(data, town, 1), build, root),
        "one translated sentence, with its PDFs": (lambda: translate(catalog), build, root),
        "all pages anew, PDFs kept": (lambda: forget(root), build, root),
        "plain mkdocs build": (lambda: None, plain, root),
    }
    found: dict[str, list[Cost]] = {name: [] for name in steps}
    for _ in range(rounds):
        for name, (prepare, command, folder) in steps.items():
            prepare()
            found[name].append(cost(command, folder))
    found["everything from nothing, PDFs too"] = [first]
    show(found)


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


def hugo_project(root: Path, folder: Path) -> Path:
    """The same Markdown for Hugo, with a page of title, language, links to the editions, and content."""
    for page in (root / "guides").rglob("*.md"):
        name = "_index.md" if page.name == "index.md" else page.name
        target = folder / "content" / page.relative_to(root / "guides").with_name(name)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(page, target)
    layouts = folder / "layouts" / "_default"
    layouts.mkdir(parents=True)
    for name in ("single", "list"):
        (layouts / f"{name}.html").write_text(LAYOUT, encoding="utf-8")
    (folder / "hugo.yaml").write_text(SETTINGS, encoding="utf-8")
    return folder


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
