"""The address at which systems of approval, tender and appointment check names against the lists."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.once import KEY_PARAMETER, KeyUsedRefusal, once
from accounts.models import ApiAnswer
from accounts.models.api_keys import ApiScope
from blacklist.checks.choices import Channel, EntryKind, Purpose, Result
from blacklist.checks.services import MOST_NAMES, NewName, Terms, ask
from blacklist.checks.sheet import verify_address
from blacklist.checks.showing import note, reasons
from blacklist.models import Check, CheckedName
from core.errors import Refusal
from credit.api.reading import REFUSALS, KeyedView
from credit.api.serializers import WrongSerializer
from credit.api.subjects import machine_of


class NameSerializer(serializers.Serializer[Any]):
    """One name to check; the number decides where it is known."""

    name = serializers.CharField(
        required=False, allow_blank=True, default="", max_length=1000, label=gettext_lazy("Name")
    )
    number = serializers.CharField(
        required=False,
        allow_blank=True,
        default="",
        max_length=200,
        label=gettext_lazy("Number"),
        help_text=gettext_lazy("Credit code of a body, or identity number of a person; kept sealed."),
    )


class AskSerializer(serializers.Serializer[Any]):
    """A check: what for, and whom."""

    purpose = serializers.CharField(
        max_length=20,
        default="",
        label=gettext_lazy("Purpose"),
        help_text=", ".join(map(str, Purpose.values)),
    )
    purpose_note = serializers.CharField(
        required=False, allow_blank=True, default="", max_length=500, label=gettext_lazy("Purpose in words")
    )
    case_no = serializers.CharField(
        required=False,
        allow_blank=True,
        default="",
        max_length=200,
        label=gettext_lazy("Number of the matter"),
    )
    asker = serializers.CharField(
        required=False,
        allow_blank=True,
        default="",
        max_length=500,
        label=gettext_lazy("Body or department that asks"),
    )
    names = NameSerializer(many=True)


class HitSerializer(serializers.Serializer[Any]):
    """One list on which the name stands. `sure` is False where number and documents must be compared."""

    list = serializers.CharField()
    kind = serializers.CharField(help_text=", ".join(EntryKind.values))
    kept_by = serializers.CharField()
    since = serializers.CharField(allow_blank=True)
    until = serializers.CharField(allow_blank=True)
    name = serializers.CharField()
    number = serializers.CharField(allow_blank=True, help_text=gettext_lazy("A person's is masked."))
    score = serializers.FloatField(min_value=0, max_value=1)
    why = serializers.CharField()
    sure = serializers.BooleanField()


class AnswerSerializer(serializers.Serializer[Any]):
    """The answer for one name, in the order asked."""

    row = serializers.IntegerField(help_text=gettext_lazy("Place in the request, from 1."))
    result = serializers.ChoiceField(choices=Result.choices)
    note = serializers.CharField(allow_blank=True)
    hits = HitSerializer(many=True)


class CheckSerializer(serializers.Serializer[Any]):
    """A check with its answers; the sheet is genuine where the address says so."""

    number = serializers.CharField()
    check_code = serializers.CharField()
    verify = serializers.CharField()
    as_of = serializers.DateField()
    cut_off = serializers.DateTimeField()
    found = serializers.IntegerField()
    possible = serializers.IntegerField()
    answers = AnswerSerializer(many=True)


@extend_schema(
    tags=["files"],
    summary=gettext_lazy("Check names against the lists"),
    request=AskSerializer,
    parameters=[KEY_PARAMETER],
    responses={
        201: OpenApiResponse(
            CheckSerializer, description=gettext_lazy("The answers; the check is kept under its number.")
        ),
        422: OpenApiResponse(WrongSerializer, description=gettext_lazy("Nothing was checked.")),
        409: OpenApiResponse(
            WrongSerializer, description=gettext_lazy("The idempotency key belongs to another request.")
        ),
        400: OpenApiResponse(WrongSerializer, description=gettext_lazy("The request cannot be read.")),
        **{status: told for status, told in REFUSALS.items() if status != 404},
    },
)
class AskCheck(KeyedView):
    """Checks up to five hundred names; a request that is sent twice is one check."""

    scope = ApiScope.CHECK_ASK

    def post(self, request: Request) -> Response:
        """Answer with the check, or with the sentence of the refusal."""
        machine = machine_of(request)

        def act(_kept: ApiAnswer) -> tuple[int, dict[str, Any]]:
            try:
                names, terms = _read(request.data)
                with transaction.atomic():
                    row = ask(names, terms, by=machine, channel=Channel.API)
            except Refusal as refusal:
                return 422, _wrong(refusal)
            return 201, _answer(row)

        try:
            return once(request, act)
        except Refusal as refusal:
            return Response(_wrong(refusal), 409 if isinstance(refusal, KeyUsedRefusal) else 400)


def _read(data: Any) -> tuple[list[NewName], Terms]:
    """Read a request.

    Raises:
        Refusal: a field has the wrong shape; the first one is named.
    """
    names = data.get("names") if isinstance(data, dict) else None
    if isinstance(names, list) and len(names) > MOST_NAMES:
        told = _("Names: %(n)s are too many at once; give at most %(most)s, or send a workbook.")
        raise Refusal(told % {"n": len(names), "most": MOST_NAMES}, field="names")
    asked = AskSerializer(data=data)
    if not asked.is_valid():
        field, errors = next(iter(asked.errors.items()))
        raise Refusal(_first(field, errors), field=str(field))
    given = asked.validated_data
    terms = Terms(given["purpose"], given["purpose_note"], given["case_no"], given["asker"])
    return [NewName(one["name"], one["number"]) for one in given["names"]], terms


def _first(field: str, errors: Any) -> str:
    """Return the first error in one line, with the row and field it is about."""
    label = str(AskSerializer().fields[field].label or field) if field in AskSerializer().fields else field
    while not isinstance(errors, str):
        if isinstance(errors, dict):
            key, errors = next(iter(errors.items()))
            if isinstance(key, int):
                label = _("Row %(row)s") % {"row": key + 1}
        else:
            place, errors = next((place, found) for place, found in enumerate(errors) if found)
            if not isinstance(errors, str):
                label = _("Row %(row)s") % {"row": place + 1}
    return f"{label}: {errors}"


def _answer(row: Check) -> dict[str, Any]:
    return {
        "number": row.number,
        "check_code": row.check_code,
        "verify": verify_address(row),
        "as_of": row.as_of.isoformat(),
        "cut_off": row.cut_off.isoformat(),
        "found": row.found,
        "possible": row.possible,
        "answers": [_told(one) for one in row.names.order_by("row")],
    }


def _told(one: CheckedName) -> dict[str, Any]:
    return {
        "row": one.row,
        "result": one.result,
        "note": note(one),
        "hits": [
            {
                "list": hit["title"],
                "kind": hit["kind"],
                "kept_by": hit["source"],
                "since": hit["since"],
                "until": hit["until"],
                "name": hit["name"],
                "number": hit["number"],
                "score": hit["score"],
                "why": reasons(hit["why"]),
                "sure": hit["sure"],
            }
            for hit in one.hits
        ],
    }


def _wrong(refusal: Refusal) -> dict[str, Any]:
    return {"detail": str(refusal), **({"field": refusal.field} if refusal.field else {})}
