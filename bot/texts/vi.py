"""Every word that the bot says, in Vietnamese."""

from bot.texts import desk_vi
from bot.texts import words as w
from bot.texts.chats import VIETNAMESE_CHATS
from bot.texts.choices import VIETNAMESE_CHOICES
from bot.texts.own import VIETNAMESE_OWN
from bot.texts.under import VIETNAMESE_UNDER

BUTTONS = w.ButtonWords(
    read_on="Đọc tiếp",
    save="Lưu",
    saved="✓ Đã lưu",
    share="Chia sẻ",
    older="Sau ›",
    newer="‹ Trước",
    newest_first="Mới nhất trước",
    best_first="Sát nhất trước",
    follow_search="🔔 Theo dõi",
    as_typed="Tìm đúng: {words}",
    resume="Nhận lại tin",
    keep="Giữ nguyên",
    everything="Tất cả tin",
    follow="Theo dõi {name}",
    following="✅ {name}",
    not_following="▫️ {name}",
    next_step="Tiếp ›",
    skip="Bỏ qua",
    at_once="Ngay khi có tin",
    editions="Bản tin 7 giờ và 18 giờ",
    weekly="Tuần qua",
    breaking="Tin nóng",
    old_news="{count} tin gần đây",
    only_new="Chỉ tin mới",
    sections="Chuyên mục",
    sources="Nguồn",
    schedule="Lịch nhận tin",
    settings="Cài đặt",
    delete_all="Xóa hết dữ liệu của tôi",
    more_photos="Xem thêm ảnh ›",
    vietnamese="Tiếng Việt",
    english="English",
)

SEARCH = w.SearchWords(
    heading="🔎 <b>{query}</b>",
    count="{count} kết quả",
    at_least="hơn {count} kết quả",
    page="trang {page}/{pages}",
    corrected="Tìm: <b>{searched}</b> (bạn gõ “{typed}”)",
    some_words="Không bài nào có đủ các từ; đây là những bài gần nhất.",
    day_words="Không có tin trong khoảng đó; “{query}” được tìm như các từ.",
    unknown_filter="Tôi không hiểu bộ lọc {filters} nên đã bỏ qua.",
    nothing="Không tìm thấy bài nào cho “{query}”.",
    loosen=(
        "Bạn thử bớt từ, bỏ dấu ngoặc kép hay bộ lọc, hoặc gõ không dấu. Có tin mới khớp, tôi có "
        "thể báo cho bạn."
    ),
    loosened_finds="Bỏ bớt điều kiện thì có, bạn chọn bên dưới nhé:",
    without_source="Ở mọi nguồn · {count} bài",
    without_section="Ở mọi chuyên mục · {count} bài",
    without_days="Vào mọi ngày · {count} bài",
    without_captions="Cả ngoài chú thích ảnh · {count} bài",
    without_without="Không loại từ nào · {count} bài",
    without_quotes="Bỏ ngoặc kép · {count} bài",
    without_all="Chỉ giữ các từ · {count} bài",
    how_to="Bạn muốn tìm gì? Gõ /tim và vài từ, có dấu hay không đều được. Ví dụ: {example}",
    how_to_photos="Bạn muốn tìm ảnh gì? Gõ /anh và vài từ trong chú thích. Ví dụ: {example}",
    no_photos="Không có ảnh nào có chú thích như “{query}”.",
    gone="Kết quả tìm này đã cũ; bạn tìm lại bằng /tim nhé.",
    followed="🔔 Từ nay có tin về “{query}” là tôi báo ngay.",
    followed_already="Bạn đang theo dõi “{query}” rồi.",
    followed_without_days="Ngày trong câu tìm không tính: tin mới ngày nào tôi cũng báo.",
    followed_without_filters="Bộ lọc tôi không hiểu thì bỏ qua: {filters}.",
    not_followable="Tìm kiếm này chỉ có bộ lọc, không có từ nào để theo dõi.",
)

READING = w.ReadingWords(
    latest="🗞 <b>Tin mới nhất</b>",
    latest_nothing="Chưa có tin nào về “{what}”. Gõ /moi để xem tất cả tin mới.",
    latest_none_yet="Chưa có tin nào. Tôi vừa bắt đầu đọc báo, bạn thử lại sau ít phút.",
    today_nothing="Hôm nay chưa có tin nào. Gõ /moi để xem những tin gần nhất.",
    yesterday="Điểm tin hôm qua",
    day_nothing="Tôi không có tin nào của ngày {day}.",
    article_gone="Bài này không còn trong kho tin nữa.",
    saved="Đã lưu. Xem lại bằng /luu.",
    unsaved="Đã bỏ khỏi tin lưu.",
    shelf="🔖 <b>Tin đã lưu</b> · {count}",
    shelf_empty="Bạn chưa lưu tin nào. Bấm “Lưu” dưới một tin để giữ lại.",
    shelf_nothing="Trong tin đã lưu không có bài nào về “{query}”.",
)

