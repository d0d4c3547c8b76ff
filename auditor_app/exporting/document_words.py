"""The words that writers of documents add themselves: page numbers, annexes, footnotes, what was left out.

The document brings its own words in its own language; these stand beside them, the same in every format.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from auditor_app.domain.documents import Document, Language, Provenance, Table
from auditor_app.domain.published import State

PROGRAM_NAME = "auditor-app"
_JAPAN = timezone(timedelta(hours=9))
"""A fixed offset: the same words on a machine without a table of time zones."""


@dataclass(frozen=True)
class DocumentWords:
    """One language's words; those with `{}` are filled by the functions below."""

    language: Language
    page_of: str
    contents: str
    remarks: str
    footnotes: str
    chart: str
    of_table: str
    left_out: str
    state: str
    meaning: str
    sources: str
    document: str
    sha256: str
    definitions: str
    rule: str
    version: str
    name: str
    words: str
    provenance: str
    case_id: str
    as_of: str
    log_sequence: str
    log_head: str
    program: str
    practice: str
    practice_yes: str
    no_rows: str
    continued: str
    skip_to_text: str

    def page(self, number: object, count: object) -> str:
        """
        >>> words_of("ja").page(3, 12)
        '3 / 12 ページ'
        """
        return self.page_of.format(number=number, count=count)

    def long_table_left_out(self, table: Table) -> str:
        """The sentence in place of a table that only Excel holds."""
        return self.left_out.format(title=table.title, rows=f"{len(table.rows):,}")

    def chart_of(self, table_title: str) -> str:
        """Below a chart: where its numbers stand."""
        return self.of_table.format(title=table_title)


_WORDS: dict[Language, DocumentWords] = {
    "ja": DocumentWords(
        language="ja",
        page_of="{number} / {count} ページ",
        contents="目次",
        remarks="注意",
        footnotes="注",
        chart="図",
        of_table="数値は表「{title}」にあります。",
        left_out="詳細表「{title}」({rows} 行)はここでは省略しています。Excel ファイルにあります。",
        state="状態",
        meaning="意味",
        sources="資料",
        document="資料名",
        sha256="sha256",
        definitions="定義",
        rule="規則",
        version="版",
        name="名称",
        words="内容",
        provenance="この文書の根拠",
        case_id="案件の識別番号",
        as_of="案件の時点",
        log_sequence="履歴の番号",
        log_head="履歴の先頭(sha256)",
        program="プログラム",
        practice="演習用(架空)",
        practice_yes="演習用(架空)です。府省庁、統一基準、数値はすべて架空です。",
        no_rows="行はありません。",
        continued="(続き)",
        skip_to_text="本文へ",
    ),
    "en": DocumentWords(
        language="en",
        page_of="Page {number} of {count}",
        contents="Contents",
        remarks="Please note",
        footnotes="Notes",
        chart="Chart",
        of_table="Its numbers stand in the table “{title}”.",
        left_out="The detail table “{title}” ({rows} rows) is left out here; see the Excel file.",
        state="State",
        meaning="Meaning",
        sources="Sources",
        document="Document",
        sha256="sha256",
        definitions="Definitions",
        rule="Rule",
        version="Version",
        name="Name",
        words="What it says",
        provenance="What this document rests on",
        case_id="Case id",
        as_of="State of the case",
        log_sequence="Entry of the log",
        log_head="Head of the log (sha256)",
        program="Program",
        practice="Practice data (fictional)",
        practice_yes="Practice data (fictional): every ministry, standard and number is invented.",
        no_rows="There are no rows.",
        continued="(continued)",
        skip_to_text="Skip to the text",
    ),
}

_STATES: dict[Language, dict[State, tuple[str, str]]] = {
    "ja": {
        State.REPORTED: ("報告あり", "数値が報告されています(0 も数値です)。"),
        State.NO_DUTY: ("責務なし", "責務が生じた者がなく、割合はありません。0 % ではありません。"),
        State.NOT_REPORTED: ("未報告", "報告がありません。0 ではありません。"),
        State.EXCLUDED: ("分析対象外", "独自の調査を含むなどの理由で、分析と平均に含めていません。"),
        State.NOT_TRANSCRIBED: ("未転記", "公表資料では図にだけ示され、数値として転記していません。"),
    },
    "en": {
        State.REPORTED: ("reported", "A number was reported (0 is a number)."),
        State.NO_DUTY: ("no duty arose", "Nobody had the duty, so there is no rate; this is not 0 %."),
        State.NOT_REPORTED: ("not reported", "There is no report; this is not 0."),
        State.EXCLUDED: ("excluded from analysis", "Not counted in the analysis and its means, e.g. own survey."),
        State.NOT_TRANSCRIBED: ("not transcribed", "Published only as a picture; no number was read off it."),
    },
}


def words_of(language: Language) -> DocumentWords:
    return _WORDS[language]


def state_name(state: State, language: Language) -> str:
    return _STATES[language][state][0]


def state_meaning(state: State, language: Language) -> str:
    """What a cell with this state says, in a sentence."""
    return _STATES[language][state][1]


def as_of_text(moment: datetime) -> str:
    """
    >>> as_of_text(datetime(2026, 11, 22, 5, 5, tzinfo=timezone.utc))
    '2026-11-22 14:05 (UTC+9)'
    """
    return f"{moment.astimezone(_JAPAN):%Y-%m-%d %H:%M} (UTC+9)"


def provenance_fields(document: Document) -> tuple[tuple[str, str], ...]:
    """Names and words of what the document rests on; its definitions and sources are tables of their own."""
    own, words = document.provenance, words_of(document.language)
    particulars = [
        (words.case_id, own.case_id),
        (words.as_of, as_of_text(own.as_of)),
        (words.log_sequence, str(own.log_sequence)),
        (words.log_head, own.log_head),
        (words.program, own.program),
    ]
    if own.is_practice:
        particulars.append((words.practice, words.practice_yes))
    return (*particulars, *own.selectors)


def source_rows(provenance: Provenance) -> tuple[tuple[str, str], ...]:
    """Under `document` and `sha256`."""
    return tuple((source.document, source.sha256) for source in provenance.sources)


def definition_rows(provenance: Provenance) -> tuple[tuple[str, str, str, str], ...]:
    """Under `rule`, `version`, `name` and `words`."""
    return tuple((own.id, str(own.version), own.name, own.words) for own in provenance.definitions)


def running_lines(document: Document) -> tuple[str, ...]:
    """What stands on every page, where there are pages, besides the title: practice mark, then the remarks."""
    practice = (words_of(document.language).practice,) if document.provenance.is_practice else ()
    return (*practice, *document.remarks)
