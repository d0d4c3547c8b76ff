"""The colours of the three appearances as named roles, so that the same thing has the same colour everywhere."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum

from PySide6.QtGui import QColor, QPalette


class Theme(StrEnum):
    """What the user chooses; `SYSTEM` follows the desktop's hint between light and dark."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high-contrast"


@dataclass(frozen=True)
class Colours:
    """Named colour roles as `#rrggbb`; nothing outside this file writes a colour down."""

    name: str
    is_dark: bool
    window: str
    """behind everything: the space between surfaces"""
    surface: str
    """where content stands: tables, inspector, inputs"""
    sunken: str
    """headers, quoted passages, hovered rows"""
    text: str
    text_muted: str
    line: str
    """thin separators; carries no meaning alone"""
    border: str
    """edges of controls: at least 3:1 on the surface in high contrast"""
    accent: str
    accent_text: str
    accent_soft: str
    """the current row, the chosen page"""
    bar: str
    bar_secondary: str
    warning: str
    warning_soft: str
    good: str
    good_soft: str
    bad: str
    bad_soft: str
    neutral_soft: str
    hatch: str
    """strokes of what was left out of the analysis"""
    missing: str
    """words that stand where a number is missing"""
    selection: str
    selection_text: str
    focus: str
    series_primary: str
    series_secondary: str
    series: tuple[str, ...]
    """Okabe-Ito in a fixed order, adapted to the background"""
    rate_scale: tuple[str, ...]
    """0 to 100 % in equal steps of one hue: the weaker, the further from the surface; told apart by lightness alone"""

    def qcolor(self, role: str) -> QColor:
        """The colour of a role by its name; an unknown role is a defect (AttributeError)."""
        return QColor(getattr(self, role))


LIGHT = Colours(
    name="light",
    is_dark=False,
    window="#f4f6f8",
    surface="#ffffff",
    sunken="#eff2f5",
    text="#17212e",
    text_muted="#556172",
    line="#dfe4ea",
    border="#b9c2cd",
    accent="#0b5fa5",
    accent_text="#ffffff",
    accent_soft="#e3eff9",
    bar="#c9dff1",
    bar_secondary="#f5d9a6",
    warning="#9a4200",
    warning_soft="#fdeadb",
    good="#00684c",
    good_soft="#dcf3ea",
    bad="#a92f0f",
    bad_soft="#fde6e0",
    neutral_soft="#e9edf1",
    hatch="#aab4c0",
    missing="#556172",
    selection="#cbe2f5",
    selection_text="#17212e",
    focus="#0b5fa5",
    series_primary="#0072b2",
    series_secondary="#e69f00",
    series=("#0072b2", "#e69f00", "#009e73", "#d55e00", "#cc79a7", "#56b4e9", "#b8a800", "#000000"),
    rate_scale=("#08306b", "#08519c", "#2171b5", "#4292c6", "#6baed6", "#9ecae1", "#c6dbef", "#deebf7", "#edf4fb"),
)

DARK = Colours(
    name="dark",
    is_dark=True,
    window="#14181d",
    surface="#1b2027",
    sunken="#232a32",
    text="#e8ecf1",
    text_muted="#a3aebb",
    line="#313a44",
    border="#4b5764",
    accent="#63b1ef",
    accent_text="#0a1a28",
    accent_soft="#1d354b",
    bar="#29527a",
    bar_secondary="#6b4c14",
    warning="#f5a766",
    warning_soft="#43290f",
    good="#5fd0a8",
    good_soft="#12382c",
    bad="#ff9478",
    bad_soft="#4a2018",
    neutral_soft="#2d353e",
    hatch="#5a6774",
    missing="#a3aebb",
    selection="#285078",
    selection_text="#ffffff",
    focus="#63b1ef",
    series_primary="#56b4e9",
    series_secondary="#f0b030",
    series=("#56b4e9", "#f0b030", "#2cc296", "#f07f33", "#dd95bd", "#3f8fd0", "#f0e442", "#ffffff"),
    rate_scale=("#e6f3ff", "#c3e1fb", "#9ccbf2", "#74b1e4", "#5396d2", "#3c7cb8", "#2f6496", "#284f75", "#233d57"),
)

