"""The tables of what the auditor says about years: joined series, what is taken back, scopes, and begun years."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from auditor_app.storage.tables import Base, ChangeId, Id, OrganisationId, check, strict


class JoinedSeriesRow(Base):
    """The latest row in force of a name holds."""

    __tablename__ = "joined_series"
    id: Mapped[Id]
    name: Mapped[str]
    english: Mapped[str]
    is_removed: Mapped[int]
    change_id: Mapped[ChangeId]
    __table_args__ = strict(check("name_given", "name <> ''"), check("is_removed_flag", "is_removed IN (0, 1)"))


class JoinedSeriesMemberRow(Base):
    __tablename__ = "joined_series_member"
    joined_series_id: Mapped[int] = mapped_column(ForeignKey("joined_series.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    __table_args__ = strict(sqlite_with_rowid=False)


class RetractionRow(Base):
    """A row that the auditor takes back: nothing is deleted, it is not shown while this row's change is in force."""

    __tablename__ = "retraction"
    id: Mapped[Id]
    kind: Mapped[str]
    row_id: Mapped[int]
    """Row of the table that `kind` names; it existed when this was written, and `verify` looks for it."""
    change_id: Mapped[ChangeId]
    __table_args__ = strict(
        check("kind_known", "kind IN ('organisation_name', 'organisation_link', 'crosswalk_entry', 'edition_year')")
    )


class YearScopeRow(Base):
    """The latest row in force of a year holds; one that states nothing takes back what was said."""

    __tablename__ = "year_scope"
    id: Mapped[Id]
    fiscal_year: Mapped[int] = mapped_column(ForeignKey("fiscal_year.year"))
    asks_basic: Mapped[int]
    asks_enhanced: Mapped[int]
    levels: Mapped[str]
    systems: Mapped[str]
    note: Mapped[str]
    change_id: Mapped[ChangeId]
    __table_args__ = strict(
        check("asks_basic_flag", "asks_basic IN (0, 1)"), check("asks_enhanced_flag", "asks_enhanced IN (0, 1)")
    )


class YearScopeRoleRow(Base):
    __tablename__ = "year_scope_role"
    year_scope_id: Mapped[int] = mapped_column(ForeignKey("year_scope.id"), primary_key=True)
    role_id: Mapped[int] = mapped_column(ForeignKey("role.id"), primary_key=True)
    __table_args__ = strict(sqlite_with_rowid=False)


class YearStartRow(Base):
    """The latest row in force of a year holds."""

    __tablename__ = "year_start"
    id: Mapped[Id]
    fiscal_year: Mapped[int] = mapped_column(ForeignKey("fiscal_year.year"))
    from_year: Mapped[int] = mapped_column(ForeignKey("fiscal_year.year"))
    change_id: Mapped[ChangeId]
    __table_args__ = strict(check("from_another_year", "from_year <> fiscal_year"))


class ExpectedUnitRow(Base):
    __tablename__ = "expected_unit"
    year_start_id: Mapped[int] = mapped_column(ForeignKey("year_start.id"), primary_key=True)
    organisation_id: Mapped[OrganisationId] = mapped_column(primary_key=True)
    unit: Mapped[str] = mapped_column(primary_key=True)
    """Empty: the organisation as a whole."""
    __table_args__ = strict(sqlite_with_rowid=False)
