"""The tables of what organisations returned: reports, coverage counts, answers, and their sums."""

from __future__ import annotations

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from auditor_app.storage.tables import Base, ChangeId, Id, OrganisationId, check, strict


class ReportRow(Base):
    """What one document says of one unit of an organisation in one year."""

    __tablename__ = "report"
    id: Mapped[Id]
    fiscal_year: Mapped[int] = mapped_column(ForeignKey("fiscal_year.year"))
    organisation_id: Mapped[OrganisationId]
    unit: Mapped[str]
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    sheet: Mapped[str]
    standing: Mapped[str]
    answer_count: Mapped[int]
    change_id: Mapped[ChangeId]
    __table_args__ = strict(
        Index(None, "fiscal_year", "organisation_id", "unit"),
        check("standing_known", "standing IN ('counted', 'version')"),
        check("answers_counted", "answer_count >= 0"),
    )


class CoverageCountRow(Base):
    __tablename__ = "coverage_count"
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), primary_key=True)
    role_id: Mapped[int] = mapped_column(ForeignKey("role.id"), primary_key=True)
    target: Mapped[int]
    ascertained: Mapped[int]
    ascertained_with_own_survey: Mapped[int | None]
    source_row: Mapped[int]
    __table_args__ = strict(
        check("counts_in_order", "target <= 2147483647 AND ascertained BETWEEN 0 AND target"),
        check(
            "own_survey_adds",
            "ascertained_with_own_survey IS NULL OR ascertained_with_own_survey BETWEEN ascertained AND target",
        ),
        sqlite_with_rowid=False,
    )


class AnswerRow(Base):
    """Measured: this layout takes 0.43x the file of a table with a key of its own and a unique index.

    Items and roles are no foreign keys, against safety rule 15: looking them up for every row costs a quarter of
    the writing.  `storage.answer_rows` checks each distinct one, `verify` all of them (docs/decisions/0011).
    """

    __tablename__ = "answer"
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), primary_key=True)
    item_id: Mapped[int] = mapped_column(primary_key=True)
    role_id: Mapped[int] = mapped_column(primary_key=True)
    obliged: Mapped[int | None]
    implemented: Mapped[int | None]
    source_row: Mapped[int]
    __table_args__ = strict(
        check("obliged_counted", "obliged IS NULL OR obliged BETWEEN 0 AND 2147483647"),
        check("counts_in_order", "implemented IS NULL OR (obliged IS NOT NULL AND implemented BETWEEN 0 AND obliged)"),
        sqlite_with_rowid=False,
    )


class ItemSumRow(Base):
    """What a change adds to the sums over an organisation's units; what it replaces is taken off.

    No foreign keys, as in `AnswerRow`: with five of them writing the sums took as long as writing the answers.
    """

    __tablename__ = "item_sum"
    fiscal_year: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(primary_key=True)
    role_id: Mapped[int] = mapped_column(primary_key=True)
    change_id: Mapped[int] = mapped_column(primary_key=True)
    answered: Mapped[int]
    obliged: Mapped[int]
    implemented: Mapped[int]
    __table_args__ = strict(sqlite_with_rowid=False)


class AnswerSupersededRow(Base):
    """An answer that a later change replaces; it counts again when that change is undone."""

    __tablename__ = "answer_superseded"
    report_id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(primary_key=True)
    role_id: Mapped[int] = mapped_column(primary_key=True)
    change_id: Mapped[int] = mapped_column(ForeignKey("change.id"), primary_key=True, index=True)
    __table_args__ = strict(
        ForeignKeyConstraint(
            ["report_id", "item_id", "role_id"], ["answer.report_id", "answer.item_id", "answer.role_id"]
        ),
        sqlite_with_rowid=False,
    )
