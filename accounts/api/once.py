"""The same request twice is done once: the first answer is kept and given again."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api_keys import setting
from accounts.models import ApiAnswer, Officer
from core.crypto import hmac_sm3
from core.errors import Refusal

HEADER = "Idempotency-Key"
KEY_PARAMETER = OpenApiParameter(
    HEADER,
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    required=True,
    description=gettext_lazy(
        "8 to 80 characters, new for each request; sent again with the same content, the first "
        "answer is given again and nothing is done twice."
    ),
)
_KEY = re.compile(r"[\x21-\x7e]{8,80}")
Answer = tuple[int, dict[str, Any]]


class KeyUsedRefusal(Refusal):
    """The idempotency key belongs to another request."""


def once(request: Request, act: Callable[[ApiAnswer], Answer]) -> Response:
    """Do something and keep the answer under the request's idempotency key, in one transaction.

    Args:
        request: carries the header ``Idempotency-Key``; its user is the machine.
        act: does it, and returns status and answer. What it raises undoes everything, the key included. It
            gets the row under which the answer will be kept; its number is unique to the request.

    Raises:
        Refusal: no usable key.
        KeyUsedRefusal: the key was used for another request.
    """
    key = request.headers.get(HEADER, "")
    if not _KEY.fullmatch(key):
        raise Refusal(
            _("Send a header Idempotency-Key of 8 to 80 characters, a new one for each new request."),
            field=HEADER,
        )
    machine = request.user
    if not isinstance(machine, Officer):
        raise TypeError("only a machine's account files")
    told = f"{request.path}\n{json.dumps(request.data, sort_keys=True, ensure_ascii=False)}"
    digest = hmac_sm3(settings.CHENGYI_INDEX_KEY, told)
    with transaction.atomic():
        try:
            with transaction.atomic():
                kept = ApiAnswer.objects.create(officer=machine, idempotency_key=key, request_digest=digest)
        except IntegrityError:
            return _again(machine, key, digest)
        kept.status, kept.answer = act(kept)
        kept.save(update_fields=["status", "answer"])
    return Response(kept.answer, kept.status)


def _again(machine: Officer, key: str, digest: str) -> Response:
    kept = ApiAnswer.objects.get(officer=machine, idempotency_key=key)
    if kept.request_digest != digest:
        raise KeyUsedRefusal(
            _("Idempotency-Key: it was used for another request already; take a new one."), field=HEADER
        )
    return Response(kept.answer, kept.status, headers={"Idempotent-Replayed": "true"})


def forget() -> int:
    """Delete answers that are older than the rule says; returns how many."""
    limit = timezone.now() - timedelta(days=setting("api_answer_kept_days"))
    return ApiAnswer.objects.filter(at__lt=limit).delete()[0]
