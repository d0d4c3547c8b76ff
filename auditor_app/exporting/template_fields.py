"""What an office's own Word template may name: each field with its kind and its meaning in both languages.

The documentation lists exactly these; a template that names anything else is refused before anything is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from auditor_app.exporting.document_words import DocumentWords


@dataclass(frozen=True)
class TextKind:
    """Words, a number as words, or a flag: printed, or asked for by `if`."""


@dataclass(frozen=True)
class FlagKind:
    """Yes or no: for `if`, not for printing."""


@dataclass(frozen=True)
class PictureKind:
    """A chart: printed alone in its paragraph."""


@dataclass(frozen=True)
class RecordKind:
    """Named fields."""

    fields: Mapping[str, Described]


@dataclass(frozen=True)
class ListKind:
    """For `for`."""

    of: FieldKind


@dataclass(frozen=True)
class ByIdKind:
    """Those of a list, each named by its id: `table_by_id["coverage"]`."""

    of: FieldKind
    ids: tuple[str, ...] = ()


FieldKind = TextKind | FlagKind | PictureKind | RecordKind | ListKind | ByIdKind


@dataclass(frozen=True)
class Described:
    """A field and what it means."""

    kind: FieldKind
    ja: str
    en: str


TEXT, FLAG, PICTURE = TextKind(), FlagKind(), PictureKind()


def _record(**fields: Described) -> RecordKind:
    return RecordKind(fields)


def _text(ja: str, en: str) -> Described:
    return Described(TEXT, ja, en)


def _list(of: FieldKind, ja: str, en: str) -> Described:
    return Described(ListKind(of), ja, en)


NAMED = _record(name=_text("名称", "name"), words=_text("内容", "words"))
FOOTNOTE = _record(
    mark=_text("印(*1 など)。表全体の注では空", "mark such as *1; empty for a note to the whole"),
    text=_text("注の文", "text"),
)
COLUMN = _record(
    key=_text("列の名前(言語によらない)", "name of the column, the same in both languages"),
    title=_text("見出し", "title"),
    group=_text("上の段の見出し。なければ空", "title above it, shared with its neighbours; may be empty"),
    full_title=_text("上の段の見出しを前に置いた見出し", "title with that of its group before it"),
    is_number=Described(FLAG, "数値の列か", "whether it holds numbers"),
)
CELL = _record(
    words=_text("画面と同じ語句と注の印", "as on the screen, with footnote marks"),
    text=_text("注の印のない語句", "without footnote marks"),
    marks=_text("注の印", "footnote marks"),
    state=_text("数値がないときの状態。あれば空", "why there is no number; empty where there is one"),
    is_number=Described(FLAG, "数値の列か", "whether its column holds numbers"),
)
ROW = _record(
    kind=_text("row、mean(平均)、total(合計)、heading(見出し)", "row, mean, total or heading"),
    is_sum=Described(FLAG, "平均か合計の行か", "whether it is a mean or a total"),
    is_heading=Described(FLAG, "見出しの行か", "whether it is a heading"),
    cells=_list(CELL, "列ごとのセル", "one for each column"),
)
TABLE = _record(
    id=_text("表の名前", "its id"),
    title=_text("表題", "title"),
    remarks=_list(TEXT, "行数、絞り込み、並びなど", "rows of all, filters, order and the like"),
    columns=_list(COLUMN, "列", "columns"),
    rows=_list(ROW, "行", "rows"),
    footnotes=_list(FOOTNOTE, "注", "footnotes"),
    left_out=_text(
        "ここで省略した明細表についての文。載せる表では空", "the sentence for a long table that is left out; else empty"
    ),
)
CHART = _record(
    id=_text("図の名前", "its id"),
    title=_text("図の題", "title"),
    picture=Described(PICTURE, "図(段落に単独で置く)", "the picture, alone in its paragraph"),
    description=_text("図の説明(読上げ用と同じ)", "the chart in words"),
    footnotes=_list(FOOTNOTE, "注", "footnotes"),
)
BLOCK = _record(
    kind=_text("paragraph、list、fields、table、chart、left_out", "paragraph, list, fields, table, chart or left_out"),
    style=_text("段落の種類: body、lead、note、warning", "of a paragraph: body, lead, note or warning"),
    text=_text("段落、または省略の文", "of a paragraph or of what is left out"),
    lines=_list(TEXT, "箇条書きの行", "of a list"),
    fields=_list(NAMED, "名称と内容の組", "of fields"),
    table=Described(TABLE, "表", "of a table"),
    chart=Described(CHART, "図", "of a chart"),
)
SECTION = _record(
    title=_text("番号の付いた見出し", "heading with its number"),
    level=_text("見出しの段(1 から 3)", "level from 1 to 3"),
    blocks=_list(BLOCK, "中身、上から順に", "what stands in it, in order"),
)
FIGURE = _record(
    figure_id=_text("数値の識別名", "its id, as explain takes it"),
    label=_text("何の数値か", "what it is"),
    printed=_text("指摘したときの値", "its value when it was linked"),
    now=_text("今の値", "its value now"),
    is_changed=Described(FLAG, "変わったか", "whether it has changed since"),
)
EVIDENCE = _record(
    kind=_text("種類", "kind"),
    title=_text("表題", "title"),
    text=_text("内容", "what it says"),
    file_name=_text("ファイル名", "name of the file"),
    sha256=_text("sha256", "sha256"),
    size=_text("大きさ(バイト)", "size in bytes"),
    place=_text("資料の箇所", "place in a source"),
    person=_text("聴取した相手", "of an interview: whom"),
    effective_on=_text("いつの状態か", "when it was so"),
    added_at=_text("追加した時", "when it was added"),
    added_by=_text("追加した人", "who added it"),
)
RESPONSE = _record(
    received_on=_text("受領日", "received on"),
    organisation=_text("府省庁", "organisation"),
    text=_text("回答", "answer"),
    plan=_text("今後の対応", "what it will do"),
    due_date=_text("期限", "due date"),
)
FOLLOW_UP = _record(
    fiscal_year=_text("年度", "fiscal year"), outcome=_text("結果", "outcome"), note=_text("説明", "note")
)
FINDING = _record(
    number=_text("番号(2006-001)", "number such as 2006-001"),
    title=_text("表題", "title"),
    kind=_text("指摘事項、推奨事例", "finding or good practice"),
    severity=_text("重要度", "severity"),
    state=_text("状態", "state"),
    fiscal_year=_text("年度", "fiscal year"),
    organisations=_list(TEXT, "府省庁", "organisations"),
    organisation_names=_text("府省庁を読点でつないだもの", "organisations in one line"),
    part=_text("部", "Part"),
    section=_text("節", "section"),
    item=_text("遵守事項", "item"),
    role=_text("役割", "role"),
    topic=_text("テーマ", "topic"),
    condition=_text("状況", "condition"),
    criteria=_text("基準", "criteria"),
    cause=_text("原因", "cause"),
    effect=_text("影響", "effect"),
    recommendation=_text("勧告", "recommendation"),
    owner=_text("担当", "owner"),
    due_date=_text("期限", "due date"),
    tags=_list(TEXT, "タグ", "tags"),
    figures=_list(FIGURE, "根拠の数値", "figures it rests on"),
    evidence=_list(EVIDENCE, "証拠", "evidence"),
    responses=_list(RESPONSE, "府省庁の回答", "responses"),
    follow_ups=_list(FOLLOW_UP, "翌年度以降の状況", "how it stands in later years"),
    signed_off_by=_text("確認した人", "who signed it off"),
    signed_off_on=_text("確認した日", "when"),
    is_edited_after_review=Described(FLAG, "確認の後に直したか", "whether it was edited after the sign-off"),
)
DEFINITION = _record(
    rule=_text("規則", "rule"),
    version=_text("版", "version"),
    name=_text("名称", "name"),
    words=_text("内容", "what it says"),
)
SOURCE = _record(document=_text("資料名", "document"), sha256=_text("sha256", "sha256"))
ROOT: Mapping[str, Described] = {
    "title": _text("表題", "title"),
    "subtitle": _text("副題", "subtitle"),
    "language": _text("ja または en", "ja or en"),
    "practice": _text("演習用(架空)の印。演習用でなければ空", "mark of practice data; empty where it is none"),
    "prepared_on": _text("案件の時点の日付", "day of the state of the case"),
    "as_of": _text("案件の時点", "state of the case"),
    "fiscal_years": _list(TEXT, "年度", "fiscal years"),
    "organisations": _list(TEXT, "府省庁", "organisations"),
    "particulars": _list(NAMED, "表紙の事項", "what stands on the title page"),
    "remarks": _list(TEXT, "文書全体の注意", "what is true of the whole document"),
    "sections": _list(SECTION, "章、節、項。順に", "all sections in order"),
    "tables": _list(TABLE, "表。順に", "all tables in order"),
    "table_by_id": Described(ByIdKind(TABLE), "名前で選んだ表", "a table by its id"),
    "charts": _list(CHART, "図。順に", "all charts in order"),
    "chart_by_id": Described(ByIdKind(CHART), "名前で選んだ図", "a chart by its id"),
    "findings": _list(FINDING, "指摘事項と推奨事例", "findings and good practices"),
    "provenance": _list(NAMED, "文書の根拠", "what the document rests on"),
    "definitions": _list(DEFINITION, "定義", "definitions"),
    "sources": _list(SOURCE, "資料", "sources"),
    "case_id": _text("案件の識別番号", "case id"),
    "log_sequence": _text("履歴の番号", "entry of the log"),
    "log_head": _text("履歴の先頭(sha256)", "head of the log"),
    "program": _text("プログラムと版", "program and version"),
    "words": Described(
        RecordKind(
            {
                "contents": _text("「目次」", "“Contents”"),
                "remarks": _text("「注意」", "“Please note”"),
                "footnotes": _text("「注」", "“Notes”"),
                "sources": _text("「資料」", "“Sources”"),
                "definitions": _text("「定義」", "“Definitions”"),
                "provenance": _text("「この文書の根拠」", "“What this document rests on”"),
                "practice": _text("「演習用(架空)」", "“Practice data (fictional)”"),
            }
        ),
        "文書の言語での決まった語",
        "fixed words in the document's language",
    ),
}
"""Everything a template may begin with."""
LOOP = _record(
    index=_text("1 からの番号", "number from 1"),
    index0=_text("0 からの番号", "number from 0"),
    first=Described(FLAG, "最初か", "whether it is the first"),
    last=Described(FLAG, "最後か", "whether it is the last"),
    length=_text("全部でいくつか", "how many"),
)
RECORDS: Mapping[str, RecordKind] = {
    "section": SECTION,
    "block": BLOCK,
    "table": TABLE,
    "column": COLUMN,
    "row": ROW,
    "cell": CELL,
    "footnote": FOOTNOTE,
    "chart": CHART,
    "finding": FINDING,
    "figure": FIGURE,
    "evidence": EVIDENCE,
    "response": RESPONSE,
    "follow_up": FOLLOW_UP,
    "definition": DEFINITION,
    "source": SOURCE,
    "named": NAMED,
    "loop": LOOP,
}
"""Each kind of record under the name the documentation gives it."""


def fixed_words(words: DocumentWords) -> dict[str, str]:
    """Those of `words`."""
    kind = ROOT["words"].kind
    assert isinstance(kind, RecordKind)
    return {name: str(getattr(words, name)) for name in kind.fields}
