"""The second factor of officers: set up, given, throttled, recovered, demanded, removed."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.oath import totp

from accounts.models import Agency, Officer, RecoveryCode, SecondFactor
from accounts.second_factor import services
from core.errors import Refusal
from core.models import AuditEvent
from tests import factories

pytestmark = pytest.mark.django_db
HOME = "/admin/"
ASK, ENROL, MANAGE = "/admin/second-factor/", "/admin/second-factor/enrol/", "/admin/second-factor/manage/"


@pytest.fixture(autouse=True)
def switched_on(settings):
    settings.SECOND_FACTOR = True


@pytest.fixture
def clerk() -> Officer:
    return factories.clerk()


def by_password(officer: Officer) -> Client:
    """Sign in as the sign-in page does after the password."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    return client


def code_now(officer: Officer, steps: int = 0) -> str:
    key = SecondFactor.objects.get(user=officer).key_bytes
    return f"{totp(key, 30, int(-steps * 30)):06d}"


def fresh_code(officer: Officer) -> str:
    """Return a code that was not used yet."""
    SecondFactor.objects.filter(user=officer).update(last_t=-1)
    return code_now(officer)


def wrong_code(officer: Officer) -> str:
    near = {code_now(officer, steps) for steps in range(-3, 4)}
    return next(code for code in map("{:06d}".format, range(100)) if code not in near)


def enrolled(officer: Officer) -> list[str]:
    services.begin(officer)
    return services.confirm(officer, code_now(officer))


def sent_to(client: Client, path: str = HOME) -> str:
    answer = client.get(path)
    return urlsplit(answer.headers["Location"]).path if answer.status_code == 302 else ""


# --- who is asked ------------------------------------------------------------------------------------


def test_who_has_no_second_factor_and_owes_none_signs_in_by_password_alone(clerk):
    assert by_password(clerk).get(HOME).status_code == 200


def test_an_agency_may_demand_it_and_its_officers_set_it_up_before_anything_else(clerk):
    clerk.agency = factories.agency(demands_second_factor=True)
    clerk.save(update_fields=["agency"])
    client = by_password(clerk)
    for path in (HOME, reverse("admin:credit_subject_changelist"), reverse("admin:password_change"), MANAGE):
        assert sent_to(client, path) == ENROL, path
    assert client.get(ENROL).status_code == 200


def test_a_role_may_demand_it(settings, clerk):
    settings.SECOND_FACTOR_ROLES = ["reviewer"]
    assert sent_to(by_password(clerk)) == ""
    assert sent_to(by_password(factories.reviewer())) == ENROL
    root = Officer.objects.create_superuser("root", "root@example.org", "invented-password")
    assert sent_to(by_password(root)) == ENROL


def test_switched_off_nobody_is_asked_and_the_pages_do_not_exist(settings, clerk):
    enrolled(clerk)
    settings.SECOND_FACTOR = False
    client = by_password(clerk)
    assert client.get(HOME).status_code == 200
    assert client.get(ASK).status_code == 404


def test_accounts_of_institutions_are_not_asked():
    member = Officer.objects.create_user("member", password="invented-password")
    assert by_password(member).get("/portal/").status_code == 403  # no body of their own: their door's answer
    assert by_password(member).get(ASK).status_code == 302


# --- giving it ---------------------------------------------------------------------------------------


def test_password_then_code_leads_to_the_page_that_was_wanted(clerk):
    enrolled(clerk)
    client = by_password(clerk)
    wanted = reverse("admin:credit_subject_changelist")
    asked = client.get(wanted)
    where = urlsplit(asked.headers["Location"])
    assert where.path == ASK
    assert parse_qs(where.query) == {"next": [wanted]}
    answer = client.post(ASK, {"code": fresh_code(clerk), "next": wanted})
    assert answer.headers["Location"] == wanted
    assert client.get(wanted).status_code == 200


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/", "javascript:alert(1)"])
def test_nobody_is_led_to_another_site(clerk, elsewhere):
    enrolled(clerk)
    answer = by_password(clerk).post(ASK, {"code": fresh_code(clerk), "next": elsewhere})
    assert answer.headers["Location"] == HOME


def test_before_the_code_nobody_is_signed_in_anywhere(clerk):
    enrolled(clerk)
    client = by_password(clerk)
    assert sent_to(client, reverse("admin:core_intake_add")) == ASK
    assert client.post(reverse("admin:core_intake_add"), {}).headers["Location"] == ASK
    assert client.get("/portal/").headers["Location"].startswith("/portal/sign-in/")
    assert client.get("/").status_code == 200
    assert client.get("/").wsgi_request.user.is_anonymous


