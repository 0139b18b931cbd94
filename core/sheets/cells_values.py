"""Checkers of values: dates, amounts, whole numbers."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from core.sheets.checkers import Checker, checker_type, half_width, plain_text
from core.sheets.columns import Column
from core.sheets.context import Context
from core.sheets.findings import Found, error, warning

_DAY = re.compile(
    r"(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})[日号]|(\d{2})(\d{2}))"
    r"(?:[ T]+0{1,2}:00(?::00(?:\.0+)?)?Z?)?"
)
_YEAR_LAST = re.compile(r"\d{1,2}([-/.])\d{1,2}\1(?:\d{4}|\d{2})|\d{2}([-/.])\d{1,2}\2\d{1,2}")
_SERIAL = re.compile(r"\d{5}(?:\.0+)?")
_BLANK = re.compile(r"\s+")
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 80_000
_FIRST_YEAR = 1900
_BASE = date(1899, 12, 30)
_BASE_1904 = date(1904, 1, 1)

_NUMBER = re.compile(r"([-−–]?)(\d{1,12}(?:\.(\d*))?|\.(\d+))")
_LARGE = re.compile(r"[-−–]?\d+(?:\.\d*)?")
_UNIT = re.compile(r"[¥￥]?[-−]?[\d.,]+(?:万元|万|元|人民币|RMB|CNY|%)?(?:整|左右|余)?")
_DECIMALS = 6
_LARGEST = 10**12


@checker_type("date")
class Day(Checker):
    """A calendar day; its clean value is ISO text, which sorts as the days do."""

    def read(self, raw: Any) -> Any:
        """Read a day in one of the accepted forms."""
        if isinstance(raw, datetime | date):
            day = raw.date() if isinstance(raw, datetime) else raw
            return self.check(day) if day.year >= _FIRST_YEAR else Found(None, error("impossible_date"))
        if isinstance(raw, float | int):
            return self._number(raw)
        text = _BLANK.sub(" ", half_width(plain_text(raw))).strip(" '‘’`")
        match = _DAY.fullmatch(text)
        if match is None:
            match = _DAY.fullmatch(text.replace(" ", ""))
        if match is None:
            if _SERIAL.fullmatch(text):
                return self._number(float(text))
            says = "ambiguous_date" if _YEAR_LAST.fullmatch(text) else "unreadable_date"
            return Found(None, error("unreadable_date", says))
        return self._day(match)

    def _day(self, match: re.Match[str]) -> Any:
        year = int(match[1])
        month, day = (int(part) for part in match.group(3, 4, 5, 6, 7, 8) if part)
        if year < _FIRST_YEAR:
            return Found(None, error("impossible_date"))
        try:
            return self.check(date(year, month, day))
        except ValueError:
            return Found(None, error("impossible_date"))

    def _number(self, number: float) -> Any:
        """A bare number: eight digits are a day, a number in the usual range a serial."""
        if float(number).is_integer() and 19_000_101 <= number <= 99_991_231:
            return self.read(str(int(number)))
        if not _FIRST_SERIAL <= number <= _LAST_SERIAL:
            return Found(None, error("unreadable_date"))
        base = _BASE_1904 if self.context.date1904 else _BASE
        day = base + timedelta(days=int(number))
        checked = self.check(day)
        if checked.__class__ is Found:
            return checked
        return Found(checked, warning("date_from_serial", day=f"{day:%Y/%m/%d}"))

    def check(self, day: date) -> Any:
        """Judge a day that can be read."""
        return day.isoformat()


@checker_type("decision_date")
class DecisionDay(Day):
    """The day of a decision: it cannot lie after the day of intake."""

    def check(self, day: date) -> Any:
        if day > self.context.as_of:
            return Found(None, error("future_decision_date", day=f"{self.context.as_of:%Y/%m/%d}"))
        return day.isoformat()


@checker_type("amount")
class Amount(Checker):
    """An amount in 10,000 yuan; its clean value is decimal text without trailing zeros."""

    def __init__(self, column: Column, context: Context, asked: bool = True) -> None:
        super().__init__(column, context, asked)
        self._limit = Decimal(str(context.list("amount_suspicious_above")))

    def read(self, raw: Any) -> Any:
        """Read an amount."""
        if isinstance(raw, float | int):
            return self._float(float(raw))
        text = _BLANK.sub("", half_width(plain_text(raw))).strip("'‘’`").replace(",", "").replace("，", "")
        match = _NUMBER.fullmatch(text)
        if match is None:
            if _LARGE.fullmatch(text):
                return Found(None, error("amount_not_a_number", "amount_too_fine"))
            unit = _UNIT.fullmatch(text) and any(mark.isdigit() for mark in text)
            return Found(
                None, error("amount_not_a_number", "amount_with_unit" if unit else "amount_not_a_number")
            )
        decimals = (match[3] or match[4] or "").rstrip("0")
        if len(decimals) > _DECIMALS:
            return Found(None, error("amount_not_a_number", "amount_too_fine"))
        return self._check(Decimal(match[2]), bool(match[1]))

    def _float(self, number: float) -> Any:
        if not abs(number) < _LARGEST:
            return Found(None, error("amount_not_a_number", "amount_too_fine"))
        rounded = round(number, _DECIMALS)
        if abs(number - rounded) > 1e-9 * max(1.0, abs(number)):
            return Found(None, error("amount_not_a_number", "amount_too_fine"))
        return self._check(abs(Decimal(repr(rounded))), number < 0)

    def _check(self, amount: Decimal, negative: bool) -> Any:
        if negative and amount:
            return Found(None, error("amount_negative"))
        text = decimal_text(amount)
        if amount > self._limit:
            return Found(text, warning("amount_suspicious_unit", limit=decimal_text(self._limit)))
        return text


def decimal_text(amount: Decimal) -> str:
    """Write a decimal without exponent and without trailing zeros."""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@checker_type("count")
class Count(Checker):
    """A whole number of zero or more."""

    def read(self, raw: Any) -> Any:
        """Read a whole number."""
        if isinstance(raw, float | int):
            whole = float(raw).is_integer() and 0 <= raw < 2**31
            return str(int(raw)) if whole else Found(None, error("not_a_whole_number"))
        text = half_width(plain_text(raw)).replace(",", "")
        if text.isascii() and text.isdigit() and len(text) < 10:
            return str(int(text))
        return Found(None, error("not_a_whole_number"))
