"""Every word that the bot says, in English."""

from bot.texts import desk_en
from bot.texts import words as w
from bot.texts.chats import ENGLISH_CHATS
from bot.texts.choices import ENGLISH_CHOICES
from bot.texts.own import ENGLISH_OWN
from bot.texts.under import ENGLISH_UNDER

BUTTONS = w.ButtonWords(
    read_on="Read on",
    save="Save",
    saved="✓ Saved",
    share="Share",
    older="Next ›",
    newer="‹ Back",
    newest_first="Newest first",
    best_first="Best match first",
    follow_search="🔔 Follow",
    as_typed="Exactly: {words}",
    resume="Bring the news back",
    keep="Leave it",
    everything="All news",
    follow="Follow {name}",
    following="✅ {name}",
    not_following="▫️ {name}",
    next_step="Next ›",
    skip="Skip",
    at_once="As it comes",
    editions="Round-ups at 07:00 and 18:00",
    weekly="The week",
    breaking="Breaking news",
    old_news="The last {count}",
    only_new="Only new ones",
    sections="Sections",
    sources="Sources",
    schedule="Schedule",
    settings="Settings",
    delete_all="Delete everything about me",
    more_photos="More photos ›",
    vietnamese="Tiếng Việt",
    english="English",
)

SEARCH = w.SearchWords(
    heading="🔎 <b>{query}</b>",
    count="{count} results",
    at_least="more than {count} results",
    page="page {page}/{pages}",
    corrected="Searched: <b>{searched}</b> (you typed “{typed}”)",
    some_words="No article has all of the words; these come closest.",
    day_words="Nothing in that time; “{query}” was searched as words.",
    unknown_filter="I do not know the filter {filters}, so it was left out.",
    nothing="Nothing was found for “{query}”.",
    loosen=(
        "Try fewer words, no quotation marks or filters, or no diacritics. I can tell you when "
        "something new matches."
    ),
    loosened_finds="With one condition less there is something; choose below:",
    without_source="From every source · {count}",
    without_section="In every section · {count}",
    without_days="On any day · {count}",
    without_captions="Outside of captions too · {count}",
    without_without="Leaving nothing out · {count}",
    without_quotes="Without quotation marks · {count}",
    without_all="The words alone · {count}",
    how_to="What shall I look for? Send /search and some words, with diacritics or not: {example}",
    how_to_photos="Which photo? Send /photo and some words of its caption: {example}",
    no_photos="No photo has a caption like “{query}”.",
    gone="These results are old; please search again with /search.",
    followed="🔔 From now on you hear about “{query}” at once.",
    followed_already="You follow “{query}” already.",
    followed_without_days="The days of the search do not count: it is about news to come.",
    followed_without_filters="Filters I do not know are left out: {filters}.",
    not_followable="This search has only filters and no words to follow.",
)

READING = w.ReadingWords(
    latest="🗞 <b>Latest news</b>",
    latest_nothing="Nothing yet about “{what}”. Send /latest for all the latest news.",
    latest_none_yet="No news yet. I have only begun to read; try again in a few minutes.",
    today_nothing="There is no news today so far. Send /latest for the newest there is.",
    yesterday="Yesterday's round-up",
    day_nothing="I have no news of {day}.",
    article_gone="This article is no longer in the archive.",
    saved="Saved. Find it again with /saved.",
    unsaved="No longer saved.",
    shelf="🔖 <b>Saved</b> · {count}",
    shelf_empty="Nothing saved yet. Press “Save” under a digest to keep it.",
    shelf_nothing="Nothing that you saved is about “{query}”.",
)

