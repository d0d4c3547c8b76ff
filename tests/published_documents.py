"""Builds releases in the shape of the published one, in our own words: facts and figures, layouts and encodings.

The default facts are those of fiscal year 2006 (docs/glossary.md): 19 organisations, ten areas, 159 measures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from auditor_app.domain.readings import DocumentReading
from auditor_app.importing.published_text.reader import read_published_text
from auditor_app.importing.source_file import document_from

TableLayout = Literal["tab", "spaces", "value_below", "own_survey_below", "sign_in_header", "no_gap"]
TABLE_LAYOUTS: tuple[TableLayout, ...] = (
    "tab",
    "spaces",
    "value_below",
    "own_survey_below",
    "sign_in_header",
    "no_gap",
)
Spelling = Literal["plain", "letter_spaced", "full_width"]
SPELLINGS: tuple[Spelling, ...] = ("plain", "letter_spaced", "full_width")
ENCODINGS = ("utf-8", "utf-8-sig", "cp932", "euc_jp", "iso2022_jp", "utf-16", "utf-16-le", "utf-16-be", "utf-32-be")


@dataclass(frozen=True)
class Ministry:
    """A row of the coverage table, values as printed; None: not reported."""

    name: str
    percent: str | None
    own_survey: str | None = None

    @property
    def value(self) -> tuple[Decimal | None, Decimal | None]:
        return (
            Decimal(self.percent) if self.percent is not None else None,
            Decimal(self.own_survey) if self.own_survey is not None else None,
        )


@dataclass(frozen=True)
class Area:
    """New, continued and total measures of an area; re-listed ones in the same order, 0 for none."""

    name: str
    counts: tuple[int, int, int]
    relisted: tuple[int, int, int] = (0, 0, 0)
    measures: tuple[tuple[str, str], ...] = ()

    @property
    def line(self) -> str:
        new, continued, total = (
            f"{number}施策" + (f"({again})" if again else "")
            for number, again in zip(self.counts, self.relisted, strict=True)
        )
        return f"新規{new} + 継続{continued} = 計{total}"


MINISTRIES_2006 = (
    Ministry("内閣官房", "99.2"),
    Ministry("内閣法制局", "95.9"),
    Ministry("人事院", "99.9"),
    Ministry("内閣府", "73.5"),
    Ministry("宮内庁", "100.0"),
    Ministry("公正取引委員会", "99.2"),
    Ministry("警察庁", "100.0"),
    Ministry("金融庁", "63.3"),
    Ministry("総務省", "97.6"),
    Ministry("外務省", "100.0"),
    Ministry("法務省", "100.0"),
    Ministry("財務省", "100.0"),
    Ministry("文部科学省", "100.0"),
    Ministry("厚生労働省", "95.7"),
    Ministry("農林水産省", "31.2", "98.2"),
    Ministry("経済産業省", "100.0"),
    Ministry("国土交通省", "100.0"),
    Ministry("環境省", "40.7", "94.2"),
    Ministry("防衛省", "94.1"),
)

AREAS_2007 = (
    Area(
        "政府機関・地方公共団体", (17, 31, 48), measures=(("各府省庁に共通する課題への取組み", "内閣官房及び全府省庁"),)
    ),
    Area("重要インフラ", (3, 11, 14)),
    Area("企業", (11, 12, 23)),
    Area("個人", (2, 16, 18), measures=(("家庭向けの講習(試行)の開催", "総務省、文部科学省及び経済産業省"),)),
    Area("情報セキュリティ技術戦略の推進", (5, 20, 25), (0, 3, 3)),
    Area("情報セキュリティ人材の育成・確保", (6, 2, 8), (6, 1, 7)),
    Area("国際連携・協調の推進", (4, 7, 11)),
    Area("犯罪の取締り及び権利利益の保護・救済", (3, 9, 12)),
    Area("政策の推進体制、他の関係機関等との連携", (3, 3, 6)),
    Area("持続的改善構造の構築", (0, 5, 5), (0, 1, 1)),
)

DIRECTIONS_2008 = (("人材の確保", 10), ("国際展開", 9), ("電子政府の強化", 5))

REFERENCES = (
    # section, announced, referred
    ("3(1)", "3-1", "5-1"),
    ("3(2)", "3-2", "3-2"),
    ("5(1)", "5-1", ""),
    ("5(2)", "5-2", "4-2"),
)


@dataclass(frozen=True)
class Release:
    """What a synthetic release states."""

    fiscal_year: int = 2006
    year_text: str = ""
    """As the heading prints it; the western form when empty."""
    ministries: Sequence[Ministry] = MINISTRIES_2006
    areas: Sequence[Area] = AREAS_2007
    measure_total: int = 159
    directions: Sequence[tuple[str, int]] = DIRECTIONS_2008
    direction_total: int = 24
    references: Sequence[tuple[str, str, str]] = REFERENCES
    date_text: str = "平成19年4月23日"
    layout: TableLayout = "tab"
    footnotes: Sequence[str] = field(
        default=("2006年度においては報告対象を限定", ": 独自の把握状況調査を実施(分析の対象から除外)")
    )


def release_text(release: Release) -> str:
    """The whole release as text."""
    parts = [
        _head(release),
        _body(release),
        _programme(release),
        _directions(release),
        EVALUATION,
        _report(release),
        coverage_page(release),
        CHARTS,
        REVISIONS,
        INFRASTRUCTURE,
    ]
    return "\n".join(parts)


def coverage_page(release: Release) -> str:
    """Only the page with the coverage table."""
    year = release.year_text or f"{release.fiscal_year}年度"
    head = f"各府省庁の対策実施状況報告({year})の集計結果\n\n"
    return head + table_text(release.ministries, release.layout) + "\n\n" + "\n\n".join(release.footnotes) + "\n"


def table_text(ministries: Sequence[Ministry], layout: TableLayout) -> str:
    """The coverage table in one of its layouts."""
    header = {"sign_in_header": "機関名\t把握率(%)", "spaces": "機関名    把握率", "no_gap": "機関名把握率"}
    return "\n".join([header.get(layout, "機関名\t把握率"), *(_row(own, layout) for own in ministries)])


def _row(own: Ministry, layout: TableLayout) -> str:
    sign = "" if layout == "sign_in_header" else " %"
    value = "－" if own.percent is None else f"{own.percent}{sign}"
    name = f"{own.name} (独自の調査を含める場合)" if own.own_survey is not None else own.name
    own_survey = f"({own.own_survey}{sign})" if own.own_survey is not None else ""
    if layout == "value_below":
        return "\n".join(filter(None, [*name.split(" "), value, own_survey]))
    if layout == "own_survey_below":
        return "\n\t".join(filter(None, [f"{name}\t{value}", own_survey]))
    if layout == "no_gap":
        return f"{own.name}{value}{own_survey}".replace(" ", "")
    gap = {"spaces": "      "}.get(layout, "\t")
    return f"{name}{gap}{value} {own_survey}".rstrip()


def spelled(text: str, spelling: Spelling) -> str:
    """The same text letter-spaced or in full-width characters."""
    if spelling == "letter_spaced":
        return "\n".join(" ".join(line) for line in text.split("\n"))
    if spelling == "full_width":
        return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
    return text


def read_text(text: str, encoding: str = "utf-8", fiscal_year: int | None = None) -> DocumentReading:
    """The reading of a text stored in an encoding, which is named to the reader as the auditor would."""
    return read_published_text(document_from("release.txt", encoded(text, encoding), encoding), fiscal_year)


def encoded(text: str, encoding: str) -> bytes:
    """The bytes a Japanese editor would write: EUC-JP and ISO-2022-JP have another dash and wave than cp932."""
    if encoding in ("euc_jp", "iso2022_jp"):
        text = text.replace("－", "−").replace("～", "〜")
    return text.encode(encoding)


def _head(release: Release) -> str:
    return f"""
{release.date_text}
情報セキュリティ対策室

