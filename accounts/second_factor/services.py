"""Enrolling, using, renewing and removing the second factor; each leaves an audit row."""

from __future__ import annotations

import io
import re
import secrets
from urllib.parse import quote, urlencode

import segno
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Officer, Post, RecoveryCode, SecondFactor
from accounts.permissions import P
from core import audit
from core.crypto import blind_index
from core.errors import Refusal

KEY_BYTES = 20
RECOVERY_CODES = 10
_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_RECOVERY_LENGTH = 12


def factor_of(officer: Officer) -> SecondFactor | None:
    """Return the officer's confirmed device."""
    return SecondFactor.objects.filter(user=officer, confirmed=True).first()


def demanded(officer: Officer) -> bool:
    """Tell whether the officer's agency, or a role held today, asks for a second factor.

    Agencies say so in their form, roles in the setting `SECOND_FACTOR_ROLES`.
    """
    if officer.agency is not None and officer.agency.demands_second_factor:
        return True
    roles = settings.SECOND_FACTOR_ROLES
    return bool(roles) and (
        officer.is_superuser or Post.objects.held_on().filter(officer=officer, role__in=roles).exists()
    )


def begin(officer: Officer) -> SecondFactor:
    """Return the device that waits for its first code, made with a fresh key when there is none.

    Raises:
        Refusal: a confirmed device is there already.
    """
    factor, _made = SecondFactor.objects.get_or_create(
        user=officer,
        defaults={"name": "totp", "confirmed": False, "key": secrets.token_hex(KEY_BYTES)},
    )
    if factor.confirmed:
        raise Refusal(_("You have a second factor already; remove it before you set up another."))
    return factor


def confirm(officer: Officer, code: str) -> list[str]:
    """Confirm the waiting device by its first code.

    Returns:
        The recovery codes, to be shown this once.

    Raises:
        Refusal: nothing waits, or the code is wrong.
    """
    words = _("The code is wrong or was used. Wait for the next one, and compare the clock of your device.")
    taken: list[str] | None = None
    with transaction.atomic():
        factor = SecondFactor.objects.select_for_update().filter(user=officer, confirmed=False).first()
        if factor is not None and factor.verify_token(_digits(code)):
            factor.confirmed = True
            factor.save(update_fields=["confirmed"])
            audit.record(officer, "officer.second_factor_enrolled", by=officer)
            taken = _new_codes(officer)
    if taken is None:
        raise Refusal(words, field="code")
    return taken


def use(officer: Officer, code: str) -> SecondFactor:
    """Take a code of the device, or a recovery code, and return the device that vouches for the officer.

    Raises:
        Refusal: there is no device, a wait is running, or the code is wrong or used.
    """
    with transaction.atomic():
        factor = SecondFactor.objects.select_for_update().filter(user=officer, confirmed=True).first()
        if factor is None:
            raise Refusal(_("You have no second factor yet."))
        allowed, why = factor.verify_is_allowed()
        right = allowed and (_recovered(officer, factor, code) or factor.verify_token(_digits(code)))
    if right:
        return factor
    if not allowed:
        seconds = max(1, round((why["locked_until"] - timezone.now()).total_seconds()))
        raise Refusal(
            _("Too many wrong codes: wait %(seconds)s seconds, then try again.") % {"seconds": seconds},
            field="code",
        )
    raise Refusal(
        _("The code is wrong or was used. Wait for the next one, and compare the clock of your device."),
        field="code",
    )


def _recovered(officer: Officer, factor: SecondFactor, code: str) -> bool:
    """Use up a recovery code; each works once."""
    bare = _bare(code)
    if len(bare) != _RECOVERY_LENGTH:
        return False
    used = RecoveryCode.objects.filter(
        officer=officer, digest=_digest(officer, bare), used_at__isnull=True
    ).update(used_at=timezone.now())
    if used:
        factor.throttle_reset(commit=True)
        audit.record(officer, "officer.recovery_code_used", by=officer)
    return bool(used)


