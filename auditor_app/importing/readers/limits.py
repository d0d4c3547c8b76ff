"""The limits a parsing process sets for itself before it looks at anything from outside."""

from __future__ import annotations

import os
import sys

LARGEST_MEMORY = 1024**3
"""Bytes of address space."""
_MOST_OPEN_FILES = 64
WORTH_PANDAS = 4 * 1024**2
"""Bytes of a text: below that the csv module is done before pandas is loaded."""


def limit_this_process() -> None:
    """Memory, no file written, no core dump, few open files; the Windows counterpart is set by the parent."""
    if sys.platform == "win32":
        return
    import resource

    limits = {
        resource.RLIMIT_AS: LARGEST_MEMORY,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: _MOST_OPEN_FILES,
    }
    for kind, most in limits.items():
        _, ceiling = resource.getrlimit(kind)
        least = most if ceiling == resource.RLIM_INFINITY else min(most, ceiling)
        resource.setrlimit(kind, (least, least))


def child_environment() -> dict[str, str]:
    """The environment of the child: one thread a library, the package findable, nothing else of note."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TEMP", "TMP", "LANG") if name in os.environ}
    single = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    package_parent = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
    return {**kept, **single, "PYTHONPATH": package_parent, "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}
