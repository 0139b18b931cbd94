"""Drafting, editing, adopting and withdrawing versions of the four lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.permissions import P
from blacklist.models import FourList, FourListRow
from blacklist.uses.choices import FourKind, FourState
from blacklist.uses.drawing import draw
from blacklist.uses.workflow import FOUR_LIST
from core import audit, divisions
from core.actors import Actor
from core.clock import today
from core.errors import Refusal

ROW_FIELDS = ("code", "group", "name", "applies_to", "detail", "department", "basis", "confirmed")
HEAD_FIELDS = ("authority_name", "document_no", "note")


def draft(*, kind: str, division_code: str, authority_name: str, by: Actor) -> FourList:
    """Draft the next version of a list: drawn from the tables of today, with the lines added by hand before.

    Raises:
        Refusal: no right there, an unknown division, or a draft is open already.
    """
    if kind not in FourKind.values:
        raise Refusal(_("List: choose one of the four."), field="kind")
    if divisions.get(division_code) is None:
        raise Refusal(
            _("Division code: there is no such division; write the six digits of GB/T 2260."),
            field="division_code",
        )
    if not by.may(P.SCHEME_EDIT, division_code):
        raise Refusal(
            _("You do not hold the right to draft the lists of this division."), field="division_code"
        )
    versions = FourList.objects.filter(kind=kind, division_code=division_code)
    with transaction.atomic():
        if versions.filter(state=FourState.DRAFT).exists():
            raise Refusal(_("A draft of this list is open already; edit or drop it first."), field="kind")
        last = versions.aggregate(last=Max("version"))["last"] or 0
        try:
            with transaction.atomic():
                made = FourList.objects.create(
                    kind=kind,
                    division_code=division_code,
                    version=last + 1,
                    authority_name=authority_name,
                    made_by=by.actor_id,
                    made_by_label=by.label[:100],
                )
        except IntegrityError as taken:
            raise Refusal(_("A draft of this list is open already; edit or drop it first.")) from taken
        drawn = (FourListRow(version=made, **asdict(line)) for line in draw(kind, division_code, today()))
        rows = {row.code: row for row in drawn}
        for row in _by_hand(versions):
            copied = {name: getattr(row, name) for name in ROW_FIELDS}
            rows.setdefault(row.code, FourListRow(version=made, **copied))
        FourListRow.objects.bulk_create(rows.values(), batch_size=500)
        audit.record(made, "fourlist.draft", by=by, changes={"rows": (0, len(rows))})
    return made


def save_head(version: FourList, *, by: Actor, fields: Mapping[str, Any]) -> FourList:
    """Change who issues a draft, its document and its explanation.

    Raises:
        Refusal: it is no draft any more, or no right.
    """
    with transaction.atomic():
        row = _draft(version, by)
        changes = {
            name: (getattr(row, name), fields[name])
            for name in HEAD_FIELDS
            if name in fields and getattr(row, name) != fields[name]
        }
        for name, (_before, after) in changes.items():
            setattr(row, name, after)
        row.changed_by = by.actor_id
        row.save(update_fields=[*changes, "changed_by"])
        audit.record(row, "fourlist.change", by=by, changes=changes)
    return row


def save_row(version: FourList, *, by: Actor, fields: Mapping[str, Any], code: str = "") -> FourListRow:
    """Enter or change one line of a draft.

    Args:
        version: the draft.
        by: who edits.
        fields: values by the names of `ROW_FIELDS`.
        code: code of the line that is changed, "" for a new one.

    Raises:
        Refusal: no draft, no right, no basis, or the code is taken.
    """
    for name, label in (("code", _("Code")), ("name", _("Item")), ("basis", _("Basis"))):
        if not str(fields.get(name) or "").strip():
            raise Refusal(_("%(field)s: it is empty; fill it in.") % {"field": label}, field=name)
    with transaction.atomic():
        owner = _draft(version, by)
        row = owner.rows.filter(code=code).first() if code else FourListRow(version=owner)
        if row is None:
            raise Refusal(_("Code: the draft has no such line any more."), field="code")
        if owner.rows.filter(code=fields["code"]).exclude(pk=row.pk).exists():
            raise Refusal(_("Code: another line of the list has it; choose another."), field="code")
        changes = {
            f"{fields['code']}.{name}": (getattr(row, name), fields[name])
            for name in ROW_FIELDS
            if name in fields and getattr(row, name) != fields[name]
        }
        for name in ROW_FIELDS:
            setattr(row, name, fields.get(name, getattr(row, name)))
        row.save()
        _touch(owner, by)
        audit.record(owner, "fourlist.row" if code else "fourlist.add_row", by=by, changes=changes)
    return row


def take_row_out(version: FourList, *, code: str, by: Actor) -> None:
    """Take one line out of a draft.

    Raises:
        Refusal: no draft, no right, or no such line.
    """
    with transaction.atomic():
        owner = _draft(version, by)
        row = owner.rows.filter(code=code).first()
        if row is None:
            raise Refusal(_("Code: the draft has no such line any more."), field="code")
        before = {f"{code}.{name}": (getattr(row, name), None) for name in ("name", "basis")}
        row.delete()
        _touch(owner, by)
        audit.record(owner, "fourlist.remove_row", by=by, changes=before)


def adopt(version: FourList, *, document_no: str, adopted_on: date, by: Actor) -> FourList:
    """Adopt a draft by a document; the version before it is replaced from that day on, and all is public.

    Raises:
        Refusal: no draft, the same officer drafted it, no right, or document and day do not fit.
    """
    with transaction.atomic():
        before = (
            FourList.objects.select_for_update()
            .filter(kind=version.kind, division_code=version.division_code, state=FourState.ADOPTED)
            .first()
        )
        if before is not None:
            if before.adopted_on and adopted_on < before.adopted_on:
                raise Refusal(
                    _("Adopted on: the version before was adopted on %(day)s; the next one cannot be older.")
                    % {"day": before.adopted_on.isoformat()},
                    field="adopted_on",
                )
            FOUR_LIST.apply(before, "replace", by=by, ended_on=adopted_on)
        return FOUR_LIST.apply(
            version,
            "adopt",
            by=by,
            document_no=document_no.strip(),
            adopted_on=adopted_on,
            adopted_by_label=by.label[:100],
        )


def withdraw(version: FourList, *, by: Actor, reason: str) -> FourList:
    """Withdraw the version in force; the public page says so and why.

    Raises:
        Refusal: it is not in force, no right, or no reason.
    """
    fields = {"ended_on": today(), "withdraw_reason": reason[:255]}
    return FOUR_LIST.apply(version, "withdraw", by=by, reason=reason, **fields)


def drop(version: FourList, *, by: Actor) -> FourList:
    """Drop a draft.

    Raises:
        Refusal: it is no draft, or no right.
    """
    return FOUR_LIST.apply(version, "drop", by=by)


def _by_hand(versions: Any) -> list[FourListRow]:
    """Return the lines that somebody added to the newest version that was adopted."""
    last = versions.filter(state__in=(FourState.ADOPTED, FourState.REPLACED)).order_by("-version").first()
    return list(last.rows.filter(origin="")) if last is not None else []


def _draft(version: FourList, by: Actor) -> FourList:
    row = FourList.objects.select_for_update().get(pk=version.pk)
    if not by.may(P.SCHEME_EDIT, row.division_code):
        raise Refusal(_("You do not hold the right to draft the lists of this division."))
    if row.state != FourState.DRAFT:
        raise Refusal(_("The list is no draft any more; draft the next version to change it."))
    return row


def _touch(version: FourList, by: Actor) -> None:
    version.changed_by = by.actor_id
    version.save(update_fields=["changed_by"])