def test_a_code_works_once(clerk):
    enrolled(clerk)
    code = fresh_code(clerk)
    assert by_password(clerk).post(ASK, {"code": code}).status_code == 302
    again = by_password(clerk).post(ASK, {"code": code})
    assert again.status_code == 200
    assert "wrong or was used" in again.content.decode()


def test_the_code_before_is_taken_and_one_of_two_minutes_ago_is_not(clerk):
    enrolled(clerk)
    SecondFactor.objects.update(last_t=-1)
    services.use(clerk, code_now(clerk, 1))
    SecondFactor.objects.update(last_t=-1, drift=0)
    with pytest.raises(Refusal):
        services.use(clerk, code_now(clerk, 4))


def test_after_wrong_codes_even_the_right_one_has_to_wait(clerk):
    enrolled(clerk)
    client = by_password(clerk)
    wrong = client.post(ASK, {"code": wrong_code(clerk)})
    assert "wrong or was used" in wrong.content.decode()
    SecondFactor.objects.update(throttling_failure_count=5)
    waiting = client.post(ASK, {"code": fresh_code(clerk)})
    assert re.search(r"wait \d+ second", waiting.content.decode())
    assert sent_to(client) == ASK
    SecondFactor.objects.update(throttling_failure_timestamp=timezone.now() - timedelta(minutes=5))
    assert client.post(ASK, {"code": fresh_code(clerk)}).status_code == 302
    assert SecondFactor.objects.get().throttling_failure_count == 0


@pytest.mark.parametrize(
    "code", ["", "12345", "1234567", "abcdef", "１２３４５６", "-12345", "123 45", "٣٤٥٦٧٨"]
)
def test_what_is_no_code_is_refused_in_the_form(clerk, code):
    enrolled(clerk)
    answer = by_password(clerk).post(ASK, {"code": code})
    assert answer.status_code == 200
    assert answer.context["form"].errors["code"]


def test_the_code_of_another_officer_is_refused(clerk):
    enrolled(clerk)
    other = factories.reviewer()
    enrolled(other)
    with pytest.raises(Refusal):
        services.use(clerk, fresh_code(other))


def test_the_sessions_number_changes_when_the_code_is_given(clerk):
    enrolled(clerk)
    client = by_password(clerk)
    before = client.session.session_key
    client.post(ASK, {"code": fresh_code(clerk)})
    assert client.session.session_key != before


# --- setting it up -----------------------------------------------------------------------------------


def test_an_officer_sets_it_up_by_scanning_and_gets_recovery_codes_once(clerk):
    client = by_password(clerk)
    page = client.get(ENROL)
    factor = SecondFactor.objects.get(user=clerk)
    assert not factor.confirmed
    assert "<svg" in page.content.decode()
    assert factor.key_words in page.content.decode()
    assert client.get(ENROL).context["key"] == page.context["key"], "the same key until it is confirmed"
    wrong = client.post(ENROL, {"code": wrong_code(clerk)})
    assert wrong.context["form"].errors["code"]
    assert not SecondFactor.objects.get().confirmed
    SecondFactor.objects.update(throttling_failure_timestamp=None, throttling_failure_count=0)
    shown = client.post(ENROL, {"code": code_now(clerk)})
    codes = shown.context["codes"]
    assert len(set(codes)) == 10
    assert all(code in shown.content.decode() for code in codes)
    assert client.get(HOME).status_code == 200, "this session has given it already"
    assert sent_to(by_password(clerk)) == ASK
    assert sent_to(client, ENROL) == MANAGE
    assert AuditEvent.objects.filter(action="officer.second_factor_enrolled").exists()


def test_the_address_in_the_picture_names_issuer_account_and_key(clerk):
    address = urlsplit(services.enrolment_address(services.begin(clerk)))
    given = parse_qs(address.query)
    assert (address.scheme, address.netloc) == ("otpauth", "totp")
    assert clerk.username in address.path
    assert re.fullmatch(r"[A-Z2-7]{32}", given["secret"][0])


def test_key_and_recovery_codes_are_not_stored_in_clear(clerk):
    codes = enrolled(clerk)
    factor = SecondFactor.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM accounts_secondfactor")
        stored = str(cursor.fetchall())
        cursor.execute("SELECT * FROM accounts_recoverycode")
        stored += str(cursor.fetchall())
    assert factor.key_bytes.hex() not in stored
    assert not [code for code in codes if code in stored or code.replace("-", "") in stored]


def test_an_officer_has_one_second_factor(clerk):
    enrolled(clerk)
    with pytest.raises(Refusal):
        services.begin(clerk)
    with pytest.raises(DatabaseError), transaction.atomic():
        SecondFactor.objects.create(user=clerk, name="x", key="00" * 20)


