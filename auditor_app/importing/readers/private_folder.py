"""A folder of the program's own for one piece of work: nobody else may look into it, and nothing stays behind."""

from __future__ import annotations

import os
import secrets
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from auditor_app.foundation.paths import temporary_folder

_LOCK = ".lock"


@contextmanager
def private_folder() -> Iterator[Path]:
    """A new folder (0700), wiped at the end; what a crashed run left behind is wiped now."""
    home = temporary_folder()
    home.chmod(0o700)
    _wipe_abandoned(home)
    folder = home / secrets.token_hex(8)
    lock_path = folder.with_suffix(_LOCK)
    with open(lock_path, "xb") as lock:
        _lock(lock)
        folder.mkdir(mode=0o700)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    lock_path.unlink(missing_ok=True)


def _wipe_abandoned(home: Path) -> None:
    """A folder is in use while its maker, alive, holds the lock beside it."""
    for lock_path in home.glob(f"*{_LOCK}"):
        try:
            with open(lock_path, "r+b") as lock:
                _lock(lock)
                shutil.rmtree(lock_path.with_suffix(""), ignore_errors=True)
            lock_path.unlink(missing_ok=True)
        except OSError:
            continue


def _lock(lock: IO[bytes]) -> None:
    """Until the file is closed, by the program or by its end; OSError if another holds it."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(lock.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)


def private_file(folder: Path, name: str) -> IO[bytes]:
    """A new file in a private folder that only its owner may read."""
    return os.fdopen(
        os.open(folder / name, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o600), "wb"
    )
