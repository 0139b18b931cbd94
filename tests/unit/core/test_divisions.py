"""Division codes: names, levels, and codes that the table no longer holds."""

from core import divisions
from core.divisions import Division


def test_a_place_knows_its_parent_and_level() -> None:
    assert divisions.get("410527") == Division("410527", "内黄县", "county", "410500")
    assert [place.name for place in divisions.lineage("410527")] == ["河南省", "安阳市", "内黄县"]


def test_the_full_name_leaves_out_levels_that_do_not_exist() -> None:
    assert divisions.full_name("410527") == "河南省安阳市内黄县"
    assert divisions.full_name("120116") == "天津市滨海新区"
    assert divisions.full_name("659001") == "新疆维吾尔自治区石河子市"
    assert divisions.full_name("441900") == "广东省东莞市"


def test_an_abolished_place_is_named_by_what_is_left_of_it() -> None:
    assert divisions.get("512921") is None
    assert divisions.name("512921") == ""
    assert divisions.full_name("512921") == "四川省"
    assert divisions.full_name("990101") == ""


def test_the_prefix_is_what_all_places_below_share() -> None:
    assert [divisions.prefix(code) for code in ("410000", "410500", "410527")] == ["41", "4105", "410527"]


def test_every_row_fits_its_code_and_its_parent() -> None:
    for place in divisions.table().values():
        assert place.level == divisions.level(place.code)
        assert (
            place.code.startswith(divisions.prefix(place.parent))
            if place.parent
            else place.level == "province"
        )
    assert [place.name for place in divisions.children("410000")][:2] == ["郑州市", "开封市"]
