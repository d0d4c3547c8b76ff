"""What a linked figure is now, in words that differ from those it had whenever its value does."""

from __future__ import annotations

from fractions import Fraction

from auditor_app.domain.numbers import told_points
from auditor_app.services.link_figures import FigureNow


def now_words(figure: FigureNow) -> str:
    """As the screen shows it; where both are rounded to the same words, the difference stands beside.

    >>> from auditor_app.domain.findings import FigureLink
    >>> then, now = (FigureLink("rates:2006:甲省", "", "84.0 %", number) for number in ("84", "21001/250"))
    >>> now_words(FigureNow(then, now, is_changed=True)), now_words(FigureNow(then, then, is_changed=False))
    ('84.0 % (+0.004)', '84.0 %')
    """
    link, now = figure.link, figure.now
    if now is None:
        return "—"
    if not (figure.is_changed and link.printed == now.printed and link.number and now.number):
        return now.printed
    return f"{now.printed} ({told_points(Fraction(now.number) - Fraction(link.number))})"