第11回情報セキュリティ政策会議の開催について

1. 決まったこと

年度計画の案などを話し合いました。
"""


def _body(release: Release) -> str:
    lines = [
        "2. 年度計画について",
        "",
        "(1) 要点(別紙1参照)",
        "",
        f"来年度は{release.measure_total}の具体的施策を進めます。「セキュア・ジャパン2007」(案)をご覧ください。",
        "",
        "「基本計画」は、第4回情報セキュリティ政策会議(平成18年2月2日)で決定されました。",
        "",
        "「評価の進め方について」は、第10回情報セキュリティ政策会議(平成19年2月2日)で決定されました。",
    ]
    previous = "2"
    for section, announced, referred in release.references:
        main, sub = section.rstrip(")").split("(")
        if main != previous:
            lines += ["", f"{main}. 次の話題について", ""]
            previous = main
        lines += ["", f"({sub}) 見出し(別紙{announced}参照)", ""]
        lines.append(f"詳しくは別紙{referred.replace('-', ' - ')}をご覧ください。" if referred else "以上です。")
    return "\n".join([*lines, "", "【本件に関する問い合わせ先】", "", "電話 00-0000-0000", ""])


def _programme(release: Release) -> str:
    lines = ["「セキュア・ジャパン2007」(案)に盛り込む具体的施策", ""]
    for number, area in enumerate(release.areas, start=1):
        lines += [f"{number} {area.name}", "", f"【目標】 {area.name}をよくする。", ""]
        if area.measures:
            rows = [f"{name}({parties})" for name, parties in area.measures]
            lines += [f"【主な施策】 {rows[0]}", *rows[1:]]
            lines[-1] += " 等"
        lines += ["", area.line, ""]
    return "\n".join(lines)


def _directions(release: Release) -> str:
    lines = ["「セキュア・ジャパン2007」(案)に盛り込む具体的施策 ~ 2008年度の重点施策の方向性 ~", ""]
    lines += [f"2008年度:集中的な取組み 計{release.direction_total}施策", ""]
    for theme, count in release.directions:
        lines += [theme, "", f"{theme}のための最初の一歩、", "次の一歩 等", "", f"{count}施策", ""]
    return "\n".join(lines)


EVALUATION = """評価2006における評価・分析のポイント

