"""The addresses at which the credit platform files objections and applications for repair.

The platform (信用中国) takes applications of all subjects and passes them to the authority that decided
(国办发〔2025〕22号). They pass the same services as the portal and the counter, and are refused by the same
sentences.
"""

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
from accounts.permissions import P
from core.actors import Actor
from core.errors import Refusal
from core.identifiers import check_uscc
from credit.api.reading import REFUSALS, KeyedView
from credit.api.serializers import WrongSerializer
from credit.api.subjects import machine_of
from credit.models import ConductRecord, Objection, Repair, Subject
from credit.objection import services as objections
from credit.objection.choices import Channel, Ground
from credit.objection.targets import about_record
from credit.parties import OnPaper
from credit.repair import services as repairs
from credit.services import body_identity


class CaseSerializer(serializers.Serializer[Any]):
    """Who asks, about which document."""

    uscc = serializers.CharField(max_length=40, label=gettext_lazy("Unified social credit code"))
    document_no = serializers.CharField(max_length=128, label=gettext_lazy("Document number"))


class ObjectionSerializer(CaseSerializer):
    """An objection of a body to a record about itself."""

    ground = serializers.ChoiceField(choices=Ground.choices, label=gettext_lazy("What is wrong"))
    claim = serializers.CharField(
        max_length=2000, label=gettext_lazy("What is wrong, and what would be right")
    )


class RepairSerializer(CaseSerializer):
    """An application of a body for repair; the authority fetches the proof from its own systems."""

    duties_done_on = serializers.DateField(label=gettext_lazy("Duties of the decision done on"))
    correction = serializers.CharField(
        max_length=2000, label=gettext_lazy("How the misconduct was corrected")
    )
    commitment_by = serializers.CharField(
        max_length=60, label=gettext_lazy("Name of who gives the commitment")
    )


class CaseTakenSerializer(serializers.Serializer[Any]):
    """The number under which the case is kept, and its state."""

    id = serializers.IntegerField()
    state = serializers.CharField()


ANSWERS: dict[int, Any] = {
    201: OpenApiResponse(
        CaseTakenSerializer, description=gettext_lazy("The case is taken in; its clock runs.")
    ),
    422: OpenApiResponse(WrongSerializer, description=gettext_lazy("The case is refused, with the reason.")),
    409: OpenApiResponse(
        WrongSerializer, description=gettext_lazy("The idempotency key belongs to another request.")
    ),
    **{status: told for status, told in REFUSALS.items() if status != 404},
}


class FileCase(KeyedView):
    """Takes one case in; what the services refuse leaves nothing behind."""

    scope = ApiScope.CASE_FILE
    asks: type[CaseSerializer]

    def taken(self, record: ConductRecord, given: dict[str, Any], by: Actor) -> Objection | Repair:
        """Take the case in through its service."""
        raise NotImplementedError

    def post(self, request: Request) -> Response:
        """Answer with the case's number, or with the sentence of the refusal."""
        machine = machine_of(request)

        def act(_kept: ApiAnswer) -> tuple[int, dict[str, Any]]:
            try:
                with transaction.atomic():
                    given = _checked(self.asks(data=request.data))
                    record = _record(given, machine)
                    row = self.taken(record, given, OnPaper(machine, P.FILE_VIEW))
            except Refusal as refusal:
                return 422, _wrong(refusal)
            return 201, {"id": row.pk, "state": row.state}

        try:
            return once(request, act)
        except Refusal as refusal:
            return Response(_wrong(refusal), 409 if isinstance(refusal, KeyUsedRefusal) else 400)


@extend_schema(
    tags=["files"],
    summary=gettext_lazy("File an objection"),
    request=ObjectionSerializer,
    parameters=[KEY_PARAMETER],
    responses=ANSWERS,
)
class FileObjection(FileCase):
    """Files an objection: the record is marked as disputed at once, the local clock runs."""

    asks = ObjectionSerializer

    def taken(self, record: ConductRecord, given: dict[str, Any], by: Actor) -> Objection:
        """Take the objection in."""
        return objections.file_objection(
            subject_id=record.subject_id,
            about=about_record(record),
            ground=given["ground"],
            claim=given["claim"],
            by=by,
            channel=Channel.PLATFORM,
        )


@extend_schema(
    tags=["files"],
    summary=gettext_lazy("File an application for repair"),
    request=RepairSerializer,
    parameters=[KEY_PARAMETER],
    responses=ANSWERS,
)
class FileRepair(FileCase):
    """Files an application for repair; before its day it is refused, and the day is named."""

    asks = RepairSerializer

    def taken(self, record: ConductRecord, given: dict[str, Any], by: Actor) -> Repair:
        """Begin, fill in and hand in the application, all of it or nothing."""
        row = repairs.start_repair(
            subject_id=record.subject_id, record=record, by=by, channel=Channel.PLATFORM
        )
        row = repairs.write_repair(
            row,
            by=by,
            duties_done_on=given["duties_done_on"],
            correction=given["correction"],
            commitment_by=given["commitment_by"],
            commits=True,
        )
        return repairs.submit(row, by=by)


def _checked(asked: CaseSerializer) -> dict[str, Any]:
    if asked.is_valid():
        return dict(asked.validated_data)
    field, errors = next(iter(asked.errors.items()))
    label = asked.fields[field].label if field in asked.fields else field
    raise Refusal(f"{label}: {errors[0]}", field=str(field))


def _record(given: dict[str, Any], machine: Any) -> ConductRecord:
    code = check_uscc(given["uscc"])
    if not code.valid:
        raise Refusal(_("Unified social credit code: it is not a valid one; check it."), field="uscc")
    seen = Subject.objects.visible_to(machine, P.FILE_VIEW)
    subject = seen.filter(identity=body_identity(uscc=code.value)).first()
    if subject is None:
        raise Refusal(
            _("Subject: your divisions hold no such file; the health authority must open it first."),
            field="uscc",
        )
    rows = ConductRecord.objects.filter(subject=subject, document_no=given["document_no"].strip())
    record = rows.select_related("item", "subject").order_by("-pk").first()
    if record is None:
        raise Refusal(
            _("This party's file holds no record under that document number; check number and party."),
            field="document_no",
        )
    return record


def _wrong(refusal: Refusal) -> dict[str, Any]:
    return {"detail": str(refusal), **({"field": refusal.field} if refusal.field else {})}
