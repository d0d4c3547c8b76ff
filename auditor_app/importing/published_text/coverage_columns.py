"""The columns of a coverage table as its header names them, and a row read by them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from auditor_app.importing.published_text.coverage_cells import OWN_SURVEY, Row, read_name, read_value, tidy

METRIC = re.compile("把握率|把握状況|把握割合|報告率")
OTHER_METRIC = re.compile("実施率|到達率|割合|評価")
NAME_COLUMN = re.compile("機関|府省庁|省庁|組織|名称|団体")
_COUNT = re.compile("対象者?数|把握者?数|人数|報告対象")
_OTHER = re.compile(r"実施率|到達率|割合|前年|増減|差|報告率|目標|\d{4}|平成\d|[HR]\d{2}|年度")
_INDEX = re.compile(r"No\.?|番号|項番", re.IGNORECASE)
_UNIT = re.compile(r"\(?(?:単位)?[:%、・/]*\)?|の|公表値?")
_GAP = re.compile(r"[\t|]+|\s{2,}")


class Column(Enum):
    NAME = auto()
    RATE = auto()
    OWN_SURVEY = auto()
    COUNT = auto()
    OTHER = auto()
    REMARK = auto()


@dataclass(frozen=True)
class Columns:
    """Kinds of columns in order; none for a table of names and rates alone."""

    kinds: tuple[Column, ...] = ()
    is_unclear: bool = False

    @property
    def is_mapped(self) -> bool:
        return bool(self.kinds)

    def row_of(self, text: str) -> Row | None:
        """The row in a tidy line whose cells are those of the header; None when they are not."""
        cells = [cell for cell in (_GAP if _GAP.search(text) else re.compile(r"\s+")).split(text) if cell]
        missing = self.kinds[len(cells) :]
        if len(cells) > len(self.kinds) or any(kind not in (Column.OWN_SURVEY, Column.REMARK) for kind in missing):
            return None
        by_kind = list(zip(self.kinds, cells, strict=False))
        named = read_name(next(cell for kind, cell in by_kind if kind is Column.NAME))
        value = read_value(next(cell for kind, cell in by_kind if kind is Column.RATE))
        others = [read_value(cell) for kind, cell in by_kind if kind not in (Column.NAME, Column.RATE, Column.REMARK)]
        if named is None or value is None or any(other is None for other in others):
            return None
        for kind, cell in by_kind:
            own = read_value(cell) if kind is Column.OWN_SURVEY else None
            value = value.with_own(own.number, told=True) if own and own.number is not None else value
        return Row(named[0], replace(value, own_told=value.own_told or named[1]))


def columns_of(header: Sequence[str]) -> Columns:
    """What the titles say; unclear when no column, or more than one, can be the names or the rate.

    >>> columns_of(["機関名\\t把握率\\t実施率"]).kinds == (Column.NAME, Column.RATE, Column.OTHER)
    True
    >>> columns_of(["機関名 把握率(%)"]), columns_of(["機関名\\t報告率"]).is_unclear
    (Columns(kinds=(), is_unclear=False), True)
    """
    joined = tidy("\t".join(header))
    titles = [title for title in re.split(r"[\s|]+", joined) if title and not _INDEX.fullmatch(title)]
    kinds = [_kind_of(title) for title in titles if not _UNIT.fullmatch(title)]
    if len(titles) <= 1:  # no gap between the titles, or no header at all
        return Columns(is_unclear=bool(_COUNT.search(joined) or "報告率" in joined))
    if any(title for title in titles if "報告率" in title and not re.search("把握", joined)):
        return Columns(is_unclear=True)
    if not METRIC.search(joined) or kinds == [Column.NAME, Column.RATE]:
        return Columns()
    clear = [kind for kind in kinds if kind is not None]
    if None in kinds or clear.count(Column.NAME) != 1 or clear.count(Column.RATE) != 1 or kinds[0] is not Column.NAME:
        return Columns(is_unclear=True)
    return Columns(tuple(clear))


def _kind_of(title: str) -> Column | None:
    main = re.sub(r"\(.*", "", title)
    if OWN_SURVEY.search(main):
        return Column.OWN_SURVEY
    if re.search("備考|摘要|注", main):
        return Column.REMARK
    if re.search("把握率|把握状況|把握割合", main) and not re.search("前年|増減|差", title.split("(")[0]):
        return None if re.search("前年", main) else Column.RATE
    if _COUNT.search(main):
        return Column.COUNT
    if NAME_COLUMN.search(main):
        return Column.NAME
    return Column.OTHER if _OTHER.search(main) or METRIC.search(main) else None
