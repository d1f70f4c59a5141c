"""The places that Vietnamese papers put before a lead as a stamp: provinces, cities, capitals."""

_PROVINCES = """
An Giang|Bà Rịa - Vũng Tàu|Bà Rịa-Vũng Tàu|Bạc Liêu|Bắc Giang|Bắc Kạn|Bắc Ninh|Bến Tre
Bình Dương|Bình Định|Bình Phước|Bình Thuận|Cà Mau|Cao Bằng|Cần Thơ|Đà Nẵng|Đắk Lắk|Đăk Lăk
Đắk Nông|Đăk Nông|Điện Biên|Đồng Nai|Đồng Tháp|Gia Lai|Hà Giang|Hà Nam|Hà Nội|Hà Tĩnh|Hải Dương
Hải Phòng|Hậu Giang|Hòa Bình|Hoà Bình|Hưng Yên|Khánh Hòa|Khánh Hoà|Kiên Giang|Kon Tum|Lai Châu
Lạng Sơn|Lào Cai|Lâm Đồng|Long An|Nam Định|Nghệ An|Ninh Bình|Ninh Thuận|Phú Thọ|Phú Yên
Quảng Bình|Quảng Nam|Quảng Ngãi|Quảng Ninh|Quảng Trị|Sóc Trăng|Sơn La|Tây Ninh|Thái Bình
Thái Nguyên|Thanh Hóa|Thanh Hoá|Thừa Thiên Huế|Thừa Thiên - Huế|Tiền Giang|Trà Vinh|Tuyên Quang
Vĩnh Long|Vĩnh Phúc|Yên Bái|Huế|Vinh|Nha Trang|Đà Lạt|Vũng Tàu|Hạ Long|Quy Nhơn|Phú Quốc
Buôn Ma Thuột|Pleiku|TP HCM|TP.HCM|TP. HCM|TPHCM|TP Hồ Chí Minh|TP.Hồ Chí Minh|Sài Gòn|Thủ Đức
TP Thủ Đức|Sa Pa|Hội An|Tam Kỳ|Đồng Hới|Biên Hòa|Biên Hoà|Trường Sa|Hoàng Sa|Côn Đảo
"""
_ABROAD = """
Mỹ|Anh|Pháp|Đức|Nga|Trung Quốc|Nhật Bản|Hàn Quốc|Triều Tiên|Thái Lan|Lào|Campuchia|Singapore
Malaysia|Indonesia|Philippines|Myanmar|Ấn Độ|Australia|Canada|Italy|Italia|Tây Ban Nha
Bồ Đào Nha|Hà Lan|Bỉ|Ukraine|Israel|Syria|Iran|Iraq|Thổ Nhĩ Kỳ|Đài Loan|Hong Kong|Hồng Kông
Brazil|Argentina|Mexico|Ai Cập|Qatar|Washington|London|Paris|Bắc Kinh|Moskva|Moscow|Tokyo|Seoul
Bangkok|New York|Berlin|Brussels|Geneva|Jakarta|Manila|Vientiane|Phnom Penh|Kuala Lumpur|Sydney
"""


def _folded(names: str) -> frozenset[str]:
    return frozenset(
        name.casefold() for line in names.split("\n") for name in line.split("|") if name
    )


_PLACES = _folded(_PROVINCES) | _folded(_ABROAD)


def is_place(text: str) -> bool:
    """Say whether ``text`` is nothing but the name of a province, a city or a country."""
    return text.strip().casefold() in _PLACES
