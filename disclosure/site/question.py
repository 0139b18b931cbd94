"""What was typed into the search box: a code, a document number, a name, or what we do not search."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from core.identifiers import check_uscc, clean_code
from core.search import normalise

LONGEST = 100
FIRST_IDEOGRAPH = "\u2e80"
"""From this code point on one character is a word or a family name; below, it is one letter or digit."""

_CODE = re.compile(r"[0-9A-Z]{18}")
# Resident ids (18 characters, 15 before 1999) and mobile numbers, wherever they stand in what was typed.
_PERSONAL = re.compile(r"(?<![0-9A-Z])(?:\d{17}[\dX]|\d{15}|1[3-9]\d{9})(?![0-9A-Z])")
_PLAIN_NUMBER = re.compile(r"(?=.*\d)[0-9A-Z-]{6,40}")
_YEAR_IN_BRACKETS = re.compile(r"[\[【(（{〔「<《](\d{4})[\]】)）}〕」>》]")
_BLANKS = re.compile(r"\s+")


class Form(StrEnum):
    """The forms a question takes."""

    EMPTY = "empty"
    TOO_SHORT = "too_short"
    PERSONAL = "personal"
    WRONG_CODE = "wrong_code"
    CREDIT_CODE = "credit_code"
    DOCUMENT = "document"
    NAME = "name"


SEARCHABLE = frozenset({Form.EMPTY, Form.CREDIT_CODE, Form.DOCUMENT, Form.NAME})


@dataclass(frozen=True, slots=True)
class Question:
    """A question understood.

    Args:
        form: what it is.
        text: what the box shows again; nothing for a personal number, which is never repeated.
        value: what is looked up, normalised.
        suggestion: the credit code that was probably meant, where letters were mistaken.
    """

    form: Form
    text: str = ""
    value: str = ""
    suggestion: str = ""

    @property
    def searchable(self) -> bool:
        """Whether there is something to look up; an empty question lists everything."""
        return self.form in SEARCHABLE


def understand(raw: str) -> Question:
    """Tell what was typed.

    A number of an identity document is refused whether or not anybody has it: the public learns nothing about
    a person from our answer (个人信息保护法 arts. 25, 28).
    """
    text = raw.replace("\x00", "").strip()[:LONGEST]
    name = normalise(text)
    if not name:
        return Question(Form.EMPTY)
    if len(name) == 1 and name < FIRST_IDEOGRAPH:
        return Question(Form.TOO_SHORT, text)
    return _code(text) or _document(text) or Question(Form.NAME, text, name)


def document_number(text: str) -> str:
    """Return a document number as it is kept: half-width, no blanks, the year in 〔〕."""
    folded = _BLANKS.sub("", unicodedata.normalize("NFKC", text))
    return _YEAR_IN_BRACKETS.sub(r"〔\1〕", folded)


def _code(text: str) -> Question | None:
    code = clean_code(text)
    check = check_uscc(code) if _CODE.fullmatch(code) else None
    if check and check.valid:
        return Question(Form.CREDIT_CODE, code, code)
    if _PERSONAL.search(code):
        return Question(Form.PERSONAL)
    return Question(Form.WRONG_CODE, code, suggestion=check.suggestion) if check else None


def _document(text: str) -> Question | None:
    number = document_number(text)
    written = "〔" in number or (number.endswith("号") and any(map(str.isdigit, number)))
    if written or _PLAIN_NUMBER.fullmatch(number.upper()):
        return Question(Form.DOCUMENT, text, number)
    return None
