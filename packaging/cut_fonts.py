"""Cuts Noto Sans JP to the characters Japanese offices can type, so that two faces fit in the program.

    python packaging/cut_fonts.py UNPACKED_NPM_PACKAGE resources/fonts

The first folder is the unpacked npm package `@expo-google-fonts/noto-sans-jp` (`npm pack`, then unpack); it carries
the full fonts and their licence (SIL Open Font License 1.1, reserved name "Source", which we do not use).
The same input gives the same bytes: the time stamps of the source are kept and nothing else depends on the day.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FACES = {
    "400Regular/NotoSansJP_400Regular.ttf": "NotoSansJP-Regular.ttf",
    "700Bold/NotoSansJP_700Bold.ttf": "NotoSansJP-Bold.ttf",
}
LICENCE_IN, LICENCE_OUT = "LICENSE_FONT", "OFL.txt"

UNICODE_BLOCKS = (
    (0x0020, 0x007E),  # ASCII
    (0x00A0, 0x024F),  # Latin-1 and extended Latin: names of authors and products
    (0x0370, 0x03FF),  # Greek: sums and differences
    (0x2000, 0x206F),  # dashes, ellipsis, narrow spaces
    (0x2070, 0x209F),  # superscript footnote marks
    (0x20A0, 0x20BF),  # currencies
    (0x2100, 0x218F),  # letterlike signs, number forms, Roman numerals
    (0x2190, 0x21FF),  # arrows
    (0x2200, 0x22FF),  # mathematical operators
    (0x2460, 0x24FF),  # circled numbers
    (0x2500, 0x257F),  # box drawing
    (0x2580, 0x259F),  # block elements: bars drawn in text
    (0x25A0, 0x25FF),  # geometric shapes: ▲▼△▽◆◇●○■□
    (0x2600, 0x27BF),  # signs and check marks
    (0x3000, 0x30FF),  # Japanese punctuation, kana
    (0x31F0, 0x31FF),  # small kana
    (0x3200, 0x33FF),  # ㈱, ㎡, ㍻ and their kind
    (0xFF00, 0xFFEF),  # full-width and half-width forms
)

# The variants an office never asks for (historic kanji, ruby, all alternates) are left out: they cost 1 MB a face.
# The digits of this font are tabular as they are; tnum is named for the day a version brings proportional ones.
LAYOUT_FEATURES = [
    "ccmp", "locl", "mark", "mkmk", "kern", "palt", "halt", "liga", "tnum", "lnum",
    "vert", "vrt2", "vkrn", "vpal", "vhal",
]  # fmt: skip


def characters() -> set[int]:
    """Every code point of cp932 and JIS X 0213, and the blocks above; what the font lacks drops out at the cut."""
    points = {ord(character) for text in (*_decoded("cp932"), *_decoded("shift_jis_2004")) for character in text}
    for first, last in UNICODE_BLOCKS:
        points.update(range(first, last + 1))
    return {point for point in points if point >= 0x20 and not 0xE000 <= point <= 0xF8FF}


def cut(source: Path, target: Path) -> int:
    """Writes the cut face and returns the number of characters it can show."""
    font = TTFont(source, recalcTimestamp=False)
    options = Options()
    options.layout_features = LAYOUT_FEATURES
    options.name_IDs = ["*"]
    options.name_languages = ["*"]
    options.notdef_outline = True
    options.recalc_timestamp = False
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=sorted(characters()))
    subsetter.subset(font)
    shown = len(font.getBestCmap())
    font.save(target, reorderTables=True)
    return shown


def _decoded(encoding: str) -> Iterator[str]:
    """All characters of an encoding of the Shift JIS family (JIS X 0213 as EUC would let JIS X 0212 in too)."""
    single = [bytes([first]) for first in range(0x20, 0x100)]
    pairs = [bytes([first, second]) for first in range(0x80, 0x100) for second in range(0x40, 0x100)]
    for code in single + pairs:
        text = code.decode(encoding, errors="ignore")
        if text:
            yield text


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path, help="unpacked npm package @expo-google-fonts/noto-sans-jp")
    parser.add_argument("target", type=Path, help="folder for the cut fonts and their licence")
    folders = parser.parse_args(arguments)
    folders.target.mkdir(parents=True, exist_ok=True)
    for full, small in FACES.items():
        shown = cut(folders.source / full, folders.target / small)
        print(f"{small}: {shown} characters, {(folders.target / small).stat().st_size / 1e6:.1f} MB")
    shutil.copyfile(folders.source / LICENCE_IN, folders.target / LICENCE_OUT)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
