"""What those who run the bot read, in Vietnamese."""

from bot.texts import desk as d
from bot.texts.words import CommandWords

FEEDS = d.FeedDeskWords(
    card="📰 <b>Nguồn {number}</b> · {name}\n{state} · {url}",
    state={
        "active": "✅ đang đọc",
        "paused": "⏸ tạm dừng",
        "down": "❌ đang lỗi",
        "gone": "⛔ đã đóng",
    },
    never="chưa lần nào",
    last_success="Đọc được lần cuối: {moment}",
    last_new="Bài mới gần nhất: {moment}",
    next_poll="Đọc tiếp lúc: {moment}, cứ khoảng {minutes} phút một lần",
    failing="⚠️ Lỗi {failures} lần liền: {reason}",
    use="{articles} bài trong kho · {followers} người theo dõi báo này",
    pick="Bấm số để xem, sửa, thử hay xóa một nguồn.",
    choose="Chọn nguồn số {number}",
    edit="✏️ Sửa địa chỉ",
    test="🔎 Thử đọc",
    pause="⏸ Tạm dừng",
    resume="▶️ Đọc lại",
    remove="🗑 Xóa",
    back="‹ Các nguồn",
    undo="↩️ Gỡ nguồn này",
    add_this="➕ Thêm nguồn này",
    leave_this="✖ Bỏ",
    left="Đã bỏ, không thêm gì cả.",
    preview_only="Chưa thêm gì cả. Bấm nút để đọc nguồn này từ nay.",
    ask_address="Gửi tôi địa chỉ mới của nguồn {number} ({name}).",
    edit_usage="Gõ số và địa chỉ mới, ví dụ: <code>/nguon sua 3 https://bao.vn/rss</code>",
    moved="✅ Nguồn {number} từ nay đọc ở {url}.",
    test_usage="Gõ số hoặc địa chỉ, ví dụ: <code>/nguon thu 3</code>",
    tested="✅ Đọc được trong {seconds} giây.",
    test_slow="Đang thử đọc, bạn đợi một chút…",
    remove_use="{articles} bài đã đọc vẫn ở trong kho; {followers} người theo dõi báo này.",
    remove_others="Báo này còn {count} nguồn khác.",
    opml_caption="{count} nguồn, dạng OPML. Gửi lại tệp như thế này để thêm nguồn hàng loạt.",
    opml_name="diem-tin.opml",
    opml_found="Tệp có <b>{count}</b> nguồn, trong đó <b>{new}</b> nguồn mới:",
    opml_nothing="Tệp có {count} nguồn và tôi đang đọc cả rồi.",
    opml_wrong="Tôi không đọc được tệp này: cần tệp OPML có ít nhất một nguồn.",
    opml_add="➕ Thêm {count} nguồn",
    opml_added="✅ Đã thêm {count} nguồn.",
)

