"""Workbooks of any length for the intake benchmark, written the way Excel does.

Every code carries valid check characters, every body, person and decision is invented.
"""

from __future__ import annotations

import random
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from html import escape
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from core.sheets.canonical import column_letters
from core.sheets.columns import kind_named

_HEADER = "penalty_legal"
_BODIES = 20_000
_UNIQUE = (11, 13)  # document number and facts differ from row to row
_USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_ORG = "0123456789X"
_ORG_VALUES = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
_GIVEN = "子文思明嘉宁安若清远之行云舟知夏初晨一然书怀瑾景澄"
_PLACES = ("410527", "120116", "220104", "441402", "510107", "220503", "441481", "510181")
_OFFICES = ("内黄县", "滨海新区", "朝阳区", "梅江区", "武侯区", "二道江区", "兴宁市", "都江堰市")
_ACTS = (
    "未按规定书写和保管病历资料",
    "医疗废物未按规定分类收集",
    "学校饮水设施卫生管理不符合要求",
    "逾期不校验仍从事诊疗活动",
)
_SITES = ("预检分诊处", "产科门诊", "住院部三病区", "二楼诊室", "检验科", "供应室", "药房", "门诊大厅")
_NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_NS}" xmlns:r="{_REL}"><sheets>'
    '<sheet name="行政处罚法人" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_REL}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_REL}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId3" Type="{_REL}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{_NS}"><fonts count="1"><font/></fonts>'
    '<fills count="1"><fill/></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="49"/><xf numFmtId="0"/></cellXfs></styleSheet>',
}

Row = list[str | float]


def _valid_uscc(chance: random.Random, start: str, place: str) -> str:
    """Make a credit code with both check characters (GB 32100, GB 11714)."""
    inner = "MA" + "".join(chance.choices(_USCC[:18], k=6))
    weighted = sum(
        _ORG_VALUES.index(mark) * weight
        for mark, weight in zip(inner, (3, 7, 9, 10, 5, 8, 4, 2), strict=True)
    )
    stem = f"{start}{place}{inner}{_ORG[-weighted % 11]}"
    total = sum(_USCC.index(mark) * pow(3, place, 31) for place, mark in enumerate(stem))
    return stem + _USCC[-total % 31]


def _valid_id(chance: random.Random, place: str) -> str:
    """Make a resident id with its check character (GB 11643)."""
    born = date(1955, 1, 1) + timedelta(days=chance.randrange(16_000))
    stem = f"{place}{born:%Y%m%d}{chance.randrange(1000):03d}"
    return stem + "10X98765432"[sum(int(mark) * pow(2, 17 - at, 11) for at, mark in enumerate(stem)) % 11]


def penalty_rows(count: int, seed: int = 1) -> Iterator[Row]:
    """Yield penalties of organisations, 28 columns each, all without fault.

    Args:
        count: how many rows.
        seed: of the pseudo-random choices.
    """
    chance = random.Random(seed)
    offices = [
        (name + "卫生健康委员会", _valid_uscc(chance, "11", place))
        for name, place in zip(_OFFICES, _PLACES, strict=True)
    ]
    bodies = []
    for number in range(min(_BODIES, max(count // 5, 1))):
        place = chance.randrange(len(_PLACES))
        person = chance.choice(_SURNAMES) + "".join(chance.choices(_GIVEN, k=2))
        name = f"{_OFFICES[place]}{''.join(chance.choices(_GIVEN, k=3))}第{number}诊所"
        code = _valid_uscc(chance, "91", _PLACES[place])
        bodies.append((place, name, code, person, _valid_id(chance, _PLACES[place])))
    for number in range(count):
        place, name, code, person, id_number = chance.choice(bodies)
        authority, authority_code = offices[place]
        day = date(2019, 1, 1) + timedelta(days=chance.randrange(2700))
        fine = chance.randrange(1, 300) / 100
        act = chance.choice(_ACTS)
        yield [
            name, "法人及非法人组织", code, "", code[8:17], "", "", "", person, "身份证", id_number,
            f"{_OFFICES[place][:2]}卫医罚〔{day.year}〕{number}号", act,
            f"该单位{chance.choice(_SITES)}在第{number}次检查中被发现{act}，现场制作笔录。",
            f"依据《医疗机构管理条例》中{act}的规定及相应罚则", "警告；罚款",
            f"给予警告；罚款人民币{round(fine * 10000)}元，并责令改正违法行为。", fine, "", "",
            f"{day:%Y/%m/%d}", f"{day.replace(year=day.year + 1, day=min(day.day, 28)):%Y/%m/%d}",
            f"{day.replace(year=day.year + 1, day=min(day.day, 28)):%Y/%m/%d}",
            authority, authority_code, authority, authority_code, "当事人放弃陈述申辩",
        ]  # fmt: skip


def write_workbook(path: Path, count: int) -> None:
    """Write a workbook of `count` penalties in flat memory."""
    header: Row = [column.name for column in kind_named(_HEADER).columns]
    numbers: dict[str, int] = {}
    with TemporaryFile("w+", encoding="utf-8") as sheet, TemporaryFile("w+", encoding="utf-8") as strings:
        total = _write_row(sheet, strings, 1, header, numbers, 0)
        for line, row in enumerate(penalty_rows(count), 2):
            total = _write_row(sheet, strings, line, row, numbers, total)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for name, text in _PARTS.items():
                archive.writestr(name, text)
            _pack(archive, "xl/sharedStrings.xml", strings, f'<sst xmlns="{_NS}">', "</sst>")
            _pack(
                archive,
                "xl/worksheets/sheet1.xml",
                sheet,
                f'<worksheet xmlns="{_NS}"><sheetData>',
                "</sheetData></worksheet>",
            )


def _write_row(
    sheet: IO[str], strings: IO[str], line: int, row: Row, numbers: dict[str, int], total: int
) -> int:
    cells = []
    for place, value in enumerate(row):
        if value == "":
            continue
        reference = f"{column_letters(place)}{line}"
        if isinstance(value, float):
            cells.append(f'<c r="{reference}" s="1"><v>{value!r}</v></c>')
            continue
        number = numbers.get(value)
        if number is None:
            number = total
            total += 1
            strings.write(f"<si><t>{escape(value, quote=False)}</t></si>")
            if place not in _UNIQUE:
                numbers[value] = number
        cells.append(f'<c r="{reference}" s="0" t="s"><v>{number}</v></c>')
    sheet.write(f'<row r="{line}">{"".join(cells)}</row>')
    return total


def _pack(archive: zipfile.ZipFile, name: str, body: IO[str], head: str, tail: str) -> None:
    body.seek(0)
    with archive.open(name, "w", force_zip64=True) as target:
        target.write(f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{head}'.encode())
        while part := body.read(1 << 20):
            target.write(part.encode())
        target.write(tail.encode())
