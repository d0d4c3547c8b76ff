"""Write a file so that it is either the old one or the complete new one, and prove it by reading it back."""

from __future__ import annotations

import errno
import hashlib
import os
import platform
import re
import shutil
import stat
import tempfile
import time
import zlib
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from auditor_app.exporting.read_back import ReadBackError
from auditor_app.foundation.errors import Problem, UserError
from auditor_app.foundation.paths import kept_folder

DATABASE_HEADER = b"SQLite format 3\0"
MANIFEST_SUFFIX = ".manifest.json"
LONGEST_NAME = 255
"""Bytes of a file's name on every common file system."""
_PREFIX, _PART = ".auditor-app-", ".part"
_MADE_BY = re.compile(r"\.auditor-app-([0-9a-f]{8})-(\d{1,10})-")
_LEFT_BEHIND = 24 * 60 * 60.0
"""Seconds after which no export is still being written."""
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_GONE = frozenset({errno.ENOENT, errno.ENOTDIR})
_IN_USE = frozenset({errno.EACCES, errno.EPERM, errno.EBUSY, errno.ETXTBSY})
_WINDOWS_FULL, _WINDOWS_IN_USE = frozenset({39, 112}), frozenset({5, 32, 33})


class ExportRefusedError(UserError):
    """The target cannot be written; nothing of it was changed."""

    def __init__(self, *problems: Problem, kept: Path | None = None) -> None:
        """`kept`: the finished and verified file, where it could be kept; see `save_kept`."""
        super().__init__(*problems)
        self.kept = kept


def made_and_verified(
    target: Path, make: Callable[[Path], None], check: Callable[[Path], None], *, can_repeat: bool = True
) -> str:
    """Make beside the target, fsync, check what was made, then rename over the target; returns the sha256.

    `make` writes the whole file to the path it is given, which ends like the target's; `check` raises ReadBackError
    where the file says something else than it should.  Where the folder or the target refuses the finished file, it
    is kept among the program's own files and the error says where; for that `make` may be called again, unless it
    cannot repeat.  A case is never written over; where the target is a link, the file it leads to is replaced.
    """

    def elsewhere() -> Path | None:
        return _made_elsewhere(target, make, check) if can_repeat else None

    require_writable_name(target)
    try:
        beside = _fresh(_followed(target).parent, target.suffix)
    except OSError as error:
        raise ExportRefusedError(_problem(error, target), kept=elsewhere()) from error
    try:
        make(beside)
        _synced(beside)
        return _checked_and_moved(beside, target, check)
    except OSError as error:
        _remove(beside)  # makes room for the file that is kept
        raise ExportRefusedError(_problem(error, target), kept=elsewhere()) from error
    finally:
        _remove(beside)


def written_and_verified(target: Path, content: bytes | Iterable[bytes]) -> str:
    """The same for content that is there, or comes in pieces and may be larger than memory.

    Pieces can be had once: where they cannot be written to the target's folder, nothing is kept.
    """
    require_writable_name(target)
    pieces = [content] if isinstance(content, bytes) else content
    digest = hashlib.sha256()

    def make(path: Path) -> None:
        with path.open("wb") as file:
            for piece in pieces:
                digest.update(piece)
                file.write(piece)

    def check(path: Path) -> None:
        if sha256_of(path) != digest.hexdigest():
            raise ReadBackError(target.name, digest.hexdigest(), sha256_of(path))

    return made_and_verified(target, make, check, can_repeat=False)


def save_kept(kept: Path, target: Path) -> str:
    """Copy a file that was kept to another target, whole and verified, and keep it no longer."""
    wanted = sha256_of(kept)

    def check(path: Path) -> None:
        if sha256_of(path) != wanted:
            raise ReadBackError(target.name, wanted, sha256_of(path))

    require_writable_name(target)
    try:
        beside = _fresh(_followed(target).parent, target.suffix)
        try:
            shutil.copyfile(kept, beside)
            _synced(beside)
            sha256 = _checked_and_moved(beside, target, check)
        finally:
            _remove(beside)
    except OSError as error:
        raise ExportRefusedError(_problem(error, target), kept=kept) from error
    except ExportRefusedError as error:
        raise ExportRefusedError(*error.problems, kept=kept) from error
    _remove(kept)
    with suppress(OSError):
        kept.parent.rmdir()
    return sha256


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def require_writable_name(target: Path) -> None:
    """ExportRefusedError for a case, a folder, what is no file, and a name no file can have; its manifest's too."""
    own_suffix = "" if target.name.endswith(MANIFEST_SUFFIX) else MANIFEST_SUFFIX
    manifest = target.parent / f"{target.name}{own_suffix}"
    length = len(os.fsencode(manifest.name))
    if length > LONGEST_NAME:
        values: dict[str, object] = {"length": length, "most": LONGEST_NAME}
        raise ExportRefusedError(Problem("export.name_too_long", f"{target.name[:40]}…", values))
    for own in (target, manifest):
        if own.is_dir():
            raise ExportRefusedError(Problem("export.is_a_folder", own.name))
        if own.exists() and not own.is_file():  # a pipe, which nobody may read either
            raise ExportRefusedError(Problem("export.is_no_file", own.name))
        if _is_database(own):
            raise ExportRefusedError(Problem("export.is_the_case", own.name))


