"""Articles for the end-to-end tests, and the pages and feeds that carry them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from email.utils import format_datetime
from html import escape

from tests.e2e.conftest import House


@dataclass(frozen=True)
class Told:
    """One article of a paper."""

    title: str
    lead: str
    caption: str
    body: tuple[str, ...]

    @property
    def slug(self) -> str:
        """The last part of its address."""
        return self.title.lower().replace(" ", "-")


RICE = Told(
    "Nông dân Phú Lâm gặt chạy mưa",
    "Chiều 23/11, hơn 300 nông dân xã Phú Lâm xuống đồng gặt sớm để tránh đợt mưa lớn sắp tới.",
    "Bà con thôn Đoài gặt lúa bằng máy trong chiều 23/11",
    (
        "Trạm khuyến nông huyện cho biết toàn xã có 412 ha lúa đã chín trên 85 phần trăm.",
        "Ông Nguyễn Đăng Khoa, Chủ nhiệm hợp tác xã, nói: “Gặt sớm ba ngày còn hơn mất cả vụ”.",
        "Xã huy động thêm 14 máy gặt từ các huyện bên và mở sân trường làm nơi phơi thóc.",
    ),
)
SCHOOL = Told(
    "Lớp học nổi đầu tiên trên hồ Ba Khe",
    "Từ tuần này, 46 học sinh làng chài Ba Khe học trong lớp nổi ghép từ thùng phao cũ.",
    "Cô giáo trẻ đón học sinh xuống lớp học nổi sáng đầu tuần",
    (
        "Lớp học rộng 60 mét vuông do các thợ mộc trong làng đóng trong hai tháng hè.",
        "Cô Vi Thị Nết kể trước đây nhiều em phải chèo thuyền gần một giờ để đến trường.",
        "Phòng giáo dục huyện hứa lắp thêm tấm pin mặt trời trước Tết để lớp có đèn buổi tối.",
    ),
)
BRIDGE = Told(
    "Thông xe cầu Vân Giang dài 840 mét",
    "Sáng 24/11, cầu Vân Giang nối hai huyện Kim Thành và Lạc Sơn chính thức thông xe.",
    "Đoàn xe đầu tiên qua cầu Vân Giang sáng 24/11",
    (
        "Cầu dài 840 mét, có bốn làn xe, vốn đầu tư 1.250 tỷ đồng từ ngân sách tỉnh.",
        "Giám đốc ban quản lý dự án Trịnh Công Bảo cho biết công trình về đích sớm 45 ngày.",
        "Người dân Kim Thành không còn phải chờ phà Bến Mía, mỗi ngày chỉ có 18 chuyến.",
    ),
)
BRIDGE_THERE = Told(
    "Người dân Kim Thành hết cảnh chờ phà Bến Mía",
    "Cầu Vân Giang thông xe sáng 24/11, phà Bến Mía dừng hoạt động sau hơn 40 năm.",
    "Chuyến phà Bến Mía cuối cùng rời bờ Lạc Sơn",
    (
        "Công trình dài 840 mét có tổng vốn 1.250 tỷ đồng, hoàn thành sớm 45 ngày.",
        "Ông Trịnh Công Bảo, giám đốc ban quản lý dự án, nói cầu chịu được xe 30 tấn.",
        "Bà Lường Thị Phin, bán hàng ở bến phà, sẽ mở quán nước ở đầu cầu phía Lạc Sơn.",
    ),
)


def page(house: House, told: Told) -> str:
    """Give a newspaper's page with headline, lead, photo with caption and credit, and text."""
    paragraphs = "".join(f"<p>{escape(text)}</p>" for text in told.body)
    return f"""<!doctype html><html lang="vi"><head><meta charset="utf-8">
    <title>{told.title} - Báo</title>
    <meta property="og:type" content="article"></head>
    <body><nav><a href="/">Trang chủ</a></nav>
    <article><h1>{told.title}</h1>
    <time datetime="2026-11-24T07:30:00+07:00">24/11/2026 07:30</time>
    <p class="sapo"><b>BPL - {told.lead}</b></p>
    <figure><img src="{house.paper.url}/anh.jpg" width="900" height="600">
    <figcaption>{told.caption}. Ảnh: Thu Hằng</figcaption></figure>{paragraphs}
    </article></body></html>"""


def publish(house: House, articles: Sequence[Told], *, feed: str = "rss.xml") -> str:
    """Have a feed name these articles, newest first, serve their pages; give its address."""
    items = ""
    for place, told in enumerate(articles):
        house.paper.put(f"/bao/{told.slug}.html", page(house, told))
        moment = format_datetime(house.clock() - timedelta(minutes=5 * place))
        link = f"{house.paper.url}/{told.slug}.html"
        items += (
            f"<item><title>{told.title}</title><link>{link}</link><pubDate>{moment}</pubDate>"
            f"<description>{told.lead}</description></item>"
        )
    body = f"<rss version='2.0'><channel><title>Báo Phú Lâm</title>{items}</channel></rss>"
    house.paper.put(f"/bao/{feed}", body, "application/rss+xml")
    return f"{house.paper.url}/{feed}"