ARTICLE = d.ArticleDeskWords(
    usage=(
        "Gửi tôi bài muốn đăng: <code>/dang https://…</code>, hoặc dán hay chuyển tiếp cả bài "
        "(tiêu đề ở dòng đầu), có ảnh cũng được. Bạn xem trước, sửa rồi mới gửi."
    ),
    reading="Đang đọc bài, bạn đợi một chút…",
    not_reachable="Không đọc được {url}: {reason}.",
    no_article="Tôi không tìm thấy bài báo nào ở đây.",
    photo_alone=(
        "Ảnh này chưa có bài đi kèm. Hãy viết bài vào chú thích của ảnh, hoặc trả lời ảnh bằng "
        "<code>/dang</code> kèm cả bài hay địa chỉ bài."
    ),
    photo_as_file=(
        "Ảnh gửi ở dạng tệp thì tôi không đăng được, nên bản nháp chưa có ảnh này. "
        "Muốn có ảnh, bạn gửi lại ở dạng ảnh nhé."
    ),
    card="📝 <b>Bản nháp {number}</b> · ở trên là bản tóm tắt đúng như người đọc sẽ thấy.",
    source="Nguồn: <b>{source}</b>",
    no_source="Nguồn: chưa có, hãy bấm “Nguồn” để ghi tên báo.",
    to="Nơi đăng: <b>{where}</b>",
    to_nobody="Nơi đăng: chỉ lưu vào kho tin.",
    followers="Người theo dõi",
    title="✏️ Tiêu đề",
    lead="✏️ Sapo",
    photo="🖼 Ảnh",
    without_photo="🗑 Bỏ ảnh",
    no_photo="Bài này chưa có ảnh nào.",
    caption="✏️ Chú thích",
    source_button="✏️ Nguồn",
    send="📤 Đăng ngay",
    later="⏰ Hẹn giờ",
    drop="🗑 Bỏ",
    back="‹ Quay lại",
    cancel_time="Hủy hẹn",
    in_an_hour="1 giờ nữa",
    ask={
        "title": "Gửi tôi tiêu đề mới. Đang là: <i>{now}</i>",
        "lead": "Gửi tôi sapo mới. Đang là: <i>{now}</i>",
        "photo": "Gửi tôi ảnh cho bài, ở dạng ảnh chứ không phải tệp. Chú thích thì viết luôn dưới "
        "ảnh nhé.",
        "caption": "Gửi tôi chú thích ảnh mới. Đang là: <i>{now}</i>",
        "source": "Gửi tôi tên báo. Đang là: <i>{now}</i>",
        "time": "Gửi tôi giờ đăng, ví dụ <code>18:30</code>, <code>7h sáng mai</code> hay "
        "<code>26/11 7:00</code>.",
    },
    empty="chưa có",
    too_long="Dài quá, tối đa {limit} ký tự thôi nhé.",
    corrected="Đã sửa.",
    when="Đăng lúc nào? Bấm một giờ, hoặc gõ giờ khác.",
    wrong_time="Tôi không hiểu giờ “{words}”, hoặc giờ đó đã qua. Ví dụ: <code>18:30</code>",
    scheduled="⏰ Sẽ đăng lúc <b>{moment}</b>.",
    published="✅ Đã đăng lúc {moment}. Số nơi nhận: {count}.",
    more_than="hơn {count}",
    published_known="✅ Bài này đã có trong kho; lời bạn sửa đã được chép vào. "
    "Số nơi nhận: {count}.",
    dropped="🗑 Đã bỏ bản nháp {number}.",
    settled="Bản nháp này đã xong rồi.",
    not_yours="Bản nháp này của người khác.",
    open_article="Xem bài",
)

ANNOUNCEMENT = d.AnnouncementWords(
    usage=(
        "Gõ lời thông báo sau lệnh: <code>/phat Tối nay bảo trì lúc 23 giờ</code>, hoặc trả lời "
        "một tin nhắn bằng /phat để gửi chính tin đó."
    ),
    too_long="Thông báo dài quá, tối đa {limit} ký tự thôi nhé.",
    card="📣 <b>Thông báo {number}</b> · ở trên là đúng những gì mọi người sẽ nhận.\n"
    "Gửi cho: <b>{part}</b> · {count} nơi",
    parts={
        "all": "Tất cả",
        "private": "Người đọc riêng",
        "groups": "Các nhóm",
        "channels": "Các kênh",
        "vi": "Ai dùng tiếng Việt",
        "en": "Ai dùng tiếng Anh",
    },
    section="Ai theo dõi {name}",
    sections="Theo chuyên mục ›",
    go_on="Gửi cho {count} nơi ›",
    drop="🗑 Bỏ",
    back="‹ Quay lại",
    nobody="Chưa có nơi nào thuộc phần này.",
    sure="Gửi thông báo {number} cho <b>{count}</b> nơi ({part})? Gửi rồi thì không lấy lại được.",
    send="📣 Gửi",
    sending="📣 Đang gửi thông báo {number} ({part})",
    paused="⏸ Tạm dừng thông báo {number} ({part})",
    stopped="⏹ Đã dừng hẳn thông báo {number} ({part})",
    done="✅ Đã gửi xong thông báo {number} ({part})",
    counts="{bar} {percent}%\nĐã nhận: {sent} · không nhận được: {failed} · còn lại: {left}",
    pause="⏸ Tạm dừng",
    resume="▶️ Gửi tiếp",
    stop="⏹ Dừng hẳn",
    dropped="🗑 Đã bỏ thông báo {number}.",
    settled="Thông báo này đã xong rồi.",
)

