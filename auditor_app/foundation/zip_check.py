"""A zip container looked through before any parser sees it: names, numbers, and sizes counted while unpacking."""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from auditor_app.foundation.errors import InputRefusedError, Problem
from auditor_app.foundation.xml_check import XmlCheck

MOST_ENTRIES = 1_000
LARGEST_ENTRY = 200 * 1024**2
LARGEST_CONTENT = 500 * 1024**2
_BLOCK = 1024**2
_ENCRYPTED = 0x1

OnBlock = Callable[[bytes], object]


@dataclass(frozen=True)
class ContainerProblems:
    """Text keys of what can be wrong with a container, in the words of what it holds."""

    damaged: str
    encrypted: str
    too_many_entries: str
    odd_names: str
    too_large: str
    doctype: str


@contextmanager
def opened_zip(path: Path | IO[bytes], problems: ContainerProblems) -> Iterator[zipfile.ZipFile]:
    """The container with acceptable names; whatever is wrong with it is a refusal."""
    try:
        with zipfile.ZipFile(path) as container:
            _refuse_odd_entries(container.infolist(), problems)
            yield container
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, KeyError) as error:
        raise InputRefusedError(Problem(problems.damaged)) from error


def _refuse_odd_entries(entries: list[zipfile.ZipInfo], problems: ContainerProblems) -> None:
    if len(entries) > MOST_ENTRIES:
        values: dict[str, object] = {"entries": len(entries), "limit": MOST_ENTRIES}
        raise InputRefusedError(Problem(problems.too_many_entries, values=values))
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise InputRefusedError(Problem(problems.encrypted))
    folded = [entry.filename.casefold() for entry in entries]
    if len(set(folded)) < len(folded) or any(map(_is_odd, entries)):
        raise InputRefusedError(Problem(problems.odd_names))


def _is_odd(entry: zipfile.ZipInfo) -> bool:
    name = entry.orig_filename
    is_link = stat.S_ISLNK(entry.external_attr >> 16)
    return is_link or name.startswith("/") or "\\" in name or ":" in name or "\0" in name or ".." in name.split("/")


def unpack_counted(
    container: zipfile.ZipFile,
    problems: ContainerProblems,
    on_blocks: dict[str, OnBlock],
    on_progress: Callable[[int], object],
) -> None:
    """Unpack every entry into nothing, counting and checking XML; the blocks of those named go to their callables."""
    total = 0
    for entry in container.infolist():
        size = 0
        on_block = on_blocks.get(entry.filename)
        is_xml = on_block is not None or entry.filename.lower().endswith((".xml", ".rels"))
        check = XmlCheck(entry.file_size, problems.damaged, problems.doctype) if is_xml else None
        with container.open(entry) as stream:
            while block := stream.read(_BLOCK):
                size += len(block)
                total += len(block)
                _refuse_bomb(size, total, problems)
                if check is not None:
                    check.feed(block)
                if on_block is not None:
                    on_block(block)
                on_progress(total)
        if check is not None:
            check.finish()


def _refuse_bomb(size: int, total: int, problems: ContainerProblems) -> None:
    if size > LARGEST_ENTRY or total > LARGEST_CONTENT:
        values: dict[str, object] = {"entry": LARGEST_ENTRY // 1024**2, "total": LARGEST_CONTENT // 1024**2}
        raise InputRefusedError(Problem(problems.too_large, values=values))
