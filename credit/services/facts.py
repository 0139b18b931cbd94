"""What is asked of a fact before it may enter a file: one check for form, workbook and API."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import ruletables
from core.clock import today
from core.errors import Refusal
from core.masking import redact
from core.ruletables import RuleBook
from credit.choices import CountsFrom
from credit.guard import Guard, guard
from credit.models import CatalogueItem
from credit.rules.cycles import add_months
from credit.rules.limits import Limits, limits
from credit.rules.terms import Per
from credit.services.catalogue import Catalogue, catalogue, checked
from credit.services.records import NewRecord

LABELS: Mapping[str, str | Promise] = {
    "title": gettext_lazy("Conduct"),
    "facts": gettext_lazy("Facts"),
    "document_no": gettext_lazy("Document number"),
    "authority_name": gettext_lazy("Authority"),
    "act": gettext_lazy("Act"),
    "note": gettext_lazy("Remark"),
}


@dataclass(frozen=True, slots=True)
class Desk:
    """What every fact of one upload is checked against, read once.

    Args:
        items: the catalogue.
        shield: the never-collect guard.
        limits: what is taken as a slip of the pen.
        final: rule table of the days on which facts become final.
        place: division code of the file.
    """

    items: Catalogue
    shield: Guard
    limits: Limits
    final: RuleBook
    place: str

    def check(self, new: NewRecord, applies_to: str) -> CatalogueItem:
        """Return the item of a fact that may enter the file.

        Raises:
            Refusal: in one sentence, with the field.
        """
        if not new.title.strip():
            raise Refusal(_("Conduct: say in words what was done."), field="title")
        self._check_days(new)
        found = self.items.find(new.item_code, on=new.happened_on, place=self.place)
        item = checked(found, new.item_code, on=new.happened_on, applies_to=applies_to)
        self._check_count(new, item)
        self._check_texts(new)
        return item

    def counts_from(self, item: CatalogueItem, happened_on: date) -> date:
        """Return the day from which a fact counts, where the clerk names none.

        Henan counts a penalty only once the time for reconsideration or litigation has passed
        (河南省社会信用条例 art. 20); the months are rule data.
        """
        if item.counts_from != CountsFrom.FINAL:
            return happened_on
        months = self.final.value("penalty", on=happened_on, place=self.place)["months"]
        return add_months(happened_on, int(months))

    def _check_days(self, new: NewRecord) -> None:
        if new.happened_on > today():
            raise Refusal(
                _("Date: %(day)s lies in the future; give the day of the fact or of its document.")
                % {"day": new.happened_on.isoformat()},
                field="happened_on",
            )
        if new.happened_on < self.limits.earliest:
            raise Refusal(
                _("Date: %(day)s lies before %(earliest)s; check the year.")
                % {"day": new.happened_on.isoformat(), "earliest": self.limits.earliest.isoformat()},
                field="happened_on",
            )
        if new.final_on is not None and new.final_on < new.happened_on:
            raise Refusal(
                _("Counts as dishonest from: %(day)s lies before the fact itself, %(happened)s.")
                % {"day": new.final_on.isoformat(), "happened": new.happened_on.isoformat()},
                field="final_on",
            )

    def _check_count(self, new: NewRecord, item: CatalogueItem) -> None:
        if not 1 <= new.count <= self.limits.count:
            raise Refusal(
                _("Count: %(count)s is not between 1 and %(most)s; give how many are concerned.")
                % {"count": new.count, "most": self.limits.count},
                field="count",
            )
        if new.count > 1 and item.per == Per.OCCURRENCE:
            raise Refusal(
                _("Count: “%(item)s” counts by occurrence; enter each occurrence as a record of its own.")
                % {"item": item},
                field="count",
            )

    def _check_texts(self, new: NewRecord) -> None:
        texts = {name: getattr(new, name) for name in LABELS}
        self.shield.check(texts, {name: str(label) for name, label in LABELS.items()})
        for name, text in texts.items():
            if text and redact(text) != text:
                raise Refusal(
                    _("%(field)s: leave out personal numbers and the names of patients.")
                    % {"field": LABELS[name]},
                    field=name,
                )


def desk(place: str) -> Desk:
    """Read what facts of a place are checked against."""
    return Desk(
        items=catalogue(),
        shield=guard(place=place),
        limits=limits(place),
        final=ruletables.book("credit.final_after"),
        place=place,
    )
