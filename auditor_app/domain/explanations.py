"""An explanation of one number: formula in words, inputs, exclusions and the places it was printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from auditor_app.domain.published import State, Statement
from auditor_app.domain.returns import SourceRow

if TYPE_CHECKING:
    from auditor_app.domain.comparison import Break, Bridge  # the window opens without them


@dataclass(frozen=True)
class ShownValue:
    """A value under a label; `label` is a text key.  Either a number with unit, a text, or a state."""

    label: str
    number: Decimal | Fraction | None = None
    unit: str = ""
    text: str = ""
    claim: tuple[Sentence, ...] = ()
    """The text in words, where it is a bounded claim such as "below 90 %"."""
    state: State = State.REPORTED
    decimals: int | None = None
    """Decimals to show for a computed number; None: as printed."""
    is_none: bool = False
    """There is no such value, and so nothing that could be in a state: a difference, or a year that does not ask."""


@dataclass(frozen=True)
class Named:
    """An organisation as a sentence names it: in English by its English name, where it has one."""

    name: str
    english: str = ""


@dataclass(frozen=True)
class Sentence:
    """A sentence by text key, with its values: texts, text keys, `Named` or several of them."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Input:
    """A figure a computed number rests on."""

    figure_id: str
    label: str
    printed: str
    english: str = ""
    """English name of the organisation the label ends with."""


@dataclass(frozen=True)
class Explanation:
    """Everything the inspector says about one number, in the order it says it."""

    figure_id: str
    title: str
    """The subject, in the source's words."""
    kind: str
    """Text key of what is measured."""
    fiscal_year: int
    fiscal_year_to: int
    values: tuple[ShownValue, ...]
    formula_id: str
    formula_version: int
    words: tuple[Sentence, ...]
    """The formula in words with the numbers put in, and what may not be done with the number."""
    further: tuple[ShownValue, ...] = ()
    """Values that tables show of the same figure and the sentences tell: a finding may rest on one of them."""
    steps: tuple[ShownValue, ...] = ()
    """The denominators in their four steps, each with its state where it is not known."""
    trail: tuple[tuple[str, Sentence], ...] = ()
    """(figure id, name) of the wider figures this one is part of, the widest first: the way back up."""
    inputs: tuple[Input, ...] = ()
    left_out: tuple[str, ...] = ()
    statements: tuple[Statement, ...] = ()
    """The sources; the first is the one shown."""
    footnotes: tuple[Statement, ...] = ()
    source_rows: tuple[SourceRow, ...] = ()
    """The rows of returns a number stands in."""
    is_contradicted: bool = False
    english: str = ""
    """The subject's English name, where it has one."""
    bridge: Bridge | None = None
    """Of a difference between two years: what it is made of."""
    breaks: tuple[Break, ...] = ()
    """Of a difference between two years: what is not comparable."""
    spans: tuple[str, ...] = ()
    """Of a difference between spans of years: both, "2020-2021" and "2022-2023"."""
