"""How much memory a process and its children hold, sampled from /proc while they run."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_PAGE_MEGABYTES = os.sysconf("SC_PAGE_SIZE") / 2**20 if hasattr(os, "sysconf") else 0.0
_PAUSE_SECONDS = 0.005


def resident_megabytes(process_id: int) -> float:
    """What one process holds; 0 when it is gone."""
    with suppress(OSError, IndexError):
        return int(Path(f"/proc/{process_id}/statm").read_text(encoding="ascii").split()[1]) * _PAGE_MEGABYTES
    return 0.0


def family(process_id: int) -> list[int]:
    """The process and all its descendants."""
    found = [process_id]
    for own in found:
        with suppress(OSError):
            for thread in Path(f"/proc/{own}/task").iterdir():
                found += [int(child) for child in (thread / "children").read_text(encoding="ascii").split()]
    return found


def proportional_megabytes(process_id: int) -> float:
    """As `resident_megabytes`, but pages shared by several processes are shared out among them."""
    with suppress(OSError, IndexError):
        words = Path(f"/proc/{process_id}/smaps_rollup").read_text(encoding="ascii").split()
        return int(words[words.index("Pss:") + 1]) / 1024
    return 0.0


@dataclass(frozen=True)
class Peak:
    """The most a command and its children held together, in megabytes."""

    resident: float
    """Pages they share counted in each."""
    proportional: float


def peak_of(command: Sequence[str], environment: Mapping[str, str]) -> Peak:
    process = subprocess.Popen(
        command, env=dict(environment), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    resident = proportional = 0.0
    while process.poll() is None:
        members = family(process.pid)
        resident = max(resident, sum(map(resident_megabytes, members)))
        proportional = max(proportional, sum(map(proportional_megabytes, members)))
        time.sleep(_PAUSE_SECONDS)
    _, errors = process.communicate()
    assert process.returncode == 0, errors
    return Peak(resident, proportional)


def forget_peak() -> None:
    """From now on `own_peak_megabytes` counts anew (Linux)."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def own_peak_megabytes() -> float:
    """The most this process held since `forget_peak`."""
    for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return 0.0
