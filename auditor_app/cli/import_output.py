"""What `import` prints of a file: a JSON object for scripts, a few lines for people."""

from __future__ import annotations

from auditor_app.cli.output import print_text
from auditor_app.domain.readings import Effect, Proposal, UnknownOrganisation
from auditor_app.domain.table_proposals import OnConflict, TableProposal, UnknownName
from auditor_app.foundation.errors import Problem
from auditor_app.foundation.translation import Texts
from auditor_app.services.view_rows import statement_json

MOST_LISTED = 1_000
"""Refused cells in the JSON; all are counted by reason."""
MOST_NOTES = 100
"""Printed one a line; the JSON has them all."""


def table_json(proposal: TableProposal, on_conflict: OnConflict | None) -> dict[str, object]:
    """A table as it was proposed, or as it was stored."""
    file, counts, mapping = proposal.file, proposal.counts, proposal.mapping
    return {
        "document": file.name,
        "sha256": file.sha256,
        "kind": proposal.kind,
        "encoding": file.encoding,
        "encoding_is_certain": file.encoding_is_certain,
        "sheet": mapping.sheet if mapping else "",
        "header_rows": list(mapping.header_rows) if mapping else [],
        "columns": {own.field: {"column": own.column + 1, "header": own.header} for own in proposal.why},
        "fiscal_years": list(proposal.fiscal_years),
        "organisations": list(proposal.organisations),
        "new": counts.new,
        "changed": counts.changed,
        "equal": counts.equal,
        "duplicates": counts.duplicates,
        "not_reported": counts.not_reported,
        "refused_count": counts.refused,
        "refused_by_reason": dict(proposal.refused_by_reason),
        "refused": [_problem_json(problem) for problem in proposal.refused[:MOST_LISTED]],
        "on_conflict": on_conflict,
        "conflicts": [
            {
                "place": own.place,
                "words": list(own.words),
                "stated": list(own.stated),
                "stored": list(own.stored),
                "stored_place": own.stored_place,
            }
            for own in proposal.conflicts
        ],
        "names": [_name_json(own) for own in proposal.unknown_names],
        "totals": [
            {
                "field": own.field,
                "place": own.place,
                "scope": own.scope,
                "stated": own.stated,
                "computed": own.computed,
                "holds": own.holds,
            }
            for own in proposal.totals
        ],
        "warnings": [_problem_json(problem) for problem in proposal.warnings],
        "notes": [_problem_json(problem) for problem in proposal.notes],
        "blocking": [_problem_json(problem) for problem in proposal.blocking],
    }


def print_table(texts: Texts, proposal: TableProposal, on_conflict: OnConflict | None, dry_run: bool) -> None:
    """A table in a few lines."""
    counts = proposal.counts
    headers = "、".join(f"{own.header}={own.field}" for own in proposal.why)
    print_text(texts("cli.import_table", document=proposal.file.name, kind=proposal.kind, headers=headers))
    print_text(
        texts(
            "cli.import_rows",
            new=counts.new,
            changed=counts.changed,
            equal=counts.equal,
            duplicates=counts.duplicates,
            refused=counts.refused,
            not_reported=counts.not_reported,
        )
    )
    for problem in proposal.notes[:MOST_NOTES]:
        print_text(texts.problem(problem))
    if len(proposal.notes) > MOST_NOTES:
        print_text(texts("cli.import_more_problems", count=len(proposal.notes) - MOST_NOTES))
    declared = [own for own in proposal.unknown_names if own.is_declared]
    if declared:
        print_text(texts("cli.import_organisations", names="、".join(_declared_words(texts, own) for own in declared)))
    for total in proposal.totals:
        if total.holds:
            print_text(texts("cli.import_total", place=total.place, field=total.field, stated=total.stated))
    stored = counts.new + (counts.changed if on_conflict in ("replace", "version") else 0)
    print_text(texts("cli.import_dry_run") if dry_run else texts("cli.import_rows_stored", count=stored))


def text_json(proposal: Proposal, stored: int) -> dict[str, object]:
    """A published text."""
    document = proposal.reading.document
    return {
        "document": document.name,
        "sha256": document.sha256,
        "kind": "published-text",
        "encoding": document.encoding,
        "encoding_is_certain": document.encoding_is_certain,
        "recognised": len(proposal.rows),
        **{effect.value: proposal.count(effect) for effect in Effect},
        "stored": stored,
        "refused": [{"problem": problem.key, "place": problem.place} for problem in proposal.reading.refusals],
        "unrecognised_lines": [line.line for line in proposal.reading.unrecognised],
        "new_organisations": [
            {"name": unknown.name, "suggestions": list(unknown.suggestions)}
            for unknown in proposal.unknown_organisations
        ],
        "rows": [
            {
                "figure_id": row.statement.key.figure_id,
                "effect": row.effect.value,
                "stored": row.stored.printed if row.stored else None,
            }
            | statement_json(row.statement)
            for row in proposal.rows
        ],
    }


def print_text_import(texts: Texts, proposal: Proposal, stored: int, dry_run: bool) -> None:
    """A published text in a few lines."""
    counts = {effect.value: proposal.count(effect) for effect in Effect}
    document = proposal.reading.document
    print_text(texts("cli.import_read", document=document.name, encoding=document.encoding, count=len(proposal.rows)))
    print_text(texts("cli.import_effects", **counts))
    print_text(texts("cli.import_unrecognised", count=len(proposal.reading.unrecognised)))
    if proposal.unknown_organisations:
        names = "、".join(_name_words(texts, unknown) for unknown in proposal.unknown_organisations)
        print_text(texts("cli.import_organisations", names=names))
    print_text(texts("cli.import_dry_run") if dry_run else texts("cli.import_stored", count=stored))


def _problem_json(problem: Problem) -> dict[str, object]:
    return {"problem": problem.key, "place": problem.place, "values": problem.values}


def _name_json(unknown: UnknownName) -> dict[str, object]:
    return {
        "kind": unknown.kind,
        "text": unknown.text,
        "place": unknown.place,
        "rows": unknown.row_count,
        "suggestions": [own.name for own in unknown.suggestions],
        "declared": unknown.is_declared,
    }


def _name_words(texts: Texts, unknown: UnknownOrganisation) -> str:
    """A name the case does not know, with those it knows that look like it: a slip of the pen shows."""
    if not unknown.suggestions:
        return unknown.name
    return f"{unknown.name} ({texts('cli.import_similar', names='、'.join(unknown.suggestions))})"


def _declared_words(texts: Texts, unknown: UnknownName) -> str:
    if not unknown.suggestions:
        return unknown.text
    names = "、".join(own.name for own in unknown.suggestions)
    return f"{unknown.text} ({texts('cli.import_similar', names=names)})"
