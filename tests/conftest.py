"""Whole projects built for real, served, and opened in a browser."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from hypothesis import settings
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from guidebook.build import generate
from guidebook.options import Options
from tests.support.project import (
    FORGE,
    REAL_WORDS,
    Shared,
    copy_project,
    copy_two_towns,
    fill_with_formulas,
    fill_with_signs,
    make,
    quiet,
)

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]

PHONE: ViewportSize = {"width": 390, "height": 844}

SLOW = {"shared", "browser"}
"""The fixtures that build a project or start a browser."""

settings.register_profile("each-change", max_examples=2, derandomize=True, database=None)
settings.register_profile("thorough", max_examples=100, database=None)
settings.load_profile("each-change")
"""`pytest --hypothesis-profile thorough` draws other and more examples."""

os.environ["SOURCE_DATE_EPOCH"] = "1795305600"
"""Every build of the tests has the same time."""
os.environ["REPO_URL"] = FORGE
"""And the same forge."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what needs a built project or a browser as slow, and puts the longest work first.

    One worker then builds the 38 municipalities while another runs what does not need them.
    """

    def rank(item: pytest.Item) -> int:
        needed = set(getattr(item, "fixturenames", ()))
        if needed & SLOW:
            item.add_marker(pytest.mark.slow)
        return 0 if "whole" in needed else 2 - (item.get_closest_marker("slow") is not None)

    items.sort(key=rank)


@pytest.fixture
def two_towns(tmp_path: Path) -> Path:
    """The small project with words of its own, to change and build."""
    return copy_two_towns(tmp_path / "project")


@pytest.fixture(scope="session")
def data_to_copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`data/` of the small project; not to be changed."""
    return copy_two_towns(tmp_path_factory.mktemp("two-towns") / "project") / "data"


@pytest.fixture
def two_towns_data(data_to_copy: Path, tmp_path: Path) -> Path:
    """A folder with `data/` of the small project and nothing else, to change."""
    shutil.copytree(data_to_copy, tmp_path / "project" / "data")
    return tmp_path / "project"


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Shared:
    """Makes a project in the first worker that asks for it; the other workers wait for it and share it."""
    own = tmp_path_factory.getbasetemp()
    base = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own

    def project(name: str, prepare: Callable[[Path], object]) -> Path:
        ready, unfinished = base / name / "project", base / name / "unfinished"
        with FileLock(base / f"{name}.lock"):
            if not ready.exists():
                shutil.rmtree(unfinished, ignore_errors=True)
                prepare(unfinished)
                unfinished.rename(ready)
        return ready

    return project


@pytest.fixture(scope="session")
def unchanged(shared: Shared) -> Path:
    """The small project with words of its own, built; not to be changed."""
    return shared("unchanged", lambda root: make(copy_two_towns(root)))


@pytest.fixture
def built(unchanged: Path, tmp_path: Path) -> Path:
    """The small project with words of its own, built, to change and build again."""
    return Path(shutil.copytree(unchanged, tmp_path / "built", symlinks=True))


@pytest.fixture(scope="session")
def small(shared: Shared) -> Path:
    """The two towns in the words of the real project, built; not to be changed."""
    return shared("small", lambda root: make(copy_project(root, REAL_WORDS)))


@pytest.fixture
def real_words(tmp_path: Path) -> Path:
    """The two towns in the words of the real project, to change and build."""
    return copy_project(tmp_path / "project", REAL_WORDS)


@pytest.fixture
def small_copy(small: Path, tmp_path: Path) -> Path:
    """The two towns in the words of the real project, built, to change and build again."""
    return Path(shutil.copytree(small, tmp_path / "small", symlinks=True))


@pytest.fixture(scope="session")
def hostile(shared: Shared) -> Path:
    """`small` with every text of a record, and one translation, full of signs with a meaning."""
    return shared("hostile", lambda root: make(fill_with_signs(copy_project(root, REAL_WORDS))))


@pytest.fixture(scope="session")
def calculating(shared: Shared) -> Path:
    """The guides of `small` with texts that begin like formulas."""

    def prepare(root: Path) -> None:
        generate(fill_with_formulas(copy_project(root, REAL_WORDS)), Options(), quiet)

    return shared("calculating", prepare)


@pytest.fixture(scope="session")
def specimen(shared: Shared) -> Path:
    """Everything of the specimen that would be published; not to be changed."""

    def prepare(root: Path) -> None:
        generate(copy_project(root, REAL_WORDS), Options(specimen=True), quiet)
        (root / "preview" / "guides").rename(root / "site")

    return shared("specimen", prepare)


@pytest.fixture(scope="session")
def whole(shared: Shared) -> Path:
    """The project with the 38 municipalities, built; not to be changed."""
    return shared("whole", lambda root: make(copy_project(root)))


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002
        """Says nothing."""


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """Serves a folder on this machine; gives its address."""
    servers: dict[Path, ThreadingHTTPServer] = {}

    def start(folder: Path) -> str:
        if folder not in servers:
            server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
            threading.Thread(target=server.serve_forever, daemon=True).start()
            servers[folder] = server
        return f"http://127.0.0.1:{servers[folder].server_port}"

    yield start
    for server in servers.values():
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium without a window: its headless shell, or the whole program where that is missing."""
    executable = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def online(small: Path, serve: Callable[[Path], str]) -> str:
    """The address of the two towns."""
    return serve(small / "site")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page on a phone."""
    context = browser.new_context(viewport=PHONE)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def module_page(browser: Browser) -> Iterator[Page]:
    """The page that `reused_page` gives to each test of a module."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture
def reused_page(module_page: Page) -> Iterator[Page]:
    """A page on a phone for tests that neither store nor listen; costs half of a new one."""
    module_page.goto("about:blank")
    module_page.mouse.move(0, 0)
    module_page.set_viewport_size(PHONE)
    module_page.emulate_media(
        media="null", color_scheme="light", reduced_motion="no-preference", forced_colors="none"
    )
    yield module_page
    assert module_page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert module_page.context.cookies() == []
