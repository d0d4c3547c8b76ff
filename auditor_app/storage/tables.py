"""The tables of a case file, for the write side.  The read side has its own SQL in `queries`.

Rules: every table is STRICT; what an action of the auditor adds carries its `change_id`; rows are never updated
or deleted (triggers in the migrations refuse it), only `change.is_in_force` may flip.  Why, and why names,
encodings and organisations hang on the change rather than on the thing: docs/decisions/0002.
"""

from __future__ import annotations

from typing import Annotated, Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, LargeBinary, MetaData, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.schema import SchemaItem

Id = Annotated[int, mapped_column(primary_key=True)]
ChangeId = Annotated[int, mapped_column(ForeignKey("change.id"), index=True)]
OrganisationId = Annotated[int, mapped_column(ForeignKey("organisation.id"))]
EditionId = Annotated[int, mapped_column(ForeignKey("edition.id"))]


def strict(*items: SchemaItem, **options: Any) -> tuple[Any, ...]:
    """Constraints and options of a STRICT table."""
    return (*items, {"sqlite_strict": True, **options})


def check(name: str, condition: str) -> CheckConstraint:
    return CheckConstraint(condition, name=name)


def _is_flag(column: str) -> CheckConstraint:
    return check(f"{column}_flag", f"{column} IN (0, 1)")


def is_day(column: str) -> CheckConstraint:
    return check(f"{column}_day", f"{column} IS NULL OR {column} GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'")


def _is_decimal(column: str) -> CheckConstraint:
    """Digits, at most one point between them, at most one sign before; the text is exactly what was printed."""
    ends = f"{column} GLOB '*[0-9]' AND {column} NOT GLOB '.*'"
    return check(
        f"{column}_decimal",
        f"{ends} AND {column} NOT GLOB '*[^0-9.-]*' AND {column} NOT GLOB '?*-*' AND {column} NOT GLOB '*.*.*'",
    )


