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
    changed, observer = threading.Event(), Observer()
    for folder in WATCHED:
        observer.schedule(_Changed(changed), str(root / folder), recursive=True)
    observer.start()
    command = [sys.executable, "-m", "mkdocs", "serve", "-f", str(config), "-a", f"127.0.0.1:{port}"]
    server = subprocess.Popen(command)
    try:
        while server.poll() is None:
            if changed.wait(timeout=1):
                changed.clear()
                rebuild()
    except KeyboardInterrupt:
        pass
    finally:
        server.terminate()
        server.wait()
        observer.stop()
        observer.join()


def interrupt_on_termination() -> None:
    """Makes SIGTERM, and SIGINT where the caller ignores it, raise KeyboardInterrupt."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
