"""An office's own template looked through before anything parses it: a foreign file, whoever sent it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from defusedxml import ElementTree

from auditor_app.foundation.errors import InputRefusedError, Problem
from auditor_app.foundation.xml_check import LARGEST_CHECKED
from auditor_app.foundation.zip_check import ContainerProblems, OnBlock, opened_zip, unpack_counted

LARGEST_FILE = 50 * 1024**2
LARGEST_CONTENT = 200 * 1024**2
LARGEST_TEXT = LARGEST_CHECKED
"""Of a part that holds text: the office's letterhead and phrases, not the tables that come into it."""
_PROBLEMS = ContainerProblems(
    damaged="template.damaged",
    encrypted="template.encrypted",
    too_many_entries="template.too_many_entries",
    odd_names="template.odd_names",
    too_large="template.too_large",
    doctype="template.doctype",
)
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_WORD_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_SUFFIXES = frozenset(
    {"xml", "rels", "png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "emf", "wmf", "svg", "odttf", "ttf"}
)
"""Text, pictures, fonts.  Anything else in a Word file is a macro, an embedded object or another document."""
_REACHING_OUT = re.compile(r"\b(DDEAUTO|DDE|LINK|INCLUDETEXT|INCLUDEPICTURE|INCLUDE|IMPORT|DATABASE|RD|MACROBUTTON)\b")
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def template_content(template: Path) -> bytes:
    """The bytes of a template that may be parsed; InputRefusedError with everything that is wrong with it.

    Read once: what was looked through is what is used.
    """
    name = template.name
    try:
        if template.stat().st_size > LARGEST_FILE:
            raise InputRefusedError(_too_large(name))
        content = template.read_bytes()
    except OSError as error:
        raise InputRefusedError(Problem("template.unreadable", name)) from error
    if content.startswith(_OLE):
        raise InputRefusedError(Problem("template.encrypted", name))
    if not content.startswith(b"PK\x03\x04"):
        raise InputRefusedError(Problem("template.no_word_file", name))
    try:
        problems = list(_problems(template, content))
    except InputRefusedError as error:
        placed = [Problem(own.key, own.place or name, own.values) for own in error.problems]
        raise InputRefusedError(*placed) from error
    if problems:
        raise InputRefusedError(*problems)
    return content


def _problems(template: Path, content: bytes) -> Iterator[Problem]:
    name = template.name
    with opened_zip(io.BytesIO(content), _PROBLEMS) as container:
        kept: dict[str, bytearray] = {}
        on_blocks: dict[str, OnBlock] = {}
        for entry in container.namelist():
            if entry.lower().endswith((".xml", ".rels")):
                kept[entry] = bytearray()
                on_blocks[entry] = _Keeper(kept[entry], name).feed
        unpack_counted(container, _PROBLEMS, on_blocks, lambda total: _refuse_more(total, name))
        yield from _odd_parts(name, container)
    types = bytes(kept.get("[Content_Types].xml", b""))
    if b"macroEnabled" in types:
        yield Problem("template.has_macros", name)
    elif _WORD_MAIN.encode() not in types:
        yield Problem("template.no_word_file", name)
    for entry, part in kept.items():
        if part:
            yield from _links(name, entry, bytes(part))


class _Keeper:
    """Keeps a part of text up to its limit."""

    def __init__(self, kept: bytearray, name: str) -> None:
        self._kept, self._name = kept, name

    def feed(self, block: bytes) -> None:
        self._kept += block
        if len(self._kept) > LARGEST_TEXT:
            raise InputRefusedError(_too_large(self._name))


def _refuse_more(total: int, name: str) -> None:
    if total > LARGEST_CONTENT:
        raise InputRefusedError(_too_large(name))


def _too_large(name: str) -> Problem:
    values: dict[str, object] = {"entry": LARGEST_TEXT // 1024**2, "total": LARGEST_CONTENT // 1024**2}
    return Problem("template.too_large", name, values)


def _odd_parts(name: str, container: zipfile.ZipFile) -> Iterator[Problem]:
    for entry in container.namelist():
        suffix = entry.rpartition(".")[2].lower()
        if entry.endswith("/") or suffix in _SUFFIXES:
            continue
        is_macro = entry.lower().endswith("vbaproject.bin")
        yield Problem(
            "template.has_macros" if is_macro else "template.odd_part", name, {} if is_macro else {"part": entry}
        )


def _links(name: str, entry: str, part: bytes) -> Iterator[Problem]:
    """What would be fetched, run or followed when somebody opens the finished document."""
    if entry.endswith(".rels"):
        for relation in ElementTree.fromstring(part):
            if relation.get("TargetMode") == "External":
                kind = str(relation.get("Type", "")).rpartition("/")[2]
                yield Problem("template.external", name, {"target": relation.get("Target", ""), "kind": kind})
    elif entry.startswith("word/") and b"instrText" in part:
        for paragraph in ElementTree.fromstring(part).iter(f"{_WORD}p"):
            instruction = "".join(own.text or "" for own in paragraph.iter(f"{_WORD}instrText"))
            if found := _REACHING_OUT.search(instruction.upper()):
                yield Problem("template.field_reaches_out", name, {"field": found.group()})
