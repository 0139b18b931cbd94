"""Words that a standard is written in, for data files, models, the pure evaluator and the SQL builder."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AppliesTo(TextChoices):
    """Whom a standard grades. Bodies and people are never graded by one standard."""

    INSTITUTION = "institution", _("organisations and individual businesses")
    PRACTITIONER = "practitioner", _("persons")


class Scale(TextChoices):
    """What the bands of a standard are read against."""

    GRADES = "grades", _("grade by remaining score")
    ACTIONS = "actions", _("action by points reached")


class Per(TextChoices):
    """What one unit of a criterion's points stands for (Guangdong 2011: 每人次, 每科目次)."""

    OCCURRENCE = "occurrence", _("per occurrence")
    PERSON = "person", _("per person")
    DEPARTMENT = "department", _("per department")


class CycleKind(TextChoices):
    """When counting starts again at zero."""

    FROM_VERIFICATION = "from_verification", _("from the day verification was passed")
    FROM_LICENCE = "from_licence", _("from the licence date")
    CALENDAR_YEARS = "calendar_years", _("calendar years")


class CycleBasis(TextChoices):
    """How the running cycle of one grade was found."""

    VERIFICATION = "verification", _("verification passed")
    LICENCE = "licence", _("licence date")
    VALIDITY = "validity", _("inferred from the end of verification's validity")
    CALENDAR = "calendar", _("calendar years")
    FALLBACK = "fallback", _("calendar years, because no verification is known")
    NO_LICENCE = "no_licence", _("calendar years, because no licence date is known")


class StandardState(TextChoices):
    """Life of a standard."""

    DRAFT = "draft", pgettext_lazy("standard", "draft")
    TRIED = "tried", pgettext_lazy("standard", "tried")
    ADOPTED = "adopted", pgettext_lazy("standard", "adopted")
    RETIRED = "retired", pgettext_lazy("standard", "retired")


class Reason(IntegerChoices):
    """Why a record counts or does not. Where several apply, the first in this order is given.

    ``LATER`` is only said when an earlier grade is explained after the records have moved on.
    """

    COUNTED = 0, pgettext_lazy("record", "counted")
    NOT_IN_STANDARD = 1, _("the item is not in the standard")
    AFTER_AS_OF = 2, _("dated after the day of the grade")
    NOT_CONFIRMED = 3, pgettext_lazy("record", "not confirmed")
    WITHDRAWN = 4, _("withdrawn")
    SUPERSEDED = 5, _("replaced by a corrected record")
    ANNULLED = 6, _("annulled")
    REPAIRED = 7, _("repaired")
    SHIELDED = 8, _("shielded by a court-approved reorganisation")
    DISPUTED = 9, _("disputed")
    NOT_FINAL = 10, _("not final")
    BEFORE_CYCLE = 11, _("before the running cycle")
    BY_HAND = 12, _("entered by hand, without the procedure of demerit points")
    SAME_ACT = 13, _("the same act counts under a higher item")
    LATER = 14, _("not known, or not so, when the grade was computed")
