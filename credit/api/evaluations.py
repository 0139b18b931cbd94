"""The address at which machines file results of the national evaluation: as the workbook, row by row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.once import KEY_PARAMETER, KeyUsedRefusal, once
from accounts.models import ApiAnswer, Officer
from accounts.models.api_keys import ApiScope
from accounts.permissions import P
from core.errors import Refusal
from core.identifiers import check_uscc
from credit.api.reading import REFUSALS, KeyedView
from credit.api.serializers import WrongSerializer
from credit.api.subjects import machine_of
from credit.evaluations.schemes import NATIONAL
from credit.evaluations.services import NewResult, take_in
from credit.models import Subject
from credit.models.evaluations import EvaluationWay
from credit.services import body_identity

MOST_ROWS = 500


class ResultSerializer(serializers.Serializer[Any]):
    """One result of a body."""

    uscc = serializers.CharField(max_length=40, label=gettext_lazy("Unified social credit code"))
    year = serializers.IntegerField(label=gettext_lazy("Year evaluated"))
    result = serializers.CharField(max_length=40, label=gettext_lazy("Result"))
    evaluated_on = serializers.DateField(label=gettext_lazy("Evaluated on"))
    evaluator = serializers.CharField(max_length=200, label=gettext_lazy("Evaluated by"))


class ResultsSerializer(serializers.Serializer[Any]):
    """A request to file results."""

    evaluations = ResultSerializer(many=True)


class TakenRowSerializer(serializers.Serializer[Any]):
    """What became of one row: `new`, `replaced` an earlier result, `unchanged`, or `refused`."""

    row = serializers.IntegerField(help_text=gettext_lazy("Place in the request, from 1."))
    state = serializers.ChoiceField(choices=("new", "replaced", "unchanged", "refused"))
    field = serializers.CharField(required=False)
    detail = serializers.CharField(required=False)


class RowsTakenSerializer(serializers.Serializer[Any]):
    """The answer to a request with results."""

    stored = serializers.IntegerField()
    refused = serializers.IntegerField()
    rows = TakenRowSerializer(many=True)


@extend_schema(
    tags=["files"],
    summary=gettext_lazy("File results of the public credit evaluation"),
    request=ResultsSerializer,
    parameters=[KEY_PARAMETER],
    responses={
        201: OpenApiResponse(RowsTakenSerializer, description=gettext_lazy("Every row was stored.")),
        200: OpenApiResponse(
            RowsTakenSerializer, description=gettext_lazy("Some rows were stored, others refused.")
        ),
        422: OpenApiResponse(RowsTakenSerializer, description=gettext_lazy("No row was stored.")),
        400: OpenApiResponse(WrongSerializer, description=gettext_lazy("The request cannot be read.")),
        409: OpenApiResponse(
            WrongSerializer, description=gettext_lazy("The idempotency key belongs to another request.")
        ),
        **{status: told for status, told in REFUSALS.items() if status != 404},
    },
)
class FileEvaluations(KeyedView):
    """Files up to 500 results; a poor one opens an interview and a rectification."""

    scope = ApiScope.EVALUATION_FILE

    def post(self, request: Request) -> Response:
        """Answer row by row."""
        machine = machine_of(request)
        try:
            rows = _asked(request.data)

            def act(_kept: ApiAnswer) -> tuple[int, dict[str, Any]]:
                told = _file(rows, machine)
                status = 201 if not told["refused"] else 200 if told["stored"] else 422
                return status, told

            return once(request, act)
        except Refusal as refusal:
            field = {"field": refusal.field} if refusal.field else {}
            status = 409 if isinstance(refusal, KeyUsedRefusal) else 400
            return Response({"detail": str(refusal), **field}, status)


def _asked(data: Any) -> list[Any]:
    rows = data.get("evaluations") if isinstance(data, dict) else None
    if not isinstance(rows, list) or not 1 <= len(rows) <= MOST_ROWS:
        raise Refusal(_("Send an object with “evaluations”, a list of 1 to 500 rows."), field="evaluations")
    return rows


def _file(rows: Sequence[Any], machine: Officer) -> dict[str, Any]:
    answers = [_filed(number, row, machine) for number, row in enumerate(rows, 1)]
    refused = sum(answer["state"] == "refused" for answer in answers)
    return {"stored": len(answers) - refused, "refused": refused, "rows": answers}


def _filed(number: int, row: Any, machine: Officer) -> dict[str, Any]:
    try:
        with transaction.atomic():
            taken = take_in([_result(row, machine)], by=machine, way=EvaluationWay.API)
    except Refusal as refusal:
        return {"row": number, "state": "refused", "field": refusal.field, "detail": str(refusal)}
    state = "new" if taken.new else "replaced" if taken.replaced else "unchanged"
    return {"row": number, "state": state}


def _result(row: Any, machine: Officer) -> NewResult:
    checked = ResultSerializer(data=row)
    if not checked.is_valid():
        field, errors = next(iter(checked.errors.items()))
        label = checked.fields[field].label if field in checked.fields else field
        raise Refusal(f"{label}: {errors[0]}", field=str(field))
    given = checked.validated_data
    code = check_uscc(given["uscc"])
    if not code.valid:
        raise Refusal(_("Unified social credit code: it is not a valid one; check it."), field="uscc")
    seen = Subject.objects.visible_to(machine, P.EVALUATION_KEEP)
    subject = seen.filter(identity=body_identity(uscc=code.value)).first()
    if subject is None:
        raise Refusal(
            _("Subject: your divisions hold no such file; the health authority must open it first."),
            field="uscc",
        )
    return NewResult(
        subject=subject,
        scheme=NATIONAL,
        year=given["year"],
        result=given["result"],
        evaluated_on=given["evaluated_on"],
        evaluator=given["evaluator"],
    )
