"""Public search over a million entries: the whole page beside the bare indexed query and an empty page.

Also an URL configuration: the site's own addresses and one empty page with the site's header and footer.
"""

from __future__ import annotations

import io
import random
import statistics
from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from time import perf_counter
from typing import Any
from urllib.parse import urlencode

from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.test.utils import override_settings
from django.urls import path

from bench.table import Row
from config.urls import urlpatterns as site_addresses
from core.clock import today
from core.search import grams, normalise, query_grams
from core.search_index import create_statements, drop_statements
from disclosure.models import PublicEntry
from disclosure.site.selectors import PAGE
from disclosure.site.selectors import Row as Listed

ENTRIES = 1_000_000
ENTRIES_OF_A_BODY = 20
QUERIES = 12
ROUNDS = 25
LIMIT = 3.0
TABLE = PublicEntry._meta.db_table

# Invented names: place, two or three characters of its own, kind of institution.
PLACES = ("内黄县", "汤阴县", "滑县", "林州市", "北关区", "文峰区", "殷都区", "龙安区", "浚县", "淇县")
OWN = "仁和康宁安泰博爱济民普惠同德瑞华颐清青禾嘉佑明远福润恒春永信诚善慈广立新长乐怡景宏达盛世祥云松柏"
KINDS = ("医院", "口腔门诊部", "中医诊所", "综合门诊部", "社区卫生服务站", "护理院", "医学检验所", "康复中心")


def empty(request: HttpRequest) -> HttpResponse:
    """Answer with the site's header and footer and nothing between them."""
    return render(request, "public/base.html")


urlpatterns = [path("empty/", empty), *site_addresses]


@dataclass(frozen=True, slots=True)
class Timed:
    """The best of all rounds in milliseconds, so that what the machine does beside counts for nobody."""

    page: float
    sql: float
    empty: float
    icontains: float