START = w.StartWords(
    welcome=(
        "👋 Chào bạn, tôi là <b>Điểm Tin</b>: tôi đọc báo và kể lại thật ngắn, có ảnh và nguồn.\n"
        "Tin mới sẽ đến đây; bạn tìm tin cũ bằng cách gõ vài từ, không cần dấu."
    ),
    welcome_back="👋 Mừng bạn trở lại. Tin mới lại đến đây như trước.",
    example="Một bản tin trông như thế này:",
    choose_sections="<b>1/3</b> Bạn muốn đọc gì? Chọn một hay nhiều, rồi bấm Tiếp.",
    choose_rhythm="<b>2/3</b> Bạn muốn nhận tin lúc nào?",
    choose_old="<b>3/3</b> Gửi luôn vài tin gần đây, hay chỉ tin mới từ bây giờ?",
    done="Xong! Đổi ý lúc nào cũng được: /caidat, /danhsach. Mọi lệnh: /trogiup.",
    group=(
        "👋 Chào cả nhóm, tôi là <b>Điểm Tin</b>. Ai cũng có thể đọc (/moi) và tìm (/tim); "
        "quản trị viên của nhóm chọn tin bằng /theodoi, /dung và /lich."
    ),
    channel=(
        "👋 <b>Điểm Tin</b> đã sẵn sàng cho kênh của bạn. Chỉ quản trị viên của kênh chọn được "
        "tin, giờ và cách hiện: gõ /kenh ở đây, không cần đăng gì trong kênh."
    ),
    link_source="Bạn muốn theo dõi <b>{name}</b>?",
    link_unknown="Liên kết này không còn dùng được, nhưng bạn cứ bắt đầu từ đây nhé.",
)

FOLLOW = w.FollowWords(
    menu=(
        "Chọn những gì muốn nhận; bấm lần nữa để bỏ. Theo dõi từ khóa bằng cách gõ, ví dụ: "
        "<code>/theodoi giá vàng</code>"
    ),
    followed="✅ Từ nay bạn nhận tin: <b>{what}</b>.",
    followed_already="Bạn đang nhận tin này rồi: <b>{what}</b>.",
    unfollowed="Đã bỏ: <b>{what}</b>.",
    not_following="Bạn không theo dõi “{what}”. Xem /danhsach.",
    list_heading=(
        "📋 <b>Đang theo dõi</b> {count} mục. Bấm để tắt hay bật; bỏ hẳn: <code>/dung tên</code>"
    ),
    list_empty="Bạn chưa theo dõi gì. Gõ /theodoi để chọn.",
    stopped="Đã ngừng gửi tin. Các lựa chọn của bạn vẫn còn; gõ /start để nhận lại.",
    stopped_already="Tin đang ngừng rồi. Gõ /start để nhận lại.",
    resumed="Vâng, tin lại đến như trước.",
    everything="Tất cả tin",
    source="Nguồn {name}",
    section="Chuyên mục {name}",
    keyword="“{words}”",
    alert="🔔 “{words}”",
    too_long="Từ khóa dài quá; xin gõ không quá {limit} ký tự.",
    too_many="Bạn đã theo dõi {limit} mục, nhiều nhất có thể. Bỏ bớt ở /danhsach trước nhé.",
    gone="Mục này không còn nữa.",
)

SETTINGS = w.SettingWords(
    heading="⚙️ <b>Cài đặt</b>",
    rhythm_at_once="ngay khi có",
    rhythm_editions="theo bản tin lúc {hours}",
    schedule_heading=(
        "🕖 <b>Lịch nhận tin</b>\nBấm để chọn giờ, hoặc gõ, ví dụ: <code>/lich 6:30 12:00</code>"
    ),
    schedule_now="Hiện nay: <b>{value}</b>. Múi giờ: {zone}.",
    schedule_weekly="Tuần qua: Chủ Nhật lúc {hour}, những tin được nhiều báo đưa nhất.",
    schedule_breaking="Tin nóng: gửi ngay tin mà bốn báo cùng đưa trong một giờ.",
    schedule_wrong="Tôi không hiểu giờ “{words}”. Ví dụ: <code>/lich 7:00 18:00</code>",
    schedule_wrong_zone=(
        "Tôi không biết múi giờ “{words}”. Ví dụ: <code>/lich múi giờ Berlin</code>, "
        "<code>/lich múi giờ GMT+9</code>"
    ),
    schedule_too_many="Nhiều nhất {limit} giờ mỗi ngày thôi nhé.",
    changed="Đã đổi.",
)

