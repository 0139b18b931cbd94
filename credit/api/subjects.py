"""Finding the file that a machine asks for, within its post's divisions; persons by POST only."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request

from accounts.models import Officer
from accounts.permissions import P
from core import audit
from core.identifiers import check_resident_id, check_uscc, clean_code
from credit.models import Subject
from credit.services import RESIDENT_ID, body_identity, person_identity


class PersonSerializer(serializers.Serializer[Any]):
    """Whom the machine asks for. Sent in the body, so that no number stands in an address or a log."""

    id_type = serializers.CharField(
        required=False, default=RESIDENT_ID, max_length=64, help_text=_("Kind of identity document.")
    )
    id_number = serializers.CharField(max_length=64, help_text=_("Number of the identity document."))


def machine_of(request: Request) -> Officer:
    """Return the machine's account.

    Raises:
        TypeError: nobody was authenticated; the views ask for a key first.
    """
    if not isinstance(request.user, Officer):
        raise TypeError("the views ask for a key first")
    return request.user


def body_file(request: Request, uscc: str, right: P) -> Subject:
    """Return the file of a body by its credit code.

    Raises:
        Http404: there is none within the machine's divisions; whether it exists elsewhere is not said.
    """
    checked = check_uscc(uscc)
    seen = Subject.objects.visible_to(machine_of(request), right)
    found = seen.filter(identity=body_identity(uscc=checked.value)).first() if checked.valid else None
    if found is None:
        raise Http404
    return found


def person_file(request: Request, right: P) -> Subject:
    """Return the file of a person by the identity document in the request's body, and write down who looked.

    Raises:
        Http404: there is none within the machine's divisions.
        serializers.ValidationError: no number was sent.
    """
    asked = PersonSerializer(data=request.data)
    asked.is_valid(raise_exception=True)
    machine = machine_of(request)
    identity = identity_of(asked.validated_data["id_type"], asked.validated_data["id_number"])
    found = Subject.objects.visible_to(machine, right).filter(identity=identity).first()
    if found is None:
        raise Http404
    with transaction.atomic():
        audit.record(found, "subject.lookup", by=machine, reason=request.path)
    return found


def identity_of(id_type: str, number: str) -> str:
    """Return the identity of a person's document as the files keep it."""
    resident = (id_type or RESIDENT_ID) == RESIDENT_ID
    return person_identity(id_type, check_resident_id(number).value if resident else clean_code(number))