# --- recovery ----------------------------------------------------------------------------------------


def test_a_recovery_code_signs_in_once(clerk):
    codes = enrolled(clerk)
    assert by_password(clerk).post(ASK, {"code": codes[0].lower().replace("-", " ")}).status_code == 302
    assert by_password(clerk).post(ASK, {"code": codes[0]}).status_code == 200
    SecondFactor.objects.update(throttling_failure_timestamp=None, throttling_failure_count=0)
    assert services.codes_left(clerk) == 9
    assert AuditEvent.objects.filter(action="officer.recovery_code_used").count() == 1


def test_guessing_recovery_codes_is_throttled_like_codes(clerk):
    codes = enrolled(clerk)
    with pytest.raises(Refusal):
        services.use(clerk, "AAAA-AAAA-AAAA")
    SecondFactor.objects.update(throttling_failure_count=8)
    with pytest.raises(Refusal, match=r"\d"):
        services.use(clerk, codes[1])
    assert services.codes_left(clerk) == 10


def test_new_recovery_codes_replace_the_old_ones(clerk):
    old = enrolled(clerk)
    client = by_password(clerk)
    client.post(ASK, {"code": fresh_code(clerk)})
    shown = client.post(MANAGE, {"code": fresh_code(clerk), "renew": "1"})
    assert set(shown.context["codes"]).isdisjoint(old)
    assert RecoveryCode.objects.filter(officer=clerk).count() == 10
    with pytest.raises(Refusal):
        services.use(clerk, old[0])


# --- removing ----------------------------------------------------------------------------------------


def test_an_officer_switches_it_off_with_a_code(clerk):
    enrolled(clerk)
    client = by_password(clerk)
    client.post(ASK, {"code": fresh_code(clerk)})
    assert client.post(MANAGE, {"code": wrong_code(clerk), "remove": "1"}).status_code == 200
    SecondFactor.objects.update(throttling_failure_timestamp=None, throttling_failure_count=0)
    assert client.post(MANAGE, {"code": fresh_code(clerk), "remove": "1"}).status_code == 302
    assert not SecondFactor.objects.exists()
    assert not RecoveryCode.objects.exists()
    assert by_password(clerk).get(HOME).status_code == 200


def test_it_cannot_be_switched_off_where_it_is_demanded(settings, clerk):
    settings.SECOND_FACTOR_ROLES = ["clerk"]
    enrolled(clerk)
    with pytest.raises(Refusal):
        services.remove_own(clerk, fresh_code(clerk))
    assert SecondFactor.objects.exists()


def in_the_county(officer: Officer) -> Officer:
    agency = Agency.objects.first() or factories.agency()
    officer.agency = agency
    officer.save(update_fields=["agency"])
    return officer


def test_an_administrator_removes_it_for_an_officer_who_lost_the_device(clerk):
    in_the_county(clerk)
    enrolled(clerk)
    administrator = in_the_county(factories.officer(roles=("administrator",)))
    signed = by_password(clerk)
    signed.post(ASK, {"code": fresh_code(clerk)})
    assert signed.get(HOME).status_code == 200
    page = reverse("admin:accounts_officer_remove_second_factor", args=[clerk.pk])
    client = by_password(administrator)
    assert page in client.get(reverse("admin:accounts_officer_change", args=[clerk.pk])).content.decode()
    client.post(page, {"_form_submitted": "on", "reason": ""})
    assert SecondFactor.objects.exists()
    client.post(page, {"_form_submitted": "on", "reason": "手机遗失，已当面核实身份"})
    assert not SecondFactor.objects.exists()
    event = AuditEvent.objects.get(action="officer.second_factor_removed")
    assert (event.actor_id, event.reason) == (administrator.actor_id, "手机遗失，已当面核实身份")


def test_nobody_else_removes_it(clerk):
    in_the_county(clerk)
    enrolled(clerk)
    elsewhere = factories.officer(roles=("administrator",), prefix="51")
    for other in (clerk, factories.reviewer(), elsewhere):
        with pytest.raises(Refusal):
            services.reset(clerk, by=other, reason="invented reason")
    country = in_the_county(factories.officer(roles=("administrator",), prefix=""))
    enrolled(country)
    with pytest.raises(Refusal):
        services.reset(
            country, by=in_the_county(factories.officer(roles=("administrator",))), reason="mine now"
        )
    assert SecondFactor.objects.count() == 2


def test_codes_of_this_test_follow_the_standard():
    """RFC 6238, appendix B, first row: 59 seconds, SHA-1, last six of 94287082."""
    key = b"12345678901234567890"
    assert f"{totp(key, 30, int(time.time()) - 59):06d}" == "287082"
