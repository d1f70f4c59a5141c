"""Invented articles that the layouts of ``layouts.py`` are filled with."""

# ruff: noqa: E501 - paragraphs stand in one line

from dataclasses import dataclass


@dataclass(frozen=True)
class Shot:
    """A photo as the newsroom has it."""

    url: str
    caption: str
    credit: str | None = None


@dataclass(frozen=True)
class Told:
    """An article as the newsroom has it; ``when`` is local time in Vietnam."""

    title: str
    lead: str
    paragraphs: tuple[str, ...]
    when: tuple[int, int, int, int, int]
    authors: tuple[str, ...]
    shots: tuple[Shot, ...] = ()
    section: str = "Đời sống"
    prefix: str | None = None


OTHERS = (
    (
        "Đàn sếu về sớm trên đồng ngập nước Láng Vạn",
        "Những con sếu đầu tiên của mùa khô đã đậu xuống cánh đồng năng sau ba năm vắng bóng.",
    ),
    (
        "Lớp học đan lưới của bà giáo về hưu ở cù lao Sậy",
        "Mỗi chiều thứ bảy, mười đứa trẻ lại ngồi quanh bà giáo Năm học cách vá một tay lưới rách.",
    ),
    (
        "Cầu treo Nậm Ngần thông xe trước mùa lũ",
        "Cây cầu dài 80 mét nối hai bản bên suối được thông xe sáng qua, sớm hơn kế hoạch một tháng.",
    ),
    (
        "Hợp tác xã chè Khau Pụt bán chuyến hàng đầu tiên ra nước ngoài",
        "Hai tấn chè shan tuyết rời kho hôm đầu tuần, kết thúc bốn năm làm lại từ gốc.",
    ),
)

