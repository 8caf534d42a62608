"""How much time the work takes, as ratios within one run; `make bench` calls it.

The argument is the Python of an environment where WeasyPrint is installed.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from markdown import Markdown  # noqa: E402

from guidebook.artifacts import Page, PdfSource  # noqa: E402
from guidebook.build import Options, generate, localized_editions  # noqa: E402
from guidebook.guide_output import build_guide  # noqa: E402
from guidebook.pages.html import EXTENSIONS  # noqa: E402
from guidebook.pdf.typst import compile_pdf  # noqa: E402
from guidebook.project import load_data, load_project  # noqa: E402

TOWN = "prizren"
MANY = 520
"""The municipalities of the Western Balkans."""
OTHER = """
import json, sys, time
from weasyprint import CSS, HTML
style = CSS(string="@page { size: A4; margin: 25mm } body { font: 11pt serif; hyphens: auto }")
start = time.perf_counter()
sizes = [len(HTML(page).write_pdf(stylesheets=[style], pdf_variant="pdf/ua-1")) for page in sys.argv[1:]]
print(json.dumps([time.perf_counter() - start, sum(sizes)]))
"""
"""The same guides by WeasyPrint, with next to no style."""


def main(weasyprint: str) -> None:
    """Prints every measure as a line."""
    with tempfile.TemporaryDirectory() as name:
        checks(Path(name) / "data-alone")
        papers(Path(name), weasyprint)
        builds(project(Path(name) / "project"))


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds, and what came of it."""
    start = time.perf_counter()
    made = work()
    return time.perf_counter() - start, made


def checks(root: Path) -> None:
    """Loading and checking `data/` with the municipalities there are and with many, the best of three."""
    shutil.copytree(ROOT / "data", root / "data")
    few = min(timed(lambda: load_data(root, date(2026, 11, 22)))[0] for _ in range(3))
    number = multiply(root)
    many = min(timed(lambda: load_data(root, date(2026, 11, 22)))[0] for _ in range(3))
    print(f"Loading and checking {number} municipalities: {few:.2f} s")
    print(f"{MANY} of them: {many:.2f} s, {many / few:.1f} times as long")


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


def builds(root: Path) -> None:
    """Everything in guides/ for the first time, with nothing changed, and with one fact changed."""
    first, _ = timed(lambda: generate(root, Options(), lambda steps, _total, _label: steps))
    same, _ = timed(lambda: generate(root, Options(), lambda steps, _total, _label: steps))
    data = root / "data" / "municipalities.yaml"
    text = data.read_text(encoding="utf-8")
    data.write_text(text.replace("settlements: {value: 37,", "settlements: {value: 38,", 1), encoding="utf-8")
    fact, (summary, _) = timed(lambda: generate(root, Options(), lambda steps, _total, _label: steps))
    print(f"All guides, sheets and pages for the first time: {first:.0f} s")
    print(f"With nothing changed: {same / first:.0%} of it; with one fact changed: {fact / first:.0%}")
    print(f"Files the one fact changed: {summary.changed}")


if __name__ == "__main__":
    main(sys.argv[1])
