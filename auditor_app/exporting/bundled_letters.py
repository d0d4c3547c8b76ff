"""Which letters the bundled typeface has; what no page can show is printed as its number, never dropped in silence."""

from __future__ import annotations

import re
import struct
import unicodedata
from functools import lru_cache

from auditor_app.exporting.writable_text import writable
from auditor_app.foundation.paths import resources_folder

_FACE = "NotoSansJP-Regular.ttf"
_HAVE_STAND_INS = range(0xA0, 0x500)
"""Latin, Greek and Cyrillic stand in the typefaces that come with typst."""
_UNSEEN = frozenset("\n\t\u200b\u200c\u200d\u2060\ufeff\u2000\u2001\u2002\u2003\u2009\u202f\u205f\u3000\ufffd")
_SOFT_HYPHEN = "\u00ad"
"""Seen or not, as the line happens to break: said instead."""
_CHOICES_OF_SHAPE = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))
"""Say which shape of a kanji is meant; take no room."""
_MARKED = re.compile(r"[^\W\d_][\u0300-\u036f\u3099\u309a]+")
"""A letter and the marks that stand above or below it, as file names of a Mac have them."""
_FULL_UNICODE = 12
"""Format of the table that also holds what lies beyond 16 bits."""


def printable(text: str) -> str:
    """As it is printed: every letter that no typeface here has as `〔U+1F600〕`, also those that turn the direction.

    >>> printable("青葉省\U0001f600"), printable("Łódź 𠮟る")
    ('青葉省〔U+1F600〕', 'Łódź 𠮟る')
    """
    shown = writable(text)
    if shown.isascii():
        return shown
    shown = _MARKED.sub(lambda found: unicodedata.normalize("NFC", found.group()), shown)
    return "".join(letter if _is_shown(letter) else f"〔U+{ord(letter):04X}〕" for letter in shown)


@lru_cache(maxsize=4096)
def _is_shown(letter: str) -> bool:
    point = ord(letter)
    if letter == _SOFT_HYPHEN:
        return False
    if point < 0x80 or letter in _UNSEEN or point in _points():
        return True
    if any(point in choices for choices in _CHOICES_OF_SHAPE):
        return True
    return point in _HAVE_STAND_INS and unicodedata.category(letter) not in ("Mn", "Me", "Cn", "Cf")


@lru_cache(maxsize=1)
def _points() -> frozenset[int]:
    """All code points of the face, from its table `cmap`."""
    data = (resources_folder() / "fonts" / _FACE).read_bytes()
    tables = {data[at : at + 4]: struct.unpack(">I", data[at + 8 : at + 12])[0] for at in _records(data)}
    start = tables[b"cmap"]
    (count,) = struct.unpack(">H", data[start + 2 : start + 4])
    for place in range(count):
        _platform, _encoding, offset = struct.unpack(">HHI", data[start + 4 + place * 8 : start + 12 + place * 8])
        (form,) = struct.unpack(">H", data[start + offset : start + offset + 2])
        if form == _FULL_UNICODE:
            return _groups(data, start + offset)
    raise ValueError("the bundled typeface has no table of all its letters")


def _records(data: bytes) -> range:
    (count,) = struct.unpack(">H", data[4:6])
    return range(12, 12 + count * 16, 16)


def _groups(data: bytes, start: int) -> frozenset[int]:
    (count,) = struct.unpack(">I", data[start + 12 : start + 16])
    groups = struct.iter_unpack(">III", data[start + 16 : start + 16 + count * 12])
    return frozenset(point for first, last, _glyph in groups for point in range(first, last + 1))
