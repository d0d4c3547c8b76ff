"""What a document rests on: case, state of the log, rules, choices and sources; no clock is asked for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from auditor_app import __version__
from auditor_app.domain.documents import Definition, Provenance, Source
from auditor_app.foundation.translation import Texts
from auditor_app.storage.reading import CaseReader

Rule = tuple[str, int]


def provenance(
    reader: CaseReader, texts: Texts, selectors: Sequence[tuple[str, str]], rules: Sequence[Rule]
) -> Provenance:
    """The same for the same state of the case; `selectors`: what was chosen, as (name, words)."""
    sequence, head = reader.log_head()
    case = reader.case_info()
    return Provenance(
        case.case_id,
        state_time(reader),
        sequence,
        head,
        f"auditor-app {__version__}",
        definitions(texts, rules),
        tuple(selectors),
        tuple(Source(document.name, document.sha256) for document in reader.documents()),
        case.is_practice,
    )


def definitions(texts: Texts, rules: Sequence[Rule]) -> tuple[Definition, ...]:
    """Rules with their names and words, each once."""
    return tuple(
        Definition(name, version, texts(f"definition.{name}.name"), texts(f"definition.{name}.words"))
        for name, version in dict.fromkeys(rules)
    )


def state_time(reader: CaseReader) -> datetime:
    """When the case came to the state it is in: the time of the log's last entry."""
    log = reader.log()
    return log[-1].at.astimezone(UTC) if log else reader.case_info().created_at.astimezone(UTC)
