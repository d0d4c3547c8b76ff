"""The tables of what the auditor defines: aliases, saved mappings, topics, views, crosswalks, and page layouts."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from auditor_app.storage.tables import Base, ChangeId, EditionId, Id, check, strict


class AliasRow(Base):
    """Another name under which returns call an organisation, a role or an item."""

    __tablename__ = "alias"
    id: Mapped[Id]
    kind: Mapped[str]
    text: Mapped[str]
    target_id: Mapped[int]
    """Row of the table that `kind` names."""
    change_id: Mapped[ChangeId]
    __table_args__ = strict(
        check("kind_known", "kind IN ('organisation', 'role', 'item')"), check("text_given", "text <> ''")
    )


class SavedMappingRow(Base):
    __tablename__ = "saved_mapping"
    id: Mapped[Id]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    kind: Mapped[str]
    mapping: Mapped[str]
    change_id: Mapped[ChangeId]
    __table_args__ = strict(
        check("kind_known", "kind IN ('coverage', 'answers', 'catalogue', 'crosswalk', 'organisations', 'programme')"),
        check("mapping_json", "mapping GLOB '{*}'"),
    )


class TopicRow(Base):
    """The latest row in force of a name holds."""

    __tablename__ = "topic"
    id: Mapped[Id]
    name: Mapped[str]
    english: Mapped[str]
    role: Mapped[str]
    part: Mapped[str]
    sections: Mapped[str]
    is_removed: Mapped[int]
    change_id: Mapped[ChangeId]
    __table_args__ = strict(
        check("name_given", "name <> ''"),
        check("sections_json", "sections GLOB '[[]*]'"),
        check("is_removed_flag", "is_removed IN (0, 1)"),
    )


class NamedViewRow(Base):
    """The latest row in force of a page and name holds; without a definition the view was removed."""

    __tablename__ = "named_view"
    id: Mapped[Id]
    page: Mapped[str]
    name: Mapped[str]
    definition: Mapped[str | None]
    change_id: Mapped[ChangeId]
    __table_args__ = strict(
        check("name_given", "name <> ''"), check("definition_json", "definition IS NULL OR definition GLOB '{*}'")
    )


class CrosswalkEntryRow(Base):
    __tablename__ = "crosswalk_entry"
    id: Mapped[Id]
    from_edition_id: Mapped[EditionId]
    from_item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"))
    to_edition_id: Mapped[EditionId]
    to_item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"))
    kind: Mapped[str]
    change_id: Mapped[ChangeId]
    __table_args__ = strict(
        check(
            "kind_known",
            "kind IN ('unchanged', 'reworded', 'changed', 'moved', 'split', 'merged', 'new', 'withdrawn', "
            "'reclassified')",
        ),
        check("from_unless_new", "from_item_id IS NOT NULL OR kind = 'new'"),
        check("to_unless_withdrawn", "to_item_id IS NOT NULL OR kind = 'withdrawn'"),
    )


class PageLayoutRow(Base):
    """Column widths and the like: the one table that is overwritten, never logged and part of no digest."""

    __tablename__ = "page_layout"
    name: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str]
    __table_args__ = strict(check("state_json", "state GLOB '{*}'"))
