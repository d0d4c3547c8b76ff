"""Writes resources/licences/licences.json, the material of the program's licences page.

    python packaging/collect_licences.py

Run it in an environment that `requirements.lock` filled.  One entry for every locked package that is installed, and
for the fonts, the icons and Qt.  Each has: `name`, `version`, `kind` (package, library, font, icons), `licence` (the
one we use it under, as SPDX expression), `offered` (what its makers offer), `texts` (title and text) and, where there
is something to explain, `note` in Japanese and English.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import NotRequired, TypedDict

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
TARGET = ROOT / "resources" / "licences" / "licences.json"

QT_PACKAGES = frozenset({"pyside6-essentials", "shiboken6"})
CHOSEN = {"LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only": "LGPL-3.0-only"}
"""Where the makers offer a choice that includes the GPL: what we choose."""

LICENCE_OF_CLASSIFIER = {
    "License :: OSI Approved :: Apache Software License": "Apache-2.0",
    "License :: OSI Approved :: BSD License": "BSD-3-Clause",
    "License :: OSI Approved :: MIT License": "MIT",
    "License :: OSI Approved :: Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
LICENCE_FILE = re.compile(r"(licen[cs]e|copying|notice)", re.IGNORECASE)


class Text(TypedDict):
    title: str
    text: str


class Entry(TypedDict):
    name: str
    version: str
    kind: str
    licence: str
    offered: str
    texts: list[Text]
    note: NotRequired[dict[str, str]]


def locked_requirements(lock: Path = LOCK) -> list[Requirement]:
    """The pinned requirements that apply to this interpreter and platform, in the order of the lock file."""
    pinned = re.findall(r"^([A-Za-z0-9][^\\\n]*?)\s*\\?$", lock.read_text(encoding="utf-8"), re.MULTILINE)
    requirements = [Requirement(line) for line in pinned]
    return [one for one in requirements if one.marker is None or one.marker.evaluate()]


def collect() -> list[Entry]:
    """All entries: fonts, icons and Qt first, then the packages by name."""
    return [*_shipped_files(), *_packages()]


def _packages() -> Iterator[Entry]:
    for requirement in sorted(locked_requirements(), key=lambda one: one.name.lower()):
        try:
            yield _package(distribution(requirement.name))
        except PackageNotFoundError:
            print(f"{requirement.name} is locked but not installed here: no entry", file=sys.stderr)


def _package(installed: Distribution) -> Entry:
    name = installed.metadata["Name"]
    offered = _offered_licence(installed)
    entry: Entry = {
        "name": name,
        "version": installed.version,
        "kind": "package",
        "licence": CHOSEN.get(offered, offered),
        "offered": offered,
        "texts": _texts_of(installed),
    }
    if name.lower().replace("_", "-") in QT_PACKAGES:
        entry["texts"] = _lgpl_texts()
        entry["note"] = _qt_note(installed.version, "pyside-setup-everywhere-src")
    if not entry["texts"] and entry["licence"] == "LGPL-2.1-only":  # the package names it and ships no copy
        text = _read(ROOT / "resources" / "licences" / "LGPL-2.1.txt")
        entry["texts"] = [{"title": "LGPL-2.1", "text": text}]
    return entry


def _offered_licence(installed: Distribution) -> str:
    """The licence expression; older packages state it as a classifier or in one free line."""
    metadata = installed.metadata
    expressions: list[str] = metadata.get_all("License-Expression") or []
    classifiers: list[str] = metadata.get_all("Classifier") or []
    free_texts: list[str] = metadata.get_all("License") or []
    named = [
        *expressions,
        *(LICENCE_OF_CLASSIFIER[one] for one in classifiers if one in LICENCE_OF_CLASSIFIER),
        *(text.strip() for text in free_texts if text.strip() and "\n" not in text.strip()),
    ]
    if not named:
        raise ValueError(f"{metadata['Name']} does not name its licence; look it up and add it here")
    return named[0]


def _texts_of(installed: Distribution) -> list[Text]:
    texts: list[Text] = []
    for file in sorted(installed.files or [], key=str):
        inside = file.parts[1:]
        if file.parts[0].endswith(".dist-info") and inside and LICENCE_FILE.search(str(Path(*inside))):
            title = "/".join(part for part in inside if part != "licenses")
            texts.append({"title": title, "text": _read(Path(str(file.locate())))})
    return texts


def _shipped_files() -> Iterator[Entry]:
    resources = ROOT / "resources"
    qt_version = distribution("PySide6-Essentials").version
    yield {
        "name": "Noto Sans JP",
        "version": "2.004",
        "kind": "font",
        "licence": "OFL-1.1",
        "offered": "OFL-1.1",
        "texts": [{"title": "OFL.txt", "text": _read(resources / "fonts" / "OFL.txt")}],
        "note": {
            "ja": "日本の事務で使う文字(cp932とJIS X 0213)だけを残した版です。字形は変えていません。",
            "en": "Cut to the characters of cp932 and JIS X 0213; the shapes are unchanged.",
        },
    }
    yield {
        "name": "Lucide",
        "version": _icon_version(resources / "icons"),
        "kind": "icons",
        "licence": "ISC AND MIT",
        "offered": "ISC AND MIT",
        "texts": [{"title": "LICENSE", "text": _read(resources / "icons" / "LICENSE-lucide.txt")}],
    }
    yield {
        "name": "Qt",
        "version": qt_version,
        "kind": "library",
        "licence": "LGPL-3.0-only",
        "offered": "LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only",
        "texts": _lgpl_texts(),
        "note": _qt_note(qt_version, "qt-everywhere-src"),
    }


def _icon_version(icons: Path) -> str:
    """As the first line of every icon states it."""
    found = re.search(r"lucide-static v([\d.]+)", _read(icons / "search.svg"))
    if found is None:
        raise ValueError("the icons no longer state their version")
    return found[1]


def _lgpl_texts() -> list[Text]:
    """The LGPL adds permissions to the GPL, so both texts must go with the program."""
    folder = TARGET.parent
    return [{"title": name, "text": _read(folder / f"{name}.txt")} for name in ("LGPL-3.0", "GPL-3.0")]


def _qt_note(version: str, source_name: str) -> dict[str, str]:
    archive = f"{source_name}-{version}"
    return {
        "ja": (
            "LGPL第3版の条件で、変更せずに共有ライブラリとして使っています。利用者はこのライブラリを差し替えることができ、"
            f"そのための改変や解析も妨げません。ソースは、Qt Projectの公開アーカイブの「{archive}」にあります。"
            "Qtに含まれる第三者の部品は、Qtの文書「Licenses Used in Qt」に挙げられています。"
        ),
        "en": (
            "Used under the LGPL version 3, unmodified, as shared libraries. You may replace these libraries with your "
            "own build, and may modify and reverse-engineer the program as far as that needs. "
            f'The sources are "{archive}" in the public download archive of the Qt Project. '
            'Third-party parts inside Qt are listed in Qt\'s documentation, "Licenses Used in Qt".'
        ),
    }


def _read(path: Path) -> str:
    text = path.read_text(encoding="utf-8", errors="replace")
    return "\n".join(line.rstrip() for line in text.splitlines()).strip() + "\n"


def main() -> int:
    entries = collect()
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    content = json.dumps(entries, ensure_ascii=False, indent=1) + "\n"
    TARGET.write_text(content, encoding="utf-8", newline="\n")
    print(f"{TARGET.relative_to(ROOT)}: {len(entries)} entries")
    return 0


if __name__ == "__main__":
    sys.exit(main())
