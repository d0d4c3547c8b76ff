"""Which header is which field, where the table begins, and what stands above it."""

from __future__ import annotations

import pytest

from auditor_app.domain.organisations import Organisation, OrganisationName
from auditor_app.domain.returns import RETURN_KINDS, ReturnKind
from auditor_app.importing.readers.tables import SheetProbe, TableProbe
from auditor_app.importing.returns.columns import best_reading, find_header
from auditor_app.importing.returns.header_words import HEADER_WORDS
from auditor_app.importing.returns.kinds import IMPORT_ORDER
from auditor_app.importing.returns.locating import locate, looks_like_a_table, mapping_to_remember, remembered_mapping
from auditor_app.importing.returns.mapping_file import mapping_from

ANSWERS = ("年度", "府省庁", "部局", "遵守事項", "役割", "責務発生数", "実施数")
MINISTRIES = [Organisation(1, (OrganisationName("農林水産省"),)), Organisation(2, (OrganisationName("環境省"),))]


def sheet(*rows: tuple[str, ...], name: str = "", is_hidden: bool = False, first_row: int = 1) -> SheetProbe:
    return SheetProbe(name, is_hidden, len(rows), max(map(len, rows), default=0), rows, first_row)


def probe(*sheets: SheetProbe, container: str = "xlsx") -> TableProbe:
    return TableProbe(container, "utf-8", True, (), ",", sheets, ())  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", RETURN_KINDS)
def test_every_kind_is_told_by_the_english_names_of_its_fields(kind: ReturnKind) -> None:
    reading = best_reading([sheet(tuple(HEADER_WORDS[kind]))], IMPORT_ORDER)
    assert reading is not None
    assert (reading.kind, reading.missing) == (kind, ())


def test_headers_are_known_in_full_width_with_spaces_line_breaks_and_units() -> None:
    header = ("年 度", "府省庁名", "遵守事項\n番号", "役　割", "責務が生じた者（人）", "実施した者（人）")
    reading = find_header(sheet(header, ("2006",)), "answers")
    assert reading is not None
    assert reading.columns == {
        "fiscal_year": 0,
        "organisation": 1,
        "item": 2,
        "role": 3,
        "obliged": 4,
        "implemented": 5,
    }


def test_the_table_may_start_after_title_rows() -> None:
    reading = find_header(sheet(("実施状況報告",), (), ("", "記入例あり"), ANSWERS, ("2006",), first_row=3), "answers")
    assert reading is not None
    assert (reading.header_rows, reading.first_data_row) == ((6,), 7)


def test_a_header_of_two_rows_with_a_group_title_is_read_together() -> None:
    rows = (("遵守事項", "役割", "責務", ""), ("", "", "発生数", "実施数"), ("2.1.1(1)(a)", "staff", "3", "2"))
    reading = find_header(sheet(*rows), "answers")
    assert reading is not None
    assert (reading.columns, reading.first_data_row) == ({"item": 0, "role": 1, "obliged": 2, "implemented": 3}, 3)


def test_a_hidden_sheet_is_read_only_when_no_other_is_a_table_and_named_in_any_case() -> None:
    visible, hidden = sheet(ANSWERS, name="回答"), sheet(ANSWERS, name="控え", is_hidden=True)
    found = locate("a.xlsx", probe(hidden, visible), None, ())
    assert found.mapping is not None
    assert found.mapping.sheet == "回答"
    assert [problem.place for problem in found.notes] == ["a.xlsx: 控え"]
    only = locate("a.xlsx", probe(hidden), None, ())
    assert [problem.key for problem in only.warnings] == ["returns.hidden_sheet"]


def test_year_and_ministry_are_taken_from_the_title_where_the_table_has_no_such_column() -> None:
    title = ("平成18年度 実施状況報告 農林水産省",)
    found = locate("a.xlsx", probe(sheet(title, ("遵守事項", "役割", "責務発生数", "実施数"))), None, MINISTRIES)
    assert found.mapping is not None
    assert (found.mapping.fiscal_year, found.mapping.organisation, found.missing_fields) == (2006, "農林水産省", ())


def test_a_title_that_names_two_years_or_ministries_gives_neither() -> None:
    title = ("平成18年度・平成19年度 農林水産省・環境省",)
    found = locate("a.xlsx", probe(sheet(title, ("遵守事項", "役割", "責務発生数", "実施数"))), None, MINISTRIES)
    assert set(found.missing_fields) == {"fiscal_year", "organisation"}


def test_a_press_release_is_no_table_and_a_return_without_one_column_is() -> None:
    release = sheet(("2006年度 情報セキュリティ対策の実施状況",), ("府省庁", "把握率"), ("農林水産省", "31.2 %"))
    assert not looks_like_a_table(probe(release, container="text"))
    assert looks_like_a_table(probe(sheet(ANSWERS[:-1]), container="text"))


def test_the_user_names_columns_by_header_letter_or_number() -> None:
    header = ("Ｆ１", "事項", "だれ", "要", "済", "FY")
    given = {"columns": {"item": "事項", "role": "C", "obliged": 4, "implemented": "5", "fiscal_year": "fy"}}
    kind, mapping = mapping_from(given, probe(sheet(("表題",), header)), None, "a.xlsx")
    assert kind == "answers"
    assert mapping.header_rows == (2,)
    assert mapping.columns == {"item": 1, "role": 2, "obliged": 3, "implemented": 4, "fiscal_year": 5}


def test_a_remembered_mapping_is_offered_where_the_same_headers_stand_again() -> None:
    given = {"columns": {"item": "事項", "role": "だれ", "obliged": "要", "implemented": "済"}, "fiscal_year": "H18"}
    first = probe(sheet(("事項", "だれ", "要", "済")))
    kind, mapping = mapping_from(given, first, "answers", "a.xlsx")
    from auditor_app.importing.returns.locating import locate_mapped

    saved = mapping_to_remember(locate_mapped("a.xlsx", first, kind, mapping, MINISTRIES))
    moved = remembered_mapping(probe(sheet(("題",), ("備考", "済", "要", "だれ", "事項"))), kind, saved)
    assert moved is not None
    assert (moved.first_data_row, moved.columns) == (3, {"item": 4, "role": 3, "obliged": 2, "implemented": 1})
    assert remembered_mapping(probe(sheet(("事項", "だれ", "要", "未"))), kind, saved) is None
