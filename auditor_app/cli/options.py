"""Arguments and options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from auditor_app.cli.start import texts_for
from auditor_app.domain.fiscal_years import parse_fiscal_year
from auditor_app.foundation.translation import LANGUAGES, Texts
from auditor_app.services.compare_choices import COMPARE_LEVELS, COMPARE_METRICS

Command = TypeVar("Command", bound=Callable[..., Any])


class FiscalYears(click.ParamType[tuple[int, ...]]):
    """2006, 平成18年度, H18, FY2006; several separated by commas."""

    name = "year"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, ...]:
        if isinstance(value, tuple):
            return value
        years = [parse_fiscal_year(text) for text in str(value).split(",")]
        if None in years:
            self.fail(
                f"{value!r} is not a fiscal year / 年度として読めません (2006, 平成18年度, H18, FY2006)", param, ctx
            )
        return tuple(year for year in years if year is not None)


def case_argument(command: Command) -> Command:
    return click.argument("case", type=click.Path(path_type=Path, readable=False))(command)


def language_option(command: Command) -> Command:
    return click.option("--lang", type=click.Choice(LANGUAGES), help="Language of messages / 表示言語")(command)


def selector_options(command: Command) -> Command:
    """The selectors of `show` and `export`."""
    command = rate_options(command)
    for option in reversed(
        [
            click.option(
                "--year", "years", type=FiscalYears(), default=(), help="2006, 平成18年度, H18; several: 2006,2007"
            ),
            click.option("--organisation", default="", help="府省庁"),
            click.option("--part", default="", help="第n部"),
            click.option("--role", default="", help="officer, staff, system, all"),
            click.option("--sort", default="", help="KEY[,-KEY]"),
            click.option(
                "--metric", type=click.Choice(["", *COMPARE_METRICS]), default="", help="compare: 比較する数値"
            ),
            click.option("--level", type=click.Choice(["", *COMPARE_LEVELS]), default="", help="compare: 部・節・項目"),
            click.option("--filter", "filters", multiple=True, metavar="EXPR", help="official_percent<90"),
        ]
    ):
        command = option(command)
    return command


def rate_options(command: Command) -> Command:
    """What rates are computed from; `show`, `export` and `explain` share them."""
    for option in reversed(
        [
            click.option(
                "--what-if-included", is_flag=True, help="Count excluded organisations in / 除外機関を含めて試算"
            ),
            click.option(
                "--class", "item_class", type=click.Choice(["", "basic", "enhanced"]), default="", help="基本・強化"
            ),
            click.option(
                "--leave-out-below",
                type=click.IntRange(0, 1_000_000),
                default=0,
                help="Without items whose duty arose for fewer people / 少人数の項目を除く",
            ),
        ]
    ):
        command = option(command)
    return command


def command_texts(lang: str | None) -> Texts:
    """Texts in the language given after the verb, before it, or by the locale."""
    return texts_for(lang or click.get_current_context().find_root().obj)
