"""Words by which the headers of a return name its fields, and the form in which they are compared."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from auditor_app.domain.returns import ReturnKind

# A unit of measure behind a header: 対象者数(人), 実施数［件］.  Other brackets are part of the name.
_UNIT = re.compile(r"[(\[〔【](?:単位:?)?(?:人|名|件|台|個|数|機関|システム|人数|件数|施策|任意|必須|%)[)\]〕】]")
_ORNAMENT = re.compile(r"[*※:。、・_\-/]|\(?注\d*\)?")

_YEAR = ("fiscal_year", "fiscalyear", "year", "fy", "年度", "会計年度", "対象年度", "報告年度")
_ORGANISATION = (
    "organisation", "organization", "ministry", "agency", "府省庁", "府省庁名", "府省", "府省名", "省庁", "省庁名",
    "機関", "機関名", "組織", "組織名", "府省庁等", "府省庁等名",
)  # fmt: skip
_UNIT_WORDS = (
    "unit", "bureau", "department", "部局", "部局名", "部局等", "部署", "部署名", "局", "局名", "課室", "内部部局",
    "部局等名",
)  # fmt: skip
_ROLE = (
    "role", "役割", "対象者区分", "対象区分", "対象者", "役割区分", "主体", "実施主体", "責任主体", "遵守主体",
)  # fmt: skip
_ITEM = (
    "item", "item_id", "compliance_item", "遵守事項", "遵守事項番号", "項番", "項目", "項目番号", "事項番号", "番号",
    "条項",
)  # fmt: skip

# Field → words, for each kind.  The English name of interface.md is a word of every field.
HEADER_WORDS: dict[ReturnKind, dict[str, tuple[str, ...]]] = {
    "coverage": {
        "fiscal_year": _YEAR,
        "organisation": _ORGANISATION,
        "unit": _UNIT_WORDS,
        "role": _ROLE,
        "target": ("target", "対象者数", "対象数", "対象", "対象システム数", "対象者総数", "対象総数"),
        "ascertained": (
            "ascertained", "把握数", "把握者数", "把握した数", "把握した者", "把握した者の数", "把握済数", "把握済み数",
            "把握システム数",
        ),
        "ascertained_with_own_survey": (
            "ascertained_with_own_survey", "with_own_survey", "独自の調査を含む把握数", "独自調査を含む把握数",
            "独自の調査を含む把握者数", "独自調査を含む把握者数", "独自の調査を含む", "独自調査を含む",
            "把握数(独自の調査を含む)", "把握数(独自調査を含む)", "把握者数(独自の調査を含む)",
            "把握者数(独自調査を含む)",
        ),
    },
    "answers": {
        "fiscal_year": _YEAR,
        "organisation": _ORGANISATION,
        "unit": _UNIT_WORDS,
        "item": _ITEM,
        "role": _ROLE,
        "obliged": (
            "obliged", "責務発生数", "責務が生じた者", "責務が生じた者の数", "責務の生じた者", "責務の生じた者の数",
            "責務が発生した者", "責務が発生した者の数", "責務発生者数", "責務者数", "責務の発生数", "責務が生じた数",
            "責務数",
        ),
        "implemented": (
            "implemented", "実施数", "実施した者", "実施した者の数", "実施者数", "実施した数", "責務を実施した者",
            "責務を実施した者の数", "責務実施数", "責務実施者数", "責務実施した者",
        ),
    },
    "catalogue": {
        "edition": ("edition", "版", "版名", "統一基準", "基準", "基準名"),
        "item": _ITEM,
        "part": ("part", "部", "部番号"),
        "section": ("section", "節", "項", "節番号", "節・項", "節項", "節/項"),
        "class": ("class", "区分", "基本/強化", "基本強化", "基本・強化", "遵守事項区分", "対策区分", "種別", "クラス"),
        "role": _ROLE,
        "title": ("title", "名称", "題名", "件名", "遵守事項名", "内容", "遵守事項名称", "遵守事項の名称"),
        "role_group": ("role_group", "役割群", "役割の群", "役割の区分"),
        "standard": ("standard", "基準の名称", "統一基準の名称"),
        "state": ("state", "状態", "版の状態"),
        "part_title": ("part_title", "部の名称", "部名", "部の題名"),
        "section_title": ("section_title", "節の名称", "節名", "節の題名", "項の名称"),
    },
    "crosswalk": {
        "from_edition": ("from_edition", "旧版", "旧基準", "改訂前の版", "改定前の版", "対応元の版", "変更前の版"),
        "from_item": (
            "from_item", "旧遵守事項", "旧項番", "改訂前の遵守事項", "改定前の遵守事項", "旧項目", "変更前の遵守事項",
        ),
        "to_edition": ("to_edition", "新版", "新基準", "改訂後の版", "改定後の版", "対応先の版", "変更後の版"),
        "to_item": (
            "to_item", "新遵守事項", "新項番", "改訂後の遵守事項", "改定後の遵守事項", "新項目", "変更後の遵守事項",
        ),
        "kind": ("kind", "種別", "変更の種類", "変更種別", "変更区分", "対応区分", "区分"),
    },
    "organisations": {
        "name": ("name", *_ORGANISATION, "名称"),
        "from_date": ("from_date", "from", "開始日", "設置日", "発足日", "始期", "改称日"),
        "to_date": ("to_date", "to", "終了日", "廃止日", "終期"),
        "successor": ("successor", "後継", "後継機関", "後継組織", "承継先", "承継機関", "後身"),
        "kind": ("kind", "種別", "変更の種類", "変更種別", "区分"),
        "english": ("english", "英語名", "英名", "英文名"),
        "on_date": ("on_date", "変更日", "変更の日", "異動日"),
    },
    "programme": {
        "fiscal_year": _YEAR,
        "area": ("area", "分野", "施策分野", "領域", "対策分野", "区分"),
        "new": ("new", "新規", "新規施策", "新規施策数", "新規数"),
        "continued": ("continued", "継続", "継続施策", "継続施策数", "継続数"),
        "total": ("total", "計", "合計", "施策数", "施策数計", "総数"),
        "new_relisted": ("new_relisted", "新規再掲", "新規(再掲)", "うち新規再掲", "新規のうち再掲", "再掲新規"),
        "continued_relisted": (
            "continued_relisted", "継続再掲", "継続(再掲)", "うち継続再掲", "継続のうち再掲", "再掲継続",
        ),
        "total_relisted": ("total_relisted", "再掲", "計再掲", "計(再掲)", "合計(再掲)", "うち再掲", "再掲計"),
    },
}  # fmt: skip


@lru_cache(maxsize=20_000)
def fold_header(text: str) -> str:
    """The form in which headers are compared: NFKC, lower case, no white space, unit of measure or ornament.

    >>> fold_header("対 象 者 数\\n（人）"), fold_header("Ｆｉｓｃａｌ＿Ｙｅａｒ"), fold_header("把握数（独自を含む）")
    ('対象者数', 'fiscalyear', '把握数(独自を含む)')
    """
    folded = "".join(unicodedata.normalize("NFKC", text).casefold().split())
    return _ORNAMENT.sub("", _UNIT.sub("", folded))


@cache
def fields_by_word(kind: ReturnKind) -> dict[str, str]:
    """Folded word → field."""
    return {fold_header(word): field for field, words in HEADER_WORDS[kind].items() for word in (field, *words)}
