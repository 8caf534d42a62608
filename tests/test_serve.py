"""The site on one's own machine is built again when something changes, once for each save."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect

from guidebook import serve
from guidebook.diagnostics import Place, Problem, ProblemsFound
from guidebook.options import Options
from guidebook.page_preview import PagePreview
from guidebook.project import load_project
from tests.support.places import position
from tests.support.project import DATA, change, make, run_command


def read_text(path: str | Path) -> str:
    return Path(path).read_text(encoding="utf-8")


def wait_for(condition: Callable[[], bool]) -> None:
    """Waits up to a minute for something to become true."""
    for _ in range(600):
        if condition():
            return
        time.sleep(0.1)
    raise AssertionError("it did not happen within a minute")


@pytest.fixture
def port() -> int:
    """A port nobody listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def serving(root: Path, port: int, *options: str) -> Iterator[Path]:
    """Runs `serve` of a project; gives the file with what it says."""
    command = [sys.executable, str(root / "build_guides.py"), "serve", "--port", str(port), *options]
    log = root / "log.txt"
    with log.open("w", encoding="utf-8") as stream:
        running = subprocess.Popen(command, cwd=root, stdout=stream, stderr=stream, start_new_session=True)
    try:
        wait_for(lambda: f":{port}/" in read_text(log))
        yield log
    finally:
        os.killpg(running.pid, signal.SIGINT)
        assert running.wait(timeout=20) == 0


@contextmanager
def running(server: serve.Server, watched: Path) -> Iterator[None]:
    """Runs a server of this process that watches a folder."""
    server.watch(str(watched))
    watching = threading.Thread(target=server.serve)
    watching.start()
    wait_for(server.observer.is_alive)
    yield
    server.shutdown(wait=True)
    watching.join()


def get(port: int, path: str) -> str:
    """What the server of this machine answers."""
    with urlopen(f"http://127.0.0.1:{port}{path}") as answer:
        return str(answer.read().decode())


@pytest.mark.slow
def test_an_open_page_shows_a_change_and_a_mistake(two_towns: Path, port: int, page: Page) -> None:
    """Hub staff see what they saved where they were reading; a mistake in the words of `check`."""
    data = two_towns / "data/municipalities.yaml"
    with serving(two_towns, port, "--only", "lakeside"):
        page.goto(f"http://127.0.0.1:{port}/en/lakeside/local-picture/")
        fact = page.locator('[data-fact="lakeside.profile.settlements"]').first
        fact.scroll_into_view_if_needed()
        before = page.evaluate("scrollY")

        change(data, "settlements: 17", "settlements: 4711")
        expect(fact).to_have_text("4,711", timeout=60_000)
        assert page.evaluate("scrollY") == pytest.approx(before, abs=5)

        change(data, "settlements: 4711", "settlements: many")
        line, column = position(data, "settlements: ¦many")
        heading = page.get_by_role("heading", name="1 problem")
        expect(heading).to_be_visible(timeout=60_000)
        expect(page.locator("li")).to_have_text(
            f"data/municipalities.yaml:{line}:{column} lakeside.profile.settlements"
            "expected a whole number, found 'many'; write digits only, such as 147246."
        )

        change(data, "settlements: many", "settlements: 4712")
        expect(fact).to_have_text("4,712", timeout=60_000)


