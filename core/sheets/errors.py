"""Why a whole file cannot be taken in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from core.sheets.sentences import sentence

Level = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class FileFinding:
    """A finding about the file as a whole.

    Args:
        kind: machine word, as in the list of kinds of finding.
        says: name of the sentence.
        params: words of the sentence (never personal data).
        code, header: the column it is about, when there is one.
    """

    kind: str
    says: str
    params: dict[str, str] = field(default_factory=dict)
    code: str = ""
    header: str = ""

    @property
    def reason(self) -> str:
        """The finding as a sentence in the reader's language."""
        return sentence(self.says, self.params)

    def as_dict(self) -> dict[str, object]:
        """The finding as stored on the intake row."""
        return {
            "kind": self.kind,
            "says": self.says,
            "params": self.params,
            "code": self.code,
            "header": self.header,
        }


class Unreadable(Exception):
    """The file is refused as a whole; nothing of it is stored."""

    def __init__(self, *findings: FileFinding) -> None:
        super().__init__(", ".join(finding.kind for finding in findings))
        self.findings = findings


def refuse(kind: str, says: str = "", **params: str) -> Unreadable:
    """Build the refusal for one file finding; its sentence has the name of its kind unless told otherwise."""
    return Unreadable(FileFinding(kind, says or kind, params))