START = w.StartWords(
    welcome=(
        "👋 Hello, I am <b>Điểm Tin</b>: I read the Vietnamese papers and tell you the news in "
        "short, with photo and source.\n"
        "New digests come here; find old ones by typing some words, no diacritics needed."
    ),
    welcome_back="👋 Welcome back. News comes here again as before.",
    example="This is what a digest looks like:",
    choose_sections="<b>1/3</b> What would you like to read? Choose some, then press Next.",
    choose_rhythm="<b>2/3</b> When shall it come?",
    choose_old="<b>3/3</b> Some recent news right now, or only what is new from here on?",
    done="Done! Change your mind any time: /settings, /list. All commands: /help.",
    group=(
        "👋 Hello everyone, I am <b>Điểm Tin</b>. All of you can read (/latest) and search "
        "(/search); admins of the group choose the news with /subscribe, /stop and /schedule."
    ),
    channel=(
        "👋 <b>Điểm Tin</b> is ready for your channel. Only its admins choose the news, the hours "
        "and how it looks: send /channels here, nothing need be posted in the channel."
    ),
    link_source="Follow <b>{name}</b>?",
    link_unknown="This link leads nowhere any more, but you can begin here.",
)

FOLLOW = w.FollowWords(
    menu=(
        "Choose what to receive; press again to drop it. Follow keywords by typing them: "
        "<code>/subscribe giá vàng</code>"
    ),
    followed="✅ From now on you receive: <b>{what}</b>.",
    followed_already="You receive this already: <b>{what}</b>.",
    unfollowed="Dropped: <b>{what}</b>.",
    not_following="You do not follow “{what}”. See /list.",
    list_heading=(
        "📋 <b>Following</b> · {count}. Press to turn off or on; <code>/stop name</code> drops."
    ),
    list_empty="You follow nothing yet. Send /subscribe to choose.",
    stopped="No more news comes here. Your choices are kept; /start brings it back.",
    stopped_already="News is stopped already. /start brings it back.",
    resumed="All right, news comes again as before.",
    everything="All news",
    source="Source {name}",
    section="Section {name}",
    keyword="“{words}”",
    alert="🔔 “{words}”",
    too_long="That keyword is too long; please use at most {limit} characters.",
    too_many="You follow {limit} things, which is the most. Drop some in /list first.",
    gone="This is no longer there.",
)

SETTINGS = w.SettingWords(
    heading="⚙️ <b>Settings</b>",
    rhythm_at_once="as it is published",
    rhythm_editions="in round-ups at {hours}",
    schedule_heading=(
        "🕖 <b>Schedule</b>\nPress to choose hours, or type them: <code>/schedule 6:30 12:00</code>"
    ),
    schedule_now="Now: <b>{value}</b> ({zone})",
    schedule_weekly="The week: on Sundays at {hour}, the stories that most papers told.",
    schedule_breaking="Breaking news: at once what four papers tell within an hour.",
    schedule_wrong="I do not understand the hour “{words}”. Try: <code>/schedule 7:00 18:00</code>",
    schedule_wrong_zone=(
        "I do not know the time zone “{words}”. Try: <code>/schedule zone Berlin</code>, "
        "<code>/schedule zone GMT+9</code>"
    ),
    schedule_too_many="At most {limit} hours a day, please.",
    changed="Changed.",
)

PERSON = w.PersonWords(
    data_file="This is everything that I keep about you.",
    data_name="your-data.json",
    forget_question=(
        "Delete everything that I keep about this chat: choices, keywords, saved articles? "
        "This cannot be undone."
    ),
    forgotten="Everything is deleted. To begin again, send /start.",
    kept="All right, everything stays.",
    question_old="This question is old. To delete your data, send /forget again.",
    only_private="This command works only in a private chat with me.",
)

