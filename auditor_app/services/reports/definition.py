"""The definition of a report: its sections in order, language, years and organisations, kept in the case by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from auditor_app.foundation.translation import LANGUAGES, Language
from auditor_app.services.view_definitions import list_of, name_text, one_of, record, text, whole_number

DEFINITION_VERSION = 1
LATEST = 0
"""As a year: the latest one the case has figures of, whenever the report is made."""

SectionKind = Literal[
    "summary",
    "coverage",
    "rates",
    "weak_areas",
    "comparison",
    "findings",
    "good_practices",
    "follow_up",
    "programme",
    "infrastructure",
    "standard",
    "checks",
    "evidence",
    "annex_2",
    "annex_3_1",
    "annex_3_2",
    "annex_3_3",
    "annex_4_2",
    "annex_5_1",
]
SECTION_KINDS: tuple[SectionKind, ...] = get_args(SectionKind)
DEFAULT_SECTIONS: tuple[SectionKind, ...] = (
    "summary",
    "coverage",
    "rates",
    "weak_areas",
    "comparison",
    "findings",
    "good_practices",
    "follow_up",
    "evidence",
    "annex_3_3",
)


@dataclass(frozen=True)
class ReportDefinition:
    """What a report consists of.  What its figures rest on is added by every export and is no section."""

    name: str
    title: str
    language: Language = "ja"
    sections: tuple[SectionKind, ...] = DEFAULT_SECTIONS
    fiscal_year: int = LATEST
    years_before: int = 1
    """Years compared with the report's own, at most."""
    organisations: tuple[str, ...] = ()
    """By any of their names; () for all."""
    office: str = ""
    """Who hands it in, and who prepared it: on the title page."""
    prepared_by: str = ""
    foreword: str = ""
    """Opens the summary; paragraphs are separated by empty lines."""
    template: str = ""
    """sha256 of the office's own Word template, kept in the case; "" for the program's own look."""
    template_name: str = ""


def definition_of(name: str, value: Mapping[str, object]) -> ReportDefinition:
    """The definition stored under a name; InputRefusedError names the field that is not as it should be."""
    fields: dict[str, Any] = {
        "version": one_of((DEFINITION_VERSION,)),
        "title": text,
        "language": one_of(LANGUAGES),
        "sections": list_of(one_of(SECTION_KINDS)),
        "fiscal_year": whole_number,
        "years_before": whole_number,
        "organisations": list_of(text),
        "office": text,
        "prepared_by": text,
        "foreword": text,
        "template": text,
        "template_name": text,
    }
    name_text(name, name)
    found = dict(record(dict(value), name, fields))
    del found["version"]
    found["sections"] = tuple(dict.fromkeys(found["sections"]))
    found["organisations"] = tuple(found["organisations"])
    return ReportDefinition(name.strip(), **found)


def definition_json(definition: ReportDefinition) -> dict[str, object]:
    """As it is stored, without its name.

    >>> definition_of("年次報告", definition_json(ReportDefinition("年次報告", "監査報告書"))).title
    '監査報告書'
    """
    return {
        "version": DEFINITION_VERSION,
        "title": definition.title,
        "language": definition.language,
        "sections": list(definition.sections),
        "fiscal_year": definition.fiscal_year,
        "years_before": definition.years_before,
        "organisations": list(definition.organisations),
        "office": definition.office,
        "prepared_by": definition.prepared_by,
        "foreword": definition.foreword,
        "template": definition.template,
        "template_name": definition.template_name,
    }
