"""Copies the icons the program uses out of an unpacked `lucide-static` and names them by what they mean here.

    python packaging/collect_icons.py UNPACKED_NPM_PACKAGE resources/icons

The target folder says which icons: SOURCES.json maps our name to lucide's.  Strokes stay `currentColor`, so that
the window can tint them from its palette.  Icons that SOURCES.json no longer names are removed, except those we drew.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from pathlib import Path

OWN_ICONS = frozenset({"auditor-app"})
LICENCE_IN, LICENCE_OUT = "LICENSE", "LICENSE-lucide.txt"


def read_sources(folder: Path) -> dict[str, str]:
    """Our name of every icon with lucide's name for it."""
    sources: dict[str, str] = json.loads((folder / "SOURCES.json").read_text(encoding="utf-8"))
    return sources


def collect(package: Path, folder: Path) -> int:
    """Writes every named icon and the licence; returns how many.

    Raises FileNotFoundError for a name lucide does not know.
    """
    sources = read_sources(folder)
    for stale in folder.glob("*.svg"):
        if stale.stem not in sources.keys() | OWN_ICONS:
            stale.unlink()
    for name, lucide_name in sorted(sources.items()):
        drawing = (package / "icons" / f"{lucide_name}.svg").read_text(encoding="utf-8")
        if 'stroke="currentColor"' not in drawing:
            raise ValueError(f"{lucide_name} cannot be tinted: its stroke is not currentColor")
        (folder / f"{name}.svg").write_text(drawing, encoding="utf-8", newline="\n")
    shutil.copyfile(package / LICENCE_IN, folder / LICENCE_OUT)
    return len(sources)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package", type=Path, help="unpacked npm package lucide-static")
    parser.add_argument("folder", type=Path, help="folder with SOURCES.json, where the icons go")
    folders = parser.parse_args(arguments)
    print(f"{collect(folders.package, folders.folder)} icons")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
