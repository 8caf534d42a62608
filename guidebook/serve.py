"""Serve the site on this machine; build it again when data, templates or catalogs change.

Pages reload themselves after a build. While the input has mistakes, every page shows these instead.
"""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from markupsafe import Markup
from mkdocs.livereload import LiveReloadServer

from guidebook.diagnostics import Problem

WATCHED = ("data", "templates", "locale", "mkdocs.yml")
HOST = "127.0.0.1"
POLL_SECONDS = 0.1
QUIET_SECONDS = 0.2
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


class PortTaken(Exception):
    """Another program listens at the port."""


class Server(LiveReloadServer):
    """Serves the site, or one page in place of every other while `mistakes` has one."""

    def __init__(self, builder: Callable[[], None], port: int, site: Path, mistakes: Path) -> None:
        super().__init__(builder, HOST, port, root=str(site), polling_interval=POLL_SECONDS)
        self.build_delay = QUIET_SECONDS
        self.site, self.mistakes = str(site), mistakes

    def serve_request(self, environ: Any, start_response: Any) -> Iterable[bytes]:
        """Answers a request."""
        failing = (self.mistakes / "index.html").exists()
        self.root = str(self.mistakes) if failing else self.site
        if failing and not environ["PATH_INFO"].startswith("/livereload/"):
            environ = {**environ, "PATH_INFO": "/"}
        return super().serve_request(environ, start_response)


def serve(root: Path, site: Path, port: int, rebuild: Callable[[], Iterable[Problem | str]]) -> None:
    """Serves until interrupted or terminated; calls `rebuild` first, and after each change of the input.

    What `rebuild` returns is shown in the browser. Raises PortTaken before it is called.
    """
    check_port(port)
    with TemporaryDirectory() as folder:
        page = Path(folder) / "index.html"

        def build() -> None:
            found = list(rebuild())
            page.unlink(missing_ok=True)
            if found:
                page.write_text(mistakes_page(found), encoding="utf-8")

        build()
        server = Server(build, port, site, Path(folder))
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
