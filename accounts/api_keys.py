"""Keys of machines: issued once in clear, kept as a keyed digest, bounded by time, scopes and a post."""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Agency, ApiKey, Officer, Post
from accounts.models.api_keys import ApiScope
from accounts.permissions import P
from accounts.roles import MACHINE
from core import audit, ruletables
from core.actors import Actor
from core.clock import today
from core.crypto import hmac_sm3
from core.errors import Refusal

TOKEN = re.compile(r"cy_([0-9a-f]{8})_([A-Za-z0-9_-]{43})")
_USED_EVERY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Issued:
    """A new key with its secret, which is shown this once and kept nowhere."""

    key: ApiKey
    token: str


def issue_machine_key(
    *, name: str, agency: Agency, prefix: str, scopes: Iterable[str], expires_on: date, by: Officer
) -> Issued:
    """Make a machine account with one post, and its first key.

    Args:
        name: what the machine is, such as "Hospital information system of …".
        agency: who answers for it; its division decides who keeps the key.
        prefix: division-code prefix of the machine's post.
        scopes: what the key may be used for (`ApiScope`).
        expires_on: last day of validity.
        by: the administrator.

    Raises:
        Refusal: no right there, no scope, or the day is past or too far away.
    """
    if not any(prefix.startswith(reach) for reach in by.prefixes(P.OFFICER_EDIT)):
        raise Refusal(_("Jurisdiction: this division lies outside your own."), field="prefix")
    if not name.strip():
        raise Refusal(_("Name: say which machine the key is for."), field="name")
    with transaction.atomic():
        machine = Officer(username=f"machine-{secrets.token_hex(6)}", name=name.strip()[:60], agency=agency)
        machine.set_unusable_password()
        machine.save()
        Post.objects.create(officer=machine, role=MACHINE.code, agency=agency, prefix=prefix)
        given = {"name": (None, machine.name), "role": (None, MACHINE.code), "prefix": (None, prefix)}
        audit.record(machine, "officer.enter", by=by, changes=given)
        return issue_key(machine, scopes=scopes, expires_on=expires_on, by=by)


def issue_key(machine: Officer, *, scopes: Iterable[str], expires_on: date, by: Actor) -> Issued:
    """Issue a further key to a machine, so that the old one can be revoked once the machine knows the new.

    Raises:
        Refusal: no right there, the account is no machine's, no scope, or the day is past or too far away.
    """
    if not by.may(P.OFFICER_EDIT, machine.agency.division_code if machine.agency else ""):
        raise Refusal(_("Jurisdiction: this division lies outside your own."), field="agency")
    wanted = [scope for scope in ApiScope.values if scope in set(scopes)]
    if not wanted:
        raise Refusal(_("Use: choose at least one thing that the key may be used for."), field="scopes")
    if machine.is_staff or machine.has_usable_password():
        raise Refusal(_("Account: a key is issued to a machine, not to an account that signs in."))
    _check_day(expires_on, machine.agency.division_code if machine.agency else "")
    tag, secret = secrets.token_hex(4), secrets.token_urlsafe(32)
    with transaction.atomic():
        key = ApiKey.objects.create(
            officer=machine,
            tag=tag,
            secret_digest=_digest(secret),
            scopes=wanted,
            expires_on=expires_on,
            issued_by=by.label[:100],
        )
        changes = {"tag": (None, tag), "scopes": (None, wanted), "expires_on": (None, expires_on)}
        audit.record(key, "apikey.issue", by=by, changes=changes)
    return Issued(key, f"cy_{tag}_{secret}")


def revoke_key(key: ApiKey, *, by: Officer, reason: str) -> ApiKey:
    """Close a key at once and for ever; one that is closed already stays as it is.

    Raises:
        Refusal: no right there, or no reason.
    """
    division = key.officer.agency.division_code if key.officer.agency else ""
    if not by.may(P.OFFICER_EDIT, division):
        raise Refusal(_("You do not hold the right to revoke this key."))
    if len(reason.strip()) < 4:
        raise Refusal(_("Say in words why the key is revoked."), field="reason")
    with transaction.atomic():
        row = ApiKey.objects.select_for_update(of=("self",)).get(pk=key.pk)
        if row.revoked_at is None:
            row.revoked_at, row.revoked_by = timezone.now(), by.label[:100]
            row.save(update_fields=["revoked_at", "revoked_by"])
            audit.record(row, "apikey.revoke", by=by, reason=reason.strip())
    return row


def key_of_token(token: str) -> ApiKey:
    """Return the usable key of a token and note its use (at most every five minutes).

    Raises:
        Refusal: unknown, wrong, revoked or expired; only the holder of the secret is told which.
    """
    unknown = Refusal(_("The key is unknown; ask the health authority for one."))
    parts = TOKEN.fullmatch(token)
    key = ApiKey.objects.select_related("officer__agency").filter(tag=parts[1]).first() if parts else None
    if parts is None or key is None or not hmac.compare_digest(key.secret_digest, _digest(parts[2])):
        raise unknown
    if key.revoked_at is not None:
        raise Refusal(_("The key has been revoked; ask the health authority for a new one."))
    if not key.usable:
        raise Refusal(_("The key is no longer valid; ask the health authority for a new one."))
    now = timezone.now()
    if key.last_used_at is None or now - key.last_used_at > _USED_EVERY:
        ApiKey.objects.filter(pk=key.pk).update(last_used_at=now)
    return key


def setting(code: str, *, place: str = "") -> int:
    """Read a number of days of the rule table `accounts.setting`."""
    return int(ruletables.rule("accounts.setting", code, on=today(), place=place))


def _check_day(expires_on: date, place: str) -> None:
    last = today() + timedelta(days=setting("api_key_most_days", place=place))
    if not today() <= expires_on <= last:
        raise Refusal(
            _("Last day of validity: choose a day from today to %(last)s.") % {"last": last.isoformat()},
            field="expires_on",
        )


def _digest(secret: str) -> str:
    return hmac_sm3(settings.CHENGYI_INDEX_KEY, f"api-key:{secret}")
