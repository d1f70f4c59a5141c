"""What is said of channels and groups that a person runs from the private chat."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ChatWords:
    """The list of a person's chats, and one of them."""

    heading: str
    none: str
    chat: str
    topic: str
    topic_button: str
    untitled: str
    following: str
    state: str
    active: str
    stopped: str
    asleep: str
    how_to: str
    stop: str
    resume: str
    follow_list: str
    back: str
    not_yours: str
    not_there: str
    no_command: str


VIETNAMESE_CHATS = ChatWords(
    heading="📣 <b>Kênh và nhóm của bạn</b>. Chọn một để xem và đổi.",
    none=(
        "Chưa có kênh hay nhóm nào. Thêm tôi vào đó (ở kênh: làm quản trị viên có quyền đăng bài), "
        "rồi gõ lại /kenh. Kênh đã có tôi sẵn: <code>/kenh @ten_kenh</code>"
    ),
    chat="📣 <b>{title}</b>",
    topic="{title} · chủ đề {topic}",
    topic_button="Chủ đề: {topic}",
    untitled="(không tên)",
    following="Đang theo dõi: <b>{count}</b> mục",
    state="Tình trạng: <b>{value}</b>",
    active="đang gửi",
    stopped="đã ngừng",
    asleep="💤 không gửi được ({reason})",
    how_to="Gõ cho nơi này: <code>/kenh {number} theodoi giá vàng</code>",
    stop="⏹ Ngừng gửi",
    resume="▶️ Gửi lại",
    follow_list="Đang theo dõi",
    back="‹ Các kênh",
    not_yours="Bạn không phải quản trị viên ở đó, hoặc tôi không còn ở đó.",
    not_there="Tôi không tìm thấy “{name}”, hoặc chưa được thêm vào đó.",
    no_command=(
        "Với kênh dùng được: theodoi, dung, danhsach, lich, tamdung, caidat. Ví dụ: "
        "<code>/kenh {number} lich 7:00 18:00</code>. Chủ đề của một nhóm: "
        "<code>/kenh @nhom/7 theodoi thể thao</code> (hoặc liên kết của chủ đề)"
    ),
)

ENGLISH_CHATS = ChatWords(
    heading="📣 <b>Your channels and groups</b>. Choose one to see and change it.",
    none=(
        "No channel or group yet. Add me there (in a channel as an admin who may post), then send "
        "/channels again. A channel that has me already: <code>/channels @its_name</code>"
    ),
    chat="📣 <b>{title}</b>",
    topic="{title} · topic {topic}",
    topic_button="Topic: {topic}",
    untitled="(no name)",
    following="Following: <b>{count}</b>",
    state="State: <b>{value}</b>",
    active="sending",
    stopped="stopped",
    asleep="💤 cannot send ({reason})",
    how_to="Type for this place: <code>/channels {number} subscribe giá vàng</code>",
    stop="⏹ Stop sending",
    resume="▶️ Send again",
    follow_list="Following",
    back="‹ Channels",
    not_yours="You are not an admin there, or I am there no more.",
    not_there="I cannot find “{name}”, or was not added there.",
    no_command=(
        "For a channel there are: subscribe, stop, list, schedule, mute, settings. Try: "
        "<code>/channels {number} schedule 7:00 18:00</code>. A topic of a group: "
        "<code>/channels @group/7 subscribe thể thao</code> (or the topic's link)"
    ),
)
