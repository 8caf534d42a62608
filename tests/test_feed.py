"""The feed names what changed for readers, out of git, and lets nothing come back that was taken out."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import feedparser
import pytest
import yaml
from lxml import etree

from guidebook.build import generate, localized_editions
from guidebook.options import Options
from guidebook.project import load_project
from guidebook.site_wide import feeds
from tests.support.project import DATA, SIGNS, change, quiet
from tests.support.site import EDITIONS, published, read, text_of

pytestmark = pytest.mark.slow

XHTML = "{http://www.w3.org/1999/xhtml}"
WHO = {"NAME": "Ana Example", "EMAIL": "ana@private.example"}
PHONE, SMALL, GONE = "038 111 222", "gorani: 7", "Vanished Street 5"
"""Values that once stood in the data."""
LAKESIDE, LITTLE = "Lakeside", "Little"


def git(root: Path, *arguments: str, day: str = "2026-11-20") -> None:
    """Runs git as somebody whom no reader is told of."""
    time = f"{day}T12:00:00+0100"
    env = {f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER") for what, value in WHO.items()}
    env |= {"GIT_AUTHOR_DATE": time, "GIT_COMMITTER_DATE": time}
    command = ["git", "-c", "commit.gpgsign=false", "-c", "init.defaultBranch=main", *arguments]
    subprocess.run(command, cwd=root, check=True, capture_output=True, env={**os.environ, **env})


def commit(root: Path, day: str) -> None:
    """The data as they are, as a commit of this day at eleven o'clock universal time."""
    git(root, "add", "data", day=day)
    git(root, "commit", "--quiet", "--message", f"{WHO['NAME']} said: {PHONE}", day=day)


@pytest.fixture
def project(real_words: Path) -> Path:
    """The two towns and what they were: three commits, and a fourth that no reader sees."""
    data = real_words / DATA
    now = data.read_text(encoding="utf-8")
    git(real_words, "init", "--quiet")
    for old, new in (
        ('["038 000 001", "038 000 002"]', f'"{PHONE}"'),
        ("others: 345,", f"{SMALL}, others: 338,"),
        ("address: Main Street 1", f'address: "{GONE}"'),
        ("    settlements: 17\n", "    settlements: unknown\n"),
        ("year: 2019", "year: 2018"),
        ("    population_counted: 2345\n", ""),
    ):
        change(data, old, new)
    first = data.read_text(encoding="utf-8").partition("- id: minimal")[0]
    minimal = now[now.index("- id: minimal") :].replace("- id: minimal", "- id: vanished")
    data.write_text(first + minimal, encoding="utf-8")
    commit(real_words, "2026-11-20")
    second = now.replace("assembly_seats: {value: 19, to", "assembly_seats: {value: 21, to")
    data.write_text(second.replace("checked: 2026-11-22", "checked: 2026-11-21"), "utf-8")
    commit(real_words, "2026-11-21")
    data.write_text(
        now.replace("website: https://lakeside.example", "website: unknown").replace(
            "source: kas-census2024-00", "source: [kas-census2024-00, kas-census2024-05]"
        ),
        "utf-8",
    )
    commit(real_words, "2026-11-22")
    change(data, '  remark: "Fictional: every field filled."\n', "  remark: Another.\n  # A comment.\n")
    commit(real_words, "2026-11-23")
    return real_words


def feed_bytes(root: Path, edition: str = "en") -> bytes:
    """The feed of an edition as it is published, without the guides."""
    project = load_project(root)
    editions = localized_editions(root, project, EDITIONS)
    found = feeds(root, project, editions)
    return next(file.data for file in found if file.path == f"api/changes-{edition}.xml")


def feed_of(root: Path, edition: str = "en") -> Any:
    """The feed of an edition, parsed."""
    return parsed(feed_bytes(root, edition))


def parsed(data: bytes) -> Any:
    """The feed as a reader's program understands it; it is valid XML."""
    feed = feedparser.parse(data)
    assert not feed.bozo
    etree.fromstring(data)
    return feed


def lines_of(entry: Any) -> list[str]:
    """The text of an entry, a line for each heading and paragraph."""
    tree = etree.fromstring(f'<div xmlns="{XHTML[1:-1]}">{entry.content[0].value}</div>')
    return [" ".join("".join(part.itertext()).split()) for part in tree.iter(f"{XHTML}h2", f"{XHTML}p")]


