"""How a body is called on screens and in documents: in English by its English name, where it has one."""

from __future__ import annotations

from typing import Protocol

from auditor_app.domain.organisations import Organisation
from auditor_app.foundation.translation import Texts


class NamedTwice(Protocol):
    """Whatever bears a name, and in English another one or none."""

    @property
    def name(self) -> str: ...

    @property
    def english(self) -> str: ...


def called(texts: Texts, own: NamedTwice) -> str:
    """The name in the language of the texts."""
    return own.english or own.name if texts.language == "en" else own.name


def called_in(texts: Texts, body: Organisation, fiscal_year: int) -> str:
    """A body by the name it bore at the end of a fiscal year."""
    return called(texts, body.name_in(fiscal_year))