PERSON = w.PersonWords(
    data_file="Đây là tất cả những gì tôi lưu về bạn.",
    data_name="du-lieu-cua-ban.json",
    forget_question=(
        "Xóa hết những gì tôi lưu về cuộc trò chuyện này: lựa chọn, từ khóa, tin đã lưu? "
        "Xóa rồi thì không lấy lại được."
    ),
    forgotten="Đã xóa hết. Nếu muốn bắt đầu lại, gõ /start.",
    kept="Vâng, tôi giữ nguyên mọi thứ.",
    question_old="Câu hỏi này đã cũ. Muốn xóa dữ liệu, bạn gõ /xoa lần nữa.",
    only_private="Lệnh này chỉ dùng khi nhắn riêng với tôi.",
)

SOURCES = w.SourceWords(
    heading="📰 <b>Nguồn tin</b> · {count}",
    none="Chưa có nguồn tin nào.",
    feed="{number}. {state} {name}",
    state_active="✅",
    state_paused="⏸",
    state_down="❌ (đang lỗi)",
    state_gone="⛔ (đã đóng)",
    usage=(
        "Quản trị viên: <code>/nguon them ĐỊA_CHỈ</code> để thêm, <code>thu ĐỊA_CHỈ</code> để xem "
        "thử, <code>sua SỐ ĐỊA_CHỈ</code> để đổi địa chỉ, <code>xoa SỐ</code> để xóa, "
        "<code>tam SỐ</code> để tạm dừng, <code>chay SỐ</code> để đọc lại, <code>opml</code> để "
        "lấy danh sách thành tệp."
    ),
    add_usage="Gõ địa chỉ của nguồn, ví dụ: <code>/nguon them https://bao.vn/rss</code>",
    remove_usage="Gõ số của nguồn, ví dụ: <code>/nguon xoa 3</code>. Xem số ở /nguon.",
    preview="Ở địa chỉ này có <b>{title}</b>, {count} bài:",
    preview_entry="• {title}",
    preview_more="… và {count} bài nữa",
    added="✅ Đã thêm nguồn {number}: <b>{name}</b>. Tin sẽ đến trong ít phút.",
    already="Nguồn này đã có rồi.",
    removed="Đã xóa nguồn {number}. Những bài đã đọc vẫn còn trong kho.",
    remove_question="Xóa nguồn {number}: <b>{name}</b> ({url})?",
    paused="⏸ Tạm dừng nguồn {number}: <b>{name}</b>. Đọc lại: <code>/nguon chay {number}</code>",
    resumed="🟢 Đọc lại nguồn {number}: <b>{name}</b>.",
    no_such_feed="Không có nguồn số {number}. Xem /nguon.",
    not_reachable="Không đọc được {url}: {reason}.",
    reasons={
        "AddressRefused": "địa chỉ nội bộ hoặc cổng lạ, tôi không được phép đọc",
        "BodyTooLarge": "trang quá lớn",
        "FetchTimeout": "máy chủ trả lời quá chậm, thử lại sau nhé",
        "RobotsRefused": "trang báo không muốn máy đọc (robots.txt)",
        "HttpStatusError": "máy chủ trả lời mã lỗi {status}",
        "FetchError": "không kết nối được, hãy xem lại địa chỉ",
        "FeedError": "nội dung ở đó không phải nguồn tin đọc được",
        "Ended": "trang báo đã đóng nguồn này (410)",
    },
    no_feed="Ở {url} không có nguồn tin nào.",
    bad_address="“{url}” không phải là địa chỉ http(s).",
)

STATUS = w.StatusWords(
    heading="🩺 <b>Trạng thái</b> · {moment}",
    rewriting="Máy viết lại: {counts}",
    rewritings={
        "rewritten": "đã viết lại",
        "budget": "hết lượt trong ngày",
        "resting": "đang tạm nghỉ",
        "timeout": "trả lời quá chậm",
        "unreachable": "không kết nối được",
        "status": "báo lỗi",
        "refused": "từ chối",
        "malformed": "trả lời sai dạng",
        "empty": "trả lời trống",
        "too_long": "quá dài",
        "number": "sai con số",
        "date": "sai ngày",
        "name": "sai tên",
        "quotation": "sai lời trích",
        "other_words": "xa lời bài",
        "other_subject": "lạc đề",
        "strange": "có thứ lạ",
    },
)