def test_each_commit_that_readers_see_is_an_entry(project: Path) -> None:
    """The newest first; by municipality what became known, changed, is no longer known or was left out."""
    feed = feed_of(project)

    assert [(entry.updated, entry.title) for entry in feed.entries] == [
        ("2026-11-22T11:00:00Z", f"22 November 2026: {LAKESIDE}, {LITTLE}"),
        ("2026-11-21T11:00:00Z", f"21 November 2026: {LAKESIDE}, {LITTLE}, vanished"),
    ]
    assert lines_of(feed.entries[0]) == [
        LAKESIDE,
        "Changed: profile.assembly_seats",
        "No longer known: contacts.municipality.website",
        "Facts have another source or were checked on another day.",
        LITTLE,
        "Facts have another source or were checked on another day.",
    ]
    assert lines_of(feed.entries[1]) == [
        LAKESIDE,
        "Now known: profile.population_counted, profile.settlements",
        "Changed: profile.communities, profile.assembly_seats, capacities.safety_council, "
        "contacts.municipality.phone, contacts.municipality.address",
        "Facts have another source or were checked on another day.",
        LITTLE,
        "This municipality is new here.",
        "vanished",
        "This municipality is no longer here.",
    ]


def test_an_entry_leads_to_where_its_facts_stand(project: Path) -> None:
    """Every link of every entry is a fact of the page of its municipality; what is gone has none."""
    change(project / DATA, "    population_counted: 2345\n", "")
    commit(project, "2026-11-24")
    generate(project, Options(), quiet)
    assert lines_of(feed_of(project).entries[0]) == [LAKESIDE, "Left out: profile.population_counted"]
    tree = etree.fromstring((project / "guides/api/changes-sq.xml").read_bytes())
    links = [link.get("href") for link in tree.iter(f"{XHTML}a")]
    wholes = [link.get("href") for link in tree.iter("{http://www.w3.org/2005/Atom}link")]

    assert wholes[2:] == ["../correct/lakeside/"] * 3
    assert len(links) == 13
    assert links[1:3] == ["../correct/lakeside/", "../correct/lakeside/#profile.assembly_seats"]
    for link in links:
        page, _, fact = link.removeprefix("../").partition("#")
        text = (project / f"guides/{page.rstrip('/')}.md").read_text(encoding="utf-8")
        assert not fact or f"- address: {fact}\n" in text


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_feed_is_whole(edition: str, project: Path, small: Path) -> None:
    """Every part Atom asks for, in the language of the edition; identifiers are addresses of nobody."""
    feed = feed_of(project, edition)
    home = (small / f"guides/{edition}/index.md").read_text(encoding="utf-8")
    named = yaml.safe_load(home.split("---\n")[1])["title"]

    assert feed.version == "atom10"
    assert feed.feed.language == EDITIONS[edition]
    assert (feed.feed.author, feed.feed.rights) == (named, "CC BY 4.0")
    assert feed.feed.title.startswith(f"{named}: ")
    assert feed.feed.updated == feed.entries[0].updated
    identifiers = [feed.feed.id, *(entry.id for entry in feed.entries)]
    assert len(set(identifiers)) == 3
    assert all(one.startswith("tag:guides.invalid,2026:changes/" + edition) for one in identifiers)
    assert {link.rel: link.href for link in feed.feed.links} == {
        "self": f"changes-{edition}.xml",
        "alternate": f"../{edition}/open-data/",
    }


def test_nothing_that_was_taken_out_comes_back(project: Path) -> None:
    """No value of an older state, nobody who wrote it and none of their words in any byte offered."""
    generate(project, Options(), quiet)
    everything = "\n".join(map(text_of, published(project / "guides").values()))

    assert "2026-11-21T11:00:00Z" in everything
    for lost in (PHONE, PHONE.replace(" ", ""), GONE, "338", *WHO.values(), "Ana", "+01:00"):
        assert lost not in everything, lost
    assert not re.search(r"gorani\W{1,5}7\b", everything)
    tree = etree.fromstring((project / "guides/api/changes-en.xml").read_bytes())
    content = " ".join(text for div in tree.iter(f"{XHTML}div") for text in div.itertext())
    assert re.findall(r"\d+", content) == []


