"""Words of the four lists (四张清单)."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class FourKind(TextChoices):
    """Which of the four lists (吉卫监督发〔2021〕2号: data, conduct, measures, uses)."""

    DATA = "data", _("list of data")
    CONDUCT = "conduct", _("list of conduct")
    MEASURES = "measures", _("list of measures")
    USES = "uses", _("list of uses")


class FourState(TextChoices):
    """Where a version stands."""

    DRAFT = "draft", pgettext_lazy("version of a list", "draft")
    ADOPTED = "adopted", pgettext_lazy("version of a list", "in force")
    REPLACED = "replaced", pgettext_lazy("version of a list", "replaced")
    WITHDRAWN = "withdrawn", pgettext_lazy("version of a list", "withdrawn")
    DROPPED = "dropped", pgettext_lazy("version of a list", "dropped")


# What the public may read: the version in force, and those before it.
PUBLIC_STATES = (FourState.ADOPTED, FourState.REPLACED, FourState.WITHDRAWN)
