"""The national field set: which attribute carries which column code, and which columns are public.

Codes and order: 双公示 2018 standard (发改办财金〔2018〕424号), as read in working implementations.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from core.crypto import Sealed
from credit.choices import SubjectKind
from disclosure.models import Penalty, Permit

# Party kinds as the standard writes them (行政相对人类别).
PARTY_KIND_WORDS: dict[str, str] = {
    SubjectKind.ORGANISATION: "法人及非法人组织",
    SubjectKind.INDIVIDUAL_BUSINESS: "个体工商户",
    SubjectKind.PERSON: "自然人",
}


REMARK = "BZ"
IN_DISPUTE = "异议处理中"
"""How platforms are told that a record is disputed: the standard has no column of its own for it."""


@dataclass(frozen=True, slots=True)
class NationalField:
    """One column: its code, our attribute, and whether the public may see it at all.

    `free_text` columns pass the redaction of personal data before they are shown.
    """

    code: str
    attribute: str
    public: bool = True
    free_text: bool = False


def _party(prefix: str) -> tuple[NationalField, ...]:
    return (
        NationalField(f"{prefix}_XDR_MC", "party_name"),
        NationalField(f"{prefix}_XDR_LB", "party_kind"),
        NationalField(f"{prefix}_XDR_SHXYM", "uscc"),
        NationalField(f"{prefix}_XDR_GSZC", "registration_no"),
        NationalField(f"{prefix}_XDR_ZZJG", "org_code"),
        NationalField(f"{prefix}_XDR_SWDJ", "tax_no"),
        NationalField(f"{prefix}_XDR_SYDW", "public_institution_no"),
        NationalField(f"{prefix}_XDR_SHZZ", "social_org_no"),
        NationalField(f"{prefix}_FRDB", "legal_representative"),
        NationalField(f"{prefix}_FR_ZJLX", "representative_id_type", public=False),
        NationalField(f"{prefix}_FR_ZJHM", "representative_id", public=False),
        NationalField(f"{prefix}_XDR_ZJLX", "id_type", public=False),
        NationalField(f"{prefix}_XDR_ZJHM", "id_number", public=False),
    )


PENALTY_FIELDS = (
    *_party("CF"),
    NationalField("CF_WSH", "document_no"),
    NationalField("CF_WFXW", "violation_type", free_text=True),
    NationalField("CF_SY", "facts", free_text=True),
    NationalField("CF_YJ", "basis", free_text=True),
    NationalField("CF_CFLB", "kinds"),
    NationalField("CF_NR", "content", free_text=True),
    NationalField("CF_NR_FK", "fine"),
    NationalField("CF_NR_WFFF", "confiscated"),
    NationalField("CF_NR_ZKDX", "certificate", free_text=True),
    NationalField("CF_JDRQ", "decided_on"),
    NationalField("CF_YXQ", "valid_to"),
    NationalField("CF_GSJZQ", "shown_until"),
    NationalField("CF_CFJG", "authority_name"),
    NationalField("CF_CFJGDM", "authority_code"),
    NationalField("CF_SJLY", "source_name"),
    NationalField("CF_SJLYDM", "source_code"),
    NationalField("BZ", "remark", free_text=True),
)
PERMIT_FIELDS = (
    *_party("XK"),
    NationalField("XK_XKWS", "document_title"),
    NationalField("XK_WSH", "document_no"),
    NationalField("XK_XKLB", "permit_kind"),
    NationalField("XK_XKZS", "certificate_name"),
    NationalField("XK_XKBH", "certificate_no"),
    NationalField("XK_NR", "content", free_text=True),
    NationalField("XK_JDRQ", "decided_on"),
    NationalField("XK_YXQZ", "valid_from"),
    NationalField("XK_YXQZI", "valid_to"),
    NationalField("XK_XKJG", "authority_name"),
    NationalField("XK_XKJGDM", "authority_code"),
    NationalField("XK_ZT", "status"),
    NationalField("XK_LYDW", "source_name"),
    NationalField("XK_LYDWDM", "source_code"),
    NationalField("BZ", "remark", free_text=True),
)


def fields_of(decision: Penalty | Permit) -> tuple[NationalField, ...]:
    """Return the column set of a decision's kind."""
    return PENALTY_FIELDS if isinstance(decision, Penalty) else PERMIT_FIELDS


def table_of(decision: Penalty | Permit) -> str:
    """Return the receiving table: penalties and permits, bodies and persons apart."""
    kind = "penalty" if isinstance(decision, Penalty) else "permit"
    return f"{kind}_{'person' if decision.is_person else 'legal'}"


def raw_value(decision: Penalty | Permit, name: str) -> Any:
    """Read one attribute; the person's own number lives on the subject."""
    return decision.subject.id_number if name == "id_number" else getattr(decision, name)


def wire_value(value: Any) -> Any:
    """Turn a value into its form for the outbox: text, list, or a sealed token; never a clear number."""
    if isinstance(value, Sealed):
        return {"sealed": value.token}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return amount(value)
    if isinstance(value, str):
        return PARTY_KIND_WORDS.get(value, value)
    return value


def amount(value: Decimal) -> str:
    """Write an amount in 10,000 yuan without trailing zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def wire_fields(decision: Penalty | Permit) -> dict[str, Any]:
    """Return column code → value for every column that is filled."""
    pairs: Iterable[tuple[str, Any]] = (
        (column.code, raw_value(decision, column.attribute)) for column in fields_of(decision)
    )
    fields = {code: wire_value(value) for code, value in pairs if value not in (None, "", [])}
    if decision.disputed_since is not None:
        fields[REMARK] = "；".join(filter(None, (IN_DISPUTE, fields.get(REMARK, ""))))
    return fields
