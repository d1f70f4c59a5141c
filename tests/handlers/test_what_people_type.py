"""What people type who do not know the commands by heart: slips, lists, odd signs."""

from typing import Any

from bot.handlers.commands import spoken
from bot.playground import READER
from bot.texts import ENGLISH, VIETNAMESE

Chat = Any
Publish = Any
ReaderOf = Any
Store = Any

OWN = VIETNAMESE.own
SEARCH = VIETNAMESE.search


async def test_words_without_a_stroke_are_searched_or_understood(
    chat: Chat, publish: Publish
) -> None:
    """An article with all the words comes first; a command is meant only where there is none."""
    await publish("Giá vàng tăng mạnh", section="Kinh tế")
    await publish("Tìm người mất tích", section="Thời sự")
    how_to = SEARCH.how_to.format(example=VIETNAMESE.commands["tim"].example)
    help_heading = "Tôi làm được gì\n"
    for typed, begins in (
        ("tìm vàng", "🔎 vàng"),
        ("TIM   KIẾM giá vàng", "🔎 giá vàng"),
        ("tìm người mất tích", "🔎 tìm người mất tích"),
        ("giúp", help_heading),
        ("Help", help_heading),
        ("trợ giúp tìm", "/tim – "),
        ("lệnh cấm xe", "Không tìm thấy"),
        ("lịch thi đấu", "Không tìm thấy"),
        ("theodoi giá vàng", OWN.slash_missing[:20]),
        ("theo dõi lũ quét", OWN.slash_missing[:20]),
        ("theo dõi giá vàng", "🔎 theo dõi giá vàng"),
        ("trang thai", "Không tìm thấy"),
        ("👍", how_to),
        ("//", how_to),
        ("//mới", "🗞"),
        ("/ Mới", "🗞"),
        ("/moi 32/13", "Chưa có tin nào về “32/13”"),
        ("/timm giá   vàng", "Tôi không biết lệnh /timm. Ý bạn là /tim giá vàng?"),
    ):
        (answer,) = await chat.ask(typed)
        assert chat.words(answer).startswith(begins), typed


def test_a_spoken_command_is_the_longest_name() -> None:
    """With or without diacritics and spaces."""
    for words, name, rest in (
        ("tìm kiếm vàng", "tim", "vàng"),
        ("Theo Dõi vàng", "theodoi", "vàng"),
        ("bo chan 12", "bochan", "12"),
        ("moi", "moi", ""),
    ):
        found = spoken(words)
        assert found is not None
        assert (found[0].name, found[1]) == (name, rest)
    assert spoken("giá vàng") is None
    assert spoken("") is None


async def test_several_wishes_are_followed_and_dropped_at_once(
    chat: Chat, publish: Publish, store: Store, reader_of: ReaderOf
) -> None:
    """With commas or on lines; a quotation is one wish, and a decimal comma parts none."""
    await publish("Đua ghe ngo", section="Thể thao")
    await chat.ask("/start", answers=4)
    (answer,) = await chat.ask('/theodoi thể thao, giá vàng; "lũ, lụt"\nlãi suất 5,5%, -covid -U23')
    said = chat.words(answer)
    assert "Chuyên mục Thể thao, thay cho “Tất cả tin”" in said
    assert 'Từ nay bạn nhận tin: “giá vàng”, "lũ, lụt", “lãi suất 5,5%”.' in said
    assert "bỏ qua mọi tin có “covid”, “U23”" in said
    (answer,) = await chat.ask("/theodoi Giá  VÀNG")
    assert chat.words(answer) == "Bạn đang nhận tin này rồi: “Giá VÀNG”."
    reader = await reader_of(READER)
    assert len(await store.subscribers.following(reader.id)) == 6
    (answer,) = await chat.ask("/dung THE THAO, gia vang, không có gì, -covid -u23")
    assert chat.words(answer) == (
        "Đã bỏ: Chuyên mục Thể thao, “giá vàng”, 🚫 không có “covid”, 🚫 không có “U23”.\n"
        "Bạn không theo dõi “không có gì”. Xem /danhsach."
    )
    assert len(await store.subscribers.following(reader.id)) == 2
    await chat.ask("/theodoi thể thao, vàng")
    for listed in ("Chuyên mục Thể thao", "“vàng”"):
        (answer,) = await chat.ask(f"/dung {listed}")
        assert chat.words(answer) == f"Đã bỏ: {listed}."
    (stopped,) = await chat.ask("/dung tất cả")
    assert chat.words(stopped) == VIETNAMESE.follow.stopped


