"""Ways off the lists in the demonstration county: one body waits, one has left by repair, one by a court.

What the product dates itself lies on the day of loading; the days of entry and end are moved back afterwards,
so that the exit rate has years to show.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import chain

from accounts.models import Officer
from accounts.permissions import P
from blacklist.choices import ListingState, ListKind
from blacklist.exit import services
from blacklist.grades import source_of
from blacklist.listing import services as listings
from blacklist.models import ExitApplication, Listing, ListingEvent
from core import outbox
from credit.models import ListedPeriod, Subject
from credit.objection.choices import Channel
from credit.parties import OnPaper
from disclosure.demo.cases import paper
from disclosure.demo.lists import FORGED, LENT, LOST_FILES, Desk, others
from disclosure.models import PublicEntry

CREDIT_OFFICE = "青溪县社会信用体系建设领导小组办公室"


def tell(*, clerk: Officer, reviewer: Officer, day: date) -> None:
    """List three bodies in years past, and lead them off the list as far as each has come.

    Args:
        clerk: keeps the listings, notes trainings, checks applications.
        reviewer: decides.
        day: the day on which the demonstration is loaded.
    """
    desk = Desk(clerk, reviewer, day, last=80)
    bodies = chain(others("门诊部"), others("诊所"))
    waiting = _listed(desk, next(bodies), "J15", FORGED, days_ago=430)
    _ready(desk, waiting)
    left = _listed(desk, next(bodies), "J11", LENT, days_ago=820)
    services.approve(_ready(desk, left), decision_no=desk.number("移"), by=reviewer)
    _moved_back(left, listed_ago=818, ended_ago=400, day=day)
    fallen = _listed(desk, next(bodies), "J22", LOST_FILES, days_ago=300)
    judged = "人民法院判决撤销列入决定"
    number = f"（{day.year}）行终7号"
    listings.end_listings(
        [fallen], ListingState.COURT, on=day, by=reviewer, reason=judged, document_no=number
    )
    _moved_back(fallen, listed_ago=298, ended_ago=1, day=day)
    _moved_back(waiting, listed_ago=428, ended_ago=None, day=day)
    outbox.dispatch_all()


def _listed(desk: Desk, subject: Subject, item: str, title: str, *, days_ago: int) -> Listing:
    record = desk.record(subject, item, title, days_ago=days_ago + 90, final_ago=days_ago + 60)
    row = desk.served(
        desk.proposed(ListKind.SERIOUS, subject, record, days_ago=days_ago + 30), days_ago=days_ago + 24
    )
    number = desk.number("定")
    row = listings.decide(row, decision_no=number, decided_on=desk.ago(days_ago), by=desk.reviewer)
    row = listings.serve_decision(row, served_on=desk.ago(days_ago - 1), by=desk.clerk)
    return listings.enter_on_list(row, by=desk.reviewer)


def _ready(desk: Desk, listing: Listing) -> ExitApplication:
    """Bring an application from the counter to the second officer."""
    for role, hours in (("legal_rep", "3"), ("head", "1.5")):
        services.note_training(
            listing=listing,
            role=role,
            held_on=desk.ago(20),
            hours=Decimal(hours),
            organiser=CREDIT_OFFICE,
            matter="医疗卫生信用监管与依法执业",
            by=desk.clerk,
            files=[paper("培训签到表.pdf", f"培训 {listing.pk} {role}")],
        )
    party = OnPaper(desk.clerk, P.LISTING_PROPOSE)
    row = services.start_exit(listing=listing, by=party, channel=Channel.PAPER)
    services.write_exit(
        row,
        by=party,
        duties_done_on=desk.ago(40),
        correction="已缴清罚款，清退违规人员，完善内部管理制度并完成整改。",
        commitment_by="许嘉言",
        commits=True,
        files=[paper("缴款凭证.pdf", f"缴款 {listing.pk}")],
    )
    services.submit(row, by=party)
    services.accept(row, by=desk.clerk)
    note = "查询非税收入系统，罚款已于整改期内缴清；现场复查，整改到位。"
    return services.note_check(row, note=note, duties_confirmed=True, by=desk.clerk)


def _moved_back(listing: Listing, *, listed_ago: int, ended_ago: int | None, day: date) -> None:
    """Let entry and end lie in the past, wherever the day stands."""
    since = day - timedelta(days=listed_ago)
    until = day - timedelta(days=ended_ago) if ended_ago is not None else None
    Listing.objects.filter(pk=listing.pk).update(listed_on=since, ended_on=until)
    ListedPeriod.objects.filter(source=source_of(listing)).update(since=since, until=until)
    PublicEntry.objects.filter(record_guid=listing.guid).update(published_on=since)
    events = ListingEvent.objects.filter(listing=listing)
    events.filter(step="enter").update(on=since)
    if until is not None:
        events.filter(step__in=("repair", "court")).update(on=until)
        PublicEntry.objects.filter(record_guid=listing.guid, state="withdrawn").update(withdrawn_on=until)
        ExitApplication.objects.filter(listing=listing).update(
            submitted_on=until, accepted_on=until, checked_on=until, decided_on=until
        )
