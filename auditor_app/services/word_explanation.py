"""Put an explanation into words: the same sentences in the inspector, on the command line and in reports."""

from __future__ import annotations

from auditor_app.domain.explanations import Explanation, Input, Named, Sentence, ShownValue
from auditor_app.domain.fiscal_years import fiscal_year_text
from auditor_app.domain.numbers import rounded, told_points
from auditor_app.domain.published import State, Statement
from auditor_app.foundation.translation import Texts
from auditor_app.services.word_names import called


def title_words(texts: Texts, explanation: Explanation, year_form: str = "western") -> str:
    """Subject, kind and year: 農林水産省 — 把握率 2006年度."""
    of_all, between, rest = explanation.title.partition(" · ")
    subject = f"{texts('subject.all')}{between}{rest}" if of_all == "*" else explanation.title
    if texts.language == "en" and explanation.english:
        subject = f"{explanation.english} ({subject})"
    kind = texts(explanation.kind)
    years = fiscal_year_text(explanation.fiscal_year, year_form, texts.language)  # type: ignore[arg-type]
    if explanation.fiscal_year_to:
        last = fiscal_year_text(explanation.fiscal_year_to, year_form, texts.language)  # type: ignore[arg-type]
        years = f"{years}–{last}"
    if explanation.spans:
        years = " → ".join(_span_words(texts, span, year_form) for span in explanation.spans)
    return f"{subject} — {kind} {years}" if subject else f"{kind} {years}"


def _span_words(texts: Texts, span: str, year_form: str) -> str:
    """A span such as 2020-2021 as years are written: 2020–2021年度, FY2020–2021."""
    first, _, last = span.partition("-")
    words = [fiscal_year_text(int(year), year_form, texts.language) for year in (first, last) if year]  # type: ignore[arg-type]
    return words[0].replace(first, f"{first}–{last}") if last and year_form == "western" else "–".join(words)


def value_words(texts: Texts, value: ShownValue) -> str:
    """The value alone: "31.2 %", "+7.1 pt", "B", or the words of a state; never a number for a state."""
    if value.state is not State.REPORTED:
        return texts(f"state.{value.state.value}")
    if value.claim:
        return texts("explain.names_join").join(sentence_words(texts, own) for own in value.claim)
    if value.number is None:
        return texts(value.text) if texts.has(value.text) else value.text
    if value.unit == "pt":
        return f"{told_points(value.number)} pt"
    number = f"{value.number}" if value.decimals is None else f"{rounded(value.number, value.decimals):,f}"
    return f"{number} {unit_words(texts, value.unit)}".strip()


def unit_words(texts: Texts, unit: str) -> str:
    """A unit in the user's language; units without a translation are shown as printed."""
    return texts(f"unit.{unit}") if texts.has(f"unit.{unit}") else unit


def formula_words(texts: Texts, explanation: Explanation) -> list[str]:
    """The sentences that explain the number."""
    return [sentence_words(texts, sentence) for sentence in explanation.words]


def sentence_words(texts: Texts, sentence: Sentence) -> str:
    """The sentence with its values in words."""
    return texts(sentence.key, **{name: _told(texts, name, value) for name, value in sentence.values.items()})


def _told(texts: Texts, name: str, value: object) -> object:
    """Counts in groups of three; years are no counts."""
    is_count = isinstance(value, int) and not isinstance(value, bool) and "year" not in name
    return f"{value:,}" if is_count else put_into_words(texts, value)


def label_words(texts: Texts, figure: Input) -> str:
    """What an input is called; an organisation by its English name in English."""
    label = str(put_into_words(texts, figure.label))
    if texts.language != "en" or not figure.english:
        return label
    before, between, _ = label.rpartition(" · ")
    return f"{before}{between}{figure.english}"


def put_into_words(texts: Texts, value: object) -> object:
    """A text key among the values of a sentence, or in a label such as "3.1.1(1)(a) · role.staff", in words.

    A role the case itself declared has no text of its own: its code is its name.
    """
    if isinstance(value, Named):
        return called(texts, value)
    if isinstance(value, tuple):
        return texts("explain.names_join").join(str(put_into_words(texts, own)) for own in value)
    if not isinstance(value, str):
        return value
    pieces = value.split(" · ")
    return " · ".join(texts(piece) if texts.has(piece) else piece.removeprefix("role.") for piece in pieces)


def place_words(texts: Texts, statement: Statement) -> str:
    """Where it was printed: document, annex and line."""
    place = statement.place
    lines = texts("place.lines", lines=place.lines())
    return " · ".join(text for text in (place.cited, lines) if text)


def explanation_lines(texts: Texts, explanation: Explanation) -> list[str]:
    """The whole explanation as plain lines, for a terminal."""
    lines = [title_words(texts, explanation)]
    lines += [f"  {texts(value.label)}: {value_words(texts, value)}" for value in explanation.values]
    lines.append(f"{texts('explain.heading')}: {explanation.formula_id} v{explanation.formula_version}")
    lines += [f"  {words}" for words in formula_words(texts, explanation)]
    if explanation.steps:
        lines.append(texts("explain.steps"))
        lines += [f"  {texts(step.label)}: {value_words(texts, step)}" for step in explanation.steps]
    if explanation.inputs:
        lines.append(texts("explain.inputs"))
        lines += [
            f"  {label_words(texts, figure)}: {put_into_words(texts, figure.printed)}  [{figure.figure_id}]"
            for figure in explanation.inputs
        ]
    if explanation.left_out:
        lines.append(f"{texts('explain.left_out')}: {left_out_words(texts, explanation)}")
    if explanation.source_rows:
        lines.append(texts("explain.source_rows"))
        lines += [f"  {row.document} · {row.code()}" for row in explanation.source_rows]
    if explanation.statements:
        lines.append(texts("explain.sources"))
        for statement in explanation.statements:
            confidence = texts(f"confidence.{statement.confidence.value}")
            lines.append(f"  {statement.place.document} · {place_words(texts, statement)} · {confidence}")
            lines.append(f"    {statement.printed}")
    if explanation.is_contradicted:
        lines.append(texts("explain.contradicted"))
    if explanation.footnotes:
        lines.append(texts("explain.footnotes"))
        lines += [f"  {footnote.value.text or footnote.printed}" for footnote in explanation.footnotes]
    return lines


def left_out_words(texts: Texts, explanation: Explanation) -> str:
    return "、".join(str(put_into_words(texts, own)) for own in explanation.left_out)
