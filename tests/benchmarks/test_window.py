"""The window on a large case: how soon something is seen, and how long it ever stands still."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.benchmarks.made import ROOT, Made, environment
from tests.benchmarks.measuring import print_figure
from tests.benchmarks.returns import Size

GOAL_SECONDS = 0.1
GOAL_TABLE_MEGABYTES = 70
BYTES_A_SORTED_ROW = 4
ROUNDS = 5
FIGURES = ("first", "whole", "blocked", "busy")
STEPS = (
    *("rates", "weak_areas", "answers", "scroll"),
    *("sort_organisation", "sort_ratio", "sort_title", "filter", "drill_down"),
)


def probed(case: Path, home: Path, *steps: str) -> list[dict[str, Any]]:
    """What a window of its own took for these steps."""
    command = [sys.executable, "-m", "tests.benchmarks.window_probe", str(case), *steps]
    done = subprocess.run(command, check=True, capture_output=True, cwd=ROOT, env=environment(home), text=True)
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def test_steps_of_an_auditor(made: Made, size: Size, tmp_path: Path) -> None:
    case = made.case(size)
    probed(case, tmp_path, *STEPS)  # bytecode and the disk's cache
    runs = [probed(case, tmp_path, *STEPS) for _ in range(ROUNDS if size.answers < 2_000_000 else 3)]
    print(
        f"\nthe window on {size.answers:,} answers: medians; goal: first result within {GOAL_SECONDS:.1f} s or progress"
    )
    print(f"  {'step':34} {'first result':>12} {'all done':>10} {'longest block':>14} {'of this own work':>17}")
    for own in zip(*runs, strict=True):
        figures = (statistics.median(run[name] for run in own) * 1000 for name in FIGURES)
        first, whole, blocked, busy = figures
        print(f"  {own[0]['step']:34} {first:9.0f} ms {whole:7.0f} ms {blocked:11.0f} ms {busy:14.0f} ms")


def test_memory_of_the_table(made: Made, size: Size, tmp_path: Path) -> None:
    """Over a window that shows the coverage of the same case."""
    steps = ("answers", "scroll", "sort_ratio", "sort_organisation")
    found = {step["step"]: step for step in probed(made.case(size), tmp_path, *steps)}
    idle = found["opening the case"]["megabytes"]
    sorted_goal = GOAL_TABLE_MEGABYTES + size.answers * BYTES_A_SORTED_ROW / 2**20
    print(f"\nmemory of the table of {size.answers:,} answers, over {idle:.0f} MB of the window on its first page")
    print_figure("shown", found["answers"]["peak"] - idle, "MB", GOAL_TABLE_MEGABYTES)
    print_figure("scrolled through", found["answers: to the end"]["peak"] - idle, "MB", GOAL_TABLE_MEGABYTES)
    by_ratio = found["answers: sorted by ratio"]
    print_figure("sorted by ratio", by_ratio["megabytes"] - idle, "MB", sorted_goal)
    print_figure("the most while it was sorted", by_ratio["peak"] - idle, "MB", sorted_goal)
