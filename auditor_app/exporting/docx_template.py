"""Fills an office's own Word template with a document: only fields there are, only words, and nothing that runs.

Everything wrong with the template is told at once, each with its place, before anything is written.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import docx
from docx.opc.exceptions import OpcError
from docx.parts.story import StoryPart
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, UndefinedError
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree

from auditor_app.domain.documents import Chart, Document
from auditor_app.exporting.chart_svg import chart_description
from auditor_app.exporting.docx_package import package_bytes, set_particulars
from auditor_app.exporting.docx_pictures import CHART_SIZE, word_pictures
from auditor_app.exporting.read_back import ReadBackError
from auditor_app.exporting.template_check import FILTERS, TESTS, names_used, problems_of_tags
from auditor_app.exporting.template_container import template_content
from auditor_app.exporting.template_context import template_context
from auditor_app.exporting.template_fields import LOOP, ROOT, ByIdKind, FieldKind
from auditor_app.exporting.template_tags import footnote_parts, tagged_parts
from auditor_app.exporting.writable_text import writable
from auditor_app.foundation.errors import InputRefusedError, Problem

LARGEST_OUTPUT = 100 * 1024**2
"""Characters of one part: far above any document, far below what a loop within a loop can make."""
_NUMBER = re.compile(r"\d+")
_PICTURE_WIDTH = 5_900_000
"""In Word's smallest unit, if the page of the template has room for it: a little over 16 cm."""


def fill_template(document: Document, template: Path, path: Path) -> None:
    """InputRefusedError with every problem of the template; the file is ready when this returns."""
    path.write_bytes(filled_content(document, template))


def filled_content(document: Document, template: Path) -> bytes:
    """The same document and template give the same bytes."""
    content = template_content(template)
    problems = _problems_of_fields(document, content, template.name)
    if problems:
        raise InputRefusedError(*problems)
    filled = _Filled(io.BytesIO(content))
    try:
        filled.render(template_context(document, _pictures(document, filled)), _environment(), autoescape=True)
    except UndefinedError as error:  # every name was looked at before: an entry of a list is asked for by its number
        number = int(found.group()) + 1 if (found := _NUMBER.search(str(error))) else 1
        raise InputRefusedError(Problem("template.no_such_entry", template.name, {"number": number})) from error
    except (TemplateError, etree.XMLSyntaxError, _TooMuchError) as error:
        raise InputRefusedError(Problem("template.failed", template.name)) from error
    set_particulars(filled.docx, document)
    return package_bytes(filled.docx)


def refuse_unusable_template(document: Document, template: Path) -> None:
    """InputRefusedError with every problem of the template, before anything is filled in."""
    problems = _problems_of_fields(document, template_content(template), template.name)
    if problems:
        raise InputRefusedError(*problems)


def check_filled(document: Document, template: Path, path: Path) -> None:
    """ReadBackError where the file is not what this document and template make, or no Word file."""
    found = path.read_bytes()
    if found != filled_content(document, template):
        raise ReadBackError("file", "what document and template make", "something else")
    try:
        word = docx.Document(io.BytesIO(found))
    except (OpcError, KeyError, ValueError) as error:
        raise ReadBackError("file", "a Word document", type(error).__name__) from error
    left = [tag.jinja for part in tagged_parts(word, document.language) for tag in part.tags]
    given = [tag for tag in left if tag not in _texts_of(template_context(document, lambda _chart: ""))]
    if given:
        raise ReadBackError("text", "every tag filled in", given[0])


def _problems_of_fields(document: Document, content: bytes, name: str) -> list[Problem]:
    try:
        word = docx.Document(io.BytesIO(content))
    except (OpcError, KeyError, ValueError) as error:
        raise InputRefusedError(Problem("template.damaged", name)) from error
    problems: list[Problem] = []
    environment = _environment()
    root = _root(document)
    for part in tagged_parts(word, document.language):
        found = problems_of_tags(environment, part.tags, root)
        is_whole = not part.problems  # else a tag may be missing among those that were read
        problems += [*part.problems, *(own for own in found if is_whole or own.key != "template.syntax")]
        if not problems and "findings" not in document.fields and "findings" in names_used(environment, part.tags):
            problems.append(Problem("template.no_findings", part.tags[0].place))
    return [Problem(own.key, f"{name}: {own.place}", own.values) for own in problems]