CLOSING = d.ClosingWords(
    usage="Chặn một cuộc trò chuyện: <code>/chan 123456</code>. "
    "Bỏ chặn: <code>/bochan 123456</code>.",
    none="Chưa chặn ai.",
    heading="🚫 <b>Đang chặn</b> · {count}",
    line="• {name} ({chat}) · từ {moment}",
    question="Chặn <b>{name}</b> ({chat})? Nơi đó sẽ không nhận gì và không được trả lời nữa.",
    close="🚫 Chặn",
    keep="Thôi",
    open="Bỏ chặn {name}",
    closed="🚫 Đã chặn {name} ({chat}).",
    closed_already="{name} ({chat}) đã bị chặn từ trước.",
    opened="✅ Đã bỏ chặn {name} ({chat}).",
    not_closed="{name} ({chat}) không bị chặn.",
    unknown="Tôi không biết “{typed}”. Hãy gõ số của cuộc trò chuyện, ví dụ 123456, hoặc @tên.",
    not_admins="Không chặn được quản trị viên.",
    unnamed="chưa rõ tên",
    limits={"wishes": "số mục theo dõi", "feeds": "số nguồn riêng"},
    limit_usage=(
        "Mỗi người theo dõi được nhiều nhất <b>{wishes}</b> mục, thêm được <b>{feeds}</b> nguồn "
        "riêng. Đổi cho một người: <code>/hanmuc 123456 muc 200</code> hay "
        "<code>/hanmuc 123456 nguon 10</code>."
    ),
    limits_of=(
        "{name} ({chat}) theo dõi được nhiều nhất <b>{wishes}</b> mục, thêm được <b>{feeds}</b> "
        "nguồn riêng."
    ),
    limit_set="✅ Từ nay {name} ({chat}) có hạn mức {what}: <b>{value}</b>.",
    limit_wrong="Hạn mức là một số từ 0 đến {most}.",
)

LOGBOOK = d.LogbookWords(
    heading="📒 <b>Nhật ký</b> · {moment}",
    nothing="✅ Bảy ngày qua không có gì hỏng.",
    incidents="<b>Sự cố</b>",
    undelivered="<b>Tin không đến nơi, 7 ngày qua</b>",
    undelivered_line="• {times} tin {state}: {reason} (lần cuối {moment})",
    feeds="<b>Nguồn đang lỗi</b>",
    line="• {moment} · {what}",
    at_bot=" · 🤖 {name}",
    kinds={
        "update": "một tin nhắn hay nút bấm không trả lời được ({error}, ở {at})",
        "job": "việc “{job}” hỏng: {reason}",
        "feed": "nguồn {number} ({name}) không đọc được",
    },
    states={
        "refused": "bị từ chối",
        "uncertain": "không rõ đã đến chưa",
        "expired": "quá cũ nên thôi không gửi",
    },
    reasons={
        "blocked by the user": "người đọc đã chặn bot",
        "user is deactivated": "tài khoản không còn nữa",
        "chat not found": "cuộc trò chuyện không còn",
        "kicked": "bot bị đưa ra khỏi nhóm",
        "not a member": "bot không ở trong nhóm hay kênh đó",
        "not enough rights": "bot không có quyền gửi ở đó",
        "too many requests": "Telegram bắt đợi",
        "timed out": "Telegram không trả lời kịp",
        "nothing left to send": "bài đã không còn",
        "too old": "đợi quá lâu",
        "ended while": "chương trình tắt đúng lúc đang gửi",
        "can't parse": "Telegram không hiểu định dạng",
        "topic": "chủ đề đã đóng hay đã xóa",
        "fault of ours": "lỗi của chương trình",
    },
    acts_heading="🗂 <b>Quản trị viên đã làm</b>",
    acts_none="Chưa có việc nào được ghi.",
    acts={
        "feed_added": "thêm nguồn {number}: {url}",
        "feed_removed": "xóa nguồn {number}: {url}",
        "feed_paused": "tạm dừng nguồn {number}",
        "feed_resumed": "cho đọc lại nguồn {number}",
        "feed_moved": "đổi địa chỉ nguồn {number}: {url}",
        "feeds_imported": "thêm {count} nguồn từ tệp OPML",
        "article_published": "đăng bài {number}: {title}",
        "article_scheduled": "hẹn đăng bản nháp {number}",
        "announcement_begun": "gửi thông báo {number} cho {count} nơi",
        "announcement_paused": "tạm dừng thông báo {number}",
        "announcement_resumed": "gửi tiếp thông báo {number}",
        "announcement_stopped": "dừng hẳn thông báo {number}",
        "chat_closed": "chặn {chat}",
        "chat_opened": "bỏ chặn {chat}",
        "limit_set": "đặt hạn mức của {chat}: {value}",
        "held_resent": "gửi lại tin treo số {number}",
        "held_dropped": "bỏ tin treo số {number}",
    },
    act_line="• {moment} · <b>{who}</b> {what}",
    acts_button="🗂 Quản trị viên đã làm gì",
    errors_button="📒 Lỗi gần đây",
    later="‹ Mới hơn",
    earlier="Cũ hơn ›",
)

