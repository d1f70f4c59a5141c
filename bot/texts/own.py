"""What is said of wishes that keep news away, of a person's own feeds, of lists as files."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OwnWords:
    """A reader's own list: excluded words, own feeds, OPML."""

    slash_missing: str
    no_recent: str
    did_you_mean: str
    followed_only: str
    no_words: str
    unknown_source: str
    unknown_section: str
    excluded: str
    excluded_done: str
    excluded_already: str
    fewer: str
    feed: str
    turned_off: str
    turned_on: str
    clear_off: str
    cleared: str
    feed_added: str
    feed_known: str
    too_many_feeds: str
    not_allowed: str
    opml_file: str
    opml_name: str
    opml_nothing: str
    opml_wrong: str
    opml_too_large: str
    opml_done: str
    opml_over_limit: str
    opml_failed: str
    share_source: str
    open_here: str
    nearly: str
    only_words: str
    file_not_read: str
    address_unknown: str


VIETNAMESE_OWN = OwnWords(
    no_recent="Mấy ngày qua chưa có tin nào như bạn chọn; có là tôi gửi.",
    did_you_mean="Tôi không biết lệnh {command}. Ý bạn là <code>{nearest}</code>?",
    slash_missing="Nếu bạn muốn dùng lệnh, gõ dấu / ở trước: <code>{command}</code>",
    followed_only=(
        "✅ Từ nay bạn nhận tin: <b>{what}</b>, thay cho “Tất cả tin”. Muốn lại tất cả: "
        "<code>/theodoi tất cả</code>"
    ),
    no_words="Tôi cần ít nhất một từ, ví dụ: <code>/theodoi giá vàng</code>",
    unknown_source="Tôi không đọc báo nào tên “{what}”. Các báo tôi đọc: /nguon.",
    unknown_section="Tôi chưa thấy chuyên mục “{what}”. Chọn trong danh sách: /theodoi.",
    excluded="🚫 không có “{words}”",
    excluded_done="🚫 Từ nay tôi bỏ qua mọi tin có “{words}”.",
    excluded_already="Tôi đang bỏ qua mọi tin có “{words}” rồi.",
    fewer="👎 bớt {what}",
    feed="📡 {name}",
    turned_off="Đã tắt: {what}.",
    turned_on="Đã bật: {what}.",
    clear_off="🗑 Bỏ các mục đã tắt",
    cleared="Đã bỏ {count} mục.",
    feed_added=(
        "✅ Từ nay tin của <b>{name}</b> đến với bạn. Nguồn này chỉ gửi cho ai tự thêm nó; bài của "
        "nó cũng tìm được bằng /tim."
    ),
    feed_known="✅ Nguồn này tôi đọc rồi: từ nay bạn nhận tin của <b>{name}</b>.",
    too_many_feeds=(
        "Bạn đã tự thêm {limit} nguồn, nhiều nhất có thể. Bỏ bớt ở /danhsach trước nhé."
    ),
    not_allowed="Ở đây không tự thêm nguồn được; chọn trong các nguồn có sẵn ở /nguon nhé.",
    opml_file="Các nguồn bạn theo dõi, dạng OPML: mở được bằng mọi trình đọc tin.",
    opml_name="nguon-tin.opml",
    opml_nothing="Bạn chưa theo dõi nguồn nào để ghi ra tệp.",
    opml_wrong="Tệp này không phải OPML, hoặc không có nguồn nào trong đó.",
    opml_too_large="Tệp này lớn quá; xin gửi tệp không quá 1 MB.",
    opml_done="✅ Đã theo dõi <b>{count}</b> nguồn trong tệp.",
    opml_over_limit="{count} nguồn vượt quá giới hạn {limit} nguồn tự thêm nên tôi bỏ qua.",
    opml_failed="{count} nguồn không đọc được.",
    share_source="Chia sẻ với bạn bè: {link}",
    open_here="Mở trong Điểm Tin",
    nearly="Nếu ý bạn là mục “{name}”, gõ: <code>/theodoi {name}</code>",
    only_words="Tôi chỉ đọc được chữ thôi. Bạn gõ vài từ là tôi tìm tin; mọi lệnh ở /trogiup.",
    file_not_read=(
        "Tôi không đọc được tệp này. Tệp mà tôi nhận là danh sách nguồn tin dạng OPML; còn muốn "
        "tìm tin thì bạn cứ gõ vài từ nhé."
    ),
    address_unknown=(
        "Tôi chưa có bài nào ở {url}. Nếu đó là một trang báo hay nguồn tin, bạn theo dõi được: "
        "<code>/theodoi {url}</code>"
    ),
)

ENGLISH_OWN = OwnWords(
    no_recent="The last days had no news of your choice; it comes as soon as there is some.",
    did_you_mean="I do not know {command}. Did you mean <code>{nearest}</code>?",
    slash_missing="If you mean the command, put a / before it: <code>{command}</code>",
    followed_only=(
        "✅ From now on you receive: <b>{what}</b>, in the place of “All news”. All of it again: "
        "<code>/subscribe everything</code>"
    ),
    no_words="I need one word at least: <code>/subscribe giá vàng</code>",
    unknown_source="I read no paper called “{what}”. Those that I read: /sources.",
    unknown_section="I know no section “{what}”. Choose from the list: /subscribe.",
    excluded="🚫 nothing with “{words}”",
    excluded_done="🚫 From now on I leave out all news with “{words}”.",
    excluded_already="I leave out all news with “{words}” already.",
    fewer="👎 fewer: {what}",
    feed="📡 {name}",
    turned_off="Off: {what}.",
    turned_on="On: {what}.",
    clear_off="🗑 Drop what is off",
    cleared="Dropped: {count}.",
    feed_added=(
        "✅ From now on you get the news of <b>{name}</b>. This feed is sent only to those who "
        "added it themselves; its articles are also found by /search."
    ),
    feed_known="✅ I read this feed already: from now on you get the news of <b>{name}</b>.",
    too_many_feeds="You added {limit} feeds, which is the most. Drop some in /list first.",
    not_allowed="Feeds cannot be added here; please choose among those in /sources.",
    opml_file="The feeds that you follow, as OPML: every feed reader opens it.",
    opml_name="feeds.opml",
    opml_nothing="You follow no feed that could be written into a file.",
    opml_wrong="This file is not OPML, or names no feed.",
    opml_too_large="This file is too large; please send at most 1 MB.",
    opml_done="✅ You now follow <b>{count}</b> feeds of the file.",
    opml_over_limit="{count} feeds are beyond your limit of {limit} own feeds and were left out.",
    opml_failed="{count} feeds could not be read.",
    share_source="Share it: {link}",
    open_here="Open in Điểm Tin",
    nearly="If you meant “{name}”, type: <code>/subscribe {name}</code>",
    only_words="I can read words only. Type a few and I search the news, or see /help.",
    file_not_read=(
        "I cannot read this file. The files that I take are lists of feeds (OPML); to find news "
        "just type a few words."
    ),
    address_unknown=(
        "I have no article from {url}. If it is a news site or a feed, you can follow it: "
        "<code>/subscribe {url}</code>"
    ),
)