def _root(document: Document) -> dict[str, FieldKind]:
    """Fields of this document: tables and charts by the ids it has."""
    ids = {
        "table_by_id": tuple(table.id for table in document.tables()),
        "chart_by_id": tuple(chart.id for chart in document.charts()),
    }
    kinds: dict[str, FieldKind] = {}
    for name, described in ROOT.items():
        kind = described.kind
        kinds[name] = ByIdKind(kind.of, ids[name]) if isinstance(kind, ByIdKind) else kind
    return kinds


class _Environment(ImmutableSandboxedEnvironment):
    """No attribute of any object but those of `loop`; fields are entries of dictionaries."""

    def is_safe_attribute(self, obj: Any, attr: str, _value: Any) -> bool:
        return isinstance(obj, LoopContext) and attr in LOOP.fields


def _environment() -> _Environment:
    environment = _Environment(autoescape=True, undefined=StrictUndefined)
    environment.globals.clear()
    environment.filters = {name: own for name, own in environment.filters.items() if name in FILTERS}
    environment.tests = {name: own for name, own in environment.tests.items() if name in TESTS}
    return environment


class _TooMuchError(Exception):
    """The template makes more than any document is."""


class _Filled(DocxTemplate):  # type: ignore[misc]
    """docxtpl without what it repairs in silence, and without a second look at what was filled in."""

    def render_xml_part(self, src_xml: str, part: Any, context: Mapping[str, object], jinja_env: Any = None) -> str:
        self.current_rendering_part = part
        pieces, size = [], 0
        for piece in jinja_env.from_string(src_xml).generate(context):
            pieces.append(piece)
            size += len(piece)
            if size > LARGEST_OUTPUT:
                raise _TooMuchError
        filled: str = self.resolve_listing("".join(pieces))
        etree.fromstring(filled.encode("utf-8"))  # what docxtpl would mend by leaving something out is refused
        return filled

    def render_properties(self, context: object, jinja_env: object = None) -> None:
        """They are set from the document, not from the template."""

    def render_footnotes(self, context: Mapping[str, object], jinja_env: Any = None) -> None:
        """Once, however many sections the template has."""
        for part in footnote_parts(self.docx):
            xml = self.patch_xml(part.blob.decode("utf-8"))
            part._blob = self.render_xml_part(xml, part, context, jinja_env).encode("utf-8")


class _Picture:
    """A chart that becomes a picture where it is printed, with its words for those who cannot see it."""

    def __init__(self, document: Document, chart: Chart, filled: _Filled) -> None:
        self._document, self._chart, self._filled = document, chart, filled

    def __html__(self) -> str:
        part = self._filled.current_rendering_part
        if not isinstance(part, StoryPart):
            return ""
        pictures = word_pictures(part, self._document, self._chart, CHART_SIZE, _PICTURE_WIDTH)
        drawn = "".join(f"<w:r><w:drawing>{inline.xml}</w:drawing></w:r>" for inline in pictures)
        if not drawn:
            return escape(writable(chart_description(self._document, self._chart)))
        return f'</w:t></w:r>{drawn}<w:r><w:t xml:space="preserve">'


def _pictures(document: Document, filled: _Filled) -> Any:
    return lambda chart: _Picture(document, chart, filled)


def _texts_of(value: object) -> str:
    """All words of a context, to tell a tag that stands in the data from one that was left."""
    if isinstance(value, Mapping):
        return "\n".join(_texts_of(own) for own in value.values())
    if isinstance(value, list):
        return "\n".join(map(_texts_of, value))
    return str(value)