NUMBERS = d.NumberWords(
    usage="Số ngày từ 1 đến {most}, ví dụ: <code>/thongke 7</code>",
    heading="📊 <b>{count} ngày</b> · {first} – {last}",
    readers="👥 Người nhận tin: <b>{readers}</b>, mới thêm {joined}",
    sent="📨 Tin đã gửi: <b>{sent}</b>, hỏng {failed}",
    searches="🔎 Lượt tìm: <b>{searches}</b>, không thấy gì {nothing}",
    articles="🗞 Bài mới: <b>{articles}</b>",
    stories="<b>Tin nhiều báo kể nhất</b>",
    story="• {title} ({papers} báo)",
    words="<b>Tìm nhiều nhất</b>",
    missed="<b>Tìm mà không thấy</b>",
    word="• {words} ({times})",
    chart_title="Điểm Tin, {first} – {last}",
    chart_readers="Người nhận tin",
    chart_deliveries="Tin gửi đi mỗi ngày",
    chart_sent="đến nơi",
    chart_failed="không đến",
    chart_searches="Lượt tìm mỗi ngày",
    chart_found="có kết quả",
    chart_nothing="không thấy gì",
)

RUNNING = d.RunningWords(
    since="Chạy từ {moment} ({length}) · phiên bản {version} · lược đồ {schema}",
    feeds="📰 Nguồn: <b>{active}</b> đang đọc, {paused} tạm dừng, {down} đang lỗi",
    feeds_failing="❌ {number}. {name}: lỗi {failures} lần liền, từ {since}: {reason}",
    queue="📨 Chờ gửi: <b>{owed}</b> · đang gửi: {flying}",
    queue_empty="📨 Không có tin nào chờ gửi",
    queue_oldest="⏳ Tin chờ lâu nhất: từ {moment}",
    last_day="Một ngày qua: gửi được {sent}, hỏng {failed}",
    readers="👥 Người đọc: <b>{active}</b> đang nhận, {stopped} đã ngừng, {asleep} không gửi được",
    bots="🤖 Kho dùng chung cho {count} bot:",
    bot="• {name}: {readers} người nhận tin, {owed} tin đang chờ",
    unnamed_bot="bot không tên",
    articles="🗞 Bài: <b>{all}</b> trong kho, {today} hôm nay",
    store="💾 Kho tin: {size}",
    disk=" · đĩa còn trống {free} ({percent}%)",
    jobs_fine="⚙️ Mọi việc nền đều chạy tốt",
    job_failing="❌ Việc “{job}” hỏng từ {since}: {reason}",
    jobs={
        "poll": "đọc nguồn",
        "editions": "làm bản tin",
        "retry_pages": "đọc lại bài thiếu",
        "clean_up": "dọn kho",
        "announcements": "gửi thông báo",
        "drafts": "đăng bài hẹn giờ",
        "watch": "canh chừng",
        "fan_out": "báo tin cho đông bạn đọc",
        "check_index": "kiểm tra chỉ mục tìm kiếm",
        "watchdog": "theo dõi việc đọc và gửi",
        "backup": "sao lưu",
    },
    held="⏳ Telegram bắt đợi đến {moment}",
    refresh="🔄 Làm mới",
    numbers="📊 Thống kê",
    log="📒 Nhật ký",
    feeds_button="📰 Các nguồn",
    days="{days} ngày {hours} giờ",
    hours="{hours} giờ {minutes} phút",
    minutes="{minutes} phút",
)

