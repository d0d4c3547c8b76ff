"""A text file as blocks of whole lines in UTF-8, decoded strictly, whatever its size and encoding."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from auditor_app.foundation.errors import InputRefusedError, Problem
from auditor_app.importing.encodings import DecodedText, decode
from auditor_app.importing.readers.tables import ROWS_OF_A_CHUNK
from auditor_app.importing.source_file import LARGEST_FILE, LONGEST_LINE

_HEAD = 4 * 1024**2
_BLOCK = 8 * 1024**2
_LADDER = ("utf-8", "euc_jp", "euc_jis_2004", "cp932", "shift_jis_2004", "iso2022_jp", "iso2022_jp_2004")
_UTF8 = ("utf-8", "utf-8-sig")


@dataclass(frozen=True)
class TextEncoding:
    """The encoding that decodes all of a file, and how many lines it has."""

    name: str
    is_certain: bool
    alternatives: tuple[str, ...]
    line_count: int


@dataclass(frozen=True)
class TextBlock:
    """Whole lines in UTF-8; `first_line` is the physical line the block begins with."""

    content: bytes
    first_line: int
    line_count: int
    bytes_done: int
    is_last: bool


def find_encoding(path: Path, chosen: str | None, on_progress: Callable[[int], object]) -> TextEncoding:
    """Judged over the whole file, or over the head of a long one and then held against the rest.

    Where the rest does not fit the judgement, the other encodings are tried over the whole; what then fits is never
    certain.  Refused with the line if none does.
    """
    judged = _judge(path, chosen)
    candidates = [judged.encoding] if chosen else [judged.encoding, *judged.alternatives, *_LADDER]
    broken_at = 0
    for name in dict.fromkeys(candidates):
        lines = 0
        try:
            for block in read_blocks(path, name):
                if name in _UTF8:  # not decoded on the way
                    block.content.decode()
                refuse_what_is_no_text(block)
                lines = block.first_line - 1 + block.line_count
                on_progress(block.bytes_done)
        except UnicodeError:
            broken_at = broken_at or lines + 1
            continue
        if name == judged.encoding:
            return TextEncoding(name, judged.is_certain, judged.alternatives, lines)
        return TextEncoding(name, False, (), lines)
    values: dict[str, object] = {"encoding": judged.encoding, "line": broken_at}
    raise InputRefusedError(Problem("import.encoding_breaks", values=values))


def judge_encoding(path: Path, chosen: str | None) -> TextEncoding:
    """As `find_encoding`, but of a long file only the head is looked at, and its lines are estimated.

    Whoever reads the rest decodes it strictly, and asks `find_encoding` where it breaks.
    """
    size = path.stat().st_size
    if size <= LARGEST_FILE:
        return find_encoding(path, chosen, lambda _done: None)
    judged = _judge(path, chosen)
    try:
        first = next(read_blocks(path, judged.encoding, _HEAD))
    except UnicodeError:
        return find_encoding(path, chosen, lambda _done: None)
    refuse_what_is_no_text(first)
    lines = round(first.line_count * size / max(first.bytes_done, 1))
    return TextEncoding(judged.encoding, judged.is_certain, judged.alternatives, lines)


def _judge(path: Path, chosen: str | None) -> DecodedText:
    if path.stat().st_size <= LARGEST_FILE:
        return decode(path.read_bytes(), chosen)
    with open(path, "rb") as file:
        head = file.read(_HEAD)
    refusal = InputRefusedError(Problem("import.unknown_encoding"))
    for cut in _cuts(head):
        try:
            return decode(head[:cut], chosen)
        except InputRefusedError as error:
            refusal = error
    raise refusal


def _cuts(head: bytes) -> Iterator[int]:
    """Where the last line of the head may end; wide characters first, as a narrow pattern would cut them in half."""
    for end in (b"\n", b"\r"):
        for mark in (end + b"\0\0\0", b"\0\0\0" + end, end + b"\0", b"\0" + end, end):
            at = head.rfind(mark)
            while at > 0 and at % len(mark):
                at = head.rfind(mark, 0, at)
            if at > 0:
                yield at + len(mark)


def read_blocks(path: Path, encoding: str, size: int = _BLOCK) -> Iterator[TextBlock]:
    """The whole file in blocks of at most 100,000 lines; UnicodeError where a byte does not fit.

    What is UTF-8 already is passed on as it is: whoever takes texts out of it decodes them.
    """
    first_line = 1
    with open(path, "rb") as file:
        pieces = _utf8_pieces(file, encoding, size)
        rest = b""
        for piece, is_last in pieces:
            content = rest + piece
            cut = len(content) if is_last else _end_of_lines(content)
            rest = content[cut:]
            _refuse_endless_line(rest)
            parts = _of_few_lines(content[:cut])
            for number, (part, line_count) in enumerate(parts, start=1):
                yield TextBlock(part, first_line, line_count, file.tell(), is_last and number == len(parts))
                first_line += line_count


def count_lines(content: bytes) -> int:
    """Lines ended by LF, CR LF or CR; an unfinished last one counts."""
    count = content.count(b"\n")
    if b"\r" in content:
        count += content.count(b"\r") - content.count(b"\r\n")
    return count + (not content.endswith((b"\n", b"\r")) and bool(content))


def _utf8_pieces(file: BinaryIO, encoding: str, size: int) -> Iterator[tuple[bytes, bool]]:
    """Pieces of the file with whether they are the last; the mark at the beginning is left out."""
    if encoding in _UTF8:
        raw = file.read(size).removeprefix(codecs.BOM_UTF8)
        yield raw, not raw
        while raw:
            raw = file.read(size)
            yield raw, not raw
        return
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    is_first = True
    while True:
        raw = file.read(size)
        text = decoder.decode(raw, final=not raw)
        if is_first and raw:
            text = text.removeprefix("\ufeff")
            is_first = False
        yield text.encode(), not raw
        if not raw:
            return


def _end_of_lines(content: bytes) -> int:
    cut = content.rfind(b"\n") + 1
    # A CR at the very end may be the first half of CR LF.
    return cut or content.rfind(b"\r", 0, max(len(content) - 1, 0)) + 1


def _of_few_lines(content: bytes) -> list[tuple[bytes, int]]:
    """Cut in halves until no part has more lines than a chunk may have rows; each part with its number of lines."""
    line_count = count_lines(content)
    if line_count <= ROWS_OF_A_CHUNK:
        return [(content, line_count)]
    end = b"\n" if b"\n" in content else b"\r"
    middle = content.rfind(end, 0, len(content) // 2) + 1 or content.find(end) + 1
    if middle == len(content):
        return [(content, line_count)]
    return [*_of_few_lines(content[:middle]), *_of_few_lines(content[middle:])]


def _refuse_endless_line(rest: bytes) -> None:
    if len(rest) > LONGEST_LINE and len(rest.decode(errors="ignore")) > LONGEST_LINE:
        raise _line_too_long(len(rest.decode(errors="ignore")))


def refuse_what_is_no_text(block: TextBlock) -> None:
    """InputRefusedError for a block with a NUL or an endless line."""
    content = block.content
    if b"\0" in content:
        raise InputRefusedError(Problem("import.is_binary"))
    end = b"\n" if b"\n" in content else b"\r"
    start = 0
    while start + LONGEST_LINE < len(content):
        # The last line end within reach; what lies before it needs no closer look.
        reached = content.rfind(end, start, start + LONGEST_LINE)
        if reached < 0:
            reached = content.find(end, start)
            reached = len(content) if reached < 0 else reached
            characters = len(content[start:reached].decode())
            if characters > LONGEST_LINE:
                raise _line_too_long(characters)
        start = reached + 1


def _line_too_long(characters: int) -> InputRefusedError:
    values: dict[str, object] = {"characters": characters, "limit": LONGEST_LINE}
    return InputRefusedError(Problem("import.line_too_long", values=values))
