"""The small parts of a workbook around its sheets: what it consists of, its styles, its properties."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC
from html import escape

from auditor_app.domain.documents import Document
from auditor_app.exporting.document_words import PROGRAM_NAME
from auditor_app.exporting.writable_text import writable
from auditor_app.exporting.xlsx_layout import sheet_reference
from auditor_app.exporting.xlsx_styles import ACCENT, FONT

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def _xf(code: int, font: int = 0, fill: int = 0, border: int = 0, alignment: str = "") -> str:
    return (
        f'<xf numFmtId="{code}" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0" applyNumberFormat="1" '
        f'applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">{alignment}</xf>'
    )


_STYLES = (
    f'<styleSheet xmlns="{_MAIN}">'
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="0.0#####"/></numFmts>'
    f'<fonts count="3"><font><sz val="11"/><name val="{FONT}"/></font>'
    f'<font><b/><sz val="11"/><name val="{FONT}"/></font><font><b/><sz val="14"/><name val="{FONT}"/></font></fonts>'
    '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FFE4ECF3"/></patternFill></fill></fills>'
    '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>'
    '<border><left/><right/><top/><bottom style="medium">'
    f'<color rgb="FF{ACCENT[1:]}"/></bottom><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="6">'
    + _xf(0)
    + _xf(49)
    + _xf(49, font=1, fill=2, border=1, alignment='<alignment vertical="center" wrapText="1"/>')
    + _xf(49, font=2)
    + _xf(164)
    + _xf(49, alignment='<alignment vertical="top" wrapText="1"/>')
    + '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
"""Plain, text, header, title, decimal number, wrapped text: by the numbers of `xlsx_rows`."""


def workbook_parts(
    document: Document, sheets: Sequence[str], filtered: Mapping[int, str], rows_above: int
) -> dict[str, str]:
    """By name; `filtered` has the range of each sheet of rows by its number from 1."""
    numbers = range(1, len(sheets) + 1)
    return {
        "xl/workbook.xml": _workbook(sheets, filtered, rows_above),
        "xl/_rels/workbook.xml.rels": _relations(
            [
                *((f"{_OFFICE}/worksheet", f"worksheets/sheet{number}.xml") for number in numbers),
                (f"{_OFFICE}/styles", "styles.xml"),
            ]
        ),
        "xl/styles.xml": f"{_XML}{_STYLES}",
        "docProps/core.xml": _properties(document),
        "_rels/.rels": _relations(
            [
                (f"{_OFFICE}/officeDocument", "xl/workbook.xml"),
                (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            ]
        ),
        "[Content_Types].xml": _content_types(len(sheets)),
    }


def _workbook(sheets: Sequence[str], filtered: Mapping[int, str], rows_above: int) -> str:
    listed = "".join(
        f'<sheet name="{_attribute(name)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, name in enumerate(sheets, start=1)
    )
    names = "".join(
        f'<definedName name="_xlnm._FilterDatabase" localSheetId="{number - 1}" hidden="1">'
        f"{_text(sheet_reference(sheets[number - 1]))}!{_absolute(cells)}</definedName>"
        for number, cells in sorted(filtered.items())
    ) + "".join(
        f'<definedName name="_xlnm.Print_Titles" localSheetId="{number - 1}">'
        f"{_text(sheet_reference(sheets[number - 1]))}!$1:${rows_above + 1}</definedName>"
        for number in sorted(filtered)
    )
    return (
        f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><bookViews><workbookView/></bookViews>'
        f"<sheets>{listed}</sheets><definedNames>{names}</definedNames></workbook>"
    )


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


def _content_types(sheet_count: int) -> str:
    listed = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{_TYPES}.worksheet+xml"/>'
        for number in range(1, sheet_count + 1)
    )
    return (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>{listed}'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPES}.styles+xml"/>'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
    )


def _properties(document: Document) -> str:
    moment = f"{document.provenance.as_of.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    times = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{moment}</dcterms:{name}>' for name in ("created", "modified")
    )
    return (
        f'{_XML}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{_text(document.title)}</dc:title><dc:creator>{PROGRAM_NAME}</dc:creator>{times}"
        "</cp:coreProperties>"
    )


def _absolute(cells: str) -> str:
    """
    >>> _absolute("A1:N20")
    '$A$1:$N$20'
    """
    return ":".join(
        f"${corner.rstrip('0123456789')}${corner.lstrip('ABCDEFGHIJKLMNOPQRSTUVWXYZ')}" for corner in cells.split(":")
    )


def _text(text: str) -> str:
    return escape(writable(text), quote=False)


def _attribute(text: str) -> str:
    return escape(text, quote=True)