def run(dsn: str) -> list[Row]:
    """Measure searches of every length.

    Args:
        dsn: the throwaway PostgreSQL that Django is connected to.
    """
    call_command("migrate", verbosity=0)
    names = invented_names(ENTRIES // ENTRIES_OF_A_BODY)
    fill(names)
    with override_settings(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["bench"]):
        return [measured(kind, queries) for kind, queries in questions(names).items()]


def invented_names(wanted: int) -> list[str]:
    """Return so many different names, the same in every run."""
    chance = random.Random(20261122)
    own = ["".join(pair) for pair in product(OWN, repeat=2)] + [
        "".join(three) for three in product(OWN, repeat=3)
    ]
    every = (f"{place}{word}{kind}" for word in own for place in PLACES for kind in KINDS)
    some = list(every)
    return chance.sample(some, wanted)


def fill(names: list[str]) -> None:
    """Fill the table: names and grams by COPY, the entries of every body by one statement."""
    with connection.cursor() as cursor:
        for statement in drop_statements(connection, PublicEntry, "grams"):
            cursor.execute(statement)
        cursor.execute(f"TRUNCATE {TABLE} RESTART IDENTITY")
        cursor.execute("CREATE TEMPORARY TABLE body (n serial, name text, norm text, grams text)")
        lines = "".join(f"{name}\t{normalise(name)}\t{grams(name)}\n" for name in names)
        cursor.copy_expert("COPY body (name, norm, grams) FROM STDIN", io.StringIO(lines))
        cursor.execute(_FILL, {"today": today(), "each": ENTRIES_OF_A_BODY})
        for statement in create_statements(connection, PublicEntry, "grams"):
            cursor.execute(statement)
        cursor.execute("DROP TABLE body")
        cursor.execute(f"VACUUM ANALYZE {TABLE}")


# Every fiftieth entry has ended; permits are shown without an end.
_FILL = f"""
INSERT INTO {TABLE} (guid, record_guid, kind, list_kind, list_code, party_name, party_kind, uscc, title,
    document_no, decided_on, authority_name, division_code, details, regime, publicity_class,
    earliest_repair_on, published_on, shown_until, state, withdrawn_on, withdrawn_reason, name_norm, grams)
SELECT gen_random_uuid(), gen_random_uuid(),
    CASE WHEN (n + turn) %% 3 = 0 THEN 'penalty' ELSE 'permit' END, '', '', name,
    'organisation', '92410527' || lpad(upper(to_hex(n)), 10, '0'), '未按照规定开展诊疗活动',
    '卫医罚〔2026〕' || n || '-' || turn || '号', %(today)s - (n + turn * 37) %% 1000,
    '内黄县卫生健康委员会', '410527', '[["CF_XDR_MC", "样本"]]', 'R2026', '一般', NULL,
    %(today)s - (n + turn * 37) %% 990, CASE WHEN (n + turn) %% 3 = 0 THEN %(today)s + 200 END,
    CASE WHEN (n + turn) %% 50 = 0 THEN 'ended' ELSE 'shown' END, NULL, '', norm, grams
FROM generate_series(1, %(each)s) AS turn, body
ORDER BY turn, n
"""


def questions(names: list[str]) -> dict[str, list[str]]:
    """Return what is searched for: pieces that many names hold, and pieces that few hold."""
    chance = random.Random(7)
    picked = chance.sample(names, QUERIES)
    starts = [next(len(place) for place in PLACES if name.startswith(place)) for name in picked]
    return {
        "1 character": [
            *"医县口",
            *(name[start] for name, start in zip(picked[3:], starts[3:], strict=True)),
        ],
        "2 characters": [
            "医院",
            "门诊",
            *(n[s : s + 2] for n, s in zip(picked[2:], starts[2:], strict=True)),
        ],
        "4 characters": [name[start : start + 4] for name, start in zip(picked, starts, strict=True)],
        "full name": picked,
    }


def measured(kind: str, queries: list[str]) -> Row:
    """Measure all queries of a length and compare."""
    timed = [time_query(query) for query in queries]
    page = statistics.median(one.page for one in timed)
    rival = statistics.median(one.sql + one.empty for one in timed)
    ratio = statistics.median(one.page / (one.sql + one.empty) for one in timed)
    sql, icontains = (statistics.median(getattr(one, name) for one in timed) for name in ("sql", "icontains"))
    slowest = max(one.icontains for one in timed)
    return Row(
        name=f"search page, {kind}, {ENTRIES:,} entries",
        ours=page,
        rival=rival,
        limit=f"at most {LIMIT:g} × (bare indexed SQL + empty page)",
        ratio=ratio,
        unit="ms",
        note=(
            f"bare SQL {sql:.2f} ms; icontains alone {icontains:.1f} ms (slowest {slowest:.0f} ms); "
            f"slowest page {max(one.page for one in timed):.1f} ms"
        ),
        kept=ratio <= LIMIT,
    )


def time_query(query: str) -> Timed:
    """Time one query, the contenders in turn so that a busy machine is busy for all of them."""
    contenders: dict[str, Callable[[], object]] = {
        "page": lambda: answer("/search/", urlencode({"q": query})),
        "sql": lambda: bare(query),
        "empty": lambda: answer("/empty/"),
    }
    for contender in contenders.values():
        contender()
    times: dict[str, list[float]] = {name: [] for name in contenders}
    for _round in range(ROUNDS):
        for name, contender in contenders.items():
            times[name].append(milliseconds(contender))
    found = {name: min(values) for name, values in times.items()}
    return Timed(**found, icontains=milliseconds(lambda: without_index(query)))


def milliseconds(act: Callable[[], object]) -> float:
    """Time one act."""
    start = perf_counter()
    act()
    return (perf_counter() - start) * 1000


_handler = WSGIHandler()


def answer(address: str, query: str = "") -> bytes:
    """Ask the site as a web server does, through all of Django.

    Raises:
        RuntimeError: the site did not answer with a page.
    """
    statuses: list[str] = []
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": address,
        "QUERY_STRING": query,
        "SERVER_NAME": "bench",
        "SERVER_PORT": "80",
        "HTTP_HOST": "bench",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        "wsgi.url_scheme": "http",
    }

    def start(status: str, headers: list[tuple[str, str]], error: Any = None, /) -> Callable[[bytes], object]:
        statuses.append(status)
        return bytes

    response = _handler(environ, start)
    content = b"".join(response)
    if not statuses[0].startswith("200"):
        raise RuntimeError(f"{address} answered {statuses[0]}")
    return content


def bare(query: str) -> list[tuple[Any, ...]]:
    """Ask the database alone, in the words of the index."""
    with connection.cursor() as cursor:
        cursor.execute(_BARE, [today(), query_grams(query), f"%{normalise(query)}%", PAGE + 1])
        return cursor.fetchall()


_BARE = f"""
SELECT {", ".join(Listed._fields)} FROM {TABLE}
WHERE state = 'shown' AND (shown_until IS NULL OR shown_until >= %s)
    AND string_to_array(grams, ' ') @> %s AND name_norm LIKE %s
ORDER BY id DESC LIMIT %s
"""


def without_index(query: str) -> list[tuple[Any, ...]]:
    """Ask as a plain Django site would."""
    found = PublicEntry.objects.shown().filter(party_name__icontains=query).order_by("-id")
    return list(found.values_list(*Listed._fields)[: PAGE + 1])
