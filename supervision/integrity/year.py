"""What matters and government integrity tell the yearly report."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from supervision.campaigns.year import YearFigure, tell_year
from supervision.integrity.choices import STANDING, AssessmentState
from supervision.matters.choices import MatterState
from supervision.models import Assessment, IntegrityBreach, IntegrityMeasure, Matter


def _matters_closed(prefix: str, first: date, last: date) -> int:
    rows = Matter.objects.filter(division_code__startswith=prefix, state=MatterState.ACCEPTED)
    return rows.filter(closed_on__range=(first, last)).count()


def _assessed(prefix: str, first: date, last: date) -> int:
    rows = Assessment.objects.filter(division_code__startswith=prefix, state=AssessmentState.DECIDED)
    return rows.filter(decided_on__range=(first, last)).count()


def _breaches(prefix: str, first: date, last: date) -> int:
    rows = IntegrityBreach.objects.filter(division_code__startswith=prefix, state__in=STANDING)
    return rows.filter(confirmed_on__range=(first, last)).count()


def _measures(prefix: str, first: date, last: date) -> int:
    rows = IntegrityMeasure.objects.filter(division_code__startswith=prefix)
    return rows.filter(starts_on__range=(first, last)).count()


tell_year(YearFigure("matters", _("tracked matters answered and closed"), "integrity", _matters_closed, 10))
tell_year(YearFigure("assessed", _("bodies and offices assessed for integrity"), "integrity", _assessed, 20))
tell_year(YearFigure("breaches", _("breaches of government integrity confirmed"), "integrity", _breaches, 30))
tell_year(YearFigure("consequences", _("integrity consequences imposed"), "integrity", _measures, 40))
