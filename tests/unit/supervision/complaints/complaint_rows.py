"""Keepers, informants and complaints of the tests. All people are invented."""

from __future__ import annotations

from accounts.models import Officer
from accounts.roles import INFORMANT_KEEPER
from supervision.complaints import keepers, services
from supervision.complaints.informants import Informant
from supervision.complaints.services import Filed, NewComplaint
from supervision.models import InformantKeeper
from tests import factories

NAME, CONTACT, NOTE = "苏沐阳", "13900001234", "我是该院药房的值班人员"
INFORMANT = Informant(NAME, CONTACT, NOTE)
WORDS = "该院收费窗口多次拒绝出具收费清单，公示价格与实际收费不一致。"


def passphrase(of: Officer) -> str:
    """Return the passphrase of a keeper of the tests."""
    return f"青山隔不断 the {of.pk}th sentence"


def keeper(prefix: str = factories.COUNTY) -> Officer:
    """Make an officer named as keeper, with a key that waits."""
    who = factories.officer(roles=(INFORMANT_KEEPER.code,), prefix=prefix)
    keepers.make_key(prefix=prefix, passphrase=passphrase(who), by=who)
    return who


def circle(count: int = 3, prefix: str = factories.COUNTY) -> list[Officer]:
    """Make keepers whose keys are in use."""
    officers = [keeper(prefix) for _place in range(count)]
    keepers.open_circle(prefix=prefix, by=officers[0])
    return officers


def key_of(officer: Officer) -> InformantKeeper:
    """Return a keeper's newest key."""
    return InformantKeeper.objects.filter(officer=officer).latest("pk")


def filed(**fields: object) -> Filed:
    """Bring a complaint through the public form."""
    new = {
        "body_name": "内黄县青禾医院",
        "words": WORDS,
        "division_code": factories.COUNTY,
        "topic": "fees",
        "nature": "report",
        **fields,
    }
    return services.file_complaint(NewComplaint(**new), by=services.Complainant())  # type: ignore[arg-type]