ALARMS = w.AlarmWords(
    feed_down="🔴 Nguồn {number} ({name}) không đọc được: {reason}. Tôi sẽ thử lại thưa dần.",
    feed_gone="⚫ Nguồn {number} ({name}) đã đóng hẳn ở {url}; tôi không đọc nữa.",
    feed_back="🟢 Nguồn {number} ({name}) đọc lại được rồi.",
    not_polling="⚠️ Đã {minutes} phút tôi không đọc nguồn nào dù đã đến giờ đọc.",
    no_answers="⚠️ Đã {minutes} phút không nguồn nào trả lời. Bạn xem lại mạng của máy chủ nhé.",
    not_sending="⚠️ Tin chờ gửi đã {minutes} phút mà không gửi đi được.",
    no_backup="⚠️ Không sao lưu được kho tin lúc {moment}. Lý do có trong nhật ký của máy chủ.",
    well_again="🟢 Mọi việc đã chạy lại bình thường.",
    store_away="⚠️ Tôi không truy cập được cơ sở dữ liệu, hoặc không ghi được vào đó. Chưa mất gì "
    "cả: tôi thử lại liên tục và sẽ báo khi dùng lại được.",
    store_back="🟢 Cơ sở dữ liệu đã hoạt động trở lại sau {minutes} phút.",
)

TROUBLE = w.TroubleWords(
    failed="Xin lỗi, tôi vừa gặp trục trặc. Bạn thử lại sau ít phút nhé.",
    store_busy="Kho tin đang bận. Bạn thử lại sau vài giây nhé.",
    only_admins="Lệnh này chỉ dành cho quản trị viên của Điểm Tin.",
    only_chat_admins="Chỉ quản trị viên ở đây mới đổi được lựa chọn này.",
    unknown_command="Tôi không biết lệnh {command}. Mọi lệnh: /trogiup.",
    did_you_mean="Tôi không biết lệnh {command}. Ý bạn là {nearest}?",
    button_old="Nút này đã cũ, không dùng được nữa.",
    flooded="Bạn gửi nhanh quá nên tôi tạm nghỉ {minutes} phút. Hẹn bạn sau nhé.",
)

HELP = w.HelpWords(
    heading="<b>Tôi làm được gì</b>",
    admin_heading="<b>Quản trị</b>",
    footer="Nhắn riêng cho tôi vài từ là tôi tìm. Rõ hơn về một lệnh: <code>/trogiup tim</code>",
    example="Ví dụ: <code>{example}</code>",
    aliases="Cũng là: {names}",
    unknown="Không có lệnh “{name}”. Mọi lệnh: /trogiup.",
    description=(
        "Điểm Tin đọc báo Việt Nam và kể lại thật ngắn: tiêu đề, sapo, ý chính, ảnh và nguồn. Nhận "
        "tin ngay hay theo bản tin sáng, chiều; tìm tin cũ không cần gõ dấu."
    ),
    short_description="Đọc báo và kể lại thật ngắn. Tìm tin không cần gõ dấu.",
)

