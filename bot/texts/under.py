"""What the buttons under a digest say: why it came, fewer like it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class UnderWords:
    """The buttons under a digest and what they answer."""

    fewer: str
    more: str
    why: str
    like: str
    like_source: str
    fewer_done: str
    fewer_over: str
    fewer_unknown: str
    because: str
    because_breaking: str
    because_opened: str
    kept_away: str


VIETNAMESE_UNDER = UnderWords(
    fewer="👎 Bớt tin này",
    more="↩️ Thôi bớt",
    why="❓ Vì sao",
    like="{section} từ {source}",
    like_source="tin từ {source}",
    fewer_done=(
        "Bớt {what}: từ nay chỉ đến khi khớp từ khóa của bạn hay là tin nóng. Đổi ý: bấm lại, hay "
        "/danhsach."
    ),
    fewer_over="Thôi bớt {what}.",
    fewer_unknown="Tôi không biết tin này của báo nào nên không bớt được.",
    because="Vì bạn theo dõi: {wishes}.",
    because_breaking="Tin nóng: bốn báo cùng đưa trong một giờ.",
    because_opened="Không mục nào bạn theo dõi khớp tin này: nó đến vì có người mở, tìm hay gửi.",
    kept_away="Bạn đã xin bớt {what}.",
)

ENGLISH_UNDER = UnderWords(
    fewer="👎 Fewer like this",
    more="↩️ As before",
    why="❓ Why",
    like="{section} from {source}",
    like_source="news from {source}",
    fewer_done=(
        "Fewer: {what}. It comes only when a keyword of yours asks for it or as breaking news. "
        "Undo: press again, or /list."
    ),
    fewer_over="As before: {what}.",
    fewer_unknown="I do not know which paper this is from, so I cannot send fewer like it.",
    because="Because you follow: {wishes}.",
    because_breaking="Breaking news: four papers told it within an hour.",
    because_opened="Nothing that you follow asks for it: somebody opened, found or sent it.",
    kept_away="You asked for fewer: {what}.",
)
