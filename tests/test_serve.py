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

import pytest
from playwright.sync_api import Page, expect

from guidebook import serve
from guidebook.diagnostics import Place, Problem, ProblemsFound
from guidebook.project import load_project
from tests.support.places import position
from tests.support.project import change, run_command


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
def rebuilds(two_towns: Path, port: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What each rebuild reads: the settlements of Lakeside, or the messages."""
    monkeypatch.setattr(serve, "QUIET_SECONDS", 1)  # a busy machine may delay the second write
    found = list[str]()

    def rebuild() -> None:
        try:
            towns = load_project(two_towns).records.towns
            found.append(str(towns[0].profile.settlements.value))
        except ProblemsFound as problems:
            found.append(str(problems))

    server = serve.Server(rebuild, port, two_towns, two_towns / "mistakes")
    server.watch(str(two_towns / "data"))
    watching = threading.Thread(target=server.serve)
    watching.start()
    wait_for(server.observer.is_alive)
    yield found
    server.shutdown(wait=True)
    watching.join()


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
