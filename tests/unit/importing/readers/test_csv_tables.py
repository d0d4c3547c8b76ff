"""Delimited text comes in as it stands in the file, in any Japanese encoding, with the line each row begins on."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor_app.importing.readers.csv_table import RecordParser, sniff_delimiter, stream_blocks
from auditor_app.importing.readers.private_folder import private_folder
from auditor_app.importing.readers.staged_file import stage_file
from auditor_app.importing.readers.table_reader import TableReader
from auditor_app.importing.readers.tables import TableRequest
from auditor_app.importing.readers.text_stream import find_encoding
from tests.unit.importing.readers.reading import read_table, refusal_of, rows_of, written

TABLE = "府省庁,役割,対象者数\n外務省,行政事務従事者,1200\n防衛省,情報セキュリティ責任者等,0035\n"
EXPECTED = {
    1: ("府省庁", "役割", "対象者数"),
    2: ("外務省", "行政事務従事者", "1200"),
    3: ("防衛省", "情報セキュリティ責任者等", "0035"),
}


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp932", "euc_jp", "utf-16", "iso2022_jp", "utf-32", "utf-16-le"]
)
def test_a_return_in_any_japanese_encoding_gives_the_same_cells(tmp_path: Path, encoding: str) -> None:
    probe, rows = read_table(written(tmp_path, "把握.csv", TABLE.encode(encoding)))
    assert rows == EXPECTED
    assert (probe.container, probe.delimiter, probe.sheets[0].head[0]) == ("text", ",", EXPECTED[1])
    assert probe.encoding in (encoding, encoding.removesuffix("-le"), "utf-16-le")


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|", "，"])
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    text = "平成18年度 把握状況\n\n" + TABLE.replace(",", delimiter)
    probe, rows = read_table(written(tmp_path, "把握.txt", text.encode()), first_row=3)
    assert probe.delimiter == delimiter
    assert list(rows.values()) == list(EXPECTED.values())


def test_thousands_separators_do_not_pass_for_delimiters() -> None:
    assert sniff_delimiter("府省庁\t対象者数\n外務省\t1,200\n防衛省\t12,500,000\n") == "\t"
    assert sniff_delimiter('府省庁,対象者数\n"外務;省","1;2;3"\n') == ","


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_row_is_named_by_the_line_it_begins_on(tmp_path: Path, end: str) -> None:
    text = f'表題{end}{end}a,"1 行目{end}2 行目",x{end}b,,y{end}{end}"c ""d""",2{end}'
    rows = rows_of(written(tmp_path, "a.csv", text.encode()))
    assert rows == {
        1: ("表題", "", ""),
        3: ("a", f"1 行目{end}2 行目", "x"),
        5: ("b", "", "y"),
        7: ('c "d"', "2", ""),
    }


def test_a_text_beyond_the_header_is_reported_with_its_row(tmp_path: Path) -> None:
    path = written(tmp_path, "a.csv", b"a,b\n1,2,\n3,4,5\n6\n")
    with private_folder() as folder, TableReader(stage_file(path, folder)) as reader:
        (chunk,) = reader.chunks(TableRequest("", 2, (0, 1), width=2))
    assert chunk.overlong_rows == (3,)
    assert chunk.rows.tolist() == [2, 3, 4]
    assert [chunk.columns[1].texts[code] for code in chunk.columns[1].codes] == ["2", "4", ""]


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b'a,b\n1,"never closed\n2,3\n', "import.quote_not_closed"),
        (b"a,b\n1,\x002\n" * 3, "import.is_binary"),
        (b"a,b\n" + b"x" * 100_001 + b"\n", "import.line_too_long"),
        (b" \n\n \n", "import.blank"),
        (b"\x89PNG\r\n\x1a\n....", "import.is_image"),
        (b"," * 20_000 + b"\n", "import.too_many_columns"),
        (b'a\n"' + b"x\n" * 60_000 + b'"\n', "import.cell_too_long"),
    ],
)
def test_what_is_no_table_is_refused_by_what_it_is(tmp_path: Path, content: bytes, key: str) -> None:
    assert refusal_of(written(tmp_path, "a.csv", content)) == key


def long_table(rows: int) -> str:
    lines = [
        f"{number % 7:02},外務省第{number % 13}局,2.1.1(1)({'abc'[number % 3]}),{number},NA" for number in range(rows)
    ]
    return "\n".join(lines) + "\n"


