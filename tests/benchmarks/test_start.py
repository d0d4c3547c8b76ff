"""How long until the window can be read: against an empty PySide6 window, whole processes, interleaved."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from tests.builders import new_case

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 15
GOAL = 1.5


def seconds(*words: str) -> float:
    begin = time.perf_counter()
    # an installed program has its bytecode on the disk
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run([sys.executable, "-m", *words], check=True, capture_output=True, cwd=ROOT, env=environment)
    return time.perf_counter() - begin


def test_main_window_against_an_empty_window(tmp_path: Path) -> None:
    os.environ |= {"AUDITOR_APP_HOME": str(tmp_path), "PYTHONPYCACHEPREFIX": str(tmp_path / "bytecode")}
    case = str(new_case(tmp_path / "FY2006.auditcase"))
    kinds = {"empty window": "--empty", "plainest table": "--table", "program": case}
    times: dict[str, list[float]] = {kind: [] for kind in kinds}
    for round_number in range(ROUNDS + 2):
        for kind, what in kinds.items():
            taken = seconds("tests.gui.first_paint", what)
            if round_number > 1:  # the first rounds fill the caches of the disk
                times[kind].append(taken)
    medians = {kind: statistics.median(own) for kind, own in times.items()}
    print()
    for kind, own in times.items():
        ratio = medians[kind] / medians["empty window"]
        best = min(own) / min(times["empty window"])
        print(
            f"{kind:15} median {medians[kind] * 1000:4.0f} ms {ratio:.2f}x   best {min(own) * 1000:4.0f} ms {best:.2f}x"
        )
    print(f"goal for the program: {GOAL}x")
