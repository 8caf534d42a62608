"""The processes of a build: how many there are, how they start, and tasks that run in them."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from typing import Any, Final, TypeVar

Result = TypeVar("Result")
Task = Callable[[], Result]

FORKS: Final = sys.platform == "linux"
"""Whether a process begins with everything this one has loaded; elsewhere a fork is not safe."""
CONTEXT: Final[Any] = multiprocessing.get_context("fork" if FORKS else "spawn")

AHEAD: Final = 4
"""Results that wait for the caller; all of them are in memory."""

_tasks: Sequence[Task[Any]] = ()
"""What a worker process runs; it has them from the process it was forked from."""


def number_of_workers(units: int, worth: int) -> int:
    """Processes for so many units of work, at most one for each processor; another is worth so many units."""
    return max(1, min(os.cpu_count() or 1, units // worth))


def ignore_interrupts() -> None:
    """Leaves Ctrl+C to the process that started this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def run_tasks(tasks: Sequence[Task[Result]], worth: int) -> Iterator[Result]:
    """The results in the order of their tasks, which run in processes, `AHEAD` of the caller at most.

    Fewer than twice `worth` tasks run in this process, and all do where it cannot fork. Raises what a task
    raises, and BrokenProcessPool when a process is ended from outside.
    """
    workers = number_of_workers(len(tasks), worth)
    if workers == 1 or not FORKS:
        yield from (task() for task in tasks)
        return
    with ProcessPoolExecutor(workers, CONTEXT, _begin, (tasks,)) as pool:
        running = deque[Future[Result]]()
        for number in range(len(tasks)):
            running.append(pool.submit(_run, number))
            if len(running) == AHEAD:
                yield running.popleft().result()
        while running:
            yield running.popleft().result()


def _begin(tasks: Sequence[Task[Any]]) -> None:
    global _tasks
    _tasks = tasks
    gc.freeze()
    ignore_interrupts()


def _run(number: int) -> Any:
    return _tasks[number]()