HIGH_CONTRAST = Colours(
    name="high-contrast",
    is_dark=True,
    window="#000000",
    surface="#000000",
    sunken="#1a1a1a",
    text="#ffffff",
    text_muted="#e0e0e0",
    line="#8c8c8c",
    border="#ffffff",
    accent="#ffd800",
    accent_text="#000000",
    accent_soft="#3a3200",
    bar="#004f96",
    bar_secondary="#6e4a00",
    warning="#ffb454",
    warning_soft="#000000",
    good="#4dffb8",
    good_soft="#000000",
    bad="#ff9a85",
    bad_soft="#000000",
    neutral_soft="#000000",
    hatch="#bfbfbf",
    missing="#e0e0e0",
    selection="#00468b",
    selection_text="#ffffff",
    focus="#ffd800",
    series_primary="#6cc5ff",
    series_secondary="#ffb000",
    series=("#6cc5ff", "#ffb000", "#00e0a0", "#ff8040", "#ff9ad0", "#2f9bff", "#f0e442", "#ffffff"),
    rate_scale=("#eaf5ff", "#cbe5ff", "#a6d1ff", "#78b7ff", "#4a9bf5", "#2a7dd8", "#1460b0", "#0a4684", "#002e5c"),
)

COLOURS: dict[Theme, Colours] = {Theme.LIGHT: LIGHT, Theme.DARK: DARK, Theme.HIGH_CONTRAST: HIGH_CONTRAST}


def text_pairs() -> list[tuple[str, str]]:
    """Every (text role, background role) that the kit paints; each must reach 4.5:1 in every appearance."""
    pairs = [
        (text, background)
        for text in ("text", "text_muted", "missing")
        for background in ("window", "surface", "sunken", "accent_soft", "neutral_soft")
    ]
    pairs += [("text", background) for background in ("bar", "bar_secondary", "selection")]
    pairs += [(mood, f"{mood}_soft") for mood in ("warning", "good", "bad")]
    pairs += [(mood, ground) for mood in ("warning", "good", "bad", "accent") for ground in ("surface", "accent_soft")]
    pairs += [("accent_text", "accent"), ("accent", "accent_soft"), ("selection_text", "selection")]
    return pairs


def contrast_ratio(first: str, second: str) -> float:
    """Contrast of two `#rrggbb` colours after WCAG 2.2, 1 to 21."""
    lighter, darker = sorted((_relative_luminance(first), _relative_luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def ink_on(background: str) -> str:
    """Black or white, whichever reads better; one of the two always reaches 4.5:1."""
    return max(("#000000", "#ffffff"), key=lambda ink: contrast_ratio(ink, background))


def rate_colour(colours: Colours, percent: float) -> str:
    """The colour of a rate on the appearance's scale; beyond 0 and 100 as at the ends."""
    steps = len(colours.rate_scale) - 1
    place = min(100.0, max(0.0, percent)) / 100 * steps
    lower = min(int(place), steps - 1)
    first, second = colours.rate_scale[lower : lower + 2]
    channels = (
        round(int(first[at : at + 2], 16) * (lower + 1 - place) + int(second[at : at + 2], 16) * (place - lower))
        for at in (1, 3, 5)
    )
    return "#" + "".join(f"{channel:02x}" for channel in channels)


def _relative_luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def make_palette(colours: Colours) -> QPalette:
    """Fusion's palette from our roles; disabled text is muted, never grey on grey."""
    roles = QPalette.ColorRole
    palette = QPalette(colours.qcolor("surface"), colours.qcolor("window"))
    for role, name in {
        roles.Window: "window",
        roles.WindowText: "text",
        roles.Base: "surface",
        roles.AlternateBase: "sunken",
        roles.Text: "text",
        roles.Button: "surface",
        roles.ButtonText: "text",
        roles.BrightText: "bad",
        roles.ToolTipBase: "surface",
        roles.ToolTipText: "text",
        roles.PlaceholderText: "text_muted",
        roles.Highlight: "selection",
        roles.HighlightedText: "selection_text",
        roles.Link: "accent",
        roles.LinkVisited: "accent",
        roles.Accent: "accent",
        roles.Light: "surface",
        roles.Midlight: "sunken",
        roles.Mid: "border",
        roles.Dark: "border",
        roles.Shadow: "line",
    }.items():
        palette.setColor(role, colours.qcolor(name))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, colours.qcolor("text_muted"))
    return palette


def colour_values(colours: Colours) -> dict[str, str]:
    """The single-colour roles by name, for the style sheet's placeholders."""
    return {
        field.name: value
        for field in fields(colours)
        if isinstance(value := getattr(colours, field.name), str) and value.startswith("#")
    }