async def test_a_slip_in_a_name_is_followed_as_words_and_pointed_out(
    chat: Chat, publish: Publish
) -> None:
    """What is far from every name is words and nothing else."""
    await publish("Đua ghe ngo", section="Thể thao")
    (slip,) = await chat.ask("/theodoi thể thoa")
    assert chat.words(slip).endswith("Nếu ý bạn là mục “Thể thao”, gõ: /theodoi Thể thao")
    (words,) = await chat.ask("/theodoi thể thao điện tử")
    assert chat.words(words) == "✅ Từ nay bạn nhận tin: “thể thao điện tử”."


async def test_what_cannot_be_followed_is_told(
    chat: Chat, publish: Publish, store: Store, reader_of: ReaderOf
) -> None:
    """Nothing becomes a keyword that no article could ever have."""
    await publish("Đua ghe ngo", section="Thể thao")
    await chat.ask("/start", answers=4)
    for typed, answer in (
        ("🎉", OWN.no_words.replace("<code>", "").replace("</code>", "")),
        (", ,", OWN.no_words.replace("<code>", "").replace("</code>", "")),
        ("nguồn: Báo Ma", OWN.unknown_source.format(what="Báo Ma")),
        ("mục: Linh tinh", OWN.unknown_section.format(what="Linh tinh")),
    ):
        (said,) = await chat.ask(f"/theodoi {typed}")
        assert chat.words(said) == answer
    reader = await reader_of(READER)
    assert len(await store.subscribers.following(reader.id)) == 1


async def test_old_news_of_the_first_conversation_is_of_what_was_chosen(
    chat: Chat, publish: Publish
) -> None:
    """The newest three of it, oldest first; where there is none it is said."""
    for place in range(4):
        await publish(f"Trận đấu {place}", section="Thể thao")
    await publish("Giá vàng tăng", section="Kinh tế")
    *_hello, menu = await chat.ask("/start", answers=4)
    await chat.press(menu, chat.buttons(menu)["▫️ Thể thao"])
    await chat.press(menu, "st:recent")
    sent = await chat.messages(after=menu["message_id"])
    assert [chat.words(one)[:10] for one in sent] == ["Trận đấu 1", "Trận đấu 2", "Trận đấu 3"]
    await chat.ask("/dung thể thao")
    await chat.press(menu, "st:recent")
    assert chat.words((await chat.messages())[-1]) == OWN.no_recent


async def test_a_group_brings_its_news_back_and_is_listed(
    chat: Chat, group: Chat, admin: Chat, reader_of: ReaderOf
) -> None:
    """By /start of its admin; help in a group names nothing that is for one person alone."""
    own = type(group)(group.page, group.id, admin.id)
    await own.ask("/theodoi giá vàng")
    await own.ask("/dung")
    (hello,) = await group.ask("/start")
    assert "Chào cả nhóm" in group.words(hello)
    assert str((await reader_of(group.id)).state) == "stopped"
    (back,) = await own.ask("/start")
    assert group.words(back) == VIETNAMESE.follow.resumed
    assert str((await reader_of(group.id)).state) == "active"
    await own.ask("/tamdung 3 ngày")
    (listed,) = await admin.ask("/kenh")
    await admin.press(listed, next(iter(admin.buttons(listed).values())))
    assert "Tạm dừng: đến 27/11/2026 09:" in admin.words(await admin.now(listed))
    (none,) = await chat.ask("/kenh")
    assert "Chưa có kênh hay nhóm nào" in chat.words(none)
    (help_,) = await group.ask("/trogiup")
    assert "/lich" in group.words(help_)
    assert "/dulieu" not in group.words(help_)


async def test_english_slips_are_answered_in_english(chat: Chat, publish: Publish) -> None:
    """By the names of the English menu."""
    await publish("Giá vàng tăng", section="Kinh tế")
    await chat.ask("/start", answers=4)
    (settings,) = await chat.ask("/caidat")
    await chat.press(settings, "cv:language:en")
    for typed, answer in (
        ("/serch gold", "I do not know /serch. Did you mean /search gold?"),
        ("subscribe gold", ENGLISH.own.slash_missing.split("<")[0] + "/subscribe gold"),
        ("/subscribe source: nobody", ENGLISH.own.unknown_source.format(what="nobody")),
        ("/stop everything", "Dropped: All news."),
        ("/stop everything", ENGLISH.follow.stopped),
    ):
        (said,) = await chat.ask(typed)
        assert chat.words(said) == answer
