"""The look of a Word document: a small set of real styles, which an office can restyle, and no others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

LATIN_FONT = "Yu Gothic"
EAST_ASIAN_FONT = "游ゴシック"
HEAD_SHADE, ROW_SHADE = "E8EEF4", "F4F6F8"
_ACCENT, _MUTED, _RULE, _WARNING = "1F4E79", "595959", "A6A6A6", "FFF4D6"


@dataclass(frozen=True)
class _Style:
    """A style by the name Word shows; what it looks like stands in the markup of Word itself."""

    id: str
    name: str
    paragraph: str = ""
    run: str = ""
    base: str = "Normal"
    following: str = ""


def _heading(level: int, size: int, before: int) -> _Style:
    """An outline level: navigation pane and table of contents are made of these."""
    return _Style(
        f"Heading{level}",
        f"heading {level}",
        f'<w:keepNext/><w:keepLines/><w:spacing w:before="{before}" w:after="120"/><w:outlineLvl w:val="{level - 1}"/>',
        f'<w:b/><w:bCs/><w:color w:val="{_ACCENT}"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>',
        following="Normal",
    )


def _contents(level: int) -> _Style:
    indent = 240 * (level - 1)
    return _Style(
        f"TOC{level}",
        f"toc {level}",
        '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9638"/></w:tabs>'
        f'<w:spacing w:after="60"/><w:ind w:left="{indent}"/>',
    )


_SMALL = '<w:sz w:val="17"/><w:szCs w:val="17"/>'
_TABLE_TEXT = '<w:sz w:val="18"/><w:szCs w:val="18"/>'
_TINY = '<w:sz w:val="14"/><w:szCs w:val="14"/>'
_TIGHT = '<w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/>'
_BORDER = f'w:val="single" w:sz="4" w:space="4" w:color="{_RULE}"'

_PARAGRAPHS: tuple[_Style, ...] = (
    _Style(
        "Title",
        "Title",
        '<w:keepNext/><w:spacing w:before="240" w:after="120" w:line="264" w:lineRule="auto"/>',
        f'<w:b/><w:bCs/><w:color w:val="{_ACCENT}"/><w:sz w:val="40"/><w:szCs w:val="40"/>',
        following="Normal",
    ),
    _Style(
        "Subtitle",
        "Subtitle",
        '<w:keepNext/><w:spacing w:after="240"/>',
        f'<w:color w:val="{_MUTED}"/><w:sz w:val="26"/><w:szCs w:val="26"/>',
        following="Normal",
    ),
    _heading(1, 30, 480),
    _heading(2, 25, 320),
    _heading(3, 22, 240),
    _contents(1),
    _contents(2),
    _contents(3),
    _Style(
        "TOCHeading",
        "TOC Heading",
        '<w:keepNext/><w:spacing w:before="480" w:after="120"/>',
        f'<w:b/><w:bCs/><w:color w:val="{_ACCENT}"/><w:sz w:val="30"/><w:szCs w:val="30"/>',
    ),
    _Style(
        "Caption",
        "caption",
        '<w:keepNext/><w:keepLines/><w:spacing w:before="240" w:after="60"/>',
        f'<w:b/><w:bCs/><w:color w:val="{_ACCENT}"/><w:sz w:val="20"/><w:szCs w:val="20"/>',
    ),
    _Style(
        "ListBullet",
        "List Bullet",
        '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:spacing w:after="60"/><w:contextualSpacing/>',
    ),
    _Style("Lead", "Lead", '<w:spacing w:after="200"/>', '<w:sz w:val="24"/><w:szCs w:val="24"/>'),
    _Style("Note", "Note", '<w:spacing w:after="80"/>', f'<w:color w:val="{_MUTED}"/>{_SMALL}'),
    _Style(
        "Warning",
        "Warning",
        f"<w:keepLines/><w:pBdr><w:top {_BORDER}/><w:left {_BORDER}/><w:bottom {_BORDER}/><w:right {_BORDER}/></w:pBdr>"
        f'<w:shd w:val="clear" w:color="auto" w:fill="{_WARNING}"/><w:spacing w:after="120"/>'
        '<w:ind w:left="120" w:right="120"/>',
    ),
    _Style("PracticeMark", "Practice Mark", '<w:spacing w:after="120"/>', '<w:b/><w:bCs/><w:color w:val="9C2A00"/>'),
    _Style("Remark", "Remark", '<w:keepNext/><w:spacing w:after="40"/>', f'<w:color w:val="{_MUTED}"/>{_SMALL}'),
    _Style("Picture", "Picture", '<w:keepNext/><w:spacing w:before="60" w:after="60"/>'),
    _Style("FieldName", "Field Name", _TIGHT, f'<w:b/><w:bCs/><w:color w:val="{_ACCENT}"/>{_TABLE_TEXT}'),
    _Style("FieldText", "Field Text", _TIGHT, _TABLE_TEXT),
    _Style("TableHead", "Table Head", f"<w:keepNext/>{_TIGHT}", f"<w:b/><w:bCs/>{_TABLE_TEXT}"),
    _Style("TableText", "Table Text", _TIGHT, _TABLE_TEXT),
    _Style("SmallTableHead", "Small Table Head", run=_TINY, base="TableHead"),
    _Style("SmallTableText", "Small Table Text", run=_TINY, base="TableText"),
    _Style("SmallTableNumber", "Small Table Number", run=_TINY, base="TableNumber"),
    _Style("TableNumber", "Table Number", f'{_TIGHT}<w:jc w:val="right"/>', _TABLE_TEXT, base="TableText"),
    _Style(
        "TableNote",
        "Table Note",
        '<w:keepLines/><w:spacing w:before="20" w:after="20" w:line="252" w:lineRule="auto"/>'
        '<w:ind w:left="480" w:hanging="480"/>',
        f'<w:color w:val="{_MUTED}"/>{_SMALL}',
    ),
    _Style("Header", "header", '<w:spacing w:after="0"/>', f'<w:color w:val="{_MUTED}"/>{_SMALL}'),
    _Style(
        "Footer", "footer", '<w:spacing w:after="0"/><w:jc w:val="center"/>', f'<w:color w:val="{_MUTED}"/>{_SMALL}'
    ),
)
_RUNS: tuple[_Style, ...] = (
    _Style("State", "State", run=f'<w:color w:val="{_MUTED}"/>'),
    _Style("Strong", "Strong", run="<w:b/><w:bCs/>"),
    _Style("NoteMark", "Note Mark", run='<w:vertAlign w:val="superscript"/>'),
)
TABLE_STYLE = "AuditTable"
FIELD_TABLE_STYLE = "AuditFields"


def set_styles(word: WordDocument) -> None:
    """Replace all styles of python-docx's template by those above."""
    styles = word.styles.element
    for own in list(styles):
        styles.remove(own)
    for own in list(parse_xml(f"<w:styles {nsdecls('w')}>{_defaults()}{_all_styles()}</w:styles>")):
        styles.append(own)


