"""The site on this machine, built again when data, templates or catalogues change."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from guidebook.build import Options, Show, fill_guides
from guidebook.diagnostics import Problem, ProblemsFound

WATCHED = ("data", "templates", "locale")


class _Changed(FileSystemEventHandler):
    """Sets an event when a file is written, moved or deleted."""

    def __init__(self, event: threading.Event) -> None:
        self.event = event

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type in ("created", "modified", "moved", "deleted") and not event.is_directory:
            self.event.set()


def serve(
    root: Path, choice: Options, port: int, show: Show, tell: Callable[[Iterable[Problem]], None]
) -> None:
    """Serves until interrupted or ended. A mistake is told and the last good pages stay."""
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, signal.default_int_handler)
    _summary, config = fill_guides(root, choice, show)
    changed, observer = threading.Event(), Observer()
    for folder in WATCHED:
        observer.schedule(_Changed(changed), str(root / folder), recursive=True)
    observer.start()
    command = [sys.executable, "-m", "mkdocs", "serve", "-f", str(config), "-a", f"127.0.0.1:{port}"]
    server = subprocess.Popen(command)
    try:
        while server.poll() is None:
            if not changed.wait(timeout=1):
                continue
            changed.clear()
            try:
                fill_guides(root, choice, show)
            except ProblemsFound as found:
                tell(found.problems)
    except KeyboardInterrupt:
        pass
    finally:
        server.terminate()
        server.wait()
        observer.stop()
        observer.join()
