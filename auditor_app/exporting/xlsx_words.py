"""The words a workbook adds itself, besides those of `document_words`."""

from __future__ import annotations

from dataclasses import dataclass

from auditor_app.domain.documents import Language


@dataclass(frozen=True)
class XlsxWords:
    """One language; `{}` is filled where it is used."""

    front: str
    definitions: str
    sources: str
    record: str
    conditions: str
    chart_data: str
    sheets: str
    sheet: str
    row_count: str
    recomputed: str
    recomputed_column: str
    differing: str
    differing_note: str
    recomputed_note: str
    marks_note: str
    conditions_note: str
    chart_data_note: str
    changed_texts: str
    cut: str
    words_left_out: str
    more_remarks: str
    target: str
    row_key: str


XLSX_WORDS: dict[Language, XlsxWords] = {
    "ja": XlsxWords(
        front="目次",
        definitions="定義",
        sources="出典",
        record="記録",
        conditions="条件",
        chart_data="図の数値",
        sheets="シートの一覧",
        sheet="シート",
        row_count="{count} 行",
        recomputed="再計算(数式)",
        recomputed_column="{title}(再計算)",
        differing="再計算と合わない値の数",
        differing_note="値と再計算が、表示する桁の丸めを超えて違う行には ≠ が付きます。",
        recomputed_note="「(再計算)」の列は、このブックのセルだけから計算する数式です。隣の値はプログラムが計算した値です。",
        marks_note="*1 などの注の印は表示形式にあり、セルの値は数値や語句のままです。注は表の下にあります。",
        conditions_note="「(再計算)」の数式が行を選ぶときに見比べる語句です。",
        chart_data_note="図のもとになる数値で、表のセルを参照します。数値のないところは空欄で、0 ではありません。",
        changed_texts="セルに入りきらなかった文字列",
        cut="{place}: 全 {length} 文字のうち先頭だけを載せています。",
        words_left_out="{place}: 数値だけを載せています。画面の語句は「{words}」です。",
        more_remarks="この表についての説明の続きは、表の下にあります。",
        target="目標",
        row_key="行",
    ),
    "en": XlsxWords(
        front="Contents",
        definitions="Definitions",
        sources="Sources",
        record="Record",
        conditions="Conditions",
        chart_data="Chart data",
        sheets="Sheets",
        sheet="Sheet",
        row_count="{count} rows",
        recomputed="Recomputed (formulas)",
        recomputed_column="{title} (recomputed)",
        differing="Values that differ from their recomputation",
        differing_note="A row with ≠ has a value and a recomputation that differ by more than the rounding shown.",
        recomputed_note=(
            "Columns “(recomputed)” are formulas over cells of this workbook alone; the values beside them "
            "are the program's."
        ),
        marks_note=(
            "Marks such as *1 stand in the number format; the cell holds the plain number or words. Notes "
            "are below the table."
        ),
        conditions_note="Words with which the formulas of “(recomputed)” choose their rows.",
        chart_data_note=(
            "What the charts draw; it refers to cells of the tables. Where there is no number the cell is "
            "empty, which is not 0."
        ),
        changed_texts="Texts that did not fit into their cell",
        cut="{place}: only the beginning of {length} characters.",
        words_left_out="{place}: only the number; the screen says “{words}”.",
        more_remarks="More about this table stands below it.",
        target="Target",
        row_key="Row",
    ),
}
