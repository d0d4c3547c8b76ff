"""The parent's end of one parsing process: started, asked, listened to with patience, ended."""

from __future__ import annotations

import contextlib
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import IO, Any, cast

from auditor_app.foundation.errors import CancelledByUserError, InputRefusedError, Problem
from auditor_app.importing.readers.limits import LARGEST_MEMORY, child_environment
from auditor_app.importing.readers.protocol import (
    BrokenAnswerError,
    Header,
    problem_from_json,
    read_message,
    write_message,
)

CHILD_ARGUMENT = "--parse-for-parent"
"""Hidden argument by which a frozen build starts itself as the parsing process."""
_LOOK_ROUND = 0.05
"""Seconds between looks at whether the user has cancelled."""

Message = tuple[Header, list[bytes]]


def child_command() -> list[str]:
    """How the parsing process is started, in a checkout or an installed package and in a frozen build."""
    if getattr(sys, "frozen", False):
        return [sys.executable, CHILD_ARGUMENT]
    return [sys.executable, "-P", "-m", "auditor_app.importing.readers.child"]


class ChildProcess:
    """One parsing process.  Whatever becomes of it is an InputRefusedError about the file named by `place`."""

    def __init__(self, place: str, patience: float) -> None:
        self._place = place
        self.patience = patience
        self._process = subprocess.Popen(
            child_command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=child_environment(),
            close_fds=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._job = _limited(self._process)
        self._messages: queue.Queue[Message | None] = queue.Queue(maxsize=2)
        self.is_ready = True
        """Whether it has answered the last request to its end, if only by a refusal."""
        self._is_ending = threading.Event()
        self._listener = threading.Thread(target=self._listen, name="parser-listener", daemon=True)
        self._listener.start()

    @property
    def pid(self) -> int:
        return self._process.pid

    def ask(self, request: Header) -> None:
        """Send a request; answers come by `answer`."""
        self.is_ready = False
        self._send(request)

    def prepare(self) -> None:
        """Have what long tables need loaded in advance; there is no answer to wait for."""
        self._send({"ask": "prepare"})

    def answer(self, is_cancelled: Callable[[], bool] | None = None) -> Message:
        """The next message that is not refused; CancelledByUserError as soon as the user has cancelled."""
        deadline = time.monotonic() + self.patience
        while True:
            if is_cancelled is not None and is_cancelled():
                self.end()
                raise CancelledByUserError
            try:
                message = self._messages.get(timeout=_LOOK_ROUND)
            except queue.Empty:
                if time.monotonic() > deadline:
                    self.end()
                    values: dict[str, object] = {"seconds": round(self.patience)}
                    raise InputRefusedError(Problem("import.parser_hung", self._place, values)) from None
                continue
            if message is None:
                raise self._died()
            self._refuse_if_told(message[0])
            return message

    def end(self) -> None:
        """End the process at once; harmless when it has ended."""
        self._is_ending.set()
        self._process.kill()
        with contextlib.suppress(queue.Empty):  # the listener may wait for room
            while True:
                self._messages.get_nowait()
        self._listener.join(timeout=5)
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):
                cast(IO[bytes], stream).close()
        if self._job is not None:
            self._job.close()

    def broken(self, error: Exception) -> InputRefusedError:
        """The refusal for an answer that cannot be believed; the process is ended."""
        self.end()
        refusal = InputRefusedError(Problem("import.parser_died", self._place))
        refusal.__cause__ = error
        return refusal

    def _died(self) -> InputRefusedError:
        self.end()
        return InputRefusedError(Problem("import.parser_died", self._place))

    def _send(self, request: Header) -> None:
        try:
            write_message(cast(Any, self._process.stdin), request)
        except OSError as error:
            raise self._died() from error

    def _refuse_if_told(self, header: Header) -> None:
        kind = header.get("kind")
        if kind == "failed":
            raise self._died()
        if kind == "refused":
            try:
                problems = [problem_from_json(one) for one in header["problems"]]
            except (KeyError, TypeError, ValueError) as error:
                raise self.broken(error) from error
            self.is_ready = True
            named = (Problem(one.key, one.place or self._place, one.values) for one in problems)
            raise InputRefusedError(*named)

    def _listen(self) -> None:
        stream = cast(Any, self._process.stdout)
        message: Message | None = None
        while not self._is_ending.is_set():
            try:
                message = read_message(stream)
            except (BrokenAnswerError, OSError, ValueError, MemoryError):
                message = None
            self._hand_over(message)
            if message is None:
                return

    def _hand_over(self, message: Message | None) -> None:
        while not self._is_ending.is_set():
            with contextlib.suppress(queue.Full):
                self._messages.put(message, timeout=_LOOK_ROUND)
                return


def _limited(process: subprocess.Popen[bytes]) -> Any:
    """The Windows job that bounds the process; elsewhere it bounds itself."""
    if sys.platform == "win32":
        from auditor_app.importing.readers.windows_job import ProcessJob

        return ProcessJob(int(process._handle), LARGEST_MEMORY)
    return None
