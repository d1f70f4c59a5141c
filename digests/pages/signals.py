"""The words by which pages name their parts, and what stands in the page beside the article.

No rule is about one site: these are the families of class names, roles and headings that
Vietnamese sites (and the systems they run on) use.
"""

# ruff: noqa: PLR2004 - a threshold reads best where it stands, beside what it is a limit of

import re

from digests.pages.tree import Element, word_set

LEAD = word_set(
    """
    sapo lead leading leadtext desc description summary chapeau chappeau intro introtext
    introduction excerpt standfirst dek tomtat trichdan trichyeu mota shortdesc shortdescription
    subtitle headnote abstract teaser boxsapo newssapo articlelead dandat loidan lodan headsapo
    quotehead newsdesc spo sabo brief synopsis preview firstpara
    """
)
LEAD_PARTS = (
    "sapo",
    "summary",
    "chapeau",
    "chappeau",
    "tomtat",
    "trichdan",
    "standfirst",
    "introtext",
    "shortdesc",
)
CAPTION = word_set(
    """
    caption captions figcaption chuthich legend imgcaption imagecaption photocaption piccaption
    pcaption imgdesc imagedesc photodesc imgnote imagenote note phototitle imagetitle ghichu
    chuthichanh wpcaptiontext descphoto captiontext imagealt picdesc notephoto descimg descimage
    txtcaption imgtitle
    """
)
CAPTION_PARTS = ("caption", "chuthich")
AUTHOR = word_set(
    """
    author authors tacgia byline bylines writer reporter nguoiviet butdanh journalist postedby
    postby creator authorname authorinfo articleauthor nguoidang penname contributor
    contributors tentacgia authorbox
    """
)
AUTHOR_PARTS = ("author", "tacgia", "byline", "butdanh")
DATE = word_set(
    """
    date time datetime publish published pubdate posted postdate ngay ngaydang thoigian
    timestamp clock publishdate publishtime datepublished posttime createdate createddate
    created lblngay dateline newsdate ngaythang updated
    """
)
DATE_PARTS = ("date", "time", "publish", "thoigian", "ngaydang")
CREDIT = word_set(
    """
    credit credits photographer photoauthor photocredit imagecredit copyright source nguon
    nguonanh tacgiaanh author
    """
)
SECTION = word_set(
    """
    breadcrumb breadcrumbs path cate category catename crumb crumbs chuyenmuc section cat zone
    folder breadcumb breakcrumb duongdan
    """
)
PLACE = word_set("location locationstamp place stamp dateline diadanh prefix")
TITLE = word_set(
    """
    title headline tieude postitle posttitle entrytitle articletitle newstitle detailtitle
    titledetail
    """
)
BODY = word_set("articlebody")
LIVE = word_set(
    """
    liveblog tuongthuat tructiep livestream liveupdate livetimeline
    """
)

_NOISE = word_set(
    """
    related relate relation relatednews lienquan tinlienquan cungchuyenmuc tinkhac othernews
    tinmoi tincu tinmoihon tincuhon comment comments cmt binhluan ykien ykienbandoc share
    sharing social socials tags tag tagbox keyword keywords tukhoa ads ad adv advert adverts
    advertisement advertising adsense banner banners quangcao sponsor sponsored promo promotion
    popup modal newsletter subscribe subscription widget trending mostread mostview mostviewed
    docnhieu xemnhieu tindocnhieu tinxemnhieu recommend recommended recommendation suggest
    suggestion menu submenu nav navigation navbar footer login signin signup register search
    searchbox pagination paging pager print rating ratings vote poll survey toolbar tools
    hotline readmore docthem xemthem morenews relatedposts relatedarticles relatedpost
    relatedbox insertlink insertwiki innerarticle seemore readalso tinbailienquan tinnoibat
    noibat tinnong cookie cookies consent gdpr qrcode backtop gotop mayalso alsolike latestnews
    newsother othernews othernew tinkhacs boxother outbrain taboola fbcomments disqus skip
    skiplink weather tygia lichvansu sidebar topbar hotnews newest morelink follow followus
    googlenews ggnews appdownload emotion like reaction reactions tooltip complementary
    contentinfo paywall metered membership upsell
    """
)  # fmt: skip
# These also name what only looks like a menu or a box, such as the column around the text.
_WEAK_NOISE = word_set(
    """
    menu submenu nav navigation navbar sidebar topbar share sharing social socials banner
    banners widget print tools toolbar ad ads adv tag tags skip search popup follow trending
    comment comments register paywall metered membership upsell
    """
)
_ARTICLE_FOOTERS = frozenset(
    {"postfooter", "entryfooter", "articlefooter", "detailfooter", "newsfooter", "contentfooter"}
)
_NOISE_TAGS = frozenset({"nav", "footer"})
_NOISE_HEADING = re.compile(
    r"^[\W_]*(?:(?:các |những )?(?:tin|bài|bài viết|tin tức|tin bài|chủ đề|sự kiện|video|nội "
    r"dung)?\s*"
    r"(?:liên quan|khác|cùng chuyên mục|cùng chủ đề|cùng mục|nổi bật|mới nhất|đọc nhiều|xem "
    r"nhiều|mới hơn|cũ hơn|nên đọc|đã đưa|tiếp theo|mới|hot|nóng)"
    r"|có thể (?:bạn )?(?:sẽ )?(?:quan tâm|thích|muốn).*|(?:đọc|xem) thêm|(?:đọc|xem|được) "
    r"(?:nhiều )?(?:nhiều nhất|quan tâm)|đừng bỏ lỡ|cùng chuyên mục"
    r"|(?:ý kiến|bình luận|phản hồi)(?: .*)?|tags?|từ khó?a|chia sẻ.*|quảng cáo|mời (?:quý "
    r")?(?:độc giả|bạn đọc).*|tin cùng .*"
    r"|bạn (?:đọc )?(?:có thể|cần|nên|quan tâm).*|dòng sự kiện.*|gửi (?:bình luận|ý kiến|phản "
    r"hồi).*|related .*|comments?|you may.*)\s*"
    r"(?:\(\d*\))?[\W_]*$",
    re.IGNORECASE,
)
_IMPRINT = (
    "giấy phép", "tổng biên tập", "cơ quan chủ quản", "điện thoại", "bản quyền",
    "ghi rõ nguồn", "©", "tòa soạn", "toà soạn",
    "trụ sở", "copyright", "all rights",
)  # fmt: skip
_LONE_LABEL = re.compile(
    r"^[\W_]*(?:quảng cáo|chia sẻ.*|tags?|từ khó?a|mời (?:quý )?(?:độc giả|bạn đọc).*[.!])[\W_]*$",
    re.IGNORECASE,
)
POINTER = re.compile(
    r"^[\W_]*(?:xem thêm|đọc thêm|xem tiếp|tin liên quan|bài liên quan|mời (?:độc giả|quý|bạn|"
    r"xem)|xem video|video|clip|đọc ngay|"
    r"nghe (?:đọc |audio )?(?:bài|tin|podcast)|>>+|>>>|đăng ký|theo dõi|bấm vào đây|xem ngay|"
    r"tham khảo|xem chi tiết|click|mời quý "
    r"vị)\b\s*[:：>]?",
    re.IGNORECASE,
)


