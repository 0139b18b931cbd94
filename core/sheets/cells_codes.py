"""Checkers of codes and numbers: credit codes, organisation codes, id numbers, certificates, divisions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import repeat
from typing import Any

from core import identifiers
from core.identifiers import Check
from core.sheets.checkers import Checker, checker_type, number_text
from core.sheets.findings import Found, error, warning

_EXACT = 10**15
_SCIENTIFIC = re.compile(r"\d(?:[.]\d+)?E\+?\d{2}")
_LENGTHS = {"uscc": "18", "authority": "18", "org": "9", "id": "18"}
RESIDENT_ID = "身份证"
_OTHER_ID = re.compile(r"[0-9A-Z()\-]{5,32}")


class Code(Checker):
    """A code with a check function."""

    def read(self, raw: Any) -> Any:
        """Clean and check; the first finding only."""
        if isinstance(raw, int | float):
            if abs(raw) >= _EXACT:
                return Found(None, error("number_precision_lost"))
            raw = number_text(raw)
        text = raw if raw.__class__ is str else number_text(raw)
        checked = self.check(text)
        if not checked.value:
            return self.empty()
        if not checked.finding or checked.soft:
            return self.accept(checked)
        if _SCIENTIFIC.fullmatch(checked.value):
            return Found(None, error("number_precision_lost"))
        return Found(None, self.fault(checked))

    def check(self, text: str) -> Check:
        """Clean and check the code."""
        raise NotImplementedError

    def accept(self, checked: Check) -> Any:
        """Return the value of a code without fault."""
        return checked.value

    def fault(self, checked: Check) -> Any:
        """Word the finding; what a personal number should be is never said."""
        kind, value = checked.finding, checked.value
        length = _LENGTHS.get(self.column.type, "")
        if (
            kind == identifiers.CONFUSABLE
            and checked.suggestion
            and self.column.type in ("uscc", "authority", "org")
        ):
            return error(kind, "confusable_letter_suggest", suggestion=checked.suggestion)
        if kind == identifiers.BAD_FORMAT and length and len(value) != int(length):
            return error(kind, "bad_code_length", length=length, found=len(value))
        return error(kind)


@checker_type("uscc")
class CreditCode(Code):
    """A unified social credit code."""

    def check(self, text: str) -> Check:
        return identifiers.check_uscc(text)


@checker_type("authority")
class AuthorityCode(Code):
    """The credit code of an authority: the filler of zeros is a known habit, accepted and told."""

    def check(self, text: str) -> Check:
        return identifiers.check_authority_code(text)

    def accept(self, checked: Check) -> Any:
        return Found(checked.value, warning("filler_code")) if checked.filler else checked.value


@checker_type("org")
class OrganisationCode(Code):
    """An organisation code."""

    def check(self, text: str) -> Check:
        return identifiers.check_org_code(text)


@checker_type("licence")
class LicenceNumber(Code):
    """The registration number of a practice licence: only cleaned, many forms are in use."""

    def check(self, text: str) -> Check:
        return identifiers.check_institution_licence(text)


@checker_type("code")
class PlainCode(Code):
    """A number without a known form: cleaned, its length checked."""

    def check(self, text: str) -> Check:
        code = identifiers.clean_code(text)
        return Check(
            code, identifiers.BAD_FORMAT if self.column.length and len(code) > self.column.length else ""
        )


@checker_type("division")
class Division(Code):
    """A six-digit division code of GB/T 2260."""

    def check(self, text: str) -> Check:
        code = identifiers.clean_code(text)
        right = len(code) == 6 and code.isascii() and code.isdigit() and code[0] != "0"
        return Check(code, "" if right else identifiers.BAD_FORMAT)


@checker_type("id")
class IdNumber(Code):
    """The number of the id document named in the partner column; without a name a resident id."""

    def column_of(self, cells: Sequence[Any], types: Sequence[Any] = ()) -> list[Any]:
        """Judge numbers together with their types."""
        return list(map(self.__getitem__, zip(cells, types or repeat(None), strict=False)))

    def _judge(self, raw: Any) -> Any:
        number, self._type = raw
        return super()._judge(number)

    def check(self, text: str) -> Check:
        if self._type in (None, "", RESIDENT_ID) or self._type.__class__ is not str:
            return identifiers.check_resident_id(text, self.context.as_of)
        code = identifiers.clean_code(text)
        return Check(code, "" if _OTHER_ID.fullmatch(code) else identifiers.BAD_FORMAT)

    def fault(self, checked: Check) -> Any:
        if self._type not in (None, RESIDENT_ID):
            return error(checked.finding)
        return super().fault(checked)
