"""The findings register as OSCAL assessment results: one result for each fiscal year, traceable to the case."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from urllib.parse import quote

from auditor_app import __version__
from auditor_app.domain.case import CaseInfo
from auditor_app.domain.findings import Finding
from auditor_app.domain.fiscal_years import fiscal_year_text
from auditor_app.foundation.errors import Problem
from auditor_app.foundation.translation import Texts
from auditor_app.services.check_finding import FindingRefusedError
from auditor_app.services.figure_subjects import edition_of
from auditor_app.services.link_figures import PresentFigures
from auditor_app.services.oscal_ids import Ids, Part, control_id, day_stamp, line, prop, props, stamp, without_empty
from auditor_app.services.oscal_parts import (
    ROLES,
    OscalGround,
    finding_part,
    observation_parts,
    risk_part,
)
from auditor_app.services.select_view import Selectors, selected_rows
from auditor_app.storage.reading import CaseReader

OSCAL_VERSION = "1.2.1"


def oscal_document(
    reader: CaseReader, texts: Texts, selectors: Selectors | None = None, only: Sequence[str] = ()
) -> Part:
    """The object of the file; the same state of the case always gives the same one.

    `only`: numbers of the findings in sight, where not all that the selectors leave are wanted.
    FindingRefusedError where nothing is left to tell: assessment results without a result are none.  What was
    withdrawn is no finding and is left out, named in a remark of its year.
    """
    chosen = selectors or Selectors()
    numbers = [str(row["number"]) for row in selected_rows(reader, "findings", chosen)]
    if only:
        numbers = [number for number in numbers if number in only]
        chosen = replace(chosen, filters=(*chosen.filters, f"number: {', '.join(numbers)}"))
    by_number = {own.number: own for own in reader.findings()}
    findings = [by_number[number] for number in numbers]
    kept = [own for own in findings if own.state != "withdrawn"]
    if not kept:
        raise FindingRefusedError(Problem("finding.none_for_oscal"))
    case = reader.case_info()
    ground = _ground(reader, texts, case, kept)
    results = [_result(ground, year, findings) for year in sorted({own.text.fiscal_year for own in kept})]
    return {
        "assessment-results": {
            "uuid": ground.ids.of("assessment results", *reader.log_head(), texts.language, chosen.as_json()),
            "metadata": _metadata(reader, ground, case, chosen),
            "import-ap": {"href": f"#{_plan_id(ground)}", "remarks": texts("oscal.plan")},
            "results": results,
            "back-matter": {"resources": [_plan(ground), *_files(ground), *_sources(reader, ground)]},
        }
    }


def _ground(reader: CaseReader, texts: Texts, case: CaseInfo, findings: list[Finding]) -> OscalGround:
    years = {own.text.fiscal_year for own in findings}
    present = PresentFigures(reader, texts)
    changed = {
        (own.number, link.figure_id): present.beside(link).is_changed for own in findings for link in own.text.figures
    }
    return OscalGround(
        texts,
        Ids(case.case_id),
        {own.id: own for own in reader.organisations()},
        {year: edition_of(reader, year) for year in years},
        changed,
    )


def _result(ground: OscalGround, year: int, findings: list[Finding]) -> Part:
    own = [found for found in findings if found.text.fiscal_year == year and found.state != "withdrawn"]
    withdrawn = [found.number for found in findings if found.text.fiscal_year == year and found.state == "withdrawn"]
    controls = dict.fromkeys(control_id(ground.editions.get(year), found.text) for found in own)
    title = ground.texts("oscal.result", year=fiscal_year_text(year, "western", ground.texts.language))
    return without_empty(
        {
            "uuid": ground.ids.of("result", year),
            "title": title,
            "description": ground.texts("oscal.result_about", count=len(own)),
            "start": day_stamp(date(year, 4, 1)),
            "end": day_stamp(date(year + 1, 3, 31), at_end=True),
            "props": [prop("fiscal-year", year)],
            "reviewed-controls": _reviewed(ground, year, list(controls)),
            "observations": [part for found in own for part in observation_parts(ground, found)],
            "risks": [risk_part(ground, found) for found in own if found.text.kind == "finding"],
            "findings": [finding_part(ground, found) for found in own],
            "remarks": ground.texts("oscal.withdrawn", numbers=", ".join(withdrawn)) if withdrawn else "",
        }
    )


def _reviewed(ground: OscalGround, year: int, controls: list[str]) -> Part:
    edition = ground.editions.get(year)
    values = {"standard": edition.standard, "edition": edition.name} if edition else {}
    selection: Part = {"props": props(dict(values)), "include-controls": [{"control-id": own} for own in controls]}
    return {"description": ground.texts("oscal.controls"), "control-selections": [without_empty(selection)]}


def _metadata(reader: CaseReader, ground: OscalGround, case: CaseInfo, selectors: Selectors) -> Part:
    texts, (sequence, head) = ground.texts, reader.log_head()
    chosen = {
        f"selector-{name.replace('_', '-')}": ", ".join(map(str, value)) if isinstance(value, list | tuple) else value
        for name, value in selectors.as_json().items()
    }
    values: dict[str, object] = {
        "case-id": case.case_id,
        "log-sequence": sequence,
        "log-head": head,
        "program": f"auditor-app {__version__}",
        **chosen,
    }
    title = texts("oscal.title")
    return without_empty(
        {
            "title": f"{title} — {texts('practice')}" if case.is_practice else title,
            "last-modified": stamp(reader.log()[-1].at),
            "version": f"log-{sequence}",
            "oscal-version": OSCAL_VERSION,
            "props": props(values),
            "roles": [{"id": own, "title": texts(f"oscal.role.{own}")} for own in ROLES],
            "parties": list(_parties(ground)),
            "remarks": texts("practice") if case.is_practice else "",
        }
    )


def _parties(ground: OscalGround) -> Iterator[Part]:
    for name, identifier in ground.people.items():
        yield {"uuid": identifier, "type": "person", "name": name}
    for own, identifier in ground.ministries.items():
        names = ground.bodies[own].names
        yield {"uuid": identifier, "type": "organization", "name": line(names[-1].name)}


def _plan_id(ground: OscalGround) -> str:
    return ground.ids.of("assessment plan")


def _plan(ground: OscalGround) -> Part:
    """There is no assessment plan in OSCAL: the review is planned by the standard itself, which is named here."""
    known = dict.fromkeys(own for own in ground.editions.values() if own)
    return without_empty(
        {
            "uuid": _plan_id(ground),
            "title": ground.texts("oscal.plan_title"),
            "description": ground.texts("oscal.plan"),
            "props": [prop("edition", f"{own.standard} {own.name}") for own in known],
        }
    )


def _files(ground: OscalGround) -> Iterator[Part]:
    """Evidence by name and hash; the bytes stay in the case."""
    for sha256, own in ground.files.items():
        name = line(own.file_name or own.title)
        yield {
            "uuid": ground.ids.of("file", sha256),
            "title": name,
            "props": props({"size": own.size, "kept-in-case": "yes" if own.is_kept else "no"}),
            "rlinks": [_hashed(name, sha256)],
        }


def _sources(reader: CaseReader, ground: OscalGround) -> Iterator[Part]:
    """What the figures were computed from."""
    for own in {document.sha256: document for document in reader.documents()}.values():
        name = line(own.name)
        yield {
            "uuid": ground.ids.of("document", own.sha256),
            "title": name,
            "props": [prop("size", own.size)],
            "rlinks": [_hashed(name, own.sha256)],
        }


def _hashed(name: str, sha256: str) -> Part:
    """A reference relative to the file, made only of characters a URI may have."""
    return {"href": quote(name, safe=""), "hashes": [{"algorithm": "SHA-256", "value": sha256}]}