def test_names_full_of_signs_are_text(project: Path) -> None:
    """A name cannot become markup in the feed."""
    change(project / DATA, "en: Lakeside\n", f"en: '{SIGNS}'\n")

    data = feed_bytes(project)

    assert lines_of(parsed(data).entries[0])[0] == SIGNS
    tree = etree.fromstring(data)
    titles = [title.text for title in tree.iter("{http://www.w3.org/2005/Atom}title")]
    assert titles[1] == f"22 November 2026: {SIGNS}, {LITTLE}"
    assert {part.tag.removeprefix(XHTML) for part in tree.iter(f"{XHTML}*")} == {"div", "h2", "p", "a"}


def test_what_a_branch_brought_is_told_once(project: Path) -> None:
    """A merge is told as what it changed where it was published."""
    git(project, "checkout", "--quiet", "-b", "proposal", "HEAD~1")
    change(project / DATA, "    basic_court: peja\n", "    basic_court: prizren\n")
    commit(project, "2026-11-24")
    git(project, "checkout", "--quiet", "-")
    git(project, "merge", "--quiet", "--no-ff", "-m", "Merge", "proposal", day="2026-11-25")

    feed = feed_of(project)

    assert [entry.updated[:10] for entry in feed.entries] == ["2026-11-25", "2026-11-22", "2026-11-21"]
    assert lines_of(feed.entries[0]) == [LAKESIDE, "Changed: profile.basic_court"]


def test_a_state_that_cannot_be_read_ends_the_history(project: Path) -> None:
    """Older than today's program, or broken: what came after it is told."""
    data = project / DATA
    good = data.read_text(encoding="utf-8")
    data.write_text(good.replace("settlements: 17", "villages: 17"), encoding="utf-8")
    commit(project, "2026-11-24")
    data.write_text(good, encoding="utf-8")
    commit(project, "2026-11-25")
    change(data, "    settlements: 17\n", "    settlements: 18\n")
    commit(project, "2026-11-26")

    feed = feed_of(project)

    assert [lines_of(entry) for entry in feed.entries] == [[LAKESIDE, "Changed: profile.settlements"]]


def without_git(_root: Path) -> None:
    """A folder as it is downloaded."""


def inside_another(root: Path) -> None:
    """A folder of somebody else's repository, which holds it and has such a file of its own."""
    git(root.parent, "init", "--quiet")
    for number, day in (("18", "2026-11-20"), ("17", "2026-11-21")):
        data = root / DATA
        text = re.sub(r"settlements: 1\d", f"settlements: {number}", data.read_text(encoding="utf-8"))
        data.write_text(text, encoding="utf-8")
        shutil.copytree(root / "data", root.parent / "data", dirs_exist_ok=True)
        git(root.parent, "add", "data", "project/data")
        git(root.parent, "commit", "--quiet", "--message", day, day=day)


def not_tracked(root: Path) -> None:
    """A repository that does not hold the data."""
    git(root, "init", "--quiet")
    git(root, "add", "mkdocs.yml")
    git(root, "commit", "--quiet", "--message", "Other files")


def empty(root: Path) -> None:
    """A repository without a commit."""
    git(root, "init", "--quiet")


def shallow(root: Path) -> None:
    """A clone of the newest commit alone."""
    git(root, "init", "--quiet")
    commit(root, "2026-11-20")
    change(root / DATA, "    settlements: 17\n", "    settlements: 18\n")
    commit(root, "2026-11-21")
    git(root.parent, "clone", "--quiet", "--depth", "1", f"file://{root}", "clone")
    (root / ".git").rename(root / ".whole")
    (root.parent / "clone" / ".git").rename(root / ".git")


@pytest.mark.parametrize("place", [without_git, inside_another, not_tracked, empty, shallow])
def test_without_history_the_feed_is_empty(place: Any, real_words: Path) -> None:
    """Valid, dated by the data, and no error."""
    place(real_words)

    feed = feed_of(real_words)

    assert feed.entries == []
    assert feed.feed.updated == "2026-11-22T00:00:00Z"


def test_the_callers_repository_is_none_of_ours(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hook of git that builds the site still gets the history of the site."""
    other = tmp_path / "other"
    other.mkdir()
    git(other, "init", "--quiet")
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other))

    assert len(feed_of(project).entries) == 2


def test_the_feed_is_announced_where_it_is_explained(small: Path) -> None:
    """A reader's program finds it on the page of the open data."""
    (link,) = read(small / "site/sr-latn/open-data/index.html").find("//link[@type='application/atom+xml']")

    assert link.get("rel") == "alternate"
    assert (small / "site/sr-latn/open-data" / link.get("href")).resolve() == (
        small / "site/api/changes-sr-latn.xml"
    ).resolve()
