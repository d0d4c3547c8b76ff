"""Tooltips that hold data: always rich text of our own making, so that Qt never guesses from the data what it is."""

from __future__ import annotations

from html import escape


def tooltip_html(words: str) -> str:
    """The words exactly as they are, line breaks included; empty for no words.

    Only escaping would not do: Qt shows `&lt;` literally when it takes a tooltip for plain text.

    >>> tooltip_html("<90")
    "<p style='white-space:pre-wrap'>&lt;90</p>"
    """
    return f"<p style='white-space:pre-wrap'>{escape(words, quote=False)}</p>" if words else ""
