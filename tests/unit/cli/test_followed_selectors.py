"""A file never names a selector it did not follow: it is refused, in every format, before anything is written."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.unit.cli.conftest import Command


class _Words(HTMLParser):
    """Everything that is written, a piece a line."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []

    def handle_data(self, data: str) -> None:
        self.pieces += [data.strip()] if data.strip() else []


def words_of(path: Path) -> list[str]:
    parser = _Words()
    parser.feed(path.read_text("utf-8"))
    return parser.pieces


@pytest.mark.parametrize("suffix", ["csv", "json", "html", "xlsx"])
@pytest.mark.parametrize(
    ("view", "words"),
    [
        ("overview", ("--filter", "fiscal_year=1999")),
        ("overview", ("--role", "staff")),
        ("crosswalk", ("--part", "3")),
        ("checks", ("--year", "2006")),
        ("checks", ("--role", "staff")),
        ("programme", ("--class", "basic")),
        ("coverage", ("--part", "3")),
        ("coverage", ("--leave-out-below", "5")),
        ("log", ("--what-if-included",)),
        ("sources", ("--organisation", "内閣府")),
        ("rates", ("--metric", "coverage")),
    ],
)
def test_a_selector_the_view_does_not_have_is_refused_in_every_format(
    command: Command, made_shipped_case: Path, tmp_path: Path, view: str, words: tuple[str, ...], suffix: str
) -> None:
    answer = command("export", made_shipped_case, view, tmp_path / f"o.{suffix}", *words)
    assert answer.code == 2
    assert words[0] in answer.errors[0]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "words",
    [("checks", "--year", "2006"), ("coverage", "--class", "basic"), ("infrastructure", "--role", "staff")],
)
def test_show_refuses_it_too(command: Command, made_shipped_case: Path, words: tuple[str, ...]) -> None:
    answer = command("show", made_shipped_case, *words)
    assert (answer.code, answer.stdout) == (2, b"")
    assert words[1] in answer.errors[0]


@pytest.mark.parametrize("words", [("--filter", "kind=split"), ("--sort=-from_item",)])
def test_a_filter_that_only_rows_follow_is_refused_by_documents(
    command: Command, made_practice_case: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    answer = command("export", made_practice_case, "crosswalk", tmp_path / "o.html", *words)
    assert answer.code == 2
    assert "csv" in answer.errors[0]
    assert command("export", made_practice_case, "crosswalk", tmp_path / "o.csv", *words).code == 0


@pytest.mark.parametrize("view", ["rates", "compare"])
@pytest.mark.parametrize("field", ["role", "part"])
def test_documents_for_one_role_are_asked_for_by_the_role_and_not_by_a_filter(
    command: Command, made_practice_case: Path, tmp_path: Path, view: str, field: str
) -> None:
    value = {"role": "staff", "part": "3"}[field]
    words = ("--year", "2006,2007", "--filter", f"{field}={value}")
    answer = command("export", made_practice_case, view, tmp_path / "o.html", *words)
    assert answer.code == 2
    assert f"--{field}" in answer.errors[0]
    assert command("export", made_practice_case, view, tmp_path / "o.json", *words).code == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--part", "3"), "--part"),
        (("--filter", "official_percent<90"), "--filter"),
        (("--what-if-included",), "--what-if-included"),
        (("--year", "2006,2007"), "2006, 2007"),
        (("--year", "1999"), "1999"),
        (("--years-as", "era"), "--years-as"),
        (("--encoding", "cp932"), "cp932"),
    ],
)
def test_a_report_refuses_what_it_does_not_follow(
    command: Command, made_practice_case: Path, tmp_path: Path, words: tuple[str, ...], told: str
) -> None:
    answer = command("export", made_practice_case, "report", tmp_path / "o.html", *words)
    assert answer.code == 2
    assert told in answer.errors[0]
    assert list(tmp_path.iterdir()) == []


def test_coverage_filtered_by_a_role_shows_the_rows_of_that_role_and_no_mean_of_others(
    command: Command, made_practice_case: Path, tmp_path: Path
) -> None:
    for number, words in enumerate([("--role", "officer"), ("--filter", "role=officer")]):
        target = tmp_path / f"{number}.html"
        assert command("export", made_practice_case, "coverage", target, "--year", "2006", *words).code == 0
        written = words_of(target)
        assert not any("11 行のうち 0 行" in own for own in written)
        assert not any(own in ("85.78", "96.70", "96.80") for own in written), "the means of all roles"
        assert any("責任者" in own for own in written)


def test_measures_and_directions_are_those_of_the_areas_left_by_a_filter(
    command: Command, made_practice_case: Path, tmp_path: Path
) -> None:
    target = tmp_path / "o.html"
    assert command("export", made_practice_case, "programme", target, "--filter", "total=99999").code == 0
    assert not any("4 行のうち 4 行" in own for own in words_of(target))
