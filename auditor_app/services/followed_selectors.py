"""Which selectors each view can follow; what a file could not follow is refused, and never named in it."""

from __future__ import annotations

from collections.abc import Sequence

from auditor_app.foundation.errors import Problem, WrongUsageError
from auditor_app.services.known_years import report_years
from auditor_app.services.select_rows import EXPRESSION
from auditor_app.services.select_view import Selectors
from auditor_app.storage.reading import CaseReader

REPORT = "report"
_OPTIONS = {
    "years": "--year",
    "organisation": "--organisation",
    "part": "--part",
    "role": "--role",
    "filters": "--filter",
    "sort": "--sort",
    "what_if_included": "--what-if-included",
    "item_class": "--class",
    "leave_out_below": "--leave-out-below",
    "metric": "--metric",
    "level": "--level",
}
"""By field of `Selectors`: what it is called on the command line."""
_LISTED = ("filters", "sort")
_COUNTED = ("what_if_included", "item_class", "leave_out_below")
_FOLLOWED: dict[str, tuple[str, ...]] = {
    "overview": ("years",),
    "coverage": ("years", "organisation", "role", *_LISTED, "what_if_included"),
    "rates": ("years", "organisation", "part", "role", *_LISTED, *_COUNTED),
    "items": ("years", "organisation", "part", "role", *_LISTED, "item_class"),
    "weak-areas": ("years", "part", "role", *_LISTED, *_COUNTED),
    "compare": tuple(_OPTIONS),
    "programme": ("years", *_LISTED),
    "infrastructure": ("years", *_LISTED),
    "standards": ("years", "part", *_LISTED),
    "organisations": ("organisation", *_LISTED),
    "crosswalk": _LISTED,
    "findings": ("years", "organisation", "part", "role", *_LISTED),
    "checks": _LISTED,
    "sources": _LISTED,
    "log": _LISTED,
    REPORT: ("years", "organisation"),
}
_ONLY_ROWS: dict[str, tuple[str, ...]] = {"crosswalk": _LISTED, "weak-areas": ("sort",)}
"""What rows for programs follow and documents do not: rankings are in the order of weakness."""
_BY_SELECTOR: dict[str, tuple[str, ...]] = {"rates": ("part", "role"), "compare": ("part", "role")}
"""Documents of these are made for one role and Part: a filter on either would leave rows of another one."""


def refuse_unfollowed(view: str, selectors: Selectors, *, as_document: bool) -> None:
    """WrongUsageError that names every selector given which the view cannot follow in this form.

    `as_document`: as a page to be read, and not as rows for programs.
    """
    only_rows = _ONLY_ROWS.get(view, ()) if as_document else ()
    known = [name for name in _FOLLOWED[view] if name not in only_rows]
    given = [name for name in selectors.as_json() if name not in known]
    for_rows = [name for name in given if name in only_rows]
    never = [name for name in given if name not in only_rows]
    problems = []
    if never:
        problems.append(Problem("selector.not_followed", _words(never), {"view": view, "known": _words(known)}))
    if for_rows:
        problems.append(Problem("selector.only_rows", _words(for_rows), {"view": view}))
    if as_document:
        problems += _of_filters(view, selectors.filters)
    if problems:
        raise WrongUsageError(*problems)


def refuse_unfollowed_by_report(reader: CaseReader, selectors: Selectors, others: Sequence[str] = ()) -> None:
    """A report is of one year that the case has something of, and of chosen organisations; it follows nothing else.

    `others`: options given that are no selectors, and that no report follows.
    """
    if others:
        values: dict[str, object] = {"view": REPORT, "known": _words(_FOLLOWED[REPORT])}
        raise WrongUsageError(Problem("selector.not_followed", ", ".join(others), values))
    refuse_unfollowed(REPORT, selectors, as_document=True)
    years = tuple(dict.fromkeys(selectors.years))
    words = ", ".join(map(str, years))
    if len(years) > 1:
        raise WrongUsageError(Problem("selector.report_of_one_year", words))
    known = report_years(reader)
    if years and years[0] not in known:
        told = ", ".join(map(str, known)) or "—"
        raise WrongUsageError(Problem("selector.report_without_figures", words, {"known": told}))


def _of_filters(view: str, filters: Sequence[str]) -> list[Problem]:
    problems = []
    for expression in filters:
        match = EXPRESSION.match(expression)
        field = match[1] if match else ""
        if field in _BY_SELECTOR.get(view, ()):
            problems.append(Problem("selector.by_selector", expression, {"selector": f"--{field}"}))
    return problems


def _words(names: Sequence[str]) -> str:
    return ", ".join(_OPTIONS[name] for name in names) or "—"
