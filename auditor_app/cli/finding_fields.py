"""What is said of a finding on the command line, and the text it makes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from auditor_app.cli.options import FiscalYears
from auditor_app.domain.days import parse_day
from auditor_app.domain.findings import FigureLink, FindingText
from auditor_app.domain.organisations import find_organisation
from auditor_app.domain.rate_options import RateOptions
from auditor_app.foundation.errors import Problem, WrongUsageError
from auditor_app.foundation.translation import Texts
from auditor_app.services.check_finding import FindingRefusedError
from auditor_app.services.link_figures import CHECK, figure_link

if TYPE_CHECKING:
    from auditor_app.services.open_case import CaseReader

Command = TypeVar("Command", bound=Callable[..., Any])

WORDS = (
    *("title", "severity", "part", "section", "item", "role", "topic", "condition", "criteria", "cause", "effect"),
    *("recommendation", "owner"),
)
"""Options that are words of the finding, under the names of its fields."""
BIGGEST_FILE = 1_000_000


class Day(click.ParamType[date]):
    """2007-06-30, 平成19年6月30日, H19.6.30."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        found = value if isinstance(value, date) else parse_day(str(value))
        if found is None:
            self.fail(f"{value!r} is no day / 日付として読めません (2007-06-30, 平成19年6月30日, H19.6.30)", param, ctx)
        return found


class Words(click.ParamType[str]):
    """Words as they are; @FILE takes them from a file, @@ is an @."""

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        del param, ctx
        words = str(value)
        if words.startswith("@@"):
            return words[1:]
        return _read(Path(words[1:])) if words.startswith("@") else words


def finding_options(command: Command) -> Command:
    """The fields of a finding; one that is not given is left as it is, "" empties it."""
    options = [
        *(click.option(f"--{name}", type=Words(), help="@FILE: from a file / ファイルから") for name in WORDS),
        click.option("--kind", type=click.Choice(["finding", "good_practice"]), help="指摘事項・推奨事例"),
        click.option("--organisation", "organisations", multiple=True, metavar="NAME", help="府省庁; may be repeated"),
        click.option("--due", "due_date", type=Day(), help="期限 2007-06-30"),
        click.option("--tag", "tags", multiple=True, help="May be repeated / タグ"),
        click.option("--figure", "figures", multiple=True, metavar="FIGURE_ID", help="May be repeated / 根拠の数値"),
        click.option("--check", "checks", multiple=True, metavar="RULE:SUBJECT", help="A failed check / 不一致の検査"),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def who_options(command: Command) -> Command:
    """Under which name it is done, and in which form it is told."""
    for option in (
        click.option("--json", "as_json", is_flag=True),
        click.option("--by", default="", metavar="NAME", help="Done by; else the name of the account / 行う人"),
    ):
        command = option(command)
    return command


def one_year(command: Command) -> Command:
    return click.option("--year", "years", type=FiscalYears(), default=(), help="Fiscal year / 年度")(command)


def year_of(years: tuple[int, ...]) -> int | None:
    """The one fiscal year given, or None."""
    if len(years) > 1:
        raise click.BadParameter("one fiscal year / 年度は一つだけ", param_hint="--year")
    return years[0] if years else None


def with_fields(reader: CaseReader, text: FindingText, given: Mapping[str, Any]) -> FindingText:
    """The text with every field that was given; organisations by any of their names."""
    named = {name: given[name] for name in (*WORDS, "kind", "due_date") if given.get(name) is not None}
    if given["organisations"]:
        named["organisations"] = tuple(organisation_id(reader, own) for own in given["organisations"] if own)
    if given["tags"]:
        named["tags"] = given["tags"]
    return replace(text, **named)


def figure_ids(given: Mapping[str, Any]) -> list[str]:
    """Of the figures and checks that were given."""
    return [*given["figures"], *(f"{CHECK}:{own.removeprefix(f'{CHECK}:')}" for own in given["checks"])]


def links(reader: CaseReader, texts: Texts, ids: Sequence[str], options: RateOptions) -> tuple[FigureLink, ...]:
    return tuple(figure_link(reader, texts, own, options) for own in ids)


def organisation_id(reader: CaseReader, name: str) -> int:
    """WrongUsageError for a name the case does not know."""
    found = find_organisation(reader.organisations(), name)
    if found is None:
        raise WrongUsageError(Problem("selector.organisation_unknown", name))
    return found.id


def _read(path: Path) -> str:
    """A short text file, in UTF-8 or the encoding of Japanese Windows."""
    try:
        content = path.read_bytes() if path.stat().st_size <= BIGGEST_FILE else None
    except (OSError, ValueError) as error:
        raise FindingRefusedError(Problem("finding.text_file_unusable", f"@{path.name}")) from error
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return content.decode(encoding) if content is not None else _refuse(path)
        except UnicodeDecodeError:
            continue
    return _refuse(path)


def _refuse(path: Path) -> str:
    raise FindingRefusedError(Problem("finding.text_file_unusable", f"@{path.name}"))