STORIES = (
    Told(
        title="Bản Nà Lừa giữ nghề dệt lanh bên sườn núi Khau Mang",
        lead="Hơn bốn mươi phụ nữ ở bản Nà Lừa cùng nhau dựng lại khung cửi đã bỏ quên, để nghề dệt lanh của bà con nuôi được người làm ra nó.",
        paragraphs=(
            "Sáng sớm, khi sương còn đọng trên mái gianh, tiếng khung cửi đã vang khắp con dốc nhỏ dẫn vào bản. Bà Vàng Thị Sua năm nay bảy mươi tuổi, tay vẫn đưa thoi đều đặn như thời con gái.",
            "“Ngày trước nhà nào cũng có một khung cửi, rồi vải chợ rẻ quá nên bỏ hết. Bây giờ cháu nội tôi lại xin học”, bà Sua kể và chỉ cho khách tấm vải còn thơm mùi nhựa cây.",
            "Tổ hợp tác của bản nhận đơn hàng từ các cửa hàng dưới xuôi, chia việc theo từng công đoạn: người tước sợi, người nhuộm chàm, người thêu. Mỗi tháng, một thành viên có thêm khoảng ba triệu đồng.",
            "Chủ tịch xã Nà Lừa Lý Văn Páo cho biết năm tới xã sẽ dành nửa hécta đất trồng lanh và mở một lớp dạy nghề vào dịp hè cho học sinh trong vùng.",
        ),
        when=(2023, 3, 8, 16, 38),
        authors=("Lò Thị Hạnh", "Đỗ Quang Minh"),
        shots=(
            Shot(
                "https://anh.bao-mau.vn/2023/03/08/khung-cui-na-lua.jpg",
                "Bà Vàng Thị Sua bên khung cửi đã theo bà từ ngày về nhà chồng.",
                "Đỗ Quang Minh",
            ),
            Shot(
                "https://anh.bao-mau.vn/2023/03/08/phoi-vai-lanh.jpg",
                "Những tấm lanh mới nhuộm chàm được phơi dọc con dốc vào bản",
            ),
        ),
        section="Văn hóa",
        prefix="KMO",
    ),
    Told(
        title="Thành phố Hoa Lau thử nghiệm xe buýt điện trên ba tuyến",
        lead="Từ ngày 1/10, hai mươi bốn xe buýt điện bắt đầu chở khách trên ba tuyến nội đô của thành phố Hoa Lau, giá vé bằng xe chạy dầu.",
        paragraphs=(
            "Ba tuyến đầu tiên nối bến xe phía Bắc với bệnh viện đa khoa, khu công nghiệp Sông Trầm và trường đại học. Mỗi xe chở được sáu mươi người, chạy chừng hai trăm cây số sau một lần sạc.",
            "Theo Sở Giao thông vận tải thành phố, thời gian thử nghiệm kéo dài mười hai tháng. Sau đó, đơn vị vận hành sẽ báo cáo về chi phí, độ ồn và sự hài lòng của hành khách.",
            "Anh Trần Hữu Lộc, tài xế mười năm tuyến số 4, nói xe mới êm hơn và mát hơn, nhưng anh phải tập lại cách phanh vì máy thu hồi năng lượng làm xe chậm nhanh hơn thường lệ.",
        ),
        when=(2024, 9, 25, 9, 5),
        authors=("Mai Phương Thảo",),
        shots=(
            Shot(
                "https://anh.bao-mau.vn/2024/09/25/xe-buyt-dien.jpg",
                "Chiếc xe buýt điện đầu tiên rời bến xe phía Bắc sáng 25/9.",
                "TTXVN",
            ),
        ),
        section="Giao thông",
    ),
    Told(
        title="Người giữ đèn biển Hòn Sẹo kể chuyện ba mươi mùa gió chướng",
        lead="Ông Nguyễn Tấn Khởi lên ngọn hải đăng Hòn Sẹo lúc hai mươi hai tuổi và chưa một lần để đèn tắt trong ba mươi mùa gió chướng.",
        paragraphs=(
            "Ngọn đèn cao hai mươi tám mét, đứng trên mỏm đá chỉ rộng bằng sân bóng chuyền. Từ tầng trên cùng, người gác nhìn thấy tàu thuyền cách xa mười bảy hải lý.",
            "Những năm đầu chưa có điện mặt trời, ông Khởi phải vác từng can dầu lên một trăm sáu mươi bậc thang. Có đêm bão, cửa kính vỡ, ông lấy chăn quấn quanh bóng đèn rồi ngồi giữ tới sáng.",
            "Bây giờ đèn tự bật khi trời tối, nhưng quy trình vẫn buộc phải có người trực. Ông bảo máy móc nào cũng có lúc quên, chỉ con người mới biết sợ thay cho người khác.",
            "Tháng sau ông nghỉ hưu. Người thay ông là một kỹ sư hai mươi lăm tuổi, quê ở tận miền núi, chưa từng thấy biển trước khi nhận quyết định.",
        ),
        when=(2019, 7, 8, 16, 38),
        authors=("Trương Hoài Nam",),
        shots=(),
        section="Phóng sự",
        prefix="BMN",
    ),
    Told(
        title="Chợ nổi Vàm Tràm đông trở lại sau mùa nước thấp",
        lead="Gần hai trăm ghe hàng đã quay về chợ nổi Vàm Tràm những ngày giữa tháng Chạp, mang theo dưa, quýt và hoa từ các cù lao phía trên.",
        paragraphs=(
            "Từ ba giờ sáng, đèn ghe đã sáng một khúc sông dài gần cây số. Trên mỗi cây bẹo treo lủng lẳng thứ hàng mà chủ ghe muốn bán, khách nhìn từ xa đã biết mà ghé.",
            "Bà Huỳnh Thị Bé Ba có mặt ở chợ từ mười hai năm nay. Bà nói nước thấp làm ghe lớn không vào được, nên suốt hai tháng cả nhà phải bán nhờ trên bờ.",
            "Ban quản lý chợ đã cắm lại phao luồng và nhờ bộ đội biên phòng vớt gần mười tấn rác. Giá thuê chỗ neo được miễn đến hết rằm tháng Giêng.",
            "Hội du lịch địa phương dự tính đón khoảng năm nghìn lượt khách trong dịp Tết, bằng bốn phần năm năm ngoái.",
        ),
        when=(2022, 1, 12, 5, 50),
        authors=("Phạm Ngọc Diễm", "Võ Thành Lợi"),
        shots=(
            Shot(
                "https://anh.bao-mau.vn/2022/01/12/cho-noi-1.jpg",
                "Ghe chở quýt hồng neo thành hàng trên khúc sông Vàm Tràm",
                "Võ Thành Lợi",
            ),
            Shot(
                "https://anh.bao-mau.vn/2022/01/12/cho-noi-2.jpg",
                "Cây bẹo treo khóm và dưa hấu, cách rao hàng không cần lời của chợ nổi.",
                "CTV",
            ),
            Shot(
                "https://anh.bao-mau.vn/2022/01/12/cho-noi-3.jpg",
                "Bà Huỳnh Thị Bé Ba múc cho khách tô bún còn nghi ngút khói.",
                "Võ Thành Lợi",
            ),
        ),
        section="Kinh tế",
        prefix="(Sông Tràm)",
    ),
)
