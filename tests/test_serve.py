"""The site on one's own machine is built again when something changes, once for each save."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from guidebook import serve
from guidebook.diagnostics import ProblemsFound
from guidebook.project import load_project
from tests.support.project import change


def read_text(path: str | Path) -> str:
    return Path(path).read_text(encoding="utf-8")


def wait_for(condition: Callable[[], bool]) -> None:
    """Waits up to a minute for something to become true."""
    for _ in range(600):
        if condition():
            return
        time.sleep(0.1)
    raise AssertionError("it did not happen within a minute")


@pytest.mark.slow
def test_serve_builds_again_when_data_changes(two_towns: Path) -> None:
    """Hub staff see their change in the browser; a mistake is told and the last good pages stay."""
    shutil.rmtree(two_towns / "guides")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    command = [
        sys.executable,
        str(two_towns / "build_guides.py"),
        "serve",
        "--only",
        "lakeside",
        "--port",
        port,
    ]
    log = (two_towns / "log.txt").open("w+", encoding="utf-8")
    running = subprocess.Popen(command, cwd=two_towns, stdout=log, stderr=log, start_new_session=True)
    page = two_towns / "preview/guides/en/lakeside/local-picture.md"
    data = two_towns / "data/municipalities.yaml"
    try:
        wait_for(lambda: page.is_file() and "Serving" in read_text(log.name))
        change(data, "settlements: 17", "settlements: 4711")
        wait_for(lambda: "4,711" in read_text(page))
        change(data, "settlements: 4711", "settlements: many")
        wait_for(lambda: "found 'many'" in read_text(log.name))
        assert "4,711" in read_text(page)
    finally:
        os.killpg(running.pid, signal.SIGINT)
        running.wait(timeout=20)
        log.close()


@pytest.fixture
def rebuilds(two_towns: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What each rebuild reads: the settlements of Lakeside, or the messages."""
    monkeypatch.setattr(serve, "QUIET_SECONDS", 1)  # a busy machine may delay the second write
    found, started, stopped = list[str](), threading.Event(), threading.Event()

    def rebuild() -> None:
        try:
            towns = load_project(two_towns).records.towns
            found.append(str(towns[0].profile.settlements.value))
        except ProblemsFound as problems:
            found.append(str(problems))

    def running() -> bool:
        started.set()
        return not stopped.is_set()

    watching = threading.Thread(target=serve.rebuild_on_change, args=(two_towns, rebuild, running))
    watching.start()
    started.wait()
    yield found
    stopped.set()
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
