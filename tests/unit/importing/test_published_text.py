"""A whole release: what is recognised of it, with which key, and what is left to the auditor's eye."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor_app.domain.published import FactKind, State, Statement
from auditor_app.domain.readings import DocumentReading
from auditor_app.foundation.errors import CancelledByUserError
from auditor_app.importing.published_text.reader import RECOGNISERS, read_published_text
from auditor_app.importing.source_file import document_from
from tests.published_documents import (
    AREAS_2007,
    ENCODINGS,
    SPELLINGS,
    Area,
    Release,
    Spelling,
    encoded,
    read_text,
    release_text,
    spelled,
)


@pytest.fixture(scope="module")
def reading() -> DocumentReading:
    return read_text(release_text(Release()))


def of_kind(reading: DocumentReading, kind: FactKind) -> list[Statement]:
    return [own for own in reading.statements if own.key.kind is kind]


def test_measures_of_an_area_are_counted_with_the_relisted_ones(reading: DocumentReading) -> None:
    counts = of_kind(reading, FactKind.MEASURE_COUNT)
    people = [own for own in counts if own.key.subject == "情報セキュリティ人材の育成・確保"]
    assert [(own.key.aspect, own.value.number, own.value.secondary) for own in people] == [
        ("new", Decimal(6), Decimal(6)),
        ("continued", Decimal(2), Decimal(1)),
        ("total", Decimal(8), Decimal(7)),
    ]
    assert {own.value.secondary_meaning for own in people} == {"relisted"}
    assert {(own.key.fiscal_year, own.is_draft, own.unit) for own in counts} == {(2007, True, "施策")}
    assert list(dict.fromkeys(own.key.subject for own in counts)) == [area.name for area in AREAS_2007]


def test_a_measure_names_the_ministries_in_charge(reading: DocumentReading) -> None:
    measures = {own.key.aspect: own.attribute("parties") for own in of_kind(reading, FactKind.MEASURE)}
    assert measures["家庭向けの講習(試行)の開催"] == "総務省、文部科学省、経済産業省"


def test_totals_and_directions_are_filed_under_their_own_years(reading: DocumentReading) -> None:
    (total,) = of_kind(reading, FactKind.MEASURE_TOTAL)
    (directions,) = of_kind(reading, FactKind.DIRECTION_TOTAL)
    counts = of_kind(reading, FactKind.DIRECTION_COUNT)
    assert (total.key.fiscal_year, total.value.number) == (2007, Decimal(159))
    assert (directions.key.fiscal_year, directions.value.number) == (2008, Decimal(24))
    assert [(own.key.subject, own.value.number) for own in counts] == [
        ("人材の確保", Decimal(10)),
        ("国際展開", Decimal(9)),
        ("電子政府の強化", Decimal(5)),
    ]
    item = of_kind(reading, FactKind.DIRECTION)[0]
    assert item.key.aspect == "人材の確保のための最初の一歩、次の一歩"


def test_a_bounded_claim_is_a_bound_and_never_a_number(reading: DocumentReading) -> None:
    claims = {own.key.subject: own.value for own in of_kind(reading, FactKind.EVALUATION)}
    assert (claims["施策の結果"].upper, claims["施策の結果"].lower) == (Decimal(90), None)
    assert (claims["個人"].upper, claims["個人"].lower) == (None, Decimal(80))
    assert all(value.number is None for value in claims.values())
    assert claims["全体"].text == "おおむね順調。まだ足りない。"


def test_weak_areas_carry_role_part_and_topic(reading: DocumentReading) -> None:
    weak = [(own.key.role, own.key.part, own.key.aspect) for own in of_kind(reading, FactKind.WEAK_AREA)]
    assert weak == [("staff", "3", "情報の格付け"), ("officer", "2", "教育及び監査")]


def test_charts_without_numbers_are_not_transcribed(reading: DocumentReading) -> None:
    charts = [*of_kind(reading, FactKind.IMPLEMENTATION), *of_kind(reading, FactKind.ACHIEVEMENT)]
    assert [own.key.part for own in charts] == ["2", "3", "4", "5", "6", "2", "3"]
    assert {(own.key.subject, own.value.state, own.value.number) for own in charts} == {
        ("*", State.NOT_TRANSCRIBED, None)
    }


def test_revisions_are_filed_by_section(reading: DocumentReading) -> None:
    revisions = [
        (own.key.section, own.attribute("change"), own.attribute("entry"))
        for own in of_kind(reading, FactKind.REVISION)
    ]
    assert revisions == [
        ("6.2.3", "new", "1-1"),
        ("4.1.6", "changed", "1-2"),
        ("1.1.3", "changed", "2-1"),
        ("3.2.4", "changed", "2-1"),
        ("3.2.5", "changed", "2-1"),
        ("5.1.1", "reclassified", "2-2"),
        ("", "changed", "2-3"),
    ]
    reclassified = next(own for own in of_kind(reading, FactKind.REVISION) if own.key.section == "5.1.1")
    assert (reclassified.attribute("from_class"), reclassified.attribute("to_class")) == ("enhanced", "basic")
    assert reclassified.is_draft


def test_sectors_and_their_state_are_told_by_group(reading: DocumentReading) -> None:
    sectors = [(own.key.subject, own.key.aspect) for own in of_kind(reading, FactKind.SECTOR)]
    assert sectors[-3:] == [("医療", "new"), ("水道", "new"), ("物流", "new")]
    assert ("政府・行政サービス", "existing") in sectors
    (ceptoars,) = of_kind(reading, FactKind.CEPTOAR_COUNT)
    assert (ceptoars.key.aspect, ceptoars.value.number) == ("existing", Decimal(11))
    states = {(own.key.subject, own.key.aspect): own for own in of_kind(reading, FactKind.SECTOR_STATE)}
    assert states["ceptoar", "existing"].attribute("operation_from") == "2007-04"
    assert states["ceptoar", "new"].attribute("planned_year") == "2007"
    assert states["safety_standards", "all"].attribute("state") == "complete"


def test_the_worked_example_and_the_scope_are_kept(reading: DocumentReading) -> None:
    example = {own.key.aspect: own.value.number for own in of_kind(reading, FactKind.WORKED_EXAMPLE)}
    assert example == {"(a)": Decimal(50), "(b)": Decimal(75), "(c)": Decimal(100), "implementation": Decimal(75)}
    scope = {own.key.aspect: own.value.text for own in of_kind(reading, FactKind.SCOPE)}
    assert scope == {
        "classes": "基本遵守事項",
        "roles": "情報セキュリティ責任者等、行政事務従事者",
        "levels": "本府省庁課長相当職以上の行政事務従事者",
        "systems": "電子申請システム、文書管理システム及び府省庁LAN",
    }
    parts = {own.key.part: own.value.text for own in of_kind(reading, FactKind.STANDARD_PART)}
    assert parts["6"] == "個別事項"


def test_meetings_and_documents_carry_their_dates(reading: DocumentReading) -> None:
    meetings = {own.key.aspect: own.value.text for own in of_kind(reading, FactKind.MEETING)}
    assert meetings == {"11": "2007-04-23", "4": "2006-02-02", "10": "2007-02-02"}
    documents = {own.key.subject: own.value.text for own in of_kind(reading, FactKind.DATED_DOCUMENT)}
    assert documents["基本計画"] == "2006-02-02"


def test_an_impossible_date_fails_its_check(reading: DocumentReading) -> None:
    assert all(check.holds for check in reading.checks if check.rule == "era_date")
    wrong = read_text(release_text(Release()).replace("平成19年2月2日", "平成19年2月30日"))
    (failed,) = {check.found for check in wrong.checks if check.rule == "era_date" and not check.holds}
    assert failed == "平成19年2月30日"


def test_the_document_is_checked_against_itself(reading: DocumentReading) -> None:
    failed = [(check.rule, check.subject) for check in reading.checks if not check.holds]
    assert failed == [("cross_reference", "3(1)"), ("cross_reference", "5(2)")]
    totals = {check.rule: check.found for check in reading.checks if "total" in check.rule}
    assert totals == {"total_without_relisted": "159", "direction_total": "24"}


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_spelling_and_encoding_change_nothing(reading: DocumentReading, spelling: Spelling, encoding: str) -> None:
    content = encoded(spelled(release_text(Release()), spelling), encoding)
    other = read_published_text(document_from("release.txt", content))
    assert [(own.key, own.value, own.attributes) for own in other.statements] == [
        (own.key, own.value, own.attributes) for own in reading.statements
    ]
    assert other.document.encoding_is_certain


WIDTHS: dict[str, Callable[[str], str]] = {
    "spaces doubled": lambda text: text.replace(" ", "  "),
    "spaces full width": lambda text: text.replace(" ", "\u3000\u3000"),
    "tabs as two spaces": lambda text: text.replace("\t", "  "),
    "tabs as spaces, all doubled": lambda text: text.replace("\t", "  ").replace(" ", "  "),
    "spaces at the ends": lambda text: "\n".join(f"{line}  \t" for line in text.split("\n")),
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "zero-width spaces": lambda text: text.replace("省", "省\u200b").replace("率", "\ufeff率").replace("院", "\xad院"),
}


@given(st.lists(st.sampled_from(sorted(WIDTHS)), min_size=1, max_size=3, unique=True), st.booleans())
@settings(max_examples=60, deadline=None)
def test_the_width_of_gaps_changes_nothing(changes: list[str], is_full_width: bool) -> None:
    text = spelled(release_text(Release()), "full_width" if is_full_width else "plain")
    for change in changes:
        text = WIDTHS[change](text)
    expected, found = read_text(release_text(Release())), read_text(text)
    assert [(own.key, own.value) for own in found.statements] == [(own.key, own.value) for own in expected.statements]
    assert found.refusals == ()


def test_no_line_with_a_recognised_figure_is_left_unrecognised(reading: DocumentReading) -> None:
    unread = {line.line for line in reading.unrecognised}
    for statement in reading.statements:
        assert unread.isdisjoint(range(statement.place.line_from, statement.place.line_to + 1))
    assert any("電話" in line.text for line in reading.unrecognised)


def test_counts_that_cannot_be_read_are_refused() -> None:
    text = release_text(Release(areas=[Area("企業", (11, 12, 23))])).replace("新規11施策", "新規一一施策")
    assert [problem.key for problem in read_text(text).refusals] == ["import.measures_unreadable"]


def test_a_text_without_figures_yields_nothing() -> None:
    reading = read_text("本日はお集まりいただきありがとうございます。\n次回もよろしくお願いします。\n")
    assert (reading.statements, reading.refusals) == ((), ())
    assert [line.line for line in reading.unrecognised] == [1, 2]


def test_progress_is_told_and_cancelling_stops() -> None:
    document = document_from("release.txt", release_text(Release()).encode())
    steps: list[tuple[int, int]] = []
    read_published_text(document, on_progress=lambda done, total: steps.append((done, total)))
    assert steps[-1] == (len(RECOGNISERS), len(RECOGNISERS))
    with pytest.raises(CancelledByUserError):
        read_published_text(document, is_cancelled=lambda: True)