# --- steps ----------------------------------------------------------------------------------------------------------


def _followed(target: Path) -> Path:
    """What a link leads to: the file that is replaced."""
    return Path(os.path.realpath(target)) if target.is_symlink() else target


def _fresh(folder: Path, suffix: str) -> Path:
    """An empty file of our own in the folder; its name ends like the target's, which readers go by.

    What an export that was killed has left there is taken away.
    """
    for left in folder.glob(f"{_PREFIX}*{_PART}*"):
        with suppress(OSError):
            if _is_left_behind(left):
                left.unlink()
    prefix = f"{_PREFIX}{_machine()}-{os.getpid()}-"
    handle, name = tempfile.mkstemp(prefix=prefix, suffix=f"{_PART}{suffix[:20]}", dir=folder)
    os.close(handle)
    return Path(name)


def _is_left_behind(left: Path) -> bool:
    """Of a process of this machine that is gone, or so old that nobody is writing it any more."""
    status = left.lstat()
    if not stat.S_ISREG(status.st_mode):
        return False
    made_by = _MADE_BY.match(left.name)
    if made_by is not None and made_by[1] == _machine() and not _is_running(int(made_by[2])):
        return True
    return time.time() - status.st_mtime > _LEFT_BEHIND


def _machine() -> str:
    """Folders are shared: the processes of another machine are not ours to judge."""
    return f"{zlib.crc32(platform.node().encode()):08x}"


def _is_running(process: int) -> bool:
    if os.name == "nt":
        return True  # asking would end it; what is left goes by its age
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def _checked_and_moved(beside: Path, target: Path, check: Callable[[Path], None]) -> str:
    """A file that differs from what it should be is a refusal that names the place; the target stays as it was."""
    try:
        check(beside)
    except ReadBackError as error:
        place = f"{target.name} {error.place}"[:200]
        raise ExportRefusedError(Problem("export.read_back_differs", place)) from error
    sha256 = sha256_of(beside)
    os.chmod(beside, 0o644)
    try:
        os.replace(beside, _followed(target))
    except OSError as error:
        raise ExportRefusedError(_problem(error, target, is_finished=True), kept=_moved(beside, target)) from error
    _sync_folder(_followed(target).parent)
    return sha256


def _made_elsewhere(target: Path, make: Callable[[Path], None], check: Callable[[Path], None]) -> Path | None:
    """The finished file among the program's own; None where it cannot be made there either."""
    try:
        beside = _fresh(kept_folder(), target.suffix)
    except OSError:
        return None
    try:
        make(beside)
        check(beside)
        return _moved(beside, target)
    except (OSError, ReadBackError):
        return None
    finally:
        _remove(beside)


def _moved(finished: Path, target: Path) -> Path | None:
    """Into a folder of its own among the program's files, under the name it was to have."""
    try:
        kept = Path(tempfile.mkdtemp(dir=kept_folder())) / target.name
        shutil.move(finished, kept)
    except OSError:
        return None
    return kept


def _problem(error: OSError, target: Path, *, is_finished: bool = False) -> Problem:
    """What stands in the way, told apart by what the auditor can do about it."""
    windows = getattr(error, "winerror", None)
    if error.errno in _FULL or windows in _WINDOWS_FULL:
        return Problem("export.disk_full", target.name)
    if not _followed(target).parent.is_dir() or (error.errno in _GONE and not is_finished):
        return Problem("export.folder_gone", str(target.parent))
    if error.errno == errno.ENAMETOOLONG:
        return Problem(
            "export.name_too_long", f"{target.name[:40]}…", {"length": len(target.name), "most": LONGEST_NAME}
        )
    if is_finished and (error.errno in _IN_USE or windows in _WINDOWS_IN_USE):
        return Problem("export.target_in_use", target.name)
    if error.errno in _IN_USE or error.errno == errno.EROFS:
        return Problem("export.folder_unwritable", str(target.parent))
    return Problem("export.target_unwritable", target.name)


def _synced(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """The renaming itself reaches the disk; where a folder cannot be opened, as on Windows, the system sees to it."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink()


def _is_database(target: Path) -> bool:
    try:
        with target.open("rb") as file:
            return file.read(len(DATABASE_HEADER)) == DATABASE_HEADER
    except OSError:
        return False  # not there yet, or not readable: writing will say so
