"""Serve the site on this machine; build it again when data, templates or catalogs change.

Pages reload themselves after a build; the one on screen is shown before it, as soon as it is rendered.
While the input has mistakes, every page shows these instead.
"""

from __future__ import annotations

import signal
import socket
import traceback
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from markupsafe import Markup
from mkdocs.livereload import LiveReloadServer

from guidebook.diagnostics import Problem

WATCHED = ("data", "templates", "locale", "mkdocs.yml")
HOST = "127.0.0.1"
POLL_SECONDS = 0.1
QUIET_SECONDS = 0.1
"""An editor saves in several steps and may empty the file first; a person does not notice this pause."""
STYLE = """
:root { color-scheme: light dark }
body { font: 1rem/1.5 sans-serif; max-width: 50rem; margin: 2rem auto; padding: 0 1rem }
li { margin: .7rem 0; overflow-wrap: anywhere }
"""
MISTAKES = Markup("""<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>{title}</title>
<style>{style}</style>
<body><h1>{title}</h1><ol>{items}</ol><p>{after}</p></body></html>
""")
ITEM = Markup("<li><strong>{}</strong><br>{}</li>")
AFTER = "The site stays as it was. This page goes away when the files are mended."


Rebuild = Callable[[], Iterable[Problem | str]]
"""Builds the site; what it returns is wrong, and shown in the browser."""
Preview = Callable[[str], str | None]
"""The page at a URL path as the next build will publish it, or None."""


class PortTaken(Exception):
    """Another program listens at the port."""


class Server(LiveReloadServer):
    """Serves the site, or one page in place of every other while the input has mistakes.

    `rebuild` and `preview` are those of `serve`; the page of the mistakes stands in a folder of its own.
    """

    def __init__(self, rebuild: Rebuild, preview: Preview, port: int, site: Path, folder: Path) -> None:
        super().__init__(self.build_again, HOST, port, root=str(site), polling_interval=POLL_SECONDS)
        self.build_delay = QUIET_SECONDS
        self.rebuild, self.preview = rebuild, preview
        self.site, self.mistakes = site, folder / "index.html"
        self.on_screen = ""
        """The path of the page that was opened last."""
        self.newer: dict[str, bytes] = {}
        """Pages by path that are newer than the site."""

    def serve_request(self, environ: Any, start_response: Any) -> Iterable[bytes]:
        """Answers a request."""
        path = environ["PATH_INFO"]
        if path.startswith("/livereload/"):
            return super().serve_request(environ, start_response)
        if path.endswith("/"):
            self.on_screen = path
        if page := self.newer.get(path):
            return self._answer(page, start_response)
        failing = self.mistakes.exists()
        self.root = str(self.mistakes.parent if failing else self.site)
        return super().serve_request({**environ, "PATH_INFO": "/"} if failing else environ, start_response)

    def _answer(self, page: bytes, start_response: Any) -> Iterable[bytes]:
        content: bytes = self._inject_js_into_html(page, self._visible_epoch)  # type: ignore[no-untyped-call]
        head = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(content)))]
        start_response("200 OK", head)
        return [content]

    def build(self) -> None:
        """Builds the site, and writes the page of the mistakes where it has some."""
        try:
            found = list(self.rebuild())
        except Exception as error:
            traceback.print_exc()
            found = [f"{type(error).__name__}: {error}"]
        self.mistakes.unlink(missing_ok=True)
        if found:
            self.mistakes.write_text(mistakes_page(found), encoding="utf-8")

    def build_again(self) -> None:
        """Shows the page on screen as it will be, then builds the site, which tells what is wrong."""
        path = self.on_screen
        with suppress(Exception):
            if path and (page := self.preview(path)):
                self._show(path, page)
        self.build()
        if self.newer:
            self.newer = {}
            with self._epoch_cond:
                self._wanted_epoch = self._visible_epoch + 1

    def _show(self, path: str, page: str) -> None:
        """Shows a page before the build that is under way is done; the browser reloads it after the build."""
        self.newer = {path: page.encode()}
        with self._epoch_cond:
            self._visible_epoch = self._wanted_epoch
            self._epoch_cond.notify_all()


def serve(root: Path, site: Path, port: int, rebuild: Rebuild, preview: Preview) -> None:
    """Serves until interrupted or terminated; calls `rebuild` first, and after each change of the input.

    Raises PortTaken before that.
    """
    check_port(port)
    with TemporaryDirectory() as folder:
        server = Server(rebuild, preview, port, site, Path(folder))
        server.build()
        for name in WATCHED:
            server.watch(str(root / name))
        try:
            server.serve()  # type: ignore[no-untyped-call]
        except KeyboardInterrupt:
            pass
        finally:
            server.shutdown(wait=True)


def check_port(port: int) -> None:
    """Raises PortTaken when another program listens there."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((HOST, port))
        except OSError as error:
            raise PortTaken(
                f"port {port}: {error.strerror}; choose another, such as --port {port + 1}"
            ) from None


def mistakes_page(found: Iterable[Problem | str]) -> str:
    """An HTML page with the words of `check`."""
    items = [
        ITEM.format(f"{one.place} {one.field}", one.what)
        if isinstance(one, Problem)
        else ITEM.format("", one)
        for one in found
    ]
    title = "1 problem" if len(items) == 1 else f"{len(items)} problems"
    return str(MISTAKES.format(title=title, style=STYLE, items=Markup().join(items), after=AFTER))


def interrupt_on_termination() -> None:
    """Makes SIGTERM, and SIGINT where the caller ignores it, raise KeyboardInterrupt."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