def _defaults() -> str:
    fonts = (
        f'<w:rFonts w:ascii="{LATIN_FONT}" w:hAnsi="{LATIN_FONT}" w:eastAsia="{EAST_ASIAN_FONT}" w:cs="{LATIN_FONT}"/>'
    )
    language = '<w:lang w:val="en-US" w:eastAsia="ja-JP" w:bidi="ar-SA"/>'
    run = f'{fonts}<w:kern w:val="2"/><w:sz w:val="21"/><w:szCs w:val="21"/>{language}'
    paragraph = '<w:spacing w:after="120" w:line="288" w:lineRule="auto"/>'
    return (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{run}</w:rPr></w:rPrDefault>"
        f"<w:pPrDefault><w:pPr>{paragraph}</w:pPr></w:pPrDefault></w:docDefaults>"
    )


def _all_styles() -> str:
    basic = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
        '<w:top w:w="0" w:type="dxa"/><w:left w:w="80" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
        '<w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/></w:style>'
    )
    own = "".join(_markup("paragraph", style) for style in _PARAGRAPHS)
    return basic + own + "".join(_markup("character", style) for style in _RUNS) + _tables()


def _markup(kind: str, style: _Style) -> str:
    base = style.base if kind == "paragraph" else "DefaultParagraphFont"
    following = f'<w:next w:val="{style.following}"/>' if style.following else ""
    paragraph = f"<w:pPr>{style.paragraph}</w:pPr>" if style.paragraph else ""
    run = f"<w:rPr>{style.run}</w:rPr>" if style.run else ""
    return (
        f'<w:style w:type="{kind}" w:styleId="{style.id}"><w:name w:val="{style.name}"/><w:basedOn w:val="{base}"/>'
        f"{following}<w:qFormat/>{paragraph}{run}</w:style>"
    )


def _tables() -> str:
    line = f'w:val="single" w:sz="4" w:space="0" w:color="{_RULE}"'
    strong = f'w:val="single" w:sz="8" w:space="0" w:color="{_ACCENT}"'
    return (
        f'<w:style w:type="table" w:customStyle="1" w:styleId="{TABLE_STYLE}"><w:name w:val="Audit Table"/>'
        f'<w:basedOn w:val="TableNormal"/><w:qFormat/><w:tblPr><w:tblBorders><w:top {strong}/><w:bottom {strong}/>'
        f"<w:insideH {line}/></w:tblBorders></w:tblPr>"
        f'<w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders><w:bottom {strong}/></w:tcBorders>'
        f'<w:shd w:val="clear" w:color="auto" w:fill="{HEAD_SHADE}"/></w:tcPr></w:tblStylePr></w:style>'
        f'<w:style w:type="table" w:customStyle="1" w:styleId="{FIELD_TABLE_STYLE}"><w:name w:val="Audit Fields"/>'
        f'<w:basedOn w:val="TableNormal"/><w:qFormat/><w:tblPr><w:tblBorders><w:top {line}/><w:bottom {line}/>'
        f"<w:insideH {line}/></w:tblBorders></w:tblPr></w:style>"
    )
