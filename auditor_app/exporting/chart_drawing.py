"""The sheet a chart is drawn on: elements in order, the print colours, patterns of states, legend and notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from auditor_app.domain.published import State
from auditor_app.exporting.svg_text import LINE_HEIGHT, element, number, path_of, text_width, wrapped

FAMILY = "Noto Sans JP, Yu Gothic, Meiryo, Hiragino Sans, sans-serif"
FONT, SMALL = 12.0, 10.5
LINE = FONT * LINE_HEIGHT
SMALL_LINE = SMALL * LINE_HEIGHT
INK, MUTED, PALE, PAPER = "#17212e", "#4a5563", "#d5dbe2", "#ffffff"
HATCH = "#7d8896"
"""Darker than on the screen, so that it survives a grey print."""
PRIMARY, SECONDARY = "#0072b2", "#e69f00"
SERIES = (PRIMARY, SECONDARY, "#009e73", "#d55e00", "#cc79a7", "#56b4e9", "#b8a800", "#000000")
"""Okabe-Ito in the order of the window; the same thing has the same colour there and here."""
RATE_SCALE = ("#08306b", "#08519c", "#2171b5", "#4292c6", "#6baed6", "#9ecae1", "#c6dbef", "#deebf7", "#edf4fb")
STRIPE, DOT, RULE = 6.0, 5.0, 4.0
STATE_WIDTH, STATE_HEIGHT = 28.0, 11.0
_BASELINE = 0.36
"""Of the size: how far the foot of letters lies below the middle of a line."""

Anchor = Literal["start", "middle", "end"]
Sign = Literal["disc", "hollow", "diamond", "square", "triangle", "target", "box", "hatched", "corner"]


@dataclass(frozen=True)
class LegendEntry:
    sign: Sign | State
    colour: str
    words: str
    pattern: int = 0


@dataclass
class Drawing:
    """Elements from the back to the front; lengths are pixels of a screen, 96 to the inch."""

    width: float
    height: float = 0.0
    elements: list[str] = field(default_factory=list)

    def add(self, tag: str, **attributes: object) -> None:
        self.elements.append(element(tag, None, **attributes))

    def line(self, x1: float, y1: float, x2: float, y2: float, colour: str, width: float = 1, dash: str = "") -> None:
        extra: dict[str, object] = {"stroke_dasharray": dash} if dash else {}
        look = {"stroke": colour, "stroke_width": float(width), "fill": "none", **extra}
        self.add("path", d=path_of([(x1, y1, x2, y2)]), **look)

    def rect(self, x: float, y: float, width: float, height: float, fill: str, **more: object) -> None:
        if width > 0 and height > 0:
            self.add("rect", x=x, y=y, width=width, height=height, fill=fill, **more)

    def text(
        self,
        x: float,
        middle: float,
        words: str,
        *,
        size: float = FONT,
        colour: str = INK,
        anchor: Anchor = "start",
        is_bold: bool = False,
    ) -> None:
        """One line; `middle` is the height its letters stand around."""
        extra: dict[str, object] = {} if anchor == "start" else {"text_anchor": anchor}
        if is_bold:
            extra["font_weight"] = "bold"
        place = {"x": x, "y": middle + size * _BASELINE, "font_size": size, "fill": colour}
        if words.strip():
            self.elements.append(element("text", words, **place, **extra))

    def lines(
        self,
        x: float,
        top: float,
        lines: Sequence[str],
        *,
        size: float = FONT,
        colour: str = INK,
        anchor: Anchor = "start",
        is_bold: bool = False,
    ) -> None:
        for place, words in enumerate(lines):
            middle = top + (place + 0.5) * size * LINE_HEIGHT
            self.text(x, middle, words, size=size, colour=colour, anchor=anchor, is_bold=is_bold)

    def point(self, sign: Sign, x: float, y: float, colour: str, radius: float = 4.5) -> None:
        """A sign around a place; only the disc and the square are filled."""
        fill = colour if sign in ("disc", "square") else PAPER
        look = {"fill": fill, "stroke": colour, "stroke_width": 2.0}
        if sign in ("disc", "hollow"):
            self.add("circle", cx=x, cy=y, r=radius, **look)
        elif sign == "square":
            self.rect(x - radius * 0.8, y - radius * 0.8, radius * 1.6, radius * 1.6, fill)
        else:
            corners = _DIAMOND if sign == "diamond" else _TRIANGLE
            far = radius * 1.3
            self.add(
                "polygon", points=" ".join(f"{number(x + a * far)},{number(y + b * far)}" for a, b in corners), **look
            )

    def state(self, x: float, y: float, width: float, height: float, state: State | None) -> None:
        """Stripes left out of the analysis, dots not reported, rules not transcribed, dashes no duty."""
        self.rect(x, y, width, height, PAPER)
        stroke: dict[str, object] = {"stroke": HATCH, "stroke_width": 1.0, "fill": "none"}
        if state is State.EXCLUDED:
            self.add("path", d=path_of(stripes(x, y, width, height)), **stroke)
        elif state is State.NOT_TRANSCRIBED:
            self.add("path", d=path_of(rules(x, y, width, height)), **stroke)
        elif state is State.NOT_REPORTED:
            dots = [(at_x, at_y, at_x + 0.01, at_y) for at_x, at_y in _dots(x, y, width, height)]
            self.add("path", d=path_of(dots), **{**stroke, "stroke_width": 2.0}, stroke_linecap="round")
        else:
            dashed = {**stroke, "stroke_dasharray": "4 2"}
            self.add("rect", x=x + 1.5, y=y + 1.5, width=max(0.0, width - 3), height=max(0.0, height - 3), **dashed)

    def bar(self, x: float, y: float, width: float, height: float, colour: str, pattern: int) -> None:
        """A filled bar; white lines tell the second kind from the first in a grey print too."""
        self.rect(x, y, width, height, colour)
        lines = {1: stripes, 2: rules, 3: uprights}.get(pattern % 4)
        if lines is not None and width > 0:
            self.add("path", d=path_of(lines(x, y, width, height)), stroke=PAPER, stroke_width=1.2, fill="none")
            self.rect(x, y, width, height, "none", stroke=colour, stroke_width=0.8)

    def corner(self, x: float, y: float, colour: str) -> None:
        """The mark of a cell that is below the target."""
        self.add(
            "polygon",
            points=f"{number(x)},{number(y)} {number(x + 7)},{number(y)} {number(x)},{number(y + 7)}",
            fill=colour,
        )

    def legend(self, entries: Sequence[LegendEntry], top: float) -> float:
        """From left to right, in as many rows as it takes; returns where it ends."""
        x, y, gap = 0.0, top, 14.0
        for entry in entries:
            lines = wrapped(entry.words, self.width - STATE_WIDTH - 8, SMALL)
            room = _sign_width(entry.sign) + 6 + max(text_width(line, SMALL) for line in lines)
            if x > 0 and x + room > self.width:
                x, y = 0.0, y + LINE
            self._legend_sign(entry, x, y + LINE / 2)
            self.lines(x + _sign_width(entry.sign) + 6, y + (LINE - SMALL_LINE) / 2, lines, size=SMALL, colour=MUTED)
            y += (len(lines) - 1) * SMALL_LINE
            x += room + gap
        return y + LINE + 4 if entries else top

    def _legend_sign(self, entry: LegendEntry, x: float, middle: float) -> None:
        sign = entry.sign
        if isinstance(sign, State):
            self.state(x, middle - STATE_HEIGHT / 2, STATE_WIDTH, STATE_HEIGHT, sign)
        elif sign == "target":
            self.line(x, middle, x + STATE_WIDTH, middle, entry.colour, 1.4, "5 3")
        elif sign in ("box", "hatched"):
            self.bar(x, middle - 5, 14, 10, entry.colour, entry.pattern)
        elif sign == "corner":
            self.corner(x, middle - 5, entry.colour)
        else:
            self.point(sign, x + 7.5, middle, entry.colour)

    def notes(self, notes: Sequence[str], top: float) -> float:
        """Small lines below the picture; returns where they end."""
        for note in notes:
            lines = wrapped(note, self.width, SMALL)
            self.lines(0.0, top, lines, size=SMALL, colour=MUTED)
            top += len(lines) * SMALL_LINE
        return top

    def svg(self, title: str, description: str, name: str) -> str:
        """The whole picture; `name` makes the ids that a screen reader follows unique in a page of several."""
        width, height = number(self.width), number(self.height)
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
            f'viewBox="0 0 {width} {height}" role="img" aria-labelledby="{name}-title {name}-desc" '
            f'font-family="{FAMILY}">'
        )
        words = element("title", title, id=f"{name}-title") + element("desc", description, id=f"{name}-desc")
        paper = element("rect", width=self.width, height=self.height, fill=PAPER)
        return "\n".join((head, words, paper, *self.elements, "</svg>\n"))


_DIAMOND = ((0.0, -1.0), (1.0, 0.0), (0.0, 1.0), (-1.0, 0.0))
_TRIANGLE = ((0.0, -1.0), (0.95, 0.7), (-0.95, 0.7))

Line = tuple[float, float, float, float]


def stripes(x: float, y: float, width: float, height: float) -> list[Line]:
    """Slanted lines that end at the edges: patterns and clipping look different in every reader."""
    lines = []
    for step in range(int((width + height) / STRIPE) + 1):
        offset = step * STRIPE + STRIPE / 2 - height
        low, high = max(0.0, -offset), min(height, width - offset)
        if low < high:
            lines.append((x + offset + low, y + height - low, x + offset + high, y + height - high))
    return lines


def rules(x: float, y: float, width: float, height: float) -> list[Line]:
    first = (height % RULE) / 2 + 1
    return [
        (x + 1, y + first + step * RULE, x + width - 1, y + first + step * RULE)
        for step in range(max(1, int(height // RULE)))
    ]


def uprights(x: float, y: float, width: float, height: float) -> list[Line]:
    return [(x + step * RULE, y, x + step * RULE, y + height) for step in range(1, int(width / RULE) + 1)]


def _dots(x: float, y: float, width: float, height: float) -> list[tuple[float, float]]:
    return [
        (x + DOT / 2 + column * DOT, y + DOT / 2 + row * DOT)
        for row in range(max(1, int(height // DOT)))
        for column in range(max(1, int(width // DOT)))
    ]


def _sign_width(sign: Sign | State) -> float:
    return STATE_WIDTH if isinstance(sign, State) or sign == "target" else 15.0


def rate_colour(percent: float) -> str:
    """The window's scale in its light appearance: the weaker, the darker; lightness alone tells it."""
    steps = len(RATE_SCALE) - 1
    place = min(100.0, max(0.0, percent)) / 100 * steps
    lower = min(int(place), steps - 1)
    return blended(RATE_SCALE[lower], RATE_SCALE[lower + 1], place - lower)


def blended(first: str, second: str, share: float) -> str:
    """
    >>> blended("#000000", "#ffffff", 0.5)
    '#808080'
    """
    channels = (
        round(int(first[at : at + 2], 16) * (1 - share) + int(second[at : at + 2], 16) * share) for at in (1, 3, 5)
    )
    return "#" + "".join(f"{channel:02x}" for channel in channels)


def ink_on(ground: str) -> str:
    """Black or white, whichever reads better on it."""
    red, green, blue = (int(ground[at : at + 2], 16) for at in (1, 3, 5))
    return "#000000" if 0.299 * red + 0.587 * green + 0.114 * blue > 150 else PAPER
