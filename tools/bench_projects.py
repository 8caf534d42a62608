"""The projects that `bench.py` measures: copies of this one, and the same pages for other programs."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
MANY = 520
"""The municipalities of the Western Balkans."""
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
LOCALES = {"en": "en", "sq": "sq", "sr-cyrl": "sr", "sr-latn": "sr-Latn"}
"""The locale of each edition, as the plugin for languages names it."""


def project(folder: Path) -> Path:
    """A copy of this project in which nothing was made yet."""
    made = shutil.ignore_patterns(".*", "guides", "site", "preview", "tests", "docs")
    return Path(shutil.copytree(ROOT, folder, ignore=made))


def one_edition(root: Path) -> None:
    """Leaves English alone in a copy of this project."""
    path = root / "data" / "site.yaml"
    text = path.read_text(encoding="utf-8")
    head, _, rest = text.partition("  sq:\n")
    text = head + "  en:\n" + rest.partition("  en:\n")[2]
    path.write_text(re.sub(r"bilingual:\n(  - .*\n)+", "bilingual: []\n", text), encoding="utf-8")


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


def stack_project(root: Path, folder: Path) -> Path:
    """The same Markdown for Material with the plugins for search, languages and macros."""
    for page in (root / "guides").rglob("*/*.md"):
        edition, *rest = page.relative_to(root / "guides").parts
        target = (
            folder
            / "docs"
            / (Path(LOCALES[edition], *rest) if edition in LOCALES else Path("en", edition, *rest))
        )
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(page, target)
    languages = [
        {"locale": locale, "name": edition, "default": locale == "en", "theme": {"language": locale[:2]}}
        for edition, locale in LOCALES.items()
    ]
    settings = {
        "site_name": "Guides for mayors",
        "site_url": "http://127.0.0.1/",
        "theme": {"name": "material", "font": False},
        "markdown_extensions": ["attr_list", "tables"],
        "plugins": ["search", {"i18n": {"docs_structure": "folder", "languages": languages}}, "macros"],
    }
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(settings, sort_keys=False), encoding="utf-8")
    return folder
