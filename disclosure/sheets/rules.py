"""What must hold between the cells of one row: one rule, one function, one test."""

from __future__ import annotations

from core.sheets.context import Context
from core.sheets.findings import Finding, error, warning
from credit.choices import SubjectKind
from disclosure.sheets.penalty_kinds import kinds_that_need

DAY_NAMES = {
    "CF_JDRQ": "处罚决定日期",
    "XK_YXQZ": "有效期自",
}


def lapses_before_decision(_context: Context, end: str | None, decided: str | None) -> Finding | None:
    """A penalty, or its publicity, does not end before the decision was made."""
    if end is not None and decided is not None and end < decided:
        return error("end_before_start", other=DAY_NAMES["CF_JDRQ"])
    return None


def valid_to_before_from(_context: Context, end: str | None, start: str | None) -> Finding | None:
    """A permit does not lapse before it starts."""
    if end is not None and start is not None and end < start:
        return error("end_before_start", other=DAY_NAMES["XK_YXQZ"])
    return None


def fine_without_amount(
    context: Context, amount: str | None, kinds: tuple[str, ...] | None
) -> Finding | None:
    """A fine has an amount."""
    return _amount(context, "fine", amount, kinds)


def confiscation_without_amount(
    context: Context, amount: str | None, kinds: tuple[str, ...] | None
) -> Finding | None:
    """Confiscated gains or goods have a value."""
    return _amount(context, "confiscated", amount, kinds)


def revocation_without_certificate(
    context: Context, certificate: str | None, kinds: tuple[str, ...] | None
) -> Finding | None:
    """A suspended or revoked certificate is named."""
    if certificate is None and kinds and (kind := _needing(context, "certificate", kinds)):
        return error("missing_value", "missing_for_kind", kind=kind)
    return None


def person_in_legal_file(_context: Context, subject: str | None) -> Finding | None:
    """Natural persons have a file of their own; no other finding of such a row counts."""
    return error("person_in_legal_file") if subject == SubjectKind.PERSON else None


def body_in_person_file(_context: Context, subject: str | None) -> Finding | None:
    """Organisations and individual businesses have a file of their own."""
    return error("legal_in_person_file") if subject is not None and subject != SubjectKind.PERSON else None


def subject_without_any_code(
    _context: Context, uscc: str | None, registration: str | None, organisation: str | None
) -> Finding | None:
    """Old layout: at least one of the three numbers of a body is given (三证必须选一)."""
    if uscc is None and registration is None and organisation is None:
        return error("missing_value", "missing_one_of", fields="统一社会信用代码、工商登记码、组织机构代码")
    return None


def outside_jurisdiction(context: Context, authority: str | None) -> Finding | None:
    """An officer takes in the decisions of authorities in the own divisions only."""
    if authority is not None and "" not in context.covers and not context.covered(authority[2:8]):
        return error("outside_jurisdiction")
    return None


def _amount(context: Context, what: str, amount: str | None, kinds: tuple[str, ...] | None) -> Finding | None:
    if kinds is None:
        return None
    kind = _needing(context, what, kinds)
    if amount is None and kind:
        return error("amount_missing", kind=kind)
    if amount not in (None, "0") and not kind:
        return warning("amount_without_kind")
    return None


def _needing(context: Context, what: str, kinds: tuple[str, ...]) -> str:
    """Return the first of these kinds that needs an amount, a value or a certificate ("" when none does)."""
    needing = context.remembered(("kinds", what), lambda: kinds_that_need(context, what))
    return next((kind for kind in kinds if kind in needing), "")