class Base(DeclarativeBase):
    """Types SQLite's STRICT tables know, and names for every constraint so that migrations can find them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {str: Text, int: Integer, bytes: LargeBinary}  # noqa: RUF012 (SQLAlchemy's own form)


# --- the change, and the log that remembers it ---------------------------------------------------------------


class ChangeRow(Base):
    __tablename__ = "change"
    id: Mapped[Id]
    kind: Mapped[str]
    summary: Mapped[str]
    """Canonical JSON."""
    is_in_force: Mapped[int]
    __table_args__ = strict(
        _is_flag("is_in_force"),
        check("kind_named", "kind <> ''"),
        check("summary_json", "summary GLOB '{*}'"),
        check("creation_stays", "kind <> 'case_created' OR is_in_force = 1"),
    )


class LogEntryRow(Base):
    __tablename__ = "log_entry"
    sequence: Mapped[Id]
    at: Mapped[str]
    author: Mapped[str]
    action: Mapped[str]
    change_id: Mapped[int | None] = mapped_column(ForeignKey("change.id"), index=True)
    details: Mapped[str]
    """Canonical JSON."""
    previous_hash: Mapped[str]
    hash: Mapped[str] = mapped_column(unique=True)
    __table_args__ = strict(
        check("action_known", "action IN ('done', 'undone', 'redone', 'migrated')"),
        check("change_named", "(change_id IS NULL) = (action = 'migrated')"),
        check("details_json", "details GLOB '{*}'"),
        check("hash_length", "length(hash) = 64 AND length(previous_hash) = 64"),
    )


class CaseInfoRow(Base):
    __tablename__ = "case_info"
    id: Mapped[Id]
    case_id: Mapped[str]
    created_at: Mapped[str]
    app_version: Mapped[str]
    is_practice: Mapped[int]
    change_id: Mapped[ChangeId]
    __table_args__ = strict(check("one_row", "id = 1"), _is_flag("is_practice"))


# --- who reports, and when -----------------------------------------------------------------------------------


class FiscalYearRow(Base):
    __tablename__ = "fiscal_year"
    year: Mapped[Id]
    change_id: Mapped[ChangeId]
    __table_args__ = strict(check("year_possible", "year BETWEEN 1886 AND 2199"))


class OrganisationRow(Base):
    __tablename__ = "organisation"
    id: Mapped[Id]
    change_id: Mapped[ChangeId]
    __table_args__ = strict()


class OrganisationNameRow(Base):
    __tablename__ = "organisation_name"
    id: Mapped[Id]
    organisation_id: Mapped[OrganisationId] = mapped_column(index=True)
    name: Mapped[str]
    english: Mapped[str]
    from_date: Mapped[str | None]
    to_date: Mapped[str | None]
    change_id: Mapped[ChangeId]
    __table_args__ = strict(
        check("name_given", "name <> ''"),
        is_day("from_date"),
        is_day("to_date"),
        check("dates_in_order", "from_date IS NULL OR to_date IS NULL OR from_date <= to_date"),
    )


class OrganisationParentRow(Base):
    __tablename__ = "organisation_parent"
    id: Mapped[Id]
    organisation_id: Mapped[OrganisationId]
    parent_id: Mapped[OrganisationId]
    from_date: Mapped[str | None]
    to_date: Mapped[str | None]
    change_id: Mapped[ChangeId]
    __table_args__ = strict(
        check("not_its_own_parent", "organisation_id <> parent_id"),
        is_day("from_date"),
        is_day("to_date"),
        check("dates_in_order", "from_date IS NULL OR to_date IS NULL OR from_date <= to_date"),
    )


class OrganisationLinkRow(Base):
    __tablename__ = "organisation_link"
    id: Mapped[Id]
    from_organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    to_organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    kind: Mapped[str]
    on_date: Mapped[str | None]
    change_id: Mapped[ChangeId]
    __table_args__ = strict(
        check("kind_known", "kind IN ('renamed', 'merged', 'split', 'created', 'abolished')"),
        check("from_unless_created", "from_organisation_id IS NOT NULL OR kind = 'created'"),
        check("to_unless_abolished", "to_organisation_id IS NOT NULL OR kind = 'abolished'"),
        is_day("on_date"),
    )


# --- what is asked -------------------------------------------------------------------------------------------


class RoleRow(Base):
    __tablename__ = "role"
    id: Mapped[Id]
    code: Mapped[str]
    role_group: Mapped[str]
    name_ja: Mapped[str]
    name_en: Mapped[str]
    change_id: Mapped[ChangeId]
    __table_args__ = strict(
        UniqueConstraint("code", "change_id"),
        check("code_given", "code <> ''"),
        check("group_known", "role_group IN ('officer', 'staff', 'system')"),
    )


class EditionRow(Base):
    __tablename__ = "edition"
    id: Mapped[Id]
    standard: Mapped[str]
    name: Mapped[str]
    change_id: Mapped[ChangeId]
    __table_args__ = strict(UniqueConstraint("standard", "name", "change_id"), check("name_given", "name <> ''"))


class EditionStateRow(Base):
    """A draft is decided one day: the state is a row of its own, and the latest in force holds."""

    __tablename__ = "edition_state"
    id: Mapped[Id]
    edition_id: Mapped[EditionId] = mapped_column(index=True)
    state: Mapped[str]
    state_date: Mapped[str | None]
    change_id: Mapped[ChangeId]
    __table_args__ = strict(
        check("state_known", "state IN ('draft', 'public_comment', 'decided', 'superseded')"), is_day("state_date")
    )


class EditionPartRow(Base):
    __tablename__ = "edition_part"
    id: Mapped[Id]
    edition_id: Mapped[EditionId]
    part: Mapped[str]
    title: Mapped[str]
    change_id: Mapped[ChangeId]
    __table_args__ = strict(UniqueConstraint("edition_id", "part", "change_id"))


class EditionSectionRow(Base):
    __tablename__ = "edition_section"
    id: Mapped[Id]
    edition_id: Mapped[EditionId]
    section: Mapped[str]
    part: Mapped[str]
    title: Mapped[str]
    change_id: Mapped[ChangeId]
    __table_args__ = strict(UniqueConstraint("edition_id", "section", "change_id"))


class ItemRow(Base):
    __tablename__ = "item"
    id: Mapped[Id]
    edition_id: Mapped[EditionId]
    item: Mapped[str]
    section: Mapped[str]
    item_class: Mapped[str]
    title: Mapped[str]
    change_id: Mapped[ChangeId]
    __table_args__ = strict(
        UniqueConstraint("edition_id", "item", "change_id"),
        check("class_known", "item_class IN ('basic', 'enhanced')"),
    )


class ItemRoleRow(Base):
    __tablename__ = "item_role"
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), primary_key=True)
    role_id: Mapped[int] = mapped_column(ForeignKey("role.id"), primary_key=True)
    change_id: Mapped[int] = mapped_column(ForeignKey("change.id"), primary_key=True, index=True)
    __table_args__ = strict(sqlite_with_rowid=False)


class EditionYearRow(Base):
    __tablename__ = "edition_year"
    id: Mapped[Id]
    edition_id: Mapped[EditionId] = mapped_column(index=True)
    fiscal_year: Mapped[int] = mapped_column(ForeignKey("fiscal_year.year"))
    change_id: Mapped[ChangeId]
    __table_args__ = strict()


# --- documents and what they state ---------------------------------------------------------------------------


class DocumentRow(Base):
    """The bytes alone: what they are called and how they are decoded is said by each import."""

    __tablename__ = "document"
    id: Mapped[Id]
    sha256: Mapped[str] = mapped_column(unique=True)
    size: Mapped[int]
    change_id: Mapped[ChangeId]
    content: Mapped[bytes | None]
    """zlib; NULL above 100 MB.  The last column, so that reading the others skips its pages."""
    __table_args__ = strict(
        check("sha256_hex", "length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'"), check("size_counted", "size >= 0")
    )


class ChangeDocumentRow(Base):
    """A document is in force while any change naming it is; the latest one says name and encoding."""

    __tablename__ = "change_document"
    change_id: Mapped[int] = mapped_column(ForeignKey("change.id"), primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), primary_key=True, index=True)
    name: Mapped[str]
    encoding: Mapped[str]
    encoding_is_certain: Mapped[int]
    cited: Mapped[str]
    __table_args__ = strict(_is_flag("encoding_is_certain"), sqlite_with_rowid=False)


class PlaceRow(Base):
    """Lines for text; sheet and cell, or page, for what is read later.  0 and '' mean: not that kind of place."""

    __tablename__ = "place"
    id: Mapped[Id]
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    line_from: Mapped[int]
    line_to: Mapped[int]
    sheet: Mapped[str]
    cell: Mapped[str]
    page: Mapped[int]
    cited: Mapped[str]
    change_id: Mapped[ChangeId]
    __table_args__ = strict(
        UniqueConstraint("document_id", "line_from", "line_to", "sheet", "cell", "page", "cited"),
        check("lines_in_order", "line_from >= 0 AND line_to >= line_from"),
        check("page_counted", "page >= 0"),
    )


class FactRow(Base):
    """A question; it belongs to no change in particular and is shown while a statement in force answers it."""

    __tablename__ = "fact"
    id: Mapped[Id]
    figure_id: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    fiscal_year: Mapped[int] = mapped_column(ForeignKey("fiscal_year.year"))
    fiscal_year_to: Mapped[int]
    subject: Mapped[str]
    aspect: Mapped[str]
    role: Mapped[str]
    part: Mapped[str]
    section: Mapped[str]
    change_id: Mapped[ChangeId]
    __table_args__ = strict(
        Index(None, "kind", "fiscal_year"),
        check("kind_named", "kind <> ''"),
        check("years_in_order", "fiscal_year_to = 0 OR fiscal_year_to > fiscal_year"),
    )


_ONLY_REPORTED_HAS_A_VALUE = (
    "state = 'reported' OR (number IS NULL AND secondary IS NULL AND lower IS NULL AND upper IS NULL AND grade = '')"
)


class StatementRow(Base):
    __tablename__ = "statement"
    id: Mapped[Id]
    fact_id: Mapped[int] = mapped_column(ForeignKey("fact.id"), index=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"), index=True)
    change_id: Mapped[ChangeId]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    number: Mapped[str | None]
    secondary: Mapped[str | None]
    secondary_meaning: Mapped[str]
    lower: Mapped[str | None]
    upper: Mapped[str | None]
    grade: Mapped[str]
    text: Mapped[str]
    state: Mapped[str]
    printed: Mapped[str]
    unit: Mapped[str]
    is_draft: Mapped[int]
    confidence: Mapped[str]
    basis: Mapped[str]
    note: Mapped[str]
    position: Mapped[int]
    __table_args__ = strict(
        *(_is_decimal(column) for column in ("number", "secondary", "lower", "upper")),
        check("bounds_without_number", "number IS NULL OR (lower IS NULL AND upper IS NULL)"),
        check("state_known", "state IN ('reported', 'no_duty', 'not_reported', 'excluded', 'not_transcribed')"),
        check("value_only_if_reported", _ONLY_REPORTED_HAS_A_VALUE),
        check("confidence_known", "confidence IN ('printed', 'press', 'inferred')"),
        check("position_counted", "position >= 0"),
        _is_flag("is_draft"),
    )


class StatementAttributeRow(Base):
    __tablename__ = "statement_attribute"
    statement_id: Mapped[int] = mapped_column(ForeignKey("statement.id"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
    __table_args__ = strict(sqlite_with_rowid=False)


class AnalysisDecisionRow(Base):
    __tablename__ = "analysis_decision"
    id: Mapped[Id]
    fiscal_year: Mapped[int] = mapped_column(ForeignKey("fiscal_year.year"))
    organisation_id: Mapped[OrganisationId]
    is_included: Mapped[int]
    reason: Mapped[str]
    change_id: Mapped[ChangeId]
    __table_args__ = strict(_is_flag("is_included"), check("reason_given", "trim(reason) <> ''"))


class RefusedRowRow(Base):
    """A row of a document that could not be used when the auditor accepted the rest of it."""

    __tablename__ = "refused_row"
    id: Mapped[Id]
    change_id: Mapped[ChangeId]
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    place: Mapped[str]
    problem: Mapped[str]
    details: Mapped[str]
    __table_args__ = strict(check("details_json", "details GLOB '{*}'"))