def codes_left(officer: Officer) -> int:
    """Return how many recovery codes are unused."""
    return RecoveryCode.objects.filter(officer=officer, used_at__isnull=True).count()


def renew_codes(officer: Officer, code: str) -> list[str]:
    """Replace the recovery codes.

    Raises:
        Refusal: the code is wrong.
    """
    use(officer, code)
    with transaction.atomic():
        audit.record(officer, "officer.recovery_codes_renewed", by=officer)
        return _new_codes(officer)


def remove_own(officer: Officer, code: str) -> None:
    """Remove one's own device.

    Raises:
        Refusal: it is demanded, or the code is wrong.
    """
    if demanded(officer):
        raise Refusal(_("Your agency or your role demands a second factor; it cannot be switched off."))
    use(officer, code)
    _remove(officer, by=officer, reason="")


def reset(officer: Officer, *, by: Officer, reason: str) -> None:
    """Remove the device of an officer who lost it; they enrol anew at the next sign-in.

    Raises:
        Refusal: no right over that officer, one's own device, no reason, or no device.
    """
    place = officer.agency.division_code if officer.agency is not None else ""
    reach = by.prefixes(P.OFFICER_EDIT)
    if (
        by.pk == officer.pk
        or not any(place.startswith(prefix) for prefix in reach)
        or not _within(officer, by)
    ):
        raise Refusal(_("You cannot remove the second factor of this officer."))
    if len(reason.strip()) < 4:
        raise Refusal(_("Say in words why the second factor is removed."), field="reason")
    if not SecondFactor.objects.filter(user=officer).exists():
        raise Refusal(_("This officer has no second factor."))
    _remove(officer, by=by, reason=reason)


def _within(officer: Officer, by: Officer) -> bool:
    """Tell whether the officer reaches no further than who acts."""
    if officer.is_superuser and not by.is_superuser:
        return False
    reach = by.prefixes(P.OFFICER_EDIT)
    return all(any(post.prefix.startswith(own) for own in reach) for post in officer.posts.all())


def _remove(officer: Officer, *, by: Officer, reason: str) -> None:
    with transaction.atomic():
        SecondFactor.objects.filter(user=officer).delete()
        RecoveryCode.objects.filter(officer=officer).delete()
        audit.record(officer, "officer.second_factor_removed", by=by, reason=reason)


def _new_codes(officer: Officer) -> list[str]:
    RecoveryCode.objects.filter(officer=officer).delete()
    codes = [
        "".join(secrets.choice(_SIGNS) for _sign in range(_RECOVERY_LENGTH)) for _n in range(RECOVERY_CODES)
    ]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(officer=officer, digest=_digest(officer, code)) for code in codes
    )
    return [f"{code[:4]}-{code[4:8]}-{code[8:]}" for code in codes]


def _digest(officer: Officer, code: str) -> str:
    return blind_index(f"recovery:{officer.pk}:{code}")


def _bare(code: str) -> str:
    return re.sub(r"[\s-]", "", code).upper()


def _digits(code: str) -> str:
    return re.sub(r"\s", "", code)


def enrolment_address(factor: SecondFactor) -> str:
    """Return the address that an authenticator reads from the QR code."""
    issuer = _("Chengyi")
    words = urlencode({"secret": factor.key_words.replace(" ", ""), "issuer": issuer}, quote_via=quote)
    return f"otpauth://totp/{quote(f'{issuer}:{factor.user.get_username()}')}?{words}"


def enrolment_picture(factor: SecondFactor) -> str:
    """Return the QR code of the enrolment as an SVG picture."""
    out = io.BytesIO()
    segno.make(enrolment_address(factor), error="m", micro=False).save(
        out, kind="svg", border=2, scale=5, xmldecl=False, omitsize=True
    )
    return out.getvalue().decode()