def records_by(path: Path, encoding: str = "utf-8") -> list[tuple[int, list[str]]]:
    found = []
    for block, _ in stream_blocks(path, encoding, ",", 1, range(5), 5, 5):
        codes = [memoryview(column).cast("i") for column in block.codes]
        found += [
            (row, [texts[column[at]] for texts, column in zip(block.texts, codes, strict=True)])
            for at, row in enumerate(block.rows)
        ]
    return found


def test_the_fast_way_gives_what_the_plain_way_gives(tmp_path: Path) -> None:
    text = long_table(110_000)
    lines = text.splitlines(keepends=True)
    lines[5] = "\n"
    lines[7] = ",,,,\r\n"
    lines[50_000] = '1,"a ""b""",c,d,e\r\n'
    lines[60_000] = "01,短い\n"
    path = written(tmp_path, "a.csv", "".join(lines).encode())
    assert path.stat().st_size > 4 * 1024**2
    expected = [
        (line, [*cells, *[""] * (5 - len(cells))]) for line, cells in enumerate(csv.reader(lines), 1) if any(cells)
    ]
    assert records_by(path) == expected


def test_a_quoted_line_end_in_a_long_file_keeps_the_row_numbers(tmp_path: Path) -> None:
    lines = long_table(110_000).splitlines(keepends=True)
    lines[100_000 - 1] = '1,"x\n'  # the last line of the first block of lines, going on in the next
    lines[100_000] = 'y",c,d,e\n'
    found = dict(records_by(written(tmp_path, "a.csv", "".join(lines).encode())))
    assert found[100_000] == ["1", "x\ny", "c", "d", "e"]
    assert 100_001 not in found
    assert found[100_002][3] == "100001"
    assert len(found) == 110_000 - 1


def test_a_long_file_that_turns_out_to_be_in_another_encoding_is_read_in_that_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("auditor_app.importing.readers.text_stream.LARGEST_FILE", 1000)
    monkeypatch.setattr("auditor_app.importing.readers.text_stream._HEAD", 500)
    path = written(tmp_path, "a.csv", b"year,count\n2006,75\n" * 100 + "外務省の回答です,75\n".encode("cp932"))
    found = find_encoding(path, None, lambda _: None)
    assert (found.name, found.is_certain, found.line_count) == ("cp932", False, 201)


def test_the_head_of_a_long_wide_text_is_cut_between_characters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("auditor_app.importing.readers.text_stream.LARGEST_FILE", 1000)
    for encoding in ("utf-16", "utf-32", "utf-16-be", "iso2022_jp", "euc_jp"):
        monkeypatch.setattr("auditor_app.importing.readers.text_stream._HEAD", 501)
        path = written(tmp_path, "a.csv", (TABLE * 50).encode(encoding))
        assert find_encoding(path, None, lambda _: None).line_count == 150, encoding


def test_rows_around_a_place_are_those_of_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, "a.csv", b'a,"x\ny"\n1,2\n\n3,4\n5,6\n')
    with private_folder() as folder, TableReader(stage_file(path, folder)) as reader:
        assert reader.rows_around("", 5, before=2, after=1) == [
            (3, ("1", "2")),
            (4, ()),
            (5, ("3", "4")),
            (6, ("5", "6")),
        ]


CELLS = st.text(st.characters(codec="cp932", exclude_characters="\0\r¢£¬‖−〜"), max_size=6)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(table=st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=6), delimiter=st.sampled_from(",\t;"))
@pytest.mark.parametrize("encoding", ["utf-8", "cp932", "utf-16"])
def test_any_table_comes_back_cell_by_cell(
    tmp_path: Path, encoding: str, table: list[tuple[str, str, str]], delimiter: str
) -> None:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(table)
    content = buffer.getvalue()
    path = written(tmp_path, "a.csv", content.encode(encoding))
    found = [
        record
        for block, _ in stream_blocks(path, encoding, delimiter, 1, range(3), 3, 3)
        for record in zip(
            *(
                [texts[code] for code in memoryview(codes).cast("i")]
                for texts, codes in zip(block.texts, block.codes, strict=True)
            ),
            strict=True,
        )
    ]
    assert found == [row for row in table if any(row)]


def test_a_record_left_open_goes_on_in_the_next_block() -> None:
    parser = RecordParser(",")
    assert parser.records('a,b\n1,"x\n', 1, is_last=False) == [(1, ["a", "b"])]
    assert parser.records('y"\n2,3\n', 3, is_last=True) == [(2, ["1", "x\ny"]), (4, ["2", "3"])]
