"""The words of bulletins and yearly reports: typed while they are drafts, kept without personal data."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.permissions import P
from core import audit
from core.actors import Actor
from core.errors import Refusal
from core.masking import find_personal_data
from supervision.models import Bulletin, YearlyReport
from supervision.models.bulletins import BulletinState

LEAST_WORDS = 4


@dataclass(frozen=True, slots=True)
class Texts:
    """What is written: title, work done, problems that remain, next steps."""

    title: str
    work: str
    problems: str = ""
    next_steps: str = ""


def check_draft(row: Bulletin | YearlyReport, by: Actor) -> None:
    """Refuse a change of what is no draft any more.

    Raises:
        Refusal: no right there, or it is issued, withdrawn or given up.
    """
    if not by.may(P.CAMPAIGN_KEEP, row.division_code):
        raise Refusal(_("You do not keep campaigns in this division."))
    if row.state != BulletinState.DRAFT:
        raise Refusal(_("It is no draft any more; what was issued stays as it is."))


def write_texts(row: Bulletin | YearlyReport, texts: Texts, *, by: Actor) -> None:
    """Write the words of a draft that the caller has locked.

    Raises:
        Refusal: no right, no draft any more, no title, or personal data in the words.
    """
    check_draft(row, by)
    if len(texts.title.strip()) < LEAST_WORDS:
        raise Refusal(_("Title: write at least four characters."), field="title")
    changes = {}
    for name in Texts.__dataclass_fields__:
        value = getattr(texts, name).strip()
        if find_personal_data(value):
            raise Refusal(
                _("Leave personal numbers and patients out: bulletins and reports are read by many."),
                field=name,
            )
        if value != getattr(row, name):
            changes[name] = (getattr(row, name), value)
            setattr(row, name, value)
    row.changed_by = by.actor_id
    row.save(update_fields=["changed_by", *changes])
    audit.record(row, f"{row._meta.model_name}.write", by=by, changes=changes)