SOURCES = w.SourceWords(
    heading="📰 <b>Sources</b> · {count}",
    none="There are no sources yet.",
    feed="{number}. {state} {name}",
    state_active="✅",
    state_paused="⏸",
    state_down="❌ (failing)",
    state_gone="⛔ (closed)",
    usage=(
        "Admins: <code>/sources add URL</code> adds, <code>test URL</code> shows what would come, "
        "<code>edit NUMBER URL</code> changes the address, <code>remove NUMBER</code> removes, "
        "<code>pause NUMBER</code> pauses, <code>resume NUMBER</code> resumes, <code>opml</code> "
        "gives the list as a file."
    ),
    add_usage="Give the address, for example: <code>/sources add https://bao.vn/rss</code>",
    remove_usage="Give the number: <code>/sources remove 3</code>. See them in /sources.",
    preview="At this address there is <b>{title}</b> with {count} articles:",
    preview_entry="• {title}",
    preview_more="… and {count} more",
    added="✅ Feed {number} added: <b>{name}</b>. Its news comes within minutes.",
    already="This feed is there already.",
    removed="Feed {number} removed. The articles that were read stay in the archive.",
    remove_question="Remove feed {number}: <b>{name}</b> ({url})?",
    paused="⏸ Feed {number} is paused: <b>{name}</b>. Again: <code>/sources resume {number}</code>",
    resumed="🟢 Feed {number} is read again: <b>{name}</b>.",
    no_such_feed="There is no feed number {number}. See /sources.",
    not_reachable="{url} cannot be read: {reason}.",
    reasons={
        "AddressRefused": "a private address or an odd port, which I may not ask",
        "BodyTooLarge": "the page is too large",
        "FetchTimeout": "the server is too slow; try again later",
        "RobotsRefused": "the site does not want machines to read it (robots.txt)",
        "HttpStatusError": "the server answers with status {status}",
        "FetchError": "there is no connection; check the address",
        "FeedError": "what stands there is no feed that can be read",
        "Ended": "the site has closed this feed (410)",
    },
    no_feed="There is no feed at {url}.",
    bad_address="“{url}” is not an http(s) address.",
)

STATUS = w.StatusWords(
    heading="🩺 <b>Status</b> · {moment}",
    rewriting="Rewriting service: {counts}",
    rewritings={
        "rewritten": "rewritten",
        "budget": "day's budget spent",
        "resting": "left alone for a while",
        "timeout": "too slow",
        "unreachable": "no connection",
        "status": "error status",
        "refused": "refused",
        "malformed": "malformed",
        "empty": "empty",
        "too_long": "too long",
        "number": "wrong number",
        "date": "wrong date",
        "name": "wrong name",
        "quotation": "wrong quotation",
        "other_words": "other words",
        "other_subject": "other subject",
        "strange": "strange parts",
    },
)

ALARMS = w.AlarmWords(
    feed_down="🔴 Feed {number} ({name}) cannot be read: {reason}. I will try less and less often.",
    feed_gone="⚫ Feed {number} ({name}) has closed for good at {url}; I read it no more.",
    feed_back="🟢 Feed {number} ({name}) can be read again.",
    not_polling="⚠️ For {minutes} minutes I have read no feed although some are due.",
    no_answers="⚠️ For {minutes} minutes no feed has answered. Please check the server's network.",
    not_sending="⚠️ News has been waiting for {minutes} minutes and nothing goes out.",
    no_backup="⚠️ The store could not be backed up at {moment}. The server's log says why.",
    well_again="🟢 Everything runs well again.",
    store_away="⚠️ I cannot reach the database, or cannot write to it. Nothing is lost: I keep "
    "trying, and say so when it is back.",
    store_back="🟢 The database is back after {minutes} min.",
)

TROUBLE = w.TroubleWords(
    failed="Sorry, something went wrong here. Please try again in a few minutes.",
    store_busy="The archive is busy. Please try again in a few seconds.",
    only_admins="Only the admins of Điểm Tin can do this.",
    only_chat_admins="Only admins of this chat can change that.",
    unknown_command="I do not know {command}. All commands: /help.",
    did_you_mean="I do not know {command}. Did you mean {nearest}?",
    button_old="This button is too old to work.",
    flooded="That was too fast for me, so I rest for {minutes} minutes. See you then.",
)

HELP = w.HelpWords(
    heading="<b>What I can do</b>",
    admin_heading="<b>For admins</b>",
    footer="Write me some words in private and I search. More on one: <code>/help search</code>",
    example="For example: <code>{example}</code>",
    aliases="Also: {names}",
    unknown="There is no command “{name}”. All commands: /help.",
    description=(
        "Điểm Tin reads the Vietnamese papers and tells them in short: headline, lead, key points, "
        "photo and source. As it comes or in round-ups; search without typing diacritics."
    ),
    short_description="Reads the papers and tells them in short. Search without diacritics.",
)

