"""Recompute a published random draw. 用法：python3 recompute.py 文件夹（默认为当前文件夹）

Needs Python 3.9 or later, nothing else. The folder holds the published files population.csv, staff.csv,
parameters.json, opening.json, result.csv. It ends with 0 where commitment and result are those published;
a draw that was declared void before it was held has no result, and its commitment alone is looked at.
"""

import csv
import hashlib
import io
import json
import sys
from pathlib import Path


def sha(*parts: object) -> str:
    """SHA-256 of the parts, one a line."""
    return hashlib.sha256("".join(f"{part}\n" for part in parts).encode()).hexdigest()


def rows(path: Path) -> list:
    """The lines of a table as dictionaries."""
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode(), newline="")))


def pick(seed: str, body: dict, staff: list, load: dict, role: str, number: int, offices: str) -> str:
    """Who goes to a body: qualified, not barred, with the fewest bodies so far, then by lot."""
    able = [p for p in staff if p["role"] == role and body["speciality"] in p["specialities"].split()]
    able = [p for p in able if body["code"] not in p["barred"].split()]
    able.sort(key=lambda p: (load.get(p["code"], 0), sha(seed, body["stratum"], body["code"], p["code"])))
    chosen: list = []
    while len(chosen) < number:
        rest = [p for p in able if p not in chosen]
        other = [p for p in rest if p["office"] not in [c["office"] for c in chosen]]
        pool = {"free": rest, "prefer": other or rest, "must": other}[offices]
        if not pool:
            break
        chosen.append(pool[0])
    load.update({p["code"]: load.get(p["code"], 0) + 1 for p in chosen})
    return " ".join(p["code"] for p in chosen)


def recompute(population: list, staff: list, rules: dict, seed: str) -> list:
    """The result: of each stratum the bodies of full coverage, those drawn, and the reserves."""
    load: dict = {}
    found, unit = [], 10000 * rules["unit"]
    for name in sorted({b["stratum"] for b in population}):
        rule = rules["strata"][name]
        members = sorted((b for b in population if b["stratum"] == name), key=lambda b: b["code"])
        drum = [b for b in members if b["mode"] == "draw"]
        for b in drum:
            b["lot"] = min(sha(seed, name, b["code"], lot) for lot in range(1, int(b["tickets"]) + 1))
        drum.sort(key=lambda b: (b["lot"], b["code"]))
        last = -(-sum(min(unit, rule["ratio"] * int(b["tickets"])) for b in drum) // unit)
        taken = [("all", n, b) for n, b in enumerate([b for b in members if b["mode"] == "all"], 1)]
        taken += [("draw" if n <= last else "reserve", n, b) for n, b in enumerate(drum, 1)]
        for mode, rank, b in taken[: len(taken) - len(drum) + last + rules["reserves"]]:
            who, along = "", ""
            if mode != "reserve":
                who = pick(seed, b, staff, load, "inspector", rules["inspectors"], rules["offices"])
                along = pick(seed, b, staff, load, "expert", rule["experts"], "free")
            found.append([name, str(rank), mode, b["code"], b["name"], b["tickets"], who, along])
    return found


def main(folder: Path) -> int:
    """Compare commitment and result with what was published."""
    files = [folder / name for name in ("population.csv", "staff.csv", "parameters.json")]
    digests = [hashlib.sha256(path.read_bytes()).hexdigest() for path in files]
    opened = json.loads((folder / "opening.json").read_bytes())
    name, secret = opened["algorithm"], opened["secret"]
    kept = sha(name, opened["number"], secret, *digests) == opened["commitment"]
    words = {True: "SAME 一致", False: "DIFFERENT 不一致"}
    sys.stdout.write(f"commitment 承诺值 {opened['commitment']}: {words[kept]}\n")
    if not (folder / "result.csv").exists():
        sys.stdout.write("result 抽取结果: none, void before it was drawn 未抽取即作废\n")
        return 0 if kept else 1
    seed = sha(name, secret, opened["public_number"])
    found = recompute(rows(files[0]), rows(files[1]), json.loads(files[2].read_bytes()), seed)
    same = found == [list(row.values()) for row in rows(folder / "result.csv")]
    sys.stdout.write(f"result 抽取结果 {len(found)}: {words[same]}\n")
    return 0 if kept and same else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else ".")))
