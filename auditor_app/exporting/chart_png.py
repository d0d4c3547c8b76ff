"""An SVG picture as PNG, drawn with the bundled typefaces: the same on every machine."""

from __future__ import annotations

import tempfile
from pathlib import Path

from auditor_app.exporting.typst_fonts import bundled_fonts

SCREEN = 96.0
"""Pixels to the inch of an SVG."""
_SHEET = b"""#set page(width: auto, height: auto, margin: 0pt)
#image("picture.svg", format: "svg")
"""


def svg_png(svg: str, scale: float = 2.0) -> bytes:
    """`scale`: pixels of the PNG for one of the SVG.  ImportError where there is no typst."""
    import typst

    with tempfile.TemporaryDirectory(prefix="auditor-app-") as folder:
        Path(folder, "picture.svg").write_text(svg, encoding="utf-8")
        sheet = Path(folder, "sheet.typ")
        sheet.write_bytes(_SHEET)
        compiler = typst.Compiler(sheet, root=Path(folder), font_paths=bundled_fonts(), ignore_system_fonts=True)
        content = compiler.compile(format="png", ppi=SCREEN * scale)
    if not isinstance(content, bytes):
        raise TypeError("one page, one picture")
    return content
