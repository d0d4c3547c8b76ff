"""The source's own example of how an implementation rate is computed."""

from __future__ import annotations

import re
from decimal import Decimal

from auditor_app.domain.published import FactKey, FactKind, Value
from auditor_app.importing.published_text.layout import Found, PublishedText

# 遵守事項(a) 2人中1人実施 50%
_ITEM = re.compile(
    r"遵守事項\((?P<item>[a-zア-ン])\)(?P<obliged>\d+)人中(?P<done>\d+)人(?:が)?実施(?P<percent>\d+(?:\.\d+)?)%"
)
_MEAN = re.compile(r"単純平均:?(\d+(?:\.\d+)?)%")
_LAST = 99
"""The mean stands behind all items, wherever in the table it is printed."""
_SUBJECT = "実施率の算出例"
_HEADING = re.compile(r"実施状況割合実施率|.*\(?実施率の算出例\)?")


def read_worked_example(text: PublishedText) -> Found:
    """Ratios of the example's items, and the implementation rate printed for them."""
    found = Found()
    position = 0
    for line in text.lines:
        item, mean = _ITEM.search(line.compact), _MEAN.search(line.compact)
        if item:
            key = FactKey(FactKind.WORKED_EXAMPLE, text.report_year, _SUBJECT, f"({item['item']})")
            attributes = {"obliged": item["obliged"], "implemented": item["done"]}
            value = Value(number=Decimal(item["percent"]))
            position += 1
            found.add(text.statement(key, value, [line], unit="%", position=position, attributes=attributes))
        if mean and (item or found.statements):
            key = FactKey(FactKind.WORKED_EXAMPLE, text.report_year, _SUBJECT, "implementation")
            found.add(text.statement(key, Value(number=Decimal(mean[1])), [line], unit="%", position=_LAST))
    if found.statements:
        found.use(*(line for line in text.lines if _HEADING.fullmatch(line.compact)))
    return found
