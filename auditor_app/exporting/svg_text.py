"""Text in a picture: how wide it is, where it breaks, and how it is written down; nothing measures a real font."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from xml.sax.saxutils import escape, quoteattr

from auditor_app.exporting.writable_text import writable

LINE_HEIGHT = 1.3
"""In ems: Japanese lines closer than this touch."""
_NARROWER = {0.59: "0123456789", 0.34: "ijlI|.,:;'! ", 0.44: "()-[]{}frt/\\", 0.58: 'cszJ*"?'}
_WIDER = {0.78: "ABCDGHNOQTUVXYRKPS&", 0.92: "Mw", 1.01: "Wm%@"}
_ADVANCE = {letter: ems for table in (_NARROWER, _WIDER) for ems, letters in table.items() for letter in letters}
_ORDINARY = 0.65
_OTHER = 0.8
"""Scripts that the bundled font has no letters for: whatever stands in is hardly wider."""
_SYMBOLS = "\u2000"
"""From here on arrows, signs and marks may be as wide as Japanese."""
_NOT_FIRST = frozenset("、。，．・：；？！)）］｝」』】〉》ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ%％")
BREAK = "\ufdd0"
"""A place to break inside a word: no text holds it (see `writable`), and whoever lays out leaves no letter for it."""
_NOT_LAST = frozenset("(（［｛「『【〈《")


def text_width(text: str, size: float) -> float:
    """Never less than the bundled font takes, in its bold face too.

    >>> text_width("農林水産省", 10), text_width("", 10)
    (50.0, 0.0)
    """
    return round(sum((_advance(letter) for letter in text), 0.0) * size, 2)


@lru_cache(maxsize=4096)
def _advance(letter: str) -> float:
    if letter in _ADVANCE:
        return _ADVANCE[letter]
    if unicodedata.combining(letter) or unicodedata.category(letter) in ("Mn", "Me"):
        return 0.0
    if letter.isascii():
        return _ORDINARY
    return 1.0 if letter >= _SYMBOLS or unicodedata.east_asian_width(letter) in "WFA" else _OTHER


def wrapped(text: str, room: float, size: float) -> tuple[str, ...]:
    """The text in lines of at most `room`, every letter of it kept: broken at spaces, between Japanese letters,
    and where nothing else helps inside a word.

    >>> wrapped("公正取引委員会", 40, 10)
    ('公正取引', '委員会')
    >>> wrapped("staff and officers", 60, 10)
    ('staff and', 'officers')
    """
    lines: list[str] = []
    for paragraph in writable(text).split("\n"):
        lines.extend(_wrapped_line(paragraph, room, size))
    return tuple(lines) or ("",)


def balanced(text: str, room: float, size: float) -> tuple[str, ...]:
    """In as few lines as `wrapped`, of about the same length.

    >>> balanced("第3部 情報の取扱い", 80, 10)
    ('第3部 情報', 'の取扱い')
    """
    lines = wrapped(text, room, size)
    for tenths in range(4, 10):
        narrower = wrapped(text, room * tenths / 10, size)
        if len(narrower) == len(lines):
            return narrower
    return lines


def shortened(text: str, room: float, size: float, lines: int) -> str:
    """The text where it takes no more than so many lines; else its beginning and `…`.

    >>> shortened("公正取引委員会", 40, 10, 2), shortened("公正取引委員会", 30, 10, 2)
    ('公正取引委員会', '公正取引委…')
    """
    kept = wrapped(text, room, size)
    if len(kept) <= lines:
        return text
    length = sum(len(line) + 1 for line in kept[:lines])
    while len(wrapped(cut := f"{text[:length].rstrip()}…", room, size)) > lines:
        length -= 1
    return cut


def _wrapped_line(text: str, room: float, size: float) -> list[str]:
    lines: list[str] = []
    line, width = "", 0.0
    for piece in _pieces(text):
        if line and width + text_width(piece.rstrip(), size) > room:
            lines.append(line.rstrip())
            line, width = "", 0.0
        *full, rest = _cut(piece, room, size)
        lines.extend(full)
        line, width = line + rest, width + text_width(rest, size)
    return [*lines, line.rstrip()]


def _pieces(text: str) -> list[str]:
    """What stays on one line where it can: a word with the space after it, a Japanese letter with its marks."""
    pieces: list[str] = []
    for letter in text:
        if pieces and not _may_break(pieces[-1], letter):
            pieces[-1] += letter
        else:
            pieces.append(letter)
    return pieces


def _may_break(before: str, letter: str) -> bool:
    last = before[-1]
    if letter == " " or letter in _NOT_FIRST or last in _NOT_LAST or unicodedata.combining(letter):
        return False
    return last in " -/" or _is_wide(last) or _is_wide(letter)


@lru_cache(maxsize=4096)
def _is_wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in "WF"


def _cut(word: str, room: float, size: float) -> list[str]:
    """A word in as many pieces as it takes to fit; the one piece it is where it does."""
    if text_width(word.rstrip(), size) <= room:
        return [word]
    lines, line = [], ""
    for letter in word:
        if line and text_width(line + letter, size) > room:
            lines.append(line)
            line = ""
        line += letter
    return [*lines, line]


def number(value: float) -> str:
    """A coordinate: two decimals at most, the same on every machine.

    >>> number(12.0), number(0.125), number(-0.001)
    ('12', '0.12', '0')
    """
    return f"{round(value, 2) + 0.0:.2f}".rstrip("0").rstrip(".")


def element(tag: str, text: str | None = None, **attributes: object) -> str:
    """One element with escaped text and attributes; `_` in a name stands for `-`, numbers get two decimals.

    >>> element("text", "<甲>", font_size=12.0)
    '<text font-size="12">&lt;甲&gt;</text>'
    """
    words = "".join(
        f" {name.replace('_', '-')}={quoteattr(number(value) if isinstance(value, float) else writable(str(value)))}"
        for name, value in attributes.items()
    )
    return f"<{tag}{words}/>" if text is None else f"<{tag}{words}>{escape(writable(text))}</{tag}>"


def path_of(lines: Sequence[tuple[float, float, float, float]]) -> str:
    """Path data of separate straight lines."""
    return "".join(f"M{number(x1)} {number(y1)}L{number(x2)} {number(y2)}" for x1, y1, x2, y2 in lines)


def unbroken_width(text: str, size: float) -> float:
    """Of the widest piece that stays on one line where it can.

    >>> unbroken_width("情報 (abc)", 10) == text_width("(abc)", 10)
    True
    """
    return max((text_width(piece.rstrip(), size) for line in text.split("\n") for piece in _pieces(line)), default=0.0)


def with_breaks(text: str, room: float, size: float) -> str:
    """The text with places to break in words longer than a line.

    >>> with_breaks("abcdefgh abc", 20, 10).replace(BREAK, "|")
    'abc|def|gh abc'
    """
    if text_width(text, size) <= room:
        return text
    lines = ("".join(BREAK.join(_cut(piece, room, size)) for piece in _pieces(line)) for line in text.split("\n"))
    return "\n".join(lines)