def test_a_port_in_use_is_told_before_anything_is_built(two_towns: Path, port: int) -> None:
    """One line, with what to write."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        told = run_command(two_towns, "serve", "--port", str(port))

    assert told.returncode == 1
    assert told.stderr == (
        f"Error: port {port}: Address already in use; choose another, such as --port {port + 1}.\n"
    )
    assert not (two_towns / "guides/en").exists()


def test_the_words_of_a_mistake_are_text(two_towns: Path) -> None:
    """What stands in a file is no markup on the page of mistakes."""
    problem = Problem(Place("data/plan.yaml", 1, 2), "<b>plan</b>", "found '<script>'; delete it.")

    page = serve.mistakes_page([problem])

    assert "&lt;script&gt;" in page
    assert "<script>" not in page
    assert "<b>" not in page


@pytest.fixture
def rebuilds(
    two_towns: Path, port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[list[str]]:
    """What each rebuild reads: the settlements of Lakeside, or the messages."""
    monkeypatch.setattr(serve, "QUIET_SECONDS", 1)  # a busy machine may delay the second write
    found = list[str]()

    def rebuild() -> list[str]:
        try:
            towns = load_project(two_towns).records.towns
            found.append(str(towns[0].profile.settlements.value))
        except ProblemsFound as problems:
            found.append(str(problems))
        return []

    server = serve.Server(rebuild, lambda _path: None, port, two_towns, tmp_path)
    with running(server, two_towns / "data"):
        yield found


def test_a_save_that_empties_the_file_first_is_one_rebuild(two_towns: Path, rebuilds: list[str]) -> None:
    """The empty file is never read; the next save is a rebuild of its own."""
    data = two_towns / "data/municipalities.yaml"
    text = data.read_text(encoding="utf-8")

    for settlements in ("4711", "4712"):
        data.write_bytes(b"")
        time.sleep(0.05)
        data.write_text(text.replace("settlements: 17", f"settlements: {settlements}"), encoding="utf-8")
        wait_for(partial(rebuilds.__contains__, settlements))

    assert rebuilds == ["4711", "4712"]


def test_the_page_on_screen_is_shown_before_the_site_is_built(tmp_path: Path, port: int) -> None:
    """Others are those of the last build until the new one is done; then all are."""
    site, data, built = tmp_path / "site", tmp_path / "data", threading.Event()
    for name, text in (("site/a/index.html", "old a"), ("site/b/index.html", "old b"), ("data/x", "")):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"<body>{text}</body>")

    def rebuild() -> list[str]:
        assert built.wait(60)
        for name in ("a", "b"):
            (site / name / "index.html").write_text(f"<body>new {name}</body>")
        return []

    server = serve.Server(rebuild, lambda path: f"<body>preview of {path}</body>", port, site, tmp_path)
    with running(server, data):
        assert "old a" in get(port, "/a/")
        (data / "x").write_text("changed")

        wait_for(lambda: "preview of /a/" in get(port, "/a/"))
        assert "old b" in get(port, "/b/")
        built.set()
        wait_for(lambda: "new a" in get(port, "/a/"))
        assert "new b" in get(port, "/b/")


def test_an_error_of_the_program_is_shown(tmp_path: Path, port: int) -> None:
    """And the page does not wait for a build that never ends."""
    (tmp_path / "data").mkdir()

    def rebuild() -> list[str]:
        raise LookupError("no <key>")

    server = serve.Server(rebuild, lambda _path: None, port, tmp_path, tmp_path)
    with running(server, tmp_path / "data"):
        (tmp_path / "data" / "x").write_text("changed")

        wait_for((tmp_path / "index.html").exists)
        assert "LookupError: no &lt;key&gt;" in get(port, "/a/")


@pytest.mark.slow
def test_a_preview_is_the_page_of_the_build(built: Path) -> None:
    """Every page of a guide, before and after a change of its facts; no other page has one."""
    guide = sorted((built / "site/sr-latn/lakeside").rglob("index.html"))
    preview = PagePreview(built, Options())
    change(built / DATA, "settlements: 17", "settlements: 4711")

    found = {page: preview.html(f"/{page.parent.relative_to(built / 'site')}/") for page in guide}

    make(built)
    assert len(guide) >= 10
    beside = [page for page, text in found.items() if text is None]
    assert [page.parent.name for page in beside] == ["compare"]
    assert {page: text for page, text in found.items() if text} == {
        page: read_text(page) for page in guide if page not in beside
    }
    assert [preview.html(path) for path in ("/", "/en/", "/en/about/", "/en/nowhere/", "/../")] == [None] * 5