COMMANDS = {
    "start": w.CommandWords(
        "Bắt đầu, nhận tin", "Bắt đầu nhận tin và chọn tin muốn đọc.", "/start"
    ),
    "trogiup": w.CommandWords(
        "Tôi làm được gì", "Cho biết mọi lệnh, hoặc rõ hơn về một lệnh.", "/trogiup tim"
    ),
    "moi": w.CommandWords(
        "Tin mới nhất",
        "Tin mới nhất; thêm tên chuyên mục, tên báo hay ngày để xem riêng.",
        "/moi thể thao",
    ),
    "homnay": w.CommandWords(
        "Điểm tin hôm nay",
        "Bản điểm tin từ đầu ngày đến giờ; thêm “hôm qua”, một ngày trong tuần, tên chuyên mục "
        "hay tên báo để xem riêng.",
        "/homnay hôm qua",
    ),
    "tim": w.CommandWords(
        "Tìm tin, không cần dấu",
        "Tìm trong kho tin, gõ có dấu hay không đều được. Dùng được “trong ngoặc kép”, -không có, "
        "nguon:, chuyenmuc:, tu:, den:, hôm nay, tuần này.",
        "/tim nong dan ha giang nguon:tuoitre",
    ),
    "anh": w.CommandWords(
        "Tìm ảnh theo chú thích", "Tìm ảnh theo chú thích của ảnh.", "/anh cầu vàng"
    ),
    "theodoi": w.CommandWords(
        "Chọn tin muốn nhận",
        "Chọn nguồn, chuyên mục hay từ khóa muốn nhận; nhiều thứ thì cách nhau bằng dấu phẩy. Từ "
        "khóa là những từ đứng liền nhau; thêm -từ để loại ra.",
        "/theodoi giá vàng -SJC",
    ),
    "danhsach": w.CommandWords(
        "Đang theo dõi gì", "Những gì đang theo dõi; bấm để bỏ.", "/danhsach"
    ),
    "dung": w.CommandWords(
        "Ngừng nhận tin",
        "Ngừng nhận mọi tin, hoặc bỏ một mục đang theo dõi.",
        "/dung giá vàng",
    ),
    "lich": w.CommandWords(
        "Giờ nhận tin",
        "Nhận tin ngay hay theo bản tin vào ngày giờ đã chọn; đổi múi giờ, giờ yên lặng.",
        "/lich 7:00 18:00",
    ),
    "tamdung": w.CommandWords(
        "Tạm dừng một lúc",
        "Không gửi gì trong một thời gian; sau đó mọi tin đến trong một bản.",
        "/tamdung 3 ngày",
    ),
    "caidat": w.CommandWords("Cài đặt", "Xem và đổi mọi lựa chọn bằng nút bấm.", "/caidat"),
    "kenh": w.CommandWords(
        "Kênh và nhóm của bạn",
        "Xem và đổi lựa chọn của kênh hay nhóm bạn quản trị, ngay từ đây.",
        "/kenh @ten_kenh",
    ),
    "luu": w.CommandWords(
        "Tin đã lưu", "Những tin đã lưu; thêm vài từ để tìm trong đó.", "/luu lúa"
    ),
    "nguon": w.CommandWords(
        "Các nguồn tin",
        "Các báo mà tôi đọc. Quản trị viên thêm nguồn bằng “them” và xóa bằng “xoa”.",
        "/nguon",
    ),
    "dulieu": w.CommandWords(
        "Dữ liệu về tôi", "Gửi cho bạn một tệp có mọi thứ tôi lưu về bạn.", "/dulieu"
    ),
    "xoa": w.CommandWords(
        "Xóa dữ liệu về tôi", "Xóa mọi thứ tôi lưu về bạn, sau một lần hỏi lại.", "/xoa"
    ),
}

VIETNAMESE = w.Texts(
    language="vi",
    dates=w.DateWords(
        weekdays=("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật"),
        moment="%d/%m/%Y %H:%M",
        thousands=".",
        decimal=",",
    ),
    buttons=BUTTONS,
    digest=w.DigestWords(
        caption_mark="📷",
        credit="Ảnh: {credit}",
        chosen_lead="<i>Trích từ bài:</i> ",
        rewritten="<i>Máy diễn đạt lại:</i> ",
        also_told_by="Cùng tin: {papers}",
        changed="Báo sửa bài lúc {moment}",
    ),
    edition=w.EditionWords(
        title="Điểm tin {moment}",
        weekly_title="Tuần qua · {moment}",
        part="phần {part}/{parts}",
        details="Ý chính và báo khác",
        only_points="Ý chính",
        only_papers="Báo khác",
        no_section="Tin khác",
        footer="Điểm Tin · /caidat để đổi giờ và số tin",
        left_out="Còn {count} tin nữa không kể hết ở đây; xem tin mới nhất bằng /moi",
        left_out_one="Còn 1 tin nữa không kể hết ở đây; xem tin mới nhất bằng /moi",
    ),
    search=SEARCH,
    reading=READING,
    start=START,
    follow=FOLLOW,
    settings=SETTINGS,
    choices=VIETNAMESE_CHOICES,
    under=VIETNAMESE_UNDER,
    own=VIETNAMESE_OWN,
    chats=VIETNAMESE_CHATS,
    person=PERSON,
    sources=SOURCES,
    status=STATUS,
    alarms=ALARMS,
    trouble=TROUBLE,
    help=HELP,
    desk=desk_vi.DESK,
    commands=COMMANDS | desk_vi.COMMANDS,
)
