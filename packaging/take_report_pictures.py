"""Draws the pages of a report in every format, one picture a format and language, into docs/screenshots.

    python packaging/take_report_pictures.py [OUT]

The report is made from the practice case with a finding that was signed, answered and followed up.  Word, Excel and
web pages are printed by LibreOffice (`soffice`), which has to be there: what another program shows is what counts.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pypdfium2
from PIL import Image

YEAR = "2007"
PAGE_WIDTH, COLUMNS, GAP = 420, 4, 8
MOST_PAGES = 24
"""Of a format; a workbook has a page for each sheet and detail."""
RATES = f"rates:{YEAR}:青葉省::all:3"


def main() -> None:
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[1] / "docs" / "screenshots"
    soffice = shutil.which("soffice")
    if soffice is None:
        raise SystemExit("LibreOffice (soffice) is needed to draw Word, Excel and web pages")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        case = folder / "practice.auditcase"
        _run("new", str(case), "--practice")
        _work_a_finding(case)
        for language in ("ja", "en"):
            for suffix in ("pdf", "docx", "xlsx", "html"):
                report = folder / f"report-{language}.{suffix}"
                _run("export", str(case), "report", str(report), "--year", YEAR, "--lang", language)
                pages = report if suffix == "pdf" else _printed(soffice, report)
                _sheet_of(pages).save(out / f"report-{suffix}-{language}.png", optimize=True)


def _work_a_finding(case: Path) -> None:
    """Raised on a weak cell, proven, signed by a second person, answered, and judged in the next year."""
    recommendation = "格付けの手順を全部局に周知し、四半期ごとに実施状況を確認すること。"
    who = ("--by", "監査 花子")
    _run("finding", "add", str(case), "--figure", RATES, "--recommendation", recommendation, "--severity", "high", *who)
    number = f"{YEAR}-001"
    proof = case.with_name("evidence.txt")
    proof.write_text("格付け表示のない文書の一覧", encoding="utf-8")
    _run("finding", "attach", str(case), number, str(proof), "--effective", f"{YEAR}-11-01", *who)
    _run("finding", "move", str(case), number, "under_review", *who)
    _run("finding", "move", str(case), number, "issued", "--by", "次席 次郎")
    answer = ("周知が不足していました。", "--plan", "九月末までに研修を行います。")
    _run("finding", "respond", str(case), number, *answer, *who)


def _printed(soffice: str, report: Path) -> Path:
    subprocess.run(
        [soffice, "--headless", "--convert-to", "pdf", "--outdir", str(report.parent / "printed"), str(report)],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return report.parent / "printed" / f"{report.stem}.pdf"


def _sheet_of(pdf: Path) -> Image.Image:
    """All pages side by side, the first ones of a long file."""
    document = pypdfium2.PdfDocument(pdf)
    count = min(len(document), MOST_PAGES)
    pages = [_page_of(document[number]) for number in range(count)]
    rows = [pages[start : start + COLUMNS] for start in range(0, count, COLUMNS)]
    heights = [max(page.height for page in row) for row in rows]
    size = (COLUMNS * (PAGE_WIDTH + GAP) + GAP, sum(heights) + GAP * (len(rows) + 1))
    sheet = Image.new("RGB", size, "#8a929a")
    top = GAP
    for row, height in zip(rows, heights, strict=True):
        for place, page in enumerate(row):
            sheet.paste(page, (GAP + place * (PAGE_WIDTH + GAP), top))
        top += height + GAP
    return sheet.quantize(64)


def _page_of(page: pypdfium2.PdfPage) -> Image.Image:
    drawn: Image.Image = page.render(scale=PAGE_WIDTH / page.get_width()).to_pil().convert("RGB")
    return drawn


def _run(*words: str) -> None:
    subprocess.run([sys.executable, "-m", "auditor_app", *words], check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
