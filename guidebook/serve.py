"""Serve the site on this machine; rebuild when data, templates or catalogs change."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

WATCHED = ("data", "templates", "locale")
QUIET_SECONDS = 0.2
"""An editor saves in several steps and may empty the file first; a person does not notice this pause."""


class _Changed(FileSystemEventHandler):
    """Sets an event when a file is written, moved or deleted."""

    def __init__(self, event: threading.Event) -> None:
        self.event = event

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type in ("created", "modified", "moved", "deleted") and not event.is_directory:
            self.event.set()


def serve(root: Path, config: Path, port: int, rebuild: Callable[[], None]) -> None:
    """Serves with MkDocs until interrupted or terminated; calls `rebuild` after each change of the input.

    `rebuild` reports its own problems: the server goes on with the last good pages.
    """
    command = [sys.executable, "-m", "mkdocs", "serve", "-f", str(config), "-a", f"127.0.0.1:{port}"]
    server = subprocess.Popen(command)
    try:
        rebuild_on_change(root, rebuild, running=lambda: server.poll() is None)
    except KeyboardInterrupt:
        pass
    finally:
        server.terminate()
        server.wait()


def rebuild_on_change(root: Path, rebuild: Callable[[], None], running: Callable[[], bool]) -> None:
    """Calls `rebuild` once for changes of the input that follow each other closely, as long as `running`."""
    changed, observer = threading.Event(), Observer()
    for folder in WATCHED:
        observer.schedule(_Changed(changed), str(root / folder), recursive=True)
    observer.start()
    try:
        while running():
            if changed.wait(timeout=1):
                _clear_when_quiet(changed)
                rebuild()
    finally:
        observer.stop()
        observer.join()


def _clear_when_quiet(changed: threading.Event) -> None:
    """Returns when the event was not set for `QUIET_SECONDS`."""
    changed.clear()
    while changed.wait(timeout=QUIET_SECONDS):
        changed.clear()


def interrupt_on_termination() -> None:
    """Makes SIGTERM, and SIGINT where the caller ignores it, raise KeyboardInterrupt."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
