"""The official names of the national columns, as a page shows them (双公示 2018 standard)."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_PARTY = {
    "XDR_MC": _("Party"),
    "XDR_LB": _("Kind of party"),
    "XDR_SHXYM": _("Unified social credit code"),
    "XDR_GSZC": _("Business registration number"),
    "XDR_ZZJG": _("Organisation code"),
    "XDR_SWDJ": _("Tax registration number"),
    "XDR_SYDW": _("Public-institution certificate number"),
    "XDR_SHZZ": _("Social-organisation registration number"),
    "FRDB": _("Legal representative"),
}
_PENALTY = {
    "WSH": _("Number of the penalty decision"),
    "WFXW": _("Kind of violation"),
    "SY": _("Facts of the violation"),
    "YJ": _("Basis of the penalty"),
    "CFLB": _("Kinds of penalty"),
    "NR": _("Content of the penalty"),
    "NR_FK": _("Fine (10,000 yuan)"),
    "NR_WFFF": _("Confiscated (10,000 yuan)"),
    "NR_ZKDX": _("Certificate suspended or revoked"),
    "JDRQ": _("Date of the penalty decision"),
    "YXQ": _("Penalty in force until"),
    "GSJZQ": _("End of publication"),
    "CFJG": _("Authority that decided"),
    "CFJGDM": _("Credit code of the authority"),
    "SJLY": _("Source of the data"),
    "SJLYDM": _("Credit code of the source"),
}
_PERMIT = {
    "XKWS": _("Title of the permit decision"),
    "WSH": _("Number of the permit decision"),
    "XKLB": _("Kind of permit"),
    "XKZS": _("Name of the certificate"),
    "XKBH": _("Number of the certificate"),
    "NR": _("Content of the permit"),
    "JDRQ": _("Date of the permit decision"),
    "YXQZ": _("Valid from"),
    "YXQZI": _("Valid to"),
    "XKJG": _("Authority that permitted"),
    "XKJGDM": _("Credit code of the authority"),
    "ZT": _("Status"),
    "LYDW": _("Source of the data"),
    "LYDWDM": _("Credit code of the source"),
}
_LISTING = {
    "XDR_MC": _("Listed"),
    "XDR_SHXYM": _("Unified social credit code"),
    "LDLR": _("Listed together as"),
    "MDMC": _("List"),
    "SS": _("Main facts"),
    "YJ": _("Legal basis"),
    "RDWH": _("Number of the listing decision"),
    "RDRQ": _("Date of the listing decision"),
    "LRRQ": _("On the list since"),
    "QX": _("Last day of the term"),
    "RDJG": _("Authority that determined the listing"),
}
LABELS: dict[str, str | Promise] = {
    **{f"CF_{code}": label for code, label in {**_PARTY, **_PENALTY}.items()},
    **{f"XK_{code}": label for code, label in {**_PARTY, **_PERMIT}.items()},
    **{f"MD_{code}": label for code, label in _LISTING.items()},
    "BZ": _("Remark"),
}
PARTY_CODES = frozenset(
    {f"{prefix}_{code}" for prefix in ("CF", "XK") for code in _PARTY}
    | {"MD_XDR_MC", "MD_XDR_SHXYM", "MD_LDLR"}
)
SOURCE_CODES = frozenset(
    {
        "CF_CFJG",
        "CF_CFJGDM",
        "CF_SJLY",
        "CF_SJLYDM",
        "XK_XKJG",
        "XK_XKJGDM",
        "XK_LYDW",
        "XK_LYDWDM",
        "MD_RDJG",
    }
)


def label_of(code: str) -> str | Promise:
    """Return the official name of a column, or its code where the standard gained one that we do not know."""
    return LABELS.get(code, code)
