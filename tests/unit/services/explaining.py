"""What tests of explanations share: a case beside the rows sent to it, and what an explanation says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from auditor_app.domain.explanations import Explanation
from auditor_app.foundation.translation import Language, Texts
from auditor_app.services.explain_figure import explain_figure
from auditor_app.services.word_explanation import explanation_lines
from auditor_app.storage.reading import CaseReader
from tests.returns_documents import (
    AnswerLine,
    Returns,
    WrittenReturns,
)


@dataclass(frozen=True)
class Returned:
    case: Path
    returns: Returns
    written: WrittenReturns


def explained(case: Path, figure_id: str) -> Explanation:
    with CaseReader(case) as reader:
        return explain_figure(reader, figure_id)


def words_of(explanation: Explanation, language: Language = "ja") -> str:
    return "\n".join(explanation_lines(Texts(language), explanation))


def numbers(explanation: Explanation) -> list[Fraction | None]:
    """Implementation, achievement, pooled; None for a state."""
    return [None if own.number is None else Fraction(own.number) for own in explanation.values]


def counts_of(printed: str) -> tuple[int, int]:
    """(carried out, duty arose) of an input such as "75 / 100 = 75.0 %"."""
    match = re.match(r"(\d+) / (\d+)", printed)
    assert match, printed
    return int(match[1]), int(match[2])


def line_key(line: AnswerLine) -> tuple[int, str, str, str, str]:
    return line.fiscal_year, line.organisation, line.unit, line.item, line.role