HELD = d.HeldWords(
    heading="⏳ <b>Tin treo: {count}</b>\n"
    "Tôi không chắc những tin này đã đến nơi. Trong nhóm và kênh, tôi không tự gửi lại, kẻo mọi "
    "người thấy hai lần. Bạn xem ở đó rồi chọn nhé.",
    line="{place}. <b>{chat}</b>: {what} · {moment}",
    none="✅ Không có tin nào chờ bạn quyết định.",
    article="một bài",
    edition="bản điểm tin",
    notice="thông báo",
    resend="🔁 Gửi lại tin {place}",
    drop="✖️ Bỏ tin {place}",
    resend_all="🔁 Gửi lại cả {place}",
    drop_all="✖️ Bỏ cả {place}",
    decided="Việc này đã quyết định xong rồi.",
)

ALARMS = d.DeskAlarmWords(
    raised={
        "deliveries": "⚠️ Nhiều tin gửi không được: {failed} trên {all} tin trong 15 phút qua. "
        "Xem /nhatky.",
        "queue": "⚠️ Hàng đợi bị dồn: có tin chờ từ {moment}, tất cả {owed} tin đang chờ.",
        "disk": "⚠️ Đĩa sắp đầy: còn {free} ({percent}%).",
        "silence": "⚠️ Từ {moment} chưa có bài mới nào. Xem /nguon.",
        "held": "⏳ Có {count} tin gửi vào nhóm hay kênh mà tôi không chắc đã đến nơi. Xem và "
        "quyết định: /treo",
    },
    cleared={
        "deliveries": "✅ Tin lại gửi đi được bình thường.",
        "queue": "✅ Hàng đợi đã thông.",
        "disk": "✅ Đĩa lại đủ chỗ.",
        "silence": "✅ Lại có bài mới.",
        "held": "✅ Không còn tin nào treo.",
    },
    published="✅ Bản nháp {number} đã đăng đúng hẹn: {title}. Số nơi nhận: {count}.",
)

DESK = d.DeskWords(
    only_editors="Lệnh này chỉ dành cho biên tập viên của Điểm Tin.",
    feeds=FEEDS,
    article=ARTICLE,
    announcement=ANNOUNCEMENT,
    closing=CLOSING,
    logbook=LOGBOOK,
    numbers=NUMBERS,
    running=RUNNING,
    held=HELD,
    alarms=ALARMS,
)

COMMANDS = {
    "trangthai": CommandWords(
        "Trạng thái hệ thống",
        "Điều gì đang chạy, đang chờ, đang lỗi, từ bao giờ.",
        "/trangthai",
    ),
    "thongke": CommandWords(
        "Thống kê, có biểu đồ",
        "Người đọc, tin đã gửi, lượt tìm của mấy ngày qua, bằng số và biểu đồ.",
        "/thongke 7",
    ),
    "nhatky": CommandWords(
        "Lỗi gần đây",
        "Những lỗi gần đây bằng lời dễ hiểu; thêm “quantri” để xem quản trị viên đã làm gì.",
        "/nhatky quantri",
    ),
    "dang": CommandWords(
        "Đăng một bài",
        "Đăng bài không có trong nguồn: từ địa chỉ hay từ chữ dán vào; xem trước, sửa, hẹn giờ.",
        "/dang https://bao.vn/bai-viet.html",
    ),
    "treo": CommandWords(
        "Tin chưa rõ đã đến chưa",
        "Những tin gửi vào nhóm, kênh mà tôi không chắc đã đến nơi: gửi lại hay bỏ.",
        "/treo",
    ),
    "phat": CommandWords(
        "Gửi thông báo",
        "Gửi một thông báo cho tất cả hay một phần, có xem trước, tạm dừng và dừng hẳn.",
        "/phat Tối nay bảo trì lúc 23 giờ",
    ),
    "chan": CommandWords(
        "Chặn một cuộc trò chuyện",
        "Nơi bị chặn không nhận gì và không được trả lời; không có số thì cho xem danh sách.",
        "/chan 123456",
    ),
    "bochan": CommandWords("Bỏ chặn", "Bỏ chặn một cuộc trò chuyện.", "/bochan 123456"),
    "hanmuc": CommandWords(
        "Hạn mức của từng người",
        "Xem và đổi số mục mà một người theo dõi được, số nguồn riêng thêm được.",
        "/hanmuc 123456 muc 200",
    ),
}
