"""The container of a Word document: without what python-docx brings and nobody needs, with fixed particulars."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import UTC
from typing import TYPE_CHECKING

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from lxml.etree import ProcessingInstruction, _Element

from auditor_app.domain.documents import Document
from auditor_app.exporting.document_words import PROGRAM_NAME
from auditor_app.exporting.fixed_zip import fixed_zip
from auditor_app.exporting.writable_text import writable

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_LONGEST_PROPERTY = 255
_TEXT = "word/document.xml"
_PLACE = "table"
_PLACES = re.compile(rb"<\?table (\d+)\?>")
"""No text looks like it: its `<` is written `&lt;`."""
_UNNEEDED = ("stylesWithEffects", "customXml", "webSettings", "fontTable", "thumbnail")
_APP = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    f"<Application>{PROGRAM_NAME}</Application></Properties>"
)
_SETTINGS = (
    '<w:zoom w:percent="100"/><w:defaultTabStop w:val="480"/><w:characterSpacingControl w:val="doNotCompress"/>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word"'
    ' w:val="15"/></w:compat><w:themeFontLang w:val="en-US" w:eastAsia="ja-JP"/>'
    '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/>'
)
"""No `updateFields`: Word would ask on opening whether to follow fields into other files, of which there are none."""
_BULLETS = (
    '<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="bullet"/><w:pStyle w:val="ListBullet"/><w:lvlText w:val="・"/><w:lvlJc w:val="left"/>'
    '<w:pPr><w:ind w:left="360" w:hanging="360"/></w:pPr></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)


def strip_package(word: WordDocument) -> None:
    """Take out a second copy of the styles, a picture of an empty page and the name of another program."""
    for relations in (word.part.rels, word.part.package.rels):
        for own in [key for key, relation in relations.items() if relation.reltype.endswith(_UNNEEDED)]:
            del relations[own]
    for relation in word.part.package.rels.values():
        if relation.reltype.endswith("extended-properties"):
            relation.target_part._blob = _APP.encode()
    _refill(word.settings.element, _SETTINGS)
    _refill(word.part.numbering_part.element, _BULLETS)


def set_particulars(word: WordDocument, document: Document) -> None:
    """Title, language and the time the document stands for; no name of a person or machine."""
    moment = document.provenance.as_of.astimezone(UTC).replace(microsecond=0)
    own = word.core_properties
    own.title, own.subject = _short(document.title), _short(document.subtitle)
    own.author = own.last_modified_by = PROGRAM_NAME
    own.identifier = _short(document.provenance.case_id)
    own.language = "ja-JP" if document.language == "ja" else "en-US"
    own.comments = own.keywords = own.category = own.content_status = own.version = ""
    own.created = own.modified = moment
    own.revision = 1


def table_place(number: int) -> _Element:
    """Stands for a table until the file is packed: a tree of a million nodes takes longer to move than to write."""
    return ProcessingInstruction(_PLACE, str(number))


def package_bytes(word: WordDocument, tables: Sequence[str] = ()) -> bytes:
    """The same document gives the same bytes; `tables` are markup, put in where `table_place` stands for them."""
    output = io.BytesIO()
    word.save(output)
    return fixed_zip(output.getvalue(), {_TEXT: lambda part: _with_tables(part, tables)} if tables else {})


def _with_tables(part: bytes, tables: Sequence[str]) -> bytes:
    return _PLACES.sub(lambda found: tables[int(found.group(1))].encode("utf-8"), part)


def _refill(element: object, content: str) -> None:
    for own in list(element):  # type: ignore[call-overload]
        element.remove(own)  # type: ignore[attr-defined]
    for own in list(parse_xml(f"<w:all {nsdecls('w')}>{content}</w:all>")):
        element.append(own)  # type: ignore[attr-defined]


def _short(text: str) -> str:
    return " ".join(writable(text).split())[:_LONGEST_PROPERTY]
