"""The tables of findings and of what hangs on them: versions, moves, answers, follow-up, evidence, kept files."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from auditor_app.storage.tables import Base, ChangeId, Id, check, is_day, strict

_STATES = "('draft', 'under_review', 'issued', 'answered', 'being_corrected', 'verified', 'closed', 'withdrawn')"
_SIGNED_OFF = "('issued', 'answered', 'being_corrected', 'verified', 'closed')"


def _is_named(column: str) -> CheckConstraint:
    return check(f"{column}_given", f"trim({column}) <> ''")


class FindingRow(Base):
    """Its number is taken for ever, also when its change is undone."""

    __tablename__ = "finding"
    id: Mapped[Id]
    number: Mapped[str] = mapped_column(unique=True)
    change_id: Mapped[ChangeId]
    __table_args__ = strict(
        check(
            "number_form",
            "number GLOB '[12][0-9][0-9][0-9]-[0-9][0-9][0-9]*' AND substr(number, 6) NOT GLOB '*[^0-9]*'",
        )
    )


class FindingVersionRow(Base):
    """A whole text; the latest in force holds."""

    __tablename__ = "finding_version"
    id: Mapped[Id]
    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"), index=True)
    title: Mapped[str]
    fiscal_year: Mapped[int] = mapped_column(ForeignKey("fiscal_year.year"))
    kind: Mapped[str]
    severity: Mapped[str]
    """A code of the scale there was then."""
    part: Mapped[str]
    section: Mapped[str]
    item: Mapped[str]
    role: Mapped[str]
    topic: Mapped[str]
    condition: Mapped[str]
    criteria: Mapped[str]
    cause: Mapped[str]
    effect: Mapped[str]
    recommendation: Mapped[str]
    owner: Mapped[str]
    due_date: Mapped[str | None]
    tags: Mapped[str]
    author: Mapped[str]
    at: Mapped[str]
    is_after_review: Mapped[int]
    reason: Mapped[str]
    change_id: Mapped[ChangeId]
    __table_args__ = strict(
        UniqueConstraint("id", "finding_id"),
        check("kind_known", "kind IN ('finding', 'good_practice')"),
        is_day("due_date"),
        check("tags_json", "tags GLOB '[[]*]'"),
        _is_named("author"),
        check("is_after_review_flag", "is_after_review IN (0, 1)"),
        check("reason_after_review", "is_after_review = 0 OR trim(reason) <> ''"),
    )


class FindingOrganisationRow(Base):
    __tablename__ = "finding_organisation"
    finding_version_id: Mapped[int] = mapped_column(ForeignKey("finding_version.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    __table_args__ = strict(UniqueConstraint("finding_version_id", "organisation_id"), sqlite_with_rowid=False)


class FindingFigureRow(Base):
    """A figure as it was when it was linked; it names a figure id and no row, so that it stays when the figure goes."""

    __tablename__ = "finding_figure"
    finding_version_id: Mapped[int] = mapped_column(ForeignKey("finding_version.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    figure_id: Mapped[str]
    label: Mapped[str]
    printed: Mapped[str]
    number: Mapped[str]
    """Exact: digits, or numerator/denominator; empty where there was none."""
    unit: Mapped[str]
    state: Mapped[str]
    options: Mapped[str]
    """Canonical JSON of the options of rates that depart from the official definition."""
    log_sequence: Mapped[int]
    __table_args__ = strict(
        check("figure_id_given", "figure_id <> ''"),
        check("number_exact", "number = '' OR (number GLOB '*[0-9]' AND number NOT GLOB '*[^0-9./-]*')"),
        check("state_known", "state IN ('reported', 'no_duty', 'not_reported', 'excluded', 'not_transcribed')"),
        check("options_json", "options GLOB '{*}'"),
        check("log_sequence_counted", "log_sequence >= 0"),
        sqlite_with_rowid=False,
    )


class FindingMoveRow(Base):
    """The text that was moved, and by a sign-off signed, is one of the same finding: the key of two columns says so."""

    __tablename__ = "finding_move"
    id: Mapped[Id]
    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"), index=True)
    finding_version_id: Mapped[int]
    from_state: Mapped[str]
    to_state: Mapped[str]
    author: Mapped[str]
    at: Mapped[str]
    reason: Mapped[str]
    change_id: Mapped[ChangeId]
    __table_args__ = strict(
        ForeignKeyConstraint(
            ["finding_version_id", "finding_id"], ["finding_version.id", "finding_version.finding_id"]
        ),
        check("from_state_known", f"from_state IN {_STATES}"),
        check("to_state_known", f"to_state IN {_STATES}"),
        check("same_state_signed", f"from_state <> to_state OR from_state IN {_SIGNED_OFF}"),
        _is_named("author"),
    )


class FindingResponseRow(Base):
    __tablename__ = "finding_response"
    id: Mapped[Id]
    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"), index=True)
    received_on: Mapped[str]
    text: Mapped[str]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    plan: Mapped[str]
    due_date: Mapped[str | None]
    author: Mapped[str]
    at: Mapped[str]
    change_id: Mapped[ChangeId]
    __table_args__ = strict(is_day("received_on"), is_day("due_date"), _is_named("author"))


class FindingFollowUpRow(Base):
    """The latest in force of a finding and year holds."""

    __tablename__ = "finding_follow_up"
    id: Mapped[Id]
    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"), index=True)
    fiscal_year: Mapped[int] = mapped_column(ForeignKey("fiscal_year.year"))
    outcome: Mapped[str]
    note: Mapped[str]
    author: Mapped[str]
    at: Mapped[str]
    change_id: Mapped[ChangeId]
    __table_args__ = strict(check("outcome_known", "outcome IN ('open', 'persisting', 'solved')"), _is_named("author"))


class KeptFileRow(Base):
    """A file by its bytes; `name` is what it was called when it first came in."""

    __tablename__ = "kept_file"
    id: Mapped[Id]
    sha256: Mapped[str] = mapped_column(unique=True)
    size: Mapped[int]
    name: Mapped[str]
    change_id: Mapped[ChangeId]
    __table_args__ = strict(
        UniqueConstraint("id", "sha256", "size"),
        check("sha256_hex", "length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'"),
        check("size_counted", "size >= 0"),
    )


class KeptPieceRow(Base):
    """A piece of a file's zlib stream; a file above 100 MB has none.  In pieces, so that no file is ever in memory."""

    __tablename__ = "kept_piece"
    kept_file_id: Mapped[int] = mapped_column(ForeignKey("kept_file.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    change_id: Mapped[ChangeId]
    content: Mapped[bytes]
    __table_args__ = strict(check("position_counted", "position >= 0"))


class EvidenceRow(Base):
    """Hash and size of a kept file are those of `kept_file`: the key of three columns says so."""

    __tablename__ = "evidence"
    id: Mapped[Id]
    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"), index=True)
    kind: Mapped[str]
    title: Mapped[str]
    text: Mapped[str]
    effective_on: Mapped[str | None]
    file_name: Mapped[str]
    sha256: Mapped[str]
    size: Mapped[int]
    kept_file_id: Mapped[int | None]
    path: Mapped[str]
    place: Mapped[str]
    person: Mapped[str]
    author: Mapped[str]
    at: Mapped[str]
    change_id: Mapped[ChangeId]
    __table_args__ = strict(
        ForeignKeyConstraint(
            ["kept_file_id", "sha256", "size"], ["kept_file.id", "kept_file.sha256", "kept_file.size"]
        ),
        check("kind_known", "kind IN ('file', 'external', 'source', 'note', 'interview')"),
        check("kept_if_file", "(kind = 'file') = (kept_file_id IS NOT NULL)"),
        check("path_of_external", "kind <> 'external' OR path <> ''"),
        check("place_of_source", "kind <> 'source' OR place <> ''"),
        is_day("effective_on"),
        check("sha256_hex", "sha256 = '' OR (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*')"),
        check("size_counted", "size >= 0"),
        _is_named("author"),
    )


class EvidenceRemovalRow(Base):
    """Nothing is deleted: the evidence is not shown while this row's change is in force."""

    __tablename__ = "evidence_removal"
    id: Mapped[Id]
    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id"))
    reason: Mapped[str]
    author: Mapped[str]
    at: Mapped[str]
    change_id: Mapped[ChangeId]
    __table_args__ = strict(_is_named("reason"), _is_named("author"))


class SeverityScaleRow(Base):
    """The latest in force holds; one without levels is the program's own scale."""

    __tablename__ = "severity_scale"
    id: Mapped[Id]
    change_id: Mapped[ChangeId]
    __table_args__ = strict()


class SeverityRow(Base):
    __tablename__ = "severity"
    severity_scale_id: Mapped[int] = mapped_column(ForeignKey("severity_scale.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    name_ja: Mapped[str]
    name_en: Mapped[str]
    __table_args__ = strict(
        UniqueConstraint("severity_scale_id", "code"), check("code_given", "code <> ''"), sqlite_with_rowid=False
    )


class ReportDefinitionRow(Base):
    """The latest row in force of a name holds; without a definition it was removed."""

    __tablename__ = "report_definition"
    id: Mapped[Id]
    name: Mapped[str]
    definition: Mapped[str | None]
    change_id: Mapped[ChangeId]
    __table_args__ = strict(
        check("name_given", "name <> ''"), check("definition_json", "definition IS NULL OR definition GLOB '{*}'")
    )
