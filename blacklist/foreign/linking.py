"""Linking entries to credit files that were opened after they came."""

from __future__ import annotations

from django.db import transaction
from django.db.models import CharField, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Concat

from blacklist.checks.entries import refresh
from blacklist.models import ForeignEntry
from credit.models import Subject

BATCH = 500


def link_files() -> int:
    """Link entries in force to the credit files of their numbers; returns how many."""
    linked = 0
    for field, letter in (("identity", ""), ("org_code", "O:"), ("registration_no", "R:")):
        identity = Concat(Value(letter), F(field), output_field=CharField())
        file = Subject.objects.filter(identity=OuterRef("known_as")).values("pk")[:1]
        loose = ForeignEntry.objects.filter(~Q(**{field: ""}), subject__isnull=True, ended_on__isnull=True)
        found = loose.annotate(known_as=identity, file=Subquery(file)).filter(file__isnull=False)
        while pks := list(found.order_by("pk").values_list("pk", flat=True)[:BATCH]):
            with transaction.atomic():
                still = ForeignEntry.objects.filter(pk__in=pks, subject__isnull=True)
                still.annotate(known_as=identity).update(subject_id=Subquery(file))
                refresh(foreign_ids=pks)
            linked += len(pks)
    return linked
