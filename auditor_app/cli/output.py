"""Prints tables, JSON and problems to a terminal; nothing else writes to stdout."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from auditor_app.foundation.errors import Problem
from auditor_app.foundation.translation import Texts


def print_json(value: object) -> None:
    """One JSON value on stdout, UTF-8 whatever the console's encoding."""
    # a file name that is no text holds lone surrogates: they become the \\u escapes JSON has for them
    text = json.dumps(value, ensure_ascii=False, indent=1) + "\n"
    sys.stdout.buffer.write(text.encode("utf-8", errors="backslashreplace"))
    sys.stdout.buffer.flush()


def print_pieces(pieces: Iterable[bytes]) -> None:
    """Bytes on stdout as they come: a view may have millions of rows."""
    for piece in pieces:
        sys.stdout.buffer.write(piece)
    sys.stdout.buffer.flush()


def print_text(text: str) -> None:
    """A line on stdout; a console that cannot show a character gets its escape instead of a crash."""
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.buffer.write((harmless(text) + "\n").encode(encoding, errors="backslashreplace"))
    sys.stdout.buffer.flush()


def print_problem(texts: Texts, problem: Problem) -> None:
    """One line on stderr: place, what happened, what to do."""
    print_notice(texts.problem(problem))


def print_notice(text: str) -> None:
    encoding = sys.stderr.encoding or "utf-8"
    line = harmless(" ".join(text.splitlines())) + "\n"
    sys.stderr.buffer.write(line.encode(encoding, errors="backslashreplace"))
    sys.stderr.buffer.flush()


def print_system_refusal(texts: Texts, error: OSError) -> None:
    """What the operating system refused: a name too long, a full disk, a closed pipe."""
    with suppress(OSError):  # when even stderr is gone there is nobody left to tell
        place = Path(str(error.filename)).name if error.filename else ""
        print_problem(texts, Problem("cli.system", place[:80], {"reason": error.strerror or type(error).__name__}))


def harmless(text: str) -> str:
    """Without control characters, which could steer a terminal; line breaks stay.

    >>> harmless("a\\x1b[31mb")
    'a�[31mb'
    """
    return "".join("�" if unicodedata.category(own) == "Cc" and own not in "\n\t" else own for own in text)


def cell_width(text: str) -> int:
    """Columns a text takes in a terminal: wide and full-width characters take two.

    >>> cell_width("農林 A")
    6
    """
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def table_text(headers: Sequence[str], rows: Sequence[Sequence[str]], right_aligned: Sequence[bool]) -> str:
    """A plain table with aligned columns.

    >>> print(table_text(["府省庁", "%"], [["人事院", "99.9"]], [False, True]))
    府省庁     %
    ------  ----
    人事院  99.9
    """
    widths = [max(cell_width(cell) for cell in column) for column in zip(headers, *rows, strict=True)]

    def line(cells: Sequence[str]) -> str:
        padded = []
        for cell, width, right in zip(cells, widths, right_aligned, strict=True):
            space = " " * (width - cell_width(cell))
            padded.append(space + cell if right else cell + space)
        return "  ".join(padded).rstrip()

    return "\n".join([line(headers), "  ".join("-" * width for width in widths), *map(line, rows)])
