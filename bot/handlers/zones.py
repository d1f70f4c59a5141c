"""Time zones as people type them: "Asia/Tokyo", "tokyo", "Nhật Bản", "GMT+9". Pure."""

import re
from functools import lru_cache
from zoneinfo import available_timezones

from digests.vietnamese.folding import fold

_PLACES = {
    "Asia/Ho_Chi_Minh": "viet nam, vn, ha noi, hanoi, sai gon, ho chi minh, tp hcm, da nang",
    "Asia/Tokyo": "nhat ban, nhat, japan, osaka",
    "Asia/Seoul": "han quoc, han, korea, busan",
    "Asia/Taipei": "dai loan, dai bac, taiwan",
    "Asia/Shanghai": "trung quoc, china, bac kinh, beijing, thuong hai, quang chau",
    "Asia/Bangkok": "thai lan, thailand, bang coc",
    "Asia/Vientiane": "lao, laos, vieng chan",
    "Asia/Phnom_Penh": "campuchia, cambodia",
    "Asia/Kuala_Lumpur": "malaysia",
    "Asia/Kolkata": "an do, india",
    "Asia/Dubai": "uae",
    "Australia/Sydney": "uc, australia, canberra",
    "Pacific/Auckland": "new zealand",
    "Europe/Moscow": "nga, russia, mat xco va, moskva",
    "Europe/Warsaw": "ba lan, poland, vac sa va",
    "Europe/Prague": "sec, tiep, cong hoa sec, czech, czechia, praha",
    "Europe/Bratislava": "slovakia",
    "Europe/Budapest": "hungary",
    "Europe/Kiev": "ukraina, ukraine",
    "Europe/Berlin": "duc, germany, munich, hamburg, frankfurt",
    "Europe/Paris": "phap, france",
    "Europe/London": "anh, uk, england, vuong quoc anh, luan don",
    "Europe/Brussels": "bi, belgium",
    "Europe/Amsterdam": "ha lan, netherlands",
    "Europe/Rome": "y, italia, italy",
    "Europe/Madrid": "tay ban nha, spain",
    "Europe/Zurich": "thuy si, switzerland",
    "Europe/Vienna": "ao, austria",
    "Europe/Stockholm": "thuy dien, sweden",
    "Europe/Oslo": "na uy, norway",
    "Europe/Copenhagen": "dan mach, denmark",
    "Europe/Helsinki": "phan lan, finland",
    "America/New_York": "washington, boston, virginia, florida, bo dong",
    "America/Chicago": "texas, houston, dallas",
    "America/Los_Angeles": "california, cali, san jose, san francisco, seattle, bo tay",
}
"""What readers abroad call their zones; a country with several zones only where a city is meant."""
_OFFSET = re.compile(r"(?:gmt|utc)?\s*(?P<sign>[+-])\s*(?P<hours>\d{1,2})(?::?00)?")
_FARTHEST_EAST, _FARTHEST_WEST = 14, 12
_HOME = 7


def read_zone(words: str) -> str | None:
    """Give the IANA name of the zone that ``words`` name; ``None`` for none."""
    typed = " ".join(fold(words).replace("_", " ").split())
    offset = _OFFSET.fullmatch(typed)
    return _known().get(typed) if offset is None else _of_offset(offset)


def _of_offset(match: re.Match[str]) -> str | None:
    hours = int(match["hours"])
    east = match["sign"] == "+"
    if hours > (_FARTHEST_EAST if east else _FARTHEST_WEST):
        return None
    if east and hours == _HOME:
        return "Asia/Ho_Chi_Minh"
    return f"Etc/GMT{'-' if east else '+'}{hours}"  # POSIX counts westward


def offset_of(zone: str) -> str | None:
    """Give "GMT+9" for a zone that is only an offset; ``None`` for every other."""
    name = zone.removeprefix("Etc/GMT")
    if name == zone:
        return None
    return f"GMT{name.translate(str.maketrans('+-', '-+'))}"


@lru_cache(maxsize=1)
def _known() -> dict[str, str]:
    """Give the zones by what they are called: whole names, their last parts, places."""
    names: dict[str, str] = {}
    for zone in sorted(available_timezones()):
        whole = zone.lower().replace("_", " ")
        names[whole] = zone
        if zone.count("/") and not zone.startswith(("Etc/", "US/", "posix", "right", "SystemV")):
            names.setdefault(whole.rpartition("/")[2], zone)
    for zone, called in _PLACES.items():
        names |= dict.fromkeys(called.split(", "), zone)
    return names
