"""Look at evidence again: whether a file outside is still the same, and a read-only copy to open."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from pathlib import Path
from typing import Literal

from auditor_app.domain.findings import Evidence
from auditor_app.foundation.errors import Problem
from auditor_app.services.check_finding import FindingRefusedError
from auditor_app.storage.reading import CaseReader

EvidenceState = Literal["kept", "unchanged", "changed", "missing"]

PROGRAMS = frozenset(
    {
        *(".app", ".appimage", ".application", ".appref-ms", ".bat", ".chm", ".cmd", ".com", ".command", ".cpl"),
        *(".desktop", ".dll", ".exe", ".gadget", ".hta", ".htm", ".html", ".inf", ".ins", ".iso", ".jar", ".jnlp"),
        *(".js", ".jse", ".lnk", ".mht", ".mhtml", ".msc", ".msi", ".msp", ".mst", ".pif", ".ps1", ".psm1", ".py"),
        *(".pyw", ".reg", ".scf", ".scr", ".sct", ".settingcontent-ms", ".sh", ".svg", ".url", ".vb", ".vbe"),
        *(".vbs", ".vhd", ".vhdx", ".workflow", ".ws", ".wsc", ".wsf", ".wsh", ".xbap", ".xhtml", ".xll"),
    }
)
"""Endings of what the system would run instead of show, or a browser with scripts: never opened for the auditor."""

_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
LONGEST_NAME = 100


def evidence_state(evidence: Evidence) -> EvidenceState:
    """Whether it can still be looked at as it was: kept in the case, or outside by size and sha256 (which reads it)."""
    if evidence.is_kept or evidence.kind not in ("file", "external"):
        return "kept"
    try:
        with Path(evidence.path).open("rb") as file:
            if os.fstat(file.fileno()).st_size != evidence.size:
                return "changed"
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError):
        return "missing"
    return "unchanged" if sha256 == evidence.sha256 else "changed"


def read_only_copy(reader: CaseReader, sha256: str, folder: Path, name: str = "") -> Path:
    """A copy of kept bytes in a private folder, which nobody can write to; its content is what was attached.

    Each call makes one of its own.  FindingRefusedError for a program (by its ending), and for bytes that are not
    kept or are not what they were.
    """
    safe = safe_name(name or sha256)
    if Path(safe).suffix.lower() in PROGRAMS:
        raise FindingRefusedError(Problem("finding.file_is_program", safe))
    own_folder = Path(tempfile.mkdtemp(prefix="evidence-", dir=folder))
    target = own_folder / safe
    if not reader.copy_kept_file(sha256, target):
        own_folder.rmdir()
        raise FindingRefusedError(Problem("finding.file_not_kept", safe))
    target.chmod(0o400)
    return target


def save_copy(reader: CaseReader, evidence: Evidence, target: Path) -> None:
    """The file as it was attached; FindingRefusedError where its bytes are not kept, or `target` is there already."""
    if target.exists():
        raise FindingRefusedError(Problem("finding.target_exists", target.name))
    try:
        is_copied = evidence.is_kept and reader.copy_kept_file(evidence.sha256, target)
    except (OSError, ValueError) as error:
        raise FindingRefusedError(Problem("finding.target_unwritable", target.name)) from error
    if not is_copied:
        raise FindingRefusedError(Problem("finding.file_not_kept", evidence.file_name or evidence.title))


def safe_name(name: str) -> str:
    """A file name every system takes: no folders, no reserved names, no leading dot or dash, its ending kept.

    >>> safe_name("../../会議録 第1回.PDF"), safe_name("con.txt"), safe_name("-rf"), safe_name("a\\u202efdp.exe ")
    ('会議録 第1回.PDF', '_con.txt', '_-rf', 'afdp.exe')
    """
    last = re.split(r"[\\/]", name)[-1]
    kept = "".join(own if own.isalnum() or own in " ._-()[]（）・ー" else "_" for own in last if own.isprintable())
    kept = kept.strip(" .") or "file"
    if kept[0] == "-" or _RESERVED.match(kept):
        kept = f"_{kept}"
    ending = Path(kept).suffix
    return kept if len(kept) <= LONGEST_NAME else f"{kept[: LONGEST_NAME - len(ending)]}{ending}"