全体

- ・おおむね順調。
- ・まだ足りない。

対策の領域

- 【企業】 ・進みつつある。
- 【個人】 ・8割以上が知っている。

施策の結果

- ・9割弱の施策を実施した。
"""


def _report(release: Release) -> str:
    year = release.year_text or f"{release.fiscal_year}年度"
    return f"""各府省庁からの対策実施状況報告({year})の概要

報告内容 : 基本遵守事項についての状況
報告対象 : 情報セキュリティ責任者等、役割を担う者
 ・ 本府省庁課長相当職以上の行政事務従事者
 ・ 電子申請システム、文書管理システム及び府省庁LAN(個別のもの)

統一基準の構成	記載内容
第2部 組織と体制	体制、教育
第3部 情報の取扱い	格付け
第4部 情報セキュリティ機能等	認証
第5部 情報システムの構成要素	端末
第6部 個別事項	調達

今後、改善が求められる事項

行政事務従事者

第3部 情報の取扱い

情報の格付け

情報セキュリティ責任者等

第2部 組織と体制

教育及び監査

初年度としては以上である。

"""


CHARTS = """実施率(把握した者のうち、対策を実施した者の割合の平均)

- 第2部 組織と体制
- 第3部 情報の取扱い
- 第4部 情報セキュリティ機能等
- 第5部 情報システムの構成要素
- 第6部 個別事項(外部委託等)

	実施状況	割合	実施率
遵守事項(a)	2人中1人実施	50%	割合の 単純平均 75%
遵守事項(b)	100人中75人実施	75%
遵守事項(c)	10人中10人実施	100%

到達率(全員が対策を実施した遵守事項の割合)

- 第2部 組織と体制
- 第3部 情報の取扱い
"""

REVISIONS = """政府機関統一基準の改訂案について

1. 環境の変化

- 1) **IPv6への対応**(6.2.3) **(新規)**
両方の版が並ぶ間の対策
- 2) **暗号の試験**(4.1.6)
試験を受けたものを使う

2. 実務に即した見直し

- 1) **取扱いの見直し**(1.1.3 3.2.4 3.2.5 等)
届出の手続
- 2) **物理的対策の強化**(5.1.1)
隔離などを強化遵守事項から基本遵守事項に変更
- 3) **その他**
言い回し
"""

INFRASTRUCTURE = """重要インフラにおけるCEPTOARの整備状況について

全ての分野において安全基準等の策定・見直しが完了。

既存7分野 (情報通信、金融、航空、鉄道、電力、ガス及び政府・行政サービス)

7分野で合計11のCEPTOARが整備完了。2007年4月より運用を開始。

新規3分野 (医療、水道及び物流)

整備に関し基本的合意。2007年度中の整備を目指す。
"""
