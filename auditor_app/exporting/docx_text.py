"""Markup of Word for paragraphs, runs and fields, made of plain text that may hold anything."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

from auditor_app.exporting.writable_text import writable

_PIECES = re.compile(r"([\n\t])")
_PIECE = {"\n": "<w:br/>", "\t": "<w:tab/>"}


def runs(text: str, style: str = "") -> str:
    """The text in one run; line breaks and tabs become Word's own."""
    if not text:
        return ""
    pieces = "".join(
        _PIECE.get(piece) or f'<w:t xml:space="preserve">{escape(piece)}</w:t>'
        for piece in _PIECES.split(writable(text))
        if piece
    )
    return f"<w:r>{_run_style(style)}{pieces}</w:r>"


def paragraph(content: str, style: str = "", right: int = 0) -> str:
    """`content` is markup already; `right`: twentieths of a point that it ends before the margin."""
    name = f'<w:pStyle w:val="{style}"/>' if style else ""
    indent = f'<w:ind w:right="{right}"/>' if right else ""
    own = f"<w:pPr>{name}{indent}</w:pPr>" if name or indent else ""
    return f"<w:p>{own}{content}</w:p>"


def field(instruction: str, result: str = "", style: str = "") -> str:
    """A field that Word fills when it lays out the page or is asked to; `result` is what stands there until then."""
    own = _run_style(style)
    return (
        f'<w:r>{own}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r>{own}<w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
        f'<w:r>{own}<w:fldChar w:fldCharType="separate"/></w:r>{runs(result, style)}'
        f'<w:r>{own}<w:fldChar w:fldCharType="end"/></w:r>'
    )


def attribute(text: str) -> str:
    """A value of an attribute with its quotation marks, on one line."""
    return quoteattr(" ".join(writable(text).split()))


def _run_style(style: str) -> str:
    return f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
