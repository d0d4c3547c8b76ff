"""Measures things in turn, so that a busy machine slows all of them, and prints how they compare."""

from __future__ import annotations

import os
import platform
import sqlite3
import statistics
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

Measured = Callable[[], float]
"""Does something once and returns the seconds that count."""


def timed(work: Callable[[], object]) -> Measured:
    """The whole of `work` counts."""

    def measured() -> float:
        begin = time.perf_counter()
        work()
        return time.perf_counter() - begin

    return measured


def interleaved(kinds: Mapping[str, Measured], rounds: int, warm_up: int = 1) -> dict[str, list[float]]:
    """The seconds of each kind, round by round; the first rounds fill caches and do not count."""
    times: dict[str, list[float]] = {kind: [] for kind in kinds}
    for number in range(rounds + warm_up):
        for kind, measured in kinds.items():
            seconds = measured()
            if number >= warm_up:
                times[kind].append(seconds)
    return times


def print_comparison(
    title: str, times: Mapping[str, list[float]], against: str, goal: float | None = None, of: str = ""
) -> None:
    """Medians of all kinds; with a goal, whether `of` (the first kind) keeps it against the baseline."""
    medians = {kind: statistics.median(own) for kind, own in times.items()}
    best = {kind: min(own) for kind, own in times.items()}
    judged = of or next(iter(times))
    print(f"\n{title}")
    for kind, median in medians.items():
        ratio = median / medians[against]
        line = f"  {kind:44} {_duration(median):>10}  {ratio:8.3f}x   best {_duration(best[kind]):>10}"
        line += f"  {best[kind] / best[against]:8.3f}x"
        if goal is not None and kind == judged:
            line += f"   goal {goal}x: {'kept' if ratio <= goal else 'MISSED'}"
        print(line)


def print_figure(title: str, figure: float, unit: str, goal: float | None = None) -> None:
    """A figure that is no time, with the most it may be."""
    judged = "" if goal is None else f"   goal {goal:.4g} {unit}: {'kept' if figure <= goal else 'MISSED'}"
    print(f"  {title:44} {figure:10.4g} {unit}{judged}")


def print_machine() -> None:
    """Where and when: ratios are worth little without."""
    words = Path("/proc/cpuinfo").read_text(encoding="utf-8") if Path("/proc/cpuinfo").exists() else ""
    model = next((line.split(":", 1)[1].strip() for line in words.splitlines() if line.startswith("model name")), "")
    load = " ".join(f"{own:.1f}" for own in os.getloadavg())
    machine = f"{os.cpu_count()} cores {model or platform.processor()}, {platform.system()} {platform.release()}"
    programs = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    print(f"\n{datetime.now(UTC):%Y-%m-%d %H:%M} UTC · {machine} · load {load} · {programs}")


def _duration(seconds: float) -> str:
    if seconds < 0.0001:
        return f"{seconds * 1e6:.2f} µs"
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.2f} ms"
