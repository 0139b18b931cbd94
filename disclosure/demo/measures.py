"""Joint measures of the demonstration county: what departments were asked, did, owe, and have lifted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from django.conf import settings

from accounts.demo import COUNTY, PARTNER_OFFICER, load_partner
from accounts.models import Agency, Officer
from accounts.permissions import P
from blacklist.choices import ListingState, ListKind
from blacklist.listing.services import end_listings
from blacklist.measures import reminding, services
from blacklist.measures.choices import DepartmentKind as D
from blacklist.measures.partners import acting
from blacklist.models import Department, Listing, MeasureOrder
from core import outbox
from core.workdays import add_working_days
from credit.models import Subject
from credit.parties import OnPaper
from disclosure.demo.cases import paper
from disclosure.demo.lists import Desk, others

DEPARTMENTS = {
    D.FINANCE: ("青溪县财政局", "财政监督股"),
    D.MARKET: ("青溪县市场监督管理局", "信用监督管理股"),
    D.REFORM: ("青溪县发展和改革局", "信用建设股"),
    D.SERVICES: ("青溪县政务服务和数字化局", "审批改革股"),
    D.CIVILITY: ("中共青溪县委宣传部", "精神文明建设股"),
    D.PERSONNEL: ("青溪县人力资源和社会保障局", "事业单位人事管理股"),
    D.TRADING: ("青溪县公共资源交易中心", "交易管理股"),
    D.BANKING: ("青溪金融监管支局", "普惠金融股"),
    D.HEALTH: ("青溪县卫生健康局综合监督科", "综合监督科"),
}
LENT = "将《医疗机构执业许可证》出借给无资质人员开展诊疗活动"


def tell(*, clerk: Officer, reviewer: Officer, day: date) -> None:
    """Ask departments for measures because of the county's listings, some long ago, some today.

    Args:
        clerk: orders, and notes what departments write on paper.
        reviewer: decides the listings of long ago, and ends one.
        day: the day on which the demonstration is loaded.
    """
    _departments()
    bodies = others("诊所")
    _followed_for_months(Desk(clerk, reviewer, day - timedelta(days=48), last=500), next(bodies), day)
    _ended_since(Desk(clerk, reviewer, day - timedelta(days=75), last=600), next(bodies), day)
    for listing in Listing.objects.filter(state=ListingState.LISTED, kind=ListKind.SERIOUS, listed_on=day):
        services.launch(listing, by=clerk)
    _incentives(clerk, day)
    for person in Listing.objects.filter(state=ListingState.LISTED, kind=ListKind.MEDICAL_ORDER):
        services.launch(person, by=clerk)
    outbox.dispatch_all()


@contextmanager
def on_day(day: date) -> Iterator[date]:
    """Let the product live on another day, so that what lies in the past is dated by its own services."""
    before = getattr(settings, "CHENGYI_TODAY", None)
    settings.CHENGYI_TODAY = day
    try:
        yield day
    finally:
        settings.CHENGYI_TODAY = before


def _departments() -> None:
    for number, (kind, (name, office)) in enumerate(DEPARTMENTS.items()):
        agency, _made = Agency.objects.get_or_create(name=name, division_code=COUNTY)
        Department.objects.get_or_create(
            agency=agency,
            defaults={"kind": kind, "contact_office": office, "phone": f"0435-52{number:05d}"},
        )
    market = Department.objects.select_related("agency").get(kind=D.MARKET)
    load_partner(PARTNER_OFFICER, "叶知秋", market.agency)


def _listed(desk: Desk, subject: Subject) -> Listing:
    """List a clinic on the desk's day, after a procedure in which it kept silent."""
    with on_day(desk.day):
        record = desk.record(subject, "J11", LENT, days_ago=200, final_ago=40)
        row = desk.served(desk.proposed(ListKind.SERIOUS, subject, record, days_ago=26), days_ago=20)
        listing = desk.listed(row)
        outbox.dispatch_all()
    return listing


def _followed_for_months(desk: Desk, subject: Subject, day: date) -> None:
    """One carried out with proof, one being carried out, one that cannot be, the rest silent and reminded."""
    listing, paper_trail = _listed(desk, subject), OnPaper(desk.clerk, P.MEASURE_HANDLE)
    with on_day(desk.day):
        orders = {order.measure_code: order for order in services.launch(listing, by=desk.clerk)}
    with on_day(add_working_days(desk.day, 3).on) as then:
        partner = acting(Officer.objects.get(username=PARTNER_OFFICER))
        services.receive(orders["N10"], by=partner)
        words = "已列入重点监管名录，抽查比例由5%提高到20%，本季度已检查一次。"
        services.execute(
            orders["N10"],
            result=words,
            executed_on=then,
            files=[paper("重点监管名录.pdf", words)],
            by=partner,
        )
        services.accept(orders["N06"], words="已通知各业务股室", by=paper_trail)
        services.cannot(
            orders["N08"], reason="该单位近期没有在办事项，告知承诺系统尚不能按名单拦截。", by=paper_trail
        )
    with on_day(add_working_days(desk.day, 9).on) as then:
        services.execute(orders["N09"], result="已在“信用中国”网站公示。", executed_on=then, by=paper_trail)
    for working_days in (8, 13, 18):
        _remind(add_working_days(desk.day, working_days).on, day)


def _remind(then: date, day: date) -> None:
    if then < day:
        with on_day(then):
            reminding.follow_up(on=then)


def _ended_since(desk: Desk, subject: Subject, day: date) -> None:
    """The penalty fell before a court: everything ended in one act, one department has not confirmed yet."""
    listing, paper_trail = _listed(desk, subject), OnPaper(desk.clerk, P.MEASURE_HANDLE)
    with on_day(desk.day):
        orders = services.launch(listing, by=desk.clerk)
    with on_day(add_working_days(desk.day, 4).on) as then:
        for order in orders:
            services.execute(order, result="已按要求落实。", executed_on=then, by=paper_trail)
    with on_day(day - timedelta(days=9)) as then:
        end_listings(
            [listing],
            ListingState.COURT,
            on=then,
            by=desk.reviewer,
            reason="列入所依据的行政处罚决定已被人民法院判决撤销",
            document_no=f"（{then.year}）吉0599行初17号",
        )
        outbox.dispatch_all()
    ended = MeasureOrder.objects.filter(listing=listing, state="ended").select_related("department")
    with on_day(day - timedelta(days=7)) as then:
        for order in ended.exclude(measure_code__in=("N06", "N10")):
            services.confirm_lifted(order, lifted_on=then, words="已解除并通知各业务股室。", by=paper_trail)
    _remind(day - timedelta(days=1), day)


def _incentives(clerk: Officer, day: date) -> None:
    red = Listing.objects.filter(state=ListingState.LISTED, kind=ListKind.RED).order_by("pk").first()
    if red is None:
        return
    orders = {order.measure_code: order for order in services.launch(red, by=clerk)}
    services.execute(
        orders["J04"],
        result="年度双随机抽查比例下调一半，日常检查每年不超过一次。",
        executed_on=day,
        by=OnPaper(clerk, P.MEASURE_HANDLE),
    )
