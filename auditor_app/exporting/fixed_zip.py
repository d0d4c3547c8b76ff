"""A zip container without a clock or a machine in it: the same parts always make the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from types import MappingProxyType

_NO_TIME = (1980, 1, 1, 0, 0, 0)
"""The earliest a zip can say."""


def fixed_zip(container: bytes, changes: Mapping[str, Callable[[bytes], bytes]] = MappingProxyType({})) -> bytes:
    """The same entries in the same order, with nothing else of where and when it was made.

    `changes`: by the name of an entry, what becomes of its content on the way.
    """
    output = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(container)) as source, zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            own = zipfile.ZipInfo(entry.filename, _NO_TIME)
            own.compress_type = zipfile.ZIP_DEFLATED
            own.create_system = 0  # else that of the machine
            content = source.read(entry)
            change = changes.get(entry.filename)
            target.writestr(own, change(content) if change else content)
    return output.getvalue()
