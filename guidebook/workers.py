"""The processes of a build: how many there are, and how they start."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from typing import Any, Final

FORKS: Final = sys.platform == "linux"
"""Whether a process begins with everything this one has loaded; elsewhere a fork is not safe."""
CONTEXT: Final[Any] = multiprocessing.get_context("fork" if FORKS else "spawn")


def number_of_workers(units: int, worth: int) -> int:
    """Processes for so many units of work, at most one for each processor; another is worth so many units."""
    return max(1, min(os.cpu_count() or 1, units // worth))


def ignore_interrupts() -> None:
    """Leaves Ctrl+C to the process that started this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
