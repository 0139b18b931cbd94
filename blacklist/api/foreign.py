"""The address at which departments file their lists: as the workbooks, row by row.

Red or black, bodies or persons are one delivery each; the whole list, or what is new and what has ended.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.once import KEY_PARAMETER, KeyUsedRefusal, once
from accounts.models import ApiAnswer
from accounts.models.api_keys import ApiScope
from accounts.permissions import P
from blacklist.foreign.choices import DeliveryState, Extent, ForeignKind, Way
from blacklist.foreign.parcels import Parcel, check_parcel
from blacklist.foreign.rows import LABELS, NewEntry
from blacklist.foreign.services import CHANGED, ENDED, NEW, UNCHANGED, Reception
from blacklist.models import ForeignDelivery, ForeignSource
from core.actors import Actor
from core.clock import today
from core.crypto import Sealed
from core.errors import Refusal
from core.identifiers import check_org_code, check_resident_id, check_uscc, clean_code
from credit.api.reading import REFUSALS, KeyedView
from credit.api.serializers import WrongSerializer
from credit.api.subjects import machine_of
from credit.services import RESIDENT_ID, body_identity, masked_number, person_identity

MOST_ROWS = 500
MOST_BYTES = 4 * 1024 * 1024


def _text(name: str, most: int) -> serializers.CharField:
    return serializers.CharField(
        required=False, allow_blank=True, default="", max_length=most, label=LABELS[name]
    )


def _day(name: str) -> serializers.DateField:
    return serializers.DateField(required=False, allow_null=True, default=None, label=LABELS[name])


class ForeignEntrySerializer(serializers.Serializer[Any]):
    """One body or person on the list. Bodies by one of three codes, persons by the resident number."""

    name = serializers.CharField(max_length=200, label=LABELS["name"])
    uscc = _text("uscc", 40)
    registration_no = _text("registration_no", 32)
    org_code = _text("org_code", 20)
    id_number = _text("id_number", 40)
    title = _text("title", 200)
    grade = _text("grade", 40)
    document_no = _text("document_no", 128)
    determined_by = serializers.CharField(max_length=200, label=LABELS["determined_by"])
    determined_on = serializers.DateField(label=LABELS["determined_on"])
    facts = _text("facts", 4000)
    content = _text("content", 4000)
    address = _text("address", 200)
    representative = _text("representative", 50)
    note = _text("note", 255)
    ends_on = _day("ends_on")
    ended_on = _day("ended_on")
    end_reason = _text("end_reason", 255)


class ForeignEntriesSerializer(serializers.Serializer[Any]):
    """A delivery. The whole list is one request: a row that is refused, and nothing of it is stored."""

    list = serializers.ChoiceField(choices=ForeignKind.choices, label=gettext_lazy("List"))
    persons = serializers.BooleanField(default=False, label=gettext_lazy("Natural persons"))
    extent = serializers.ChoiceField(
        choices=Extent.choices, default=Extent.ADDITIONS, label=gettext_lazy("Extent")
    )
    list_on = serializers.DateField(
        required=False, allow_null=True, default=None, label=gettext_lazy("State of the list on")
    )
    entries = ForeignEntrySerializer(many=True)


class EntryAnswerSerializer(serializers.Serializer[Any]):
    """What became of one row; `not_stored` beside a refused one of a whole list."""

    row = serializers.IntegerField(help_text=gettext_lazy("Place in the request, from 1."))
    state = serializers.ChoiceField(choices=(NEW, CHANGED, UNCHANGED, ENDED, "refused", "not_stored"))
    field = serializers.CharField(required=False)
    detail = serializers.CharField(required=False)


class EntriesAnswerSerializer(serializers.Serializer[Any]):
    """The answer to a delivery; `missing` entries of a whole list were `ended`, or wait for an officer."""

    stored = serializers.IntegerField()
    refused = serializers.IntegerField()
    missing = serializers.IntegerField()
    ended = serializers.IntegerField()
    waiting = serializers.BooleanField()
    rows = EntryAnswerSerializer(many=True)


@extend_schema(
    tags=["files"],
    summary=gettext_lazy("File entries of another department's list"),
    request=ForeignEntriesSerializer,
    parameters=[
        KEY_PARAMETER,
        OpenApiParameter(
            "source", OpenApiTypes.STR, OpenApiParameter.PATH, description=gettext_lazy("Code of the source.")
        ),
    ],
    responses={
        201: OpenApiResponse(EntriesAnswerSerializer, description=gettext_lazy("Every row was stored.")),
        200: OpenApiResponse(
            EntriesAnswerSerializer, description=gettext_lazy("Some rows were stored, others refused.")
        ),
        422: OpenApiResponse(EntriesAnswerSerializer, description=gettext_lazy("No row was stored.")),
        400: OpenApiResponse(WrongSerializer, description=gettext_lazy("The request cannot be read.")),
        409: OpenApiResponse(
            WrongSerializer, description=gettext_lazy("The idempotency key belongs to another request.")
        ),
        413: OpenApiResponse(WrongSerializer, description=gettext_lazy("The request is too large.")),
        **REFUSALS,
    },
)
class FileForeignEntries(KeyedView):
    """Files up to 500 entries of one list of one source; each row is answered by itself."""

    scope = ApiScope.FOREIGN_LIST_FILE

    def post(self, request: Request, source: str) -> Response:
        """Answer row by row."""
        if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
            return _wrong(Refusal(_("The request is larger than 4 MiB; send fewer rows.")), 413)
        machine = machine_of(request)
        seen = ForeignSource.objects.visible_to(machine, P.FOREIGN_LIST_KEEP)
        found = seen.filter(code=source).first()
        if found is None:
            raise Http404
        try:
            parcel, rows = _asked(request.data, found)

            def act(_kept: ApiAnswer) -> tuple[int, dict[str, Any]]:
                check_parcel(parcel, by=machine)
                return _filed(parcel, rows, machine)

            return once(request, act)
        except Refusal as refusal:
            return _wrong(refusal, 409 if isinstance(refusal, KeyUsedRefusal) else 400)


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    entry: NewEntry


def _asked(data: Any, source: ForeignSource) -> tuple[Parcel, list[Any]]:
    rows = data.get("entries") if isinstance(data, dict) else None
    if not isinstance(rows, list) or not 1 <= len(rows) <= MOST_ROWS:
        raise Refusal(_("Send an object with “entries”, a list of 1 to 500 rows."), field="entries")
    head = ForeignEntriesSerializer(data={**data, "entries": []})
    if not head.is_valid():
        raise _first_fault(head)
    told = head.validated_data
    parcel = Parcel(
        source=source,
        kind=ForeignKind(told["list"]),
        of_persons=told["persons"],
        extent=Extent(told["extent"]),
        way=Way.API,
        list_on=told["list_on"] or today(),
    )
    return parcel, rows


def _filed(parcel: Parcel, rows: Sequence[Any], machine: Actor) -> tuple[int, dict[str, Any]]:
    answers: dict[int, str | Refusal] = {}
    good: list[_Row] = []
    for number, row in enumerate(rows, 1):
        try:
            good.append(_Row(number, _entry(row, persons=parcel.of_persons)))
        except Refusal as refusal:
            answers[number] = refusal
    delivery: ForeignDelivery | None = None
    with transaction.atomic():
        reception = Reception(parcel, by=machine)
        taken = reception.take([row.entry for row in good])
        answers |= {row.number: answer for row, answer in zip(good, taken, strict=True)}
        refused = sum(isinstance(answer, Refusal) for answer in answers.values())
        undone = refused == len(answers) or (parcel.extent == Extent.FULL and refused > 0)
        if undone:
            transaction.set_rollback(True)
        else:
            delivery = reception.close()
    told = {
        "stored": 0 if undone else len(answers) - refused,
        "refused": refused,
        "missing": delivery.missing if delivery else 0,
        "ended": delivery.ended if delivery else 0,
        "waiting": bool(delivery and delivery.state == DeliveryState.WAITING),
        "rows": [_answer(number, answers[number], undone=undone) for number in sorted(answers)],
    }
    return 422 if undone else 200 if refused else 201, told


def _answer(number: int, answer: str | Refusal, *, undone: bool) -> dict[str, Any]:
    if isinstance(answer, Refusal):
        return {"row": number, "state": "refused", "field": answer.field, "detail": str(answer)}
    return {"row": number, "state": "not_stored" if undone else answer}


def _entry(row: Any, *, persons: bool) -> NewEntry:
    if not isinstance(row, dict):
        raise Refusal(_("Each row is an object with the fields of an entry."))
    for name in row:
        if name not in ForeignEntrySerializer._declared_fields:
            raise Refusal(
                _("“%(name)s”: an entry has no such field; leave it out.") % {"name": str(name)[:40]},
                field=str(name)[:40],
            )
    checked = ForeignEntrySerializer(data=row)
    if not checked.is_valid():
        raise _first_fault(checked)
    given: dict[str, Any] = dict(checked.validated_data)
    number = given.pop("id_number")
    numbers = _person(number, given) if persons else _body(number, given)
    return NewEntry(**{**given, **numbers})


def _person(number: str, given: dict[str, Any]) -> dict[str, Any]:
    if any(given[name] for name in ("uscc", "registration_no", "org_code")):
        raise Refusal(
            _("A list of natural persons holds no codes of bodies; send bodies apart."), field="uscc"
        )
    checked = check_resident_id(number, today())
    if not checked.valid:
        raise Refusal(_("Identity number: it is not a valid resident number; check it."), field="id_number")
    return {
        "identity": person_identity(RESIDENT_ID, checked.value),
        "id_number": Sealed(checked.value),
        "id_masked": masked_number(RESIDENT_ID, checked.value),
    }


def _body(number: str, given: dict[str, Any]) -> dict[str, Any]:
    if number:
        raise Refusal(
            _("A list of bodies holds no identity numbers; send natural persons apart."), field="id_number"
        )
    codes = {
        "uscc": check_uscc(given["uscc"]) if given["uscc"] else None,
        "org_code": check_org_code(given["org_code"]) if given["org_code"] else None,
    }
    for field, code in codes.items():
        if code is not None and not code.valid:
            raise Refusal(
                _("%(field)s: it is not a valid one; check it.") % {"field": LABELS[field]}, field=field
            )
    clean = {field: code.value if code else "" for field, code in codes.items()}
    clean["registration_no"] = clean_code(given["registration_no"])
    if not any(clean.values()):
        raise Refusal(_("Give at least one of the three codes of the body."), field="uscc")
    return {**clean, "identity": body_identity(**clean)}


def _first_fault(checked: Any) -> Refusal:
    field, errors = next(iter(checked.errors.items()))
    label = checked.fields[field].label if field in checked.fields else field
    return Refusal(f"{label}: {errors[0]}", field=str(field))


def _wrong(refusal: Refusal, status: int) -> Response:
    field = {"field": refusal.field} if refusal.field else {}
    return Response({"detail": str(refusal), **field}, status)