COMMANDS = {
    "start": w.CommandWords("Begin", "Begin to receive news and choose what to read.", "/start"),
    "trogiup": w.CommandWords(
        "What I can do", "Tells all commands, or more about one.", "/help search"
    ),
    "moi": w.CommandWords(
        "Latest news",
        "The latest news; add a section, a source or a day to see only that.",
        "/latest thể thao",
    ),
    "homnay": w.CommandWords(
        "Today so far",
        "The round-up of today so far; with “yesterday”, a day of the last week, a section or a "
        "source, of that.",
        "/today yesterday",
    ),
    "tim": w.CommandWords(
        "Search, no diacritics needed",
        "Searches the archive, with or without diacritics. Knows “in this order”, -without, "
        "nguon: (source), chuyenmuc: (section), tu: (from), den: (to), hôm nay (today).",
        "/search nong dan ha giang nguon:tuoitre",
    ),
    "anh": w.CommandWords("Photos by caption", "Finds photos by their captions.", "/photo cầu"),
    "theodoi": w.CommandWords(
        "Choose your news",
        "Choose sources, sections or keywords, several with commas. A keyword is words side by "
        "side; -word excludes.",
        "/subscribe giá vàng -SJC",
    ),
    "danhsach": w.CommandWords("What you follow", "What you follow; press to drop.", "/list"),
    "dung": w.CommandWords(
        "Stop", "Stops all news, or drops one thing that you follow.", "/stop giá vàng"
    ),
    "lich": w.CommandWords(
        "When news comes",
        "News as it comes, or in round-ups at the hours and on the days of your choice.",
        "/schedule 7:00 18:00",
    ),
    "tamdung": w.CommandWords(
        "Pause for a while",
        "Send nothing for a while; afterwards all of it comes in one round-up.",
        "/mute 3 days",
    ),
    "caidat": w.CommandWords("Settings", "Shows and changes every choice by buttons.", "/settings"),
    "kenh": w.CommandWords(
        "Your channels and groups",
        "See and change the choices of a channel or group that you run, from here.",
        "/channels @its_name",
    ),
    "luu": w.CommandWords("Saved articles", "What you saved; add words to search it.", "/saved"),
    "nguon": w.CommandWords(
        "Sources",
        "The papers that I read. Admins add feeds with “them” and remove them with “xoa”.",
        "/sources",
    ),
    "dulieu": w.CommandWords("My data", "A file with everything that I keep on you.", "/mydata"),
    "xoa": w.CommandWords(
        "Delete my data", "Deletes everything that I keep on you, after asking once.", "/forget"
    ),
}

ENGLISH = w.Texts(
    language="en",
    dates=w.DateWords(
        weekdays=(
            "Monday",
            "Tuesday",
            "Wednesday",
            "Thursday",
            "Friday",
            "Saturday",
            "Sunday",
        ),
        moment="%d/%m/%Y %H:%M",
        thousands=",",
        decimal=".",
    ),
    buttons=BUTTONS,
    digest=w.DigestWords(
        caption_mark="📷",
        credit="Photo: {credit}",
        chosen_lead="<i>From the text:</i> ",
        rewritten="<i>Worded by a machine:</i> ",
        also_told_by="Also told by: {papers}",
        changed="Changed by the paper at {moment}",
    ),
    edition=w.EditionWords(
        title="Round-up {moment}",
        weekly_title="The week · {moment}",
        part="part {part}/{parts}",
        details="Key points and other papers",
        only_points="Key points",
        only_papers="Other papers",
        no_section="Other news",
        footer="Điểm Tin · /settings changes hours and size",
        left_out="{count} more stories had no room here; /latest shows the latest news",
        left_out_one="1 more story had no room here; /latest shows the latest news",
    ),
    search=SEARCH,
    reading=READING,
    start=START,
    follow=FOLLOW,
    settings=SETTINGS,
    choices=ENGLISH_CHOICES,
    under=ENGLISH_UNDER,
    own=ENGLISH_OWN,
    chats=ENGLISH_CHATS,
    person=PERSON,
    sources=SOURCES,
    status=STATUS,
    alarms=ALARMS,
    trouble=TROUBLE,
    help=HELP,
    desk=desk_en.DESK,
    commands=COMMANDS | desk_en.COMMANDS,
)
