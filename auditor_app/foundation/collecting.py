"""Keeps Python from looking for cycles while very many small objects are made that have none."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """For work of a fraction of a second: the sums of a large year were looked through several times while being read.

    Several threads may pause at once; whoever found the collector running starts it again.
    """
    was_running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_running:
            gc.enable()
