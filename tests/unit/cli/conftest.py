"""Runs a command in this process and keeps what it printed."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from auditor_app.cli.commands import run


@dataclass(frozen=True)
class Answer:
    """Exit code and what was printed, byte for byte."""

    code: int
    stdout: bytes
    stderr: bytes

    @property
    def text(self) -> str:
        return self.stdout.decode("utf-8")

    @property
    def errors(self) -> list[str]:
        return self.stderr.decode("utf-8").splitlines()

    @property
    def json(self) -> Any:
        """The one JSON value on stdout; anything beside it is an error."""
        return json.loads(self.stdout)


Command = Callable[..., Answer]


@pytest.fixture
def command(capsysbinary: pytest.CaptureFixture[bytes]) -> Command:
    """`command("show", case, "coverage")`: what `auditor-app show …` does and says."""

    def answer(*words: object) -> Answer:
        capsysbinary.readouterr()
        code = run([str(word) for word in words])
        printed = capsysbinary.readouterr()
        return Answer(code, printed.out, printed.err)

    return answer
