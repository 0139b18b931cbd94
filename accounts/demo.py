"""The made-up officers of the demonstration county, and how to sign in as each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Agency, Officer, Post
from accounts.roles import (
    ADMINISTRATOR,
    AUDITOR,
    CLERK,
    INFORMANT_KEEPER,
    INSPECTOR,
    PARTNER,
    READER,
    REVIEWER,
)
from core.clock import today

# 青溪县 does not exist; its code lies in a gap of GB/T 2260 below 220500.
COUNTY = "220599"
COUNTY_NAME = "青溪县"
PASSWORD = "chengyi-demo-2026"  # noqa: S105 - the demonstration's published password; never made in production
AGENCY_NAME = "青溪县卫生健康局"


@dataclass(frozen=True, slots=True)
class SignIn:
    """One demonstration account: where it signs in and what it is for."""

    username: str
    password: str
    door: str
    description: str | Promise


@dataclass(frozen=True, slots=True)
class _Account:
    username: str
    name: str
    roles: tuple[str, ...]
    prefix: str
    description: str | Promise


def keeper_passphrase(number: int) -> str:
    """Return the published passphrase of a keeper of informants of the demonstration."""
    return f"chengyi-demo-keeper-{number}"


_STAFF = (
    _Account("clerk", "林知夏", (CLERK.code,), COUNTY, _("clerk of the county: enters, takes in workbooks")),
    _Account(
        "reviewer", "江屿白", (REVIEWER.code,), COUNTY, _("second officer of the county: reviews, publishes")
    ),
    _Account("inspector", "陆行舟", (INSPECTOR.code,), COUNTY, _("inspector of the county, on a telephone")),
    _Account("inspector2", "苏棠", (INSPECTOR.code,), COUNTY, _("second inspector of the county")),
    _Account("leader", "宋清和", (READER.code,), COUNTY, _("leader of the county: reads bulletins, files")),
    _Account(
        "auditor", "沈青禾", (AUDITOR.code, READER.code), COUNTY, _("auditor of the county: reads the trail")
    ),
    *(
        _Account(
            f"keeper{number}",
            name,
            (INFORMANT_KEEPER.code,),
            COUNTY,
            format_lazy(
                _("keeper of informants, passphrase {passphrase}"), passphrase=keeper_passphrase(number)
            ),
        )
        for number, name in enumerate(("周砚秋", "秦望舒", "叶知微"), 1)
    ),
    _Account(
        "national-clerk",
        "温书澜",
        (CLERK.code,),
        "",
        _("clerk for every place: takes in workbooks of other counties"),
    ),
    _Account("national-reviewer", "顾南舟", (REVIEWER.code,), "", _("second officer for every place")),
    _Account(
        "admin",
        "管理员",
        (ADMINISTRATOR.code, AUDITOR.code),
        "",
        _("administrator: officers, rules, calendar"),
    ),
)
HOSPITAL_CLERK = "hospital"
CLINIC_CLERK = "clinic"
TOWNSHIP_CLERK = "township"
PARTNER_OFFICER = "partner"

SIGN_INS: tuple[SignIn, ...] = (
    *(SignIn(account.username, PASSWORD, "/admin/", account.description) for account in _STAFF),
    SignIn(PARTNER_OFFICER, PASSWORD, "/admin/", _("officer of the market regulator: answers for measures")),
    SignIn(HOSPITAL_CLERK, PASSWORD, "/portal/", _("clerk of the county hospital")),
    SignIn(CLINIC_CLERK, PASSWORD, "/portal/", _("owner of a clinic")),
    SignIn(TOWNSHIP_CLERK, PASSWORD, "/portal/", _("clerk of a township hospital")),
)


def load_officers(*, agency_uscc: str) -> Agency:
    """Make the county's agency, its offices and the accounts; running it again changes nothing.

    Args:
        agency_uscc: the invented credit code of the county's health authority.
    """
    agency, _created = Agency.objects.get_or_create(
        name=AGENCY_NAME, division_code=COUNTY, defaults={"uscc": agency_uscc}
    )
    for office in ("综合监督科", "医政医管科", "政策法规科"):
        Agency.objects.get_or_create(
            name=f"{AGENCY_NAME}{office}", division_code=COUNTY, defaults={"parent": agency}
        )
    for account in _STAFF:
        officer = _officer(account.username, account.name, is_staff=True)
        officer.agency = agency
        officer.save(update_fields=["agency"])
        for role in account.roles:
            Post.objects.get_or_create(
                officer=officer, role=role, prefix=account.prefix, defaults={"agency": agency}
            )
    return agency


def load_portal_clerk(username: str, name: str) -> Officer:
    """Make the account of a supervised body's clerk."""
    return _officer(username, name, is_staff=False)


def load_partner(username: str, name: str, agency: Agency) -> Officer:
    """Make the account of an officer who answers for another department of the county."""
    officer = _officer(username, name, is_staff=True)
    officer.agency = agency
    officer.save(update_fields=["agency"])
    held = {"agency": agency, "since": date(today().year - 1, 1, 1)}
    Post.objects.get_or_create(officer=officer, role=PARTNER.code, prefix=COUNTY, defaults=held)
    return officer


def _officer(username: str, name: str, *, is_staff: bool) -> Officer:
    officer, created = Officer.objects.get_or_create(
        username=username, defaults={"name": name, "is_staff": is_staff}
    )
    if created:
        officer.set_password(PASSWORD)
        officer.save(update_fields=["password"])
    return officer
