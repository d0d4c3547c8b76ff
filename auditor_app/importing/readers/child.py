"""The parsing process: reads requests from stdin, parses, answers on stdout; nothing it meets may reach the parent."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from auditor_app.foundation.errors import InputRefusedError
from auditor_app.importing.readers.containers import opened_file
from auditor_app.importing.readers.limits import limit_this_process
from auditor_app.importing.readers.protocol import (
    Header,
    probe_as_json,
    problem_as_json,
    read_message,
    write_message,
)
from auditor_app.importing.readers.table_file import TableFile

Answer = tuple[Header, list[bytes]]


def main() -> None:
    """Answer requests until the parent closes the pipe."""
    answers = _private_output()
    limit_this_process()
    # Rows are many small lists and no cycles: the collector would look at all of them over and over.
    gc.set_threshold(200_000, 20, 100)
    requests = sys.stdin.buffer
    opened: dict[str, TableFile] = {}
    while (message := read_message(requests)) is not None:
        try:
            for header, buffers in _answers_to(message[0], opened, answers):
                write_message(answers, header, buffers)
        except InputRefusedError as error:
            write_message(answers, {"kind": "refused", "problems": [problem_as_json(one) for one in error.problems]})
        except BaseException as error:  # noqa: BLE001 - a panic of a native parser is no Exception
            write_message(answers, {"kind": "failed", "reason": type(error).__name__})
            return


def _private_output() -> BinaryIO:
    """The pipe to the parent, out of reach of whatever a library may print."""
    descriptor = os.dup(1)
    os.dup2(2, 1)
    return os.fdopen(descriptor, "wb", buffering=1024 * 1024)


def _answers_to(request: Header, opened: dict[str, TableFile], answers: BinaryIO) -> Iterator[Answer]:
    def on_progress(done: int) -> None:
        write_message(answers, {"kind": "progress", "done": done})

    if request["ask"] == "prepare":  # no answer: whoever asks goes on with other work meanwhile
        from auditor_app.importing.readers import plain_csv  # noqa: F401 - loading it is all

        return
    if request["ask"] == "page texts":
        from auditor_app.importing.readers.pdf_file import page_texts

        yield {"kind": "page texts", "texts": list(page_texts(Path(request["path"]), on_progress))}, []
        return
    if request["path"] not in opened:
        opened[request["path"]] = opened_file(request, on_progress)
    file = opened[request["path"]]
    if request["ask"] == "probe":
        yield {"kind": "probe", "probe": probe_as_json(file.probe())}, []
    elif request["ask"] == "rows":
        yield {"kind": "rows", "rows": file.rows_around(request)}, []
    elif request["ask"] == "chunks":
        for block, done in file.blocks(request):
            header = {"kind": "chunk", "texts": block.texts, "overlong": block.overlong, "done": done}
            yield header, [block.rows.tobytes(), *block.codes]
        yield {"kind": "end"}, []
    else:
        raise ValueError("an unknown request")


if __name__ == "__main__":
    main()