_LONGEST_ASKING = 160
_INVITATION = re.compile(
    r"^[\s*>•(-]*(?:kính )?mời (?:quý |các |bạn )*"
    r"(?:vị|độc giả|bạn|đọc|khán giả|khán thính giả|thính giả)\b"
    r".{0,40}?\b(?:xem|theo dõi|đón xem|đón đọc|tham khảo|nghe|bình luận|gửi|chia sẻ|tìm đọc)\b",
    re.IGNORECASE,
)
_ASKING = re.compile(
    r"(?:để|muốn) (?:đọc|xem) (?:tiếp|toàn bộ|đầy đủ|trọn)|(?:đọc|xem) tiếp phần còn lại|"
    r"dành (?:riêng )?cho (?:hội viên|thành viên|độc giả (?:đăng ký|trả phí))|"
    r"(?:vui lòng|hãy|mời bạn|đã có tài khoản\W*) ?(?:đăng nhập|đăng ký)|"
    r"bài (?:đọc )?miễn phí (?:trong|còn)"
)


def has(element: Element, words: frozenset[str], parts: tuple[str, ...] = ()) -> bool:
    """Say whether an element's own names hold one of ``words``, or a name one of ``parts``."""
    names = element.words
    if not names:
        return False
    if not words.isdisjoint(names):
        return True
    return any(part in name for name in names for part in parts)


def is_noise_element(element: Element) -> bool:
    """Say whether an element by its tag or names is no part of an article."""
    if element.tag in _NOISE_TAGS:
        return True
    names = element.words
    if not names or _NOISE.isdisjoint(names):
        return False
    found = _NOISE & names
    if found == {"footer"} and not _ARTICLE_FOOTERS.isdisjoint(names):
        return False
    return not (found <= _WEAK_NOISE and _holds_article(element))


def _holds_article(element: Element) -> bool:
    """Say whether an element holds several long paragraphs and no list of comments."""
    if "comments" in element.words:
        return False
    tags = {below.tag for below in element.walk()}
    if "a" not in tags and not tags.isdisjoint({"img", "amp-img"}):
        return True  # a box around a picture, as editors put it; menus and sharing have links
    long = [
        len(text)
        for text in (below.text().strip() for below in element.walk() if below.tag == "p")
        if len(text) > 80
    ]
    return len(long) >= 2 and sum(long) > 250


def is_noise_heading(text: str) -> bool:
    """Say whether a heading begins what is not the article: "Tin liên quan"."""
    return 1 < len(text) < 60 and bool(_NOISE_HEADING.match(text))


def asks_reader(text: str) -> bool:
    """Say whether a line asks readers to log in, to pay, or to see something else."""
    if len(text) >= _LONGEST_ASKING:
        return False
    return bool(_INVITATION.match(text) or _ASKING.search(text.casefold()))


def is_imprint(text: str) -> bool:
    """Say whether a text is a site's imprint: licence, editor in chief, telephone."""
    folded = text.casefold()
    return sum(word in folded for word in _IMPRINT) >= 2


def is_lone_label(text: str) -> bool:
    """Say whether a noise heading stands for itself alone: "Quảng cáo"."""
    return bool(_LONE_LABEL.match(text))
