"""The frozen files of a draw: canonical text, the same bytes for the same content, and back again.

Comma-separated UTF-8 without byte order mark, lines ended by LF, sorted; lists inside a cell are sorted and
joined by blanks. `parameters.json` has sorted keys and no needless blanks.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Sequence

from supervision.draws.algorithm import NAME, Ballot, Line, Person, Stratum, Terms

POPULATION, STAFF, PARAMETERS = "population.csv", "staff.csv", "parameters.json"
OPENING, RESULT, REPLACEMENTS = "opening.json", "result.csv", "replacements.csv"
BALLOT = ("stratum", "code", "name", "speciality", "mode", "tickets", "reason")
PERSON = ("code", "role", "office", "specialities", "barred")
LINE = ("stratum", "rank", "mode", "code", "name", "tickets", "inspectors", "experts")
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def sha256(text: str) -> str:
    """Return the SHA-256 digest of a file's bytes."""
    return hashlib.sha256(text.encode()).hexdigest()


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Write a canonical table."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_harmless(value) for value in row] for row in rows)
    return out.getvalue()


def _harmless(value: object) -> object:
    """Keep a name that begins like a formula from running in a reader's spreadsheet program."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_STARTS_A_FORMULA) else value


def write_population(rows: Iterable[Ballot]) -> str:
    """Write a population, sorted by stratum and code."""
    ordered = sorted(rows, key=lambda row: (row.stratum, row.code))
    return table(
        BALLOT,
        ((r.stratum, r.code, r.name, r.speciality, r.mode, r.tickets, r.reason) for r in ordered),
    )


def read_population(text: str) -> list[Ballot]:
    """Read a population."""
    return [
        Ballot(
            row["stratum"],
            row["code"],
            row["name"],
            row["speciality"],
            row["mode"],
            int(row["tickets"]),
            row["reason"],
        )
        for row in csv.DictReader(io.StringIO(text))
    ]


def write_staff(rows: Iterable[Person]) -> str:
    """Write the staff file, sorted by number."""
    ordered = sorted(rows, key=lambda row: row.code)
    return table(
        PERSON,
        (
            (r.code, r.role, r.office, " ".join(sorted(r.specialities)), " ".join(sorted(r.barred)))
            for r in ordered
        ),
    )


def read_staff(text: str) -> list[Person]:
    """Read the staff file."""
    return [
        Person(
            row["code"],
            row["role"],
            row["office"],
            frozenset(row["specialities"].split()),
            frozenset(row["barred"].split()),
        )
        for row in csv.DictReader(io.StringIO(text))
    ]


def write_parameters(terms: Terms) -> str:
    """Write the parameters."""
    content = {
        "algorithm": NAME,
        "number": terms.number,
        "strata": {name: {"ratio": row.ratio, "experts": row.experts} for name, row in terms.strata.items()},
        "unit": terms.unit,
        "inspectors": terms.inspectors,
        "offices": str(terms.offices),
        "reserves": terms.reserves,
        "public_source": terms.public_source,
    }
    return _json(content)


def read_parameters(text: str) -> Terms:
    """Read the parameters."""
    content = json.loads(text)
    return Terms(
        content["number"],
        {name: Stratum(row["ratio"], row["experts"]) for name, row in content["strata"].items()},
        content["unit"],
        content["inspectors"],
        content["offices"],
        content["reserves"],
        content["public_source"],
    )


def write_result(lines: Iterable[Line]) -> str:
    """Write the result, in the order of the draw."""
    return table(
        LINE,
        (
            (
                line.ballot.stratum,
                line.rank,
                str(line.mode),
                line.ballot.code,
                line.ballot.name,
                line.ballot.tickets,
                " ".join(line.inspectors),
                " ".join(line.experts),
            )
            for line in lines
        ),
    )


def read_result(text: str) -> list[dict[str, str]]:
    """Read the result, one dictionary a line."""
    return list(csv.DictReader(io.StringIO(text)))


def write_opening(*, number: str, commitment: str, secret: str, public_number: str) -> str:
    """Write what is opened after the draw."""
    return _json(
        {
            "algorithm": NAME,
            "commitment": commitment,
            "number": number,
            "public_number": public_number,
            "secret": secret,
        }
    )


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"
