"""Filing conduct records: one request, up to five hundred rows, each answered with its own sentence.

Rows pass the same checks as the form and the workbook (`credit.services.entry`) and wait for a second
officer like theirs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers

from accounts.models import Officer
from accounts.permissions import P
from core.errors import Refusal
from core.identifiers import check_uscc
from credit.api.subjects import identity_of
from credit.models import ConductRecord, Subject
from credit.services import NewRecord, body_identity
from credit.services.entry import Offered, enter_each
from credit.services.facts import Desk, desk

MOST_ROWS = 500
KEEP_GOOD = "keep_good"
ALL_OR_NOTHING = "all_or_nothing"
Row = Mapping[str, Any]


class RowSerializer(serializers.Serializer[Any]):
    """One fact. The subject is named by its credit code, or, a person, by the identity document."""

    uscc = serializers.CharField(required=False, label=gettext_lazy("Unified social credit code"))
    id_type = serializers.CharField(
        required=False, default="", max_length=64, label=gettext_lazy("Identity document")
    )
    id_number = serializers.CharField(required=False, max_length=64, label=gettext_lazy("Identity number"))
    item_code = serializers.CharField(max_length=20, label=gettext_lazy("Item"))
    title = serializers.CharField(max_length=255, label=gettext_lazy("Conduct"))
    happened_on = serializers.DateField(label=gettext_lazy("Date"))
    final_on = serializers.DateField(
        required=False, allow_null=True, default=None, label=gettext_lazy("Counts as dishonest from")
    )
    facts = serializers.CharField(
        required=False, allow_blank=True, default="", max_length=4000, label=gettext_lazy("Facts")
    )
    document_no = serializers.CharField(
        required=False, allow_blank=True, default="", max_length=128, label=gettext_lazy("Document number")
    )
    authority_name = serializers.CharField(
        required=False, allow_blank=True, default="", max_length=200, label=gettext_lazy("Authority")
    )
    act = serializers.CharField(
        required=False, allow_blank=True, default="", max_length=80, label=gettext_lazy("Act")
    )
    count = serializers.IntegerField(required=False, default=1, label=gettext_lazy("Count"))
    note = serializers.CharField(
        required=False, allow_blank=True, default="", max_length=255, label=gettext_lazy("Remark")
    )


class FilingSerializer(serializers.Serializer[Any]):
    """A request to file records."""

    records = RowSerializer(many=True)
    mode = serializers.ChoiceField(choices=(KEEP_GOOD, ALL_OR_NOTHING), default=KEEP_GOOD)


class FiledRowSerializer(serializers.Serializer[Any]):
    """What became of one row: `waiting` for a second officer, `refused`, or `not_stored` beside a bad one."""

    row = serializers.IntegerField(help_text=gettext_lazy("Place in the request, from 1."))
    state = serializers.ChoiceField(choices=("waiting", "refused", "not_stored"))
    id = serializers.IntegerField(required=False)
    field = serializers.CharField(required=False)
    detail = serializers.CharField(required=False)


class FiledSerializer(serializers.Serializer[Any]):
    """The answer to a filing request."""

    stored = serializers.IntegerField()
    refused = serializers.IntegerField()
    rows = FiledRowSerializer(many=True)


def file_records(rows: Sequence[Any], mode: str, *, by: Officer, request_no: int) -> dict[str, Any]:
    """Enter the rows of one request, in the caller's transaction.

    Args:
        rows: what was sent, unchecked.
        mode: keep the good rows, or store all or nothing.
        by: the machine's account.
        request_no: number of the request, which names the source of its records.

    Returns:
        The answer: how many were stored and refused, and what became of each row.
    """
    filing = _Filing(rows, by, request_no)
    with transaction.atomic():
        answers = filing.enter(rows)
        refused = sum(answer["state"] == "refused" for answer in answers)
        undone = mode == ALL_OR_NOTHING and refused > 0
        if undone:
            transaction.set_rollback(True)
    if undone:
        answers = [
            answer if answer["state"] == "refused" else {"row": answer["row"], "state": "not_stored"}
            for answer in answers
        ]
    stored = sum(answer["state"] == "waiting" for answer in answers)
    return {"stored": stored, "refused": refused, "rows": answers}


class _Filing:
    """The rows of one request with what they are checked against, read once."""

    def __init__(self, rows: Sequence[Any], by: Officer, request_no: int) -> None:
        self._by = by
        self._request_no = request_no
        self._desks: dict[str, Desk] = {}
        identities = {identity for row in rows if (identity := _identity(row))}
        seen = Subject.objects.visible_to(by, P.RECORD_ENTER).filter(identity__in=identities)
        self._subjects = {subject.identity: subject for subject in seen}

    def enter(self, rows: Sequence[Any]) -> list[dict[str, Any]]:
        """Enter the rows together; a refused one leaves nothing behind."""
        offered: dict[int, Offered] = {}
        answers: dict[int, ConductRecord | Refusal] = {}
        for number, row in enumerate(rows, 1):
            try:
                offered[number] = self._offered(number, row)
            except Refusal as refusal:
                answers[number] = refusal
        entered = enter_each(list(offered.values()), by=self._by, desks=self._desk)
        answers |= zip(offered, entered, strict=True)
        return [self._answer(number, answers[number]) for number in sorted(answers)]

    @staticmethod
    def _answer(number: int, answer: ConductRecord | Refusal) -> dict[str, Any]:
        if isinstance(answer, Refusal):
            return {"row": number, "state": "refused", "field": answer.field, "detail": str(answer)}
        return {"row": number, "state": "waiting", "id": answer.pk}

    def _desk(self, place: str) -> Desk:
        if place not in self._desks:
            self._desks[place] = desk(place)
        return self._desks[place]

    def _offered(self, number: int, row: Any) -> Offered:
        if not isinstance(row, dict):
            raise Refusal(_("Each row is an object with the fields of a record."))
        subject = self._subject(row)
        _check_names(row, self._desk(subject.division_code))
        given = _checked(row)
        new = NewRecord(
            subject_id=subject.pk,
            source=f"credit.api:{self._request_no}.{number}",
            division_code=subject.division_code,
            **{name: value for name, value in given.items() if name not in ("uscc", "id_type", "id_number")},
        )
        return Offered(new, subject)

    def _subject(self, row: Row) -> Subject:
        if bool(row.get("uscc")) == bool(row.get("id_number")):
            raise Refusal(
                _("Subject: give either the credit code of a body or the identity number of a person."),
                field="uscc",
            )
        if row.get("uscc") and not check_uscc(str(row["uscc"])).valid:
            raise Refusal(_("Unified social credit code: it is not a valid one; check it."), field="uscc")
        found = self._subjects.get(_identity(row))
        if found is None:
            raise Refusal(
                _("Subject: your divisions hold no such file; the health authority must open it first."),
                field="uscc" if row.get("uscc") else "id_number",
            )
        return found


def _identity(row: Any) -> str:
    """Return the identity of the file that a row names, "" where it names none."""
    if not isinstance(row, dict):
        return ""
    if row.get("uscc"):
        return body_identity(uscc=check_uscc(str(row["uscc"])).value or "-")
    number = str(row.get("id_number") or "")
    return identity_of(str(row.get("id_type") or ""), number) if number else ""


def _check_names(row: Row, at: Desk) -> None:
    """Refuse fields that a record does not have, and tell of those that may never be collected."""
    for name in row:
        if name not in RowSerializer._declared_fields:
            if found := at.shield.find_header(str(name)):
                raise Refusal(found.sentence(str(name)[:40]), field=str(name)[:40])
            raise Refusal(
                _("“%(name)s”: a record has no such field; leave it out.") % {"name": str(name)[:40]},
                field=str(name)[:40],
            )


def _checked(row: Row) -> dict[str, Any]:
    checked = RowSerializer(data=row)
    if checked.is_valid():
        return dict(checked.validated_data)
    field, errors = next(iter(checked.errors.items()))
    label = checked.fields[field].label if field in checked.fields else field
    raise Refusal(f"{label}: {errors[0]}", field=str(field))
