"""The parts of an xlsx container that say where its sheets lie and how cells are shown."""

from __future__ import annotations

import posixpath
import zipfile
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from auditor_app.foundation.errors import InputRefusedError, Problem
from auditor_app.importing.readers.number_formats import TellingStyles, telling_styles

_LARGEST_PART = 16 * 1024**2
"""Bytes of a part that is parsed as a tree."""
_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_STYLES = "xl/styles.xml"


@dataclass(frozen=True)
class XlsxParts:
    """Entry of each sheet by the sheet's name, the styles that tell, and whether values wait to be computed."""

    entries: dict[str, str]
    styles: TellingStyles
    awaits_computing: bool


def xlsx_parts(container: zipfile.ZipFile) -> XlsxParts:
    workbook = parsed_part(container, _WORKBOOK)
    relations = parsed_part(container, _RELATIONS)
    targets = {
        relation.get("Id", ""): posixpath.normpath(posixpath.join("/xl", relation.get("Target", ""))).lstrip("/")
        for relation in (() if relations is None else relations)
        if relation.get("TargetMode") != "External"
    }
    entries = {}
    awaits_computing = False
    for element in () if workbook is None else workbook.iter():
        local_name = str(element.tag).rpartition("}")[2]
        if local_name == "sheet":
            number = next((value for name, value in element.items() if name.endswith("}id")), "")
            entries[element.get("name", "")] = targets.get(number, "")
        elif local_name == "calcPr":
            awaits_computing = element.get("fullCalcOnLoad") in ("1", "true")
    styles = parsed_part(container, _STYLES)
    telling = TellingStyles(frozenset(), frozenset()) if styles is None else telling_styles(styles)
    return XlsxParts(entries, telling, awaits_computing)


def parsed_part(container: zipfile.ZipFile, name: str) -> Element | None:
    """The tree of an XML part without DOCTYPE or entities; None if there is no such part."""
    if name not in container.namelist():
        return None
    with container.open(name) as stream:
        content = stream.read(_LARGEST_PART + 1)
    if len(content) > _LARGEST_PART:
        raise InputRefusedError(Problem("import.workbook_damaged"))
    try:
        tree: Element = fromstring(content, forbid_dtd=True)
    except DefusedXmlException as error:
        raise InputRefusedError(Problem("import.xml_doctype")) from error
    except ParseError as error:
        raise InputRefusedError(Problem("import.workbook_damaged")) from error
    return tree
