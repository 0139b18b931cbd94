"""The address at which machines file conduct records."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.once import KEY_PARAMETER, KeyUsedRefusal, once
from accounts.models import ApiAnswer
from accounts.models.api_keys import ApiScope
from core.errors import Refusal
from credit.api.filing import (
    ALL_OR_NOTHING,
    KEEP_GOOD,
    MOST_ROWS,
    FiledSerializer,
    FilingSerializer,
    file_records,
)
from credit.api.reading import REFUSALS, KeyedView
from credit.api.serializers import WrongSerializer
from credit.api.subjects import machine_of

MOST_BYTES = 4 * 1024 * 1024


@extend_schema(
    tags=["files"],
    summary=gettext_lazy("File conduct records"),
    request=FilingSerializer,
    parameters=[KEY_PARAMETER],
    responses={
        201: OpenApiResponse(FiledSerializer, description=gettext_lazy("Every row was stored.")),
        200: OpenApiResponse(
            FiledSerializer, description=gettext_lazy("Some rows were stored, others refused.")
        ),
        422: OpenApiResponse(FiledSerializer, description=gettext_lazy("No row was stored.")),
        400: OpenApiResponse(WrongSerializer, description=gettext_lazy("The request cannot be read.")),
        409: OpenApiResponse(
            WrongSerializer, description=gettext_lazy("The idempotency key belongs to another request.")
        ),
        413: OpenApiResponse(WrongSerializer, description=gettext_lazy("The request is too large.")),
        **{status: told for status, told in REFUSALS.items() if status != 404},
    },
)
class FileRecords(KeyedView):
    """Files up to 500 conduct records; each waits for a second officer, and each is answered by itself."""

    scope = ApiScope.RECORD_FILE

    def post(self, request: Request) -> Response:
        """Answer row by row."""
        if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
            return _wrong(Refusal(_("The request is larger than 4 MiB; send fewer rows.")), 413)
        machine = machine_of(request)
        try:
            rows, mode = _asked(request.data)

            def act(kept: ApiAnswer) -> tuple[int, dict[str, Any]]:
                told = file_records(rows, mode, by=machine, request_no=kept.pk)
                return _status(told), told

            return once(request, act)
        except Refusal as refusal:
            return _wrong(refusal, 409 if isinstance(refusal, KeyUsedRefusal) else 400)


def _asked(data: Any) -> tuple[list[Any], str]:
    rows = data.get("records") if isinstance(data, dict) else None
    if not isinstance(rows, list) or not 1 <= len(rows) <= MOST_ROWS:
        raise Refusal(_("Send an object with “records”, a list of 1 to 500 rows."), field="records")
    mode = data.get("mode", KEEP_GOOD)
    if mode not in (KEEP_GOOD, ALL_OR_NOTHING):
        raise Refusal(_("Mode: write keep_good or all_or_nothing."), field="mode")
    return rows, mode


def _status(told: dict[str, Any]) -> int:
    if not told["refused"]:
        return 201
    return 200 if told["stored"] else 422


def _wrong(refusal: Refusal, status: int) -> Response:
    field = {"field": refusal.field} if refusal.field else {}
    return Response({"detail": str(refusal), **field}, status)
