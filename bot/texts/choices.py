"""What /caidat and /tamdung say: the choices of a chat, their values, what each of them does."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ChoiceWords:
    """The choices of a chat.

    ``names`` are by the choice's name, ``explained`` say above its buttons what it does, and
    ``effects`` what was done, by the name of a choice that is on or off and "1" or "0".
    """

    line: str
    names: dict[str, str]
    explained: dict[str, str]
    effects: dict[str, str]
    yes: str
    no: str
    never: str
    any_number: str
    quiet: str
    limit: str
    muted: str
    not_muted: str
    home_zone: str
    back: str
    days: str
    days_short: tuple[str, str, str, str, str, str, str]
    weekdays: str
    weekend: str
    days_hint: str
    last_hour: str
    last_day: str
    quiet_set: str
    quiet_wrong: str
    mute_question: str
    mute_set: str
    mute_over: str
    mute_wrong: str
    unmute: str
    lengths: dict[str, str]


VIETNAMESE_CHOICES = ChoiceWords(
    line="{name}: <b>{value}</b>",
    names={
        "rhythm": "Nhận tin",
        "edition_size": "Số tin mỗi bản",
        "time_zone": "Múi giờ",
        "quiet": "Giờ yên lặng",
        "muted_until": "Tạm dừng",
        "daily_limit": "Nhiều nhất mỗi ngày",
        "silent": "Gửi im lặng",
        "photos": "Ảnh",
        "short": "Bản ngắn",
        "preview": "Xem trước liên kết",
        "language": "Ngôn ngữ",
    },
    explained={
        "edition_size": "Mỗi bản điểm tin kể nhiều nhất bấy nhiêu tin.",
        "time_zone": (
            "Giờ nhận tin và giờ yên lặng tính theo múi giờ này. Nơi khác: "
            "<code>/lich múi giờ Oslo</code>"
        ),
        "quiet": (
            "Trong giờ yên lặng tôi không gửi gì; hết giờ, mọi tin đến trong một bản. Giờ khác: "
            "<code>/lich yên lặng 22:30 6:15</code>"
        ),
        "daily_limit": (
            "Đủ số này, tin còn lại trong ngày đến trong một bản vào giờ nhận tin đầu tiên của "
            "hôm sau."
        ),
        "language": "Tôi nói với bạn bằng tiếng nào?",
    },
    effects={
        "silent:1": "Từ nay tin đến không có chuông.",
        "silent:0": "Từ nay tin đến có chuông.",
        "photos:1": "Từ nay tin có ảnh và chú thích.",
        "photos:0": "Từ nay tin không có ảnh.",
        "short:1": "Từ nay mỗi tin chỉ có tiêu đề, câu đầu và nguồn.",
        "short:0": "Từ nay mỗi tin có đủ sapo và ý chính.",
        "preview:1": "Từ nay tin không ảnh có phần xem trước của bài báo.",
        "preview:0": "Từ nay tin không có phần xem trước.",
    },
    yes="có",
    no="không",
    never="không có",
    any_number="không giới hạn",
    quiet="{begin}–{end}",
    limit="{count} tin",
    muted="đến {moment}",
    not_muted="không",
    home_zone="Việt Nam",
    back="‹ Cài đặt",
    days="{rhythm}, chỉ {days}",
    days_short=("T2", "T3", "T4", "T5", "T6", "T7", "CN"),
    weekdays="từ thứ Hai đến thứ Sáu",
    weekend="thứ Bảy và Chủ Nhật",
    days_hint=(
        "Bấm một thứ để bỏ hay thêm, hoặc gõ: <code>/lich thứ 2-6</code>, "
        "<code>/lich 7:00 ngày thường</code>, <code>/lich mỗi ngày</code>"
    ),
    last_hour="Bản tin cần ít nhất một giờ. Bạn chọn giờ khác trước, hoặc bấm “Ngay khi có tin”.",
    last_day="Bản tin cần ít nhất một ngày. Muốn nghỉ hẳn thì gõ /dung hoặc /tamdung nhé.",
    quiet_set="Giờ yên lặng: {value}.",
    quiet_wrong=(
        "Tôi không hiểu giờ yên lặng “{words}”. Ví dụ: <code>/lich yên lặng 22:00 6:00</code> hay "
        "<code>/lich yên lặng tắt</code>"
    ),
    mute_question="⏸ Ngừng gửi trong bao lâu? Hết giờ, mọi tin đến trong một bản.",
    mute_set="⏸ Tạm dừng đến <b>{moment}</b>. Tin trong lúc đó sẽ đến trong một bản.",
    mute_over="▶️ Vâng, tin lại đến từ bây giờ.",
    mute_wrong=(
        "Tôi không hiểu “{words}”. Ví dụ: <code>/tamdung 3 ngày</code>, "
        "<code>/tamdung đến thứ hai</code>, <code>/tamdung thôi</code> (nhiều nhất 90 ngày)."
    ),
    unmute="▶️ Nhận lại ngay",
    lengths={
        "1h": "1 giờ",
        "8h": "8 giờ",
        "1d": "1 ngày",
        "3d": "3 ngày",
        "7d": "1 tuần",
        "30d": "30 ngày",
    },
)

ENGLISH_CHOICES = ChoiceWords(
    line="{name}: <b>{value}</b>",
    names={
        "rhythm": "News comes",
        "edition_size": "Stories in a round-up",
        "time_zone": "Time zone",
        "quiet": "Quiet hours",
        "muted_until": "Paused",
        "daily_limit": "At most a day",
        "silent": "Silently",
        "photos": "Photos",
        "short": "Short digests",
        "preview": "Link preview",
        "language": "Language",
    },
    explained={
        "edition_size": "A round-up tells so many stories at most.",
        "time_zone": (
            "Hours of news and quiet hours are counted here. Elsewhere: "
            "<code>/schedule zone Oslo</code>"
        ),
        "quiet": (
            "In quiet hours I send nothing; afterwards all of it comes in one round-up. Others: "
            "<code>/schedule quiet 22:30 6:15</code>"
        ),
        "daily_limit": (
            "After so many, the rest of the day comes in one round-up at your first hour of the "
            "next day."
        ),
        "language": "Which language shall I speak?",
    },
    effects={
        "silent:1": "From now on news comes without a sound.",
        "silent:0": "From now on news comes with a sound.",
        "photos:1": "From now on digests have their photos and captions.",
        "photos:0": "From now on digests have no photos.",
        "short:1": "From now on digests are headline, first sentence and source.",
        "short:0": "From now on digests have the whole lead and the key points.",
        "preview:1": "From now on digests without a photo show a preview of the article.",
        "preview:0": "From now on digests show no preview.",
    },
    yes="yes",
    no="no",
    never="none",
    any_number="any number",
    quiet="{begin}–{end}",
    limit="{count} messages",
    muted="until {moment}",
    not_muted="no",
    home_zone="Vietnam",
    back="‹ Settings",
    days="{rhythm}, only {days}",
    days_short=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    weekdays="from Monday to Friday",
    weekend="on Saturday and Sunday",
    days_hint=(
        "Press a day to leave it out or to put it back, or type: <code>/schedule mon-fri</code>, "
        "<code>/schedule 7:00 weekdays</code>, <code>/schedule every day</code>"
    ),
    last_hour="Round-ups need one hour at least. Choose another first, or press “As it comes”.",
    last_day="Round-ups need one day at least. To have none send /stop or /mute.",
    quiet_set="Quiet hours: {value}.",
    quiet_wrong=(
        "I do not understand the quiet hours “{words}”. Try: "
        "<code>/schedule quiet 22:00 6:00</code> or <code>/schedule quiet off</code>"
    ),
    mute_question="⏸ Pause for how long? Afterwards all of it comes in one round-up.",
    mute_set="⏸ Paused until <b>{moment}</b>. What comes meanwhile will be one round-up.",
    mute_over="▶️ All right, news comes again from now on.",
    mute_wrong=(
        "I do not understand “{words}”. Try: <code>/mute 3 days</code>, "
        "<code>/mute until monday</code>, <code>/mute off</code> (90 days at most)."
    ),
    unmute="▶️ Send again now",
    lengths={
        "1h": "1 hour",
        "8h": "8 hours",
        "1d": "1 day",
        "3d": "3 days",
        "7d": "1 week",
        "30d": "30 days",
    },
)
