"""What those who run the bot read, in English."""

from bot.texts import desk as d
from bot.texts.words import CommandWords

FEEDS = d.FeedDeskWords(
    card="📰 <b>Feed {number}</b> · {name}\n{state} · {url}",
    state={
        "active": "✅ being read",
        "paused": "⏸ paused",
        "down": "❌ failing",
        "gone": "⛔ closed",
    },
    never="never",
    last_success="Last read: {moment}",
    last_new="Newest article: {moment}",
    next_poll="Next look: {moment}, about every {minutes} minutes",
    failing="⚠️ Failed {failures} times in a row: {reason}",
    use="{articles} articles in the archive · {followers} readers follow this paper",
    pick="Press a number to look at a feed, change, test or remove it.",
    choose="Choose feed {number}",
    edit="✏️ Change address",
    test="🔎 Test",
    pause="⏸ Pause",
    resume="▶️ Resume",
    remove="🗑 Remove",
    back="‹ Sources",
    undo="↩️ Take this feed out",
    add_this="➕ Add this feed",
    leave_this="✖ Leave it",
    left="Left alone: nothing was added.",
    preview_only="Nothing is added yet. Press the button to have this feed read from now on.",
    ask_address="Send me the new address of feed {number} ({name}).",
    edit_usage="Give number and address, for example: <code>/sources edit 3 https://bao.vn/rss</code>",
    moved="✅ Feed {number} is read at {url} from now on.",
    test_usage="Give a number or an address, for example: <code>/sources test 3</code>",
    tested="✅ Read in {seconds} seconds.",
    test_slow="Testing, one moment…",
    remove_use="{articles} articles stay in the archive; {followers} readers follow this paper.",
    remove_others="This paper has {count} other feeds.",
    opml_caption="{count} feeds as OPML. Send me such a file to add many feeds at once.",
    opml_name="diem-tin.opml",
    opml_found="The file has <b>{count}</b> feeds, <b>{new}</b> of them new:",
    opml_nothing="The file has {count} feeds, and I read all of them already.",
    opml_wrong="I cannot read this file: it must be OPML with at least one feed.",
    opml_add="➕ Add {count} feeds",
    opml_added="✅ {count} feeds added.",
)

ARTICLE = d.ArticleDeskWords(
    usage=(
        "Send me what to publish: <code>/post https://…</code>, or paste or forward the whole "
        "article (headline in the first line), with a photo too. You see it first, correct it, "
        "then send it."
    ),
    reading="Reading the article, one moment…",
    not_reachable="{url} cannot be read: {reason}.",
    no_article="I find no article here.",
    photo_alone=(
        "There is no article with this photo. Write it into the photo's caption, or answer the "
        "photo with <code>/post</code> and the article or its address."
    ),
    photo_as_file=(
        "I cannot publish a picture that was sent as a file, so the draft does not have it. "
        "To have it in, send it again as a photo."
    ),
    card="📝 <b>Draft {number}</b> · above is the digest exactly as readers will see it.",
    source="Source: <b>{source}</b>",
    no_source="Source: none yet; press “Source” to name the paper.",
    to="Goes to: <b>{where}</b>",
    to_nobody="Goes to: the archive only.",
    followers="Followers",
    title="✏️ Headline",
    lead="✏️ Lead",
    photo="🖼 Photo",
    without_photo="🗑 No photo",
    no_photo="This article has no photo.",
    caption="✏️ Caption",
    source_button="✏️ Source",
    send="📤 Publish now",
    later="⏰ Later",
    drop="🗑 Drop",
    back="‹ Back",
    cancel_time="Cancel the time",
    in_an_hour="In 1 hour",
    ask={
        "title": "Send me the new headline. Now: <i>{now}</i>",
        "lead": "Send me the new lead. Now: <i>{now}</i>",
        "photo": "Send me the photo, as a photo and not as a file. What you write under it becomes "
        "its caption.",
        "caption": "Send me the new caption. Now: <i>{now}</i>",
        "source": "Send me the name of the paper. Now: <i>{now}</i>",
        "time": "Send me the time, <code>18:30</code>, <code>tomorrow 7am</code> or "
        "<code>26/11 7:00</code> say.",
    },
    empty="none yet",
    too_long="Too long; please use at most {limit} characters.",
    corrected="Corrected.",
    when="When shall it come out? Press an hour, or type another.",
    wrong_time="I do not understand the time “{words}”, or it is over. Try <code>18:30</code>",
    scheduled="⏰ Comes out on <b>{moment}</b>.",
    published="✅ Published on {moment}. Chats that get it: {count}.",
    more_than="more than {count}",
    published_known="✅ This article was in the archive; it has your words now. "
    "Chats that get it: {count}.",
    dropped="🗑 Draft {number} is dropped.",
    settled="This draft is settled already.",
    not_yours="This draft is somebody else's.",
    open_article="Open it",
)

ANNOUNCEMENT = d.AnnouncementWords(
    usage=(
        "Put the announcement behind the command: "
        "<code>/announce Maintenance tonight at 23:00</code>, or answer a message with /announce "
        "to send that message."
    ),
    too_long="The announcement is too long; please use at most {limit} characters.",
    card="📣 <b>Announcement {number}</b> · above is exactly what everyone will get.\n"
    "Goes to: <b>{part}</b> · chats: {count}",
    parts={
        "all": "Everyone",
        "private": "Private readers",
        "groups": "Groups",
        "channels": "Channels",
        "vi": "Who reads Vietnamese",
        "en": "Who reads English",
    },
    section="Who follows {name}",
    sections="By section ›",
    go_on="Send ({count}) ›",
    drop="🗑 Drop",
    back="‹ Back",
    nobody="Nobody belongs to this part yet.",
    sure="Send announcement {number} ({part}, chats: <b>{count}</b>)? It cannot be taken back.",
    send="📣 Send",
    sending="📣 Sending announcement {number} ({part})",
    paused="⏸ Announcement {number} is paused ({part})",
    stopped="⏹ Announcement {number} is stopped ({part})",
    done="✅ Announcement {number} is sent ({part})",
    counts="{bar} {percent}%\nArrived: {sent} · not arrived: {failed} · left: {left}",
    pause="⏸ Pause",
    resume="▶️ Go on",
    stop="⏹ Stop",
    dropped="🗑 Announcement {number} is dropped.",
    settled="This announcement is settled already.",
)

CLOSING = d.ClosingWords(
    usage="Close a chat: <code>/close 123456</code>. Open it again: <code>/open 123456</code>.",
    none="No chat is closed.",
    heading="🚫 <b>Closed chats</b> · {count}",
    line="• {name} ({chat}) · since {moment}",
    question="Close <b>{name}</b> ({chat})? It will get nothing and be answered nothing.",
    close="🚫 Close it",
    keep="Leave it",
    open="Open {name}",
    closed="🚫 {name} ({chat}) is closed.",
    closed_already="{name} ({chat}) was closed already.",
    opened="✅ {name} ({chat}) is open again.",
    not_closed="{name} ({chat}) is not closed.",
    unknown="I do not know “{typed}”. Give the number of the chat, 123456 say, or its @name.",
    not_admins="Admins cannot be closed out.",
    unnamed="name unknown",
    limits={"wishes": "things to follow", "feeds": "feeds of their own"},
    limit_usage=(
        "A person follows at most <b>{wishes}</b> things and brings <b>{feeds}</b> feeds. Change "
        "it for one: <code>/limit 123456 wishes 200</code> or <code>/limit 123456 feeds 10</code>."
    ),
    limits_of=(
        "{name} ({chat}) may follow <b>{wishes}</b> things and bring <b>{feeds}</b> feeds at most."
    ),
    limit_set="✅ From now on {name} ({chat}) may have {what}: <b>{value}</b> at most.",
    limit_wrong="A limit is a number from 0 to {most}.",
)

LOGBOOK = d.LogbookWords(
    heading="📒 <b>Log</b> · {moment}",
    nothing="✅ Nothing went wrong in the last seven days.",
    incidents="<b>Incidents</b>",
    undelivered="<b>Not delivered in the last 7 days</b>",
    undelivered_line="• {times} {state}: {reason} (last {moment})",
    feeds="<b>Feeds that fail</b>",
    line="• {moment} · {what}",
    at_bot=" · 🤖 {name}",
    kinds={
        "update": "a message or button was not answered ({error}, at {at})",
        "job": "the job “{job}” failed: {reason}",
        "feed": "feed {number} ({name}) could not be read",
    },
    states={
        "refused": "refused",
        "uncertain": "perhaps arrived",
        "expired": "too old, not sent any more",
    },
    reasons={
        "blocked by the user": "the reader blocked the bot",
        "user is deactivated": "the account is gone",
        "chat not found": "the chat is gone",
        "kicked": "the bot was removed from the group",
        "not a member": "the bot is not in that group or channel",
        "not enough rights": "the bot may not write there",
        "too many requests": "Telegram made us wait",
        "timed out": "Telegram did not answer in time",
        "nothing left to send": "the article is gone",
        "too old": "it waited too long",
        "ended while": "the program ended while this was being sent",
        "can't parse": "Telegram did not understand the markup",
        "topic": "the topic is closed or deleted",
        "fault of ours": "a fault of the program",
    },
    acts_heading="🗂 <b>What admins did</b>",
    acts_none="Nothing is written down yet.",
    acts={
        "feed_added": "added feed {number}: {url}",
        "feed_removed": "removed feed {number}: {url}",
        "feed_paused": "paused feed {number}",
        "feed_resumed": "resumed feed {number}",
        "feed_moved": "changed the address of feed {number}: {url}",
        "feeds_imported": "added {count} feeds from an OPML file",
        "article_published": "published article {number}: {title}",
        "article_scheduled": "scheduled draft {number}",
        "announcement_begun": "sent announcement {number} to {count} chats",
        "announcement_paused": "paused announcement {number}",
        "announcement_resumed": "went on with announcement {number}",
        "announcement_stopped": "stopped announcement {number}",
        "chat_closed": "closed {chat}",
        "chat_opened": "opened {chat}",
        "limit_set": "set the limit of {chat}: {value}",
        "held_resent": "sent held message {number} again",
        "held_dropped": "dropped held message {number}",
    },
    act_line="• {moment} · <b>{who}</b> {what}",
    acts_button="🗂 What admins did",
    errors_button="📒 Recent errors",
    later="‹ Newer",
    earlier="Older ›",
)

NUMBERS = d.NumberWords(
    usage="A number of days from 1 to {most}, for example: <code>/numbers 7</code>",
    heading="📊 <b>{count} days</b> · {first} – {last}",
    readers="👥 Readers: <b>{readers}</b>, {joined} new",
    sent="📨 Messages sent: <b>{sent}</b>, {failed} failed",
    searches="🔎 Searches: <b>{searches}</b>, {nothing} without result",
    articles="🗞 New articles: <b>{articles}</b>",
    stories="<b>Told by most papers</b>",
    story="• {title} ({papers} papers)",
    words="<b>Searched for most</b>",
    missed="<b>Searched without result</b>",
    word="• {words} ({times})",
    chart_title="Điểm Tin, {first} – {last}",
    chart_readers="Readers",
    chart_deliveries="Messages a day",
    chart_sent="arrived",
    chart_failed="not arrived",
    chart_searches="Searches a day",
    chart_found="with results",
    chart_nothing="without result",
)

RUNNING = d.RunningWords(
    since="Running since {moment} ({length}) · version {version} · schema {schema}",
    feeds="📰 Feeds: <b>{active}</b> being read, {paused} paused, {down} failing",
    feeds_failing="❌ {number}. {name}: failed {failures} times in a row, since {since}: {reason}",
    queue="📨 Waiting: <b>{owed}</b> · being sent: {flying}",
    queue_empty="📨 Nothing waits to be sent",
    queue_oldest="⏳ Longest waiting since {moment}",
    last_day="In a day: {sent} sent, {failed} failed",
    readers="👥 Readers: <b>{active}</b> receiving, {stopped} stopped, {asleep} out of reach",
    bots="🤖 {count} bots share this store:",
    bot="• {name}: {readers} readers, {owed} messages waiting",
    unnamed_bot="the bot without a name",
    articles="🗞 Articles: <b>{all}</b> in the archive, {today} today",
    store="💾 Store: {size}",
    disk=" · free on the disk {free} ({percent}%)",
    jobs_fine="⚙️ All jobs run well",
    job_failing="❌ The job “{job}” fails since {since}: {reason}",
    jobs={
        "poll": "reading feeds",
        "editions": "making round-ups",
        "retry_pages": "reading pages again",
        "clean_up": "cleaning up",
        "announcements": "sending announcements",
        "drafts": "publishing on time",
        "watch": "keeping watch",
        "fan_out": "bringing news to very many",
        "check_index": "checking the search index",
        "watchdog": "watching reading and sending",
        "backup": "backing up",
    },
    held="⏳ Telegram makes us wait until {moment}",
    refresh="🔄 Look again",
    numbers="📊 Numbers",
    log="📒 Log",
    feeds_button="📰 Sources",
    days="{days} days {hours} hours",
    hours="{hours} hours {minutes} minutes",
    minutes="{minutes} minutes",
)

HELD = d.HeldWords(
    heading="⏳ <b>Held messages: {count}</b>\n"
    "I cannot know whether these arrived. In groups and channels I do not send again by myself, "
    "since everyone would see it twice. Have a look there, then choose.",
    line="{place}. <b>{chat}</b>: {what} · {moment}",
    none="✅ Nothing waits for your decision.",
    article="an article",
    edition="the round-up",
    notice="an announcement",
    resend="🔁 Send {place} again",
    drop="✖️ Drop {place}",
    resend_all="🔁 Send all {place} again",
    drop_all="✖️ Drop all {place}",
    decided="That is decided already.",
)

ALARMS = d.DeskAlarmWords(
    raised={
        "deliveries": "⚠️ Many messages fail: {failed} of {all} in the last 15 minutes. See /log.",
        "queue": "⚠️ The queue is stuck: something waits since {moment}, {owed} in all.",
        "disk": "⚠️ The disk is almost full: {free} left ({percent}%).",
        "silence": "⚠️ No new article since {moment}. See /sources.",
        "held": "⏳ I cannot know whether {count} messages to groups or channels arrived. See and "
        "decide: /held",
    },
    cleared={
        "deliveries": "✅ Messages arrive again.",
        "queue": "✅ The queue is clear again.",
        "disk": "✅ The disk has room again.",
        "silence": "✅ New articles come again.",
        "held": "✅ No message is held any more.",
    },
    published="✅ Draft {number} came out on time: {title}. Chats that get it: {count}.",
)

DESK = d.DeskWords(
    only_editors="Only the editors of Điểm Tin can do this.",
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
        "Status", "What runs, what waits, what fails, and since when.", "/status"
    ),
    "thongke": CommandWords(
        "Numbers, with a chart",
        "Readers, messages and searches of the last days, as numbers and as a chart.",
        "/numbers 7",
    ),
    "nhatky": CommandWords(
        "Recent errors",
        "Recent errors in plain words; with “admins” what admins did.",
        "/log admins",
    ),
    "dang": CommandWords(
        "Publish an article",
        "Publishes what is in no feed, from an address or a pasted text: see it first, correct "
        "it, schedule it.",
        "/post https://bao.vn/bai-viet.html",
    ),
    "treo": CommandWords(
        "Held messages",
        "Messages to groups and channels of which nobody knows whether they arrived: send them "
        "again or drop them.",
        "/held",
    ),
    "phat": CommandWords(
        "Send an announcement",
        "Sends an announcement to all or to a part, with preview, pause and stop.",
        "/announce Maintenance tonight at 23:00",
    ),
    "chan": CommandWords(
        "Close a chat",
        "A closed chat gets nothing and is answered nothing; without a number the list is shown.",
        "/close 123456",
    ),
    "bochan": CommandWords("Open a chat", "Opens a closed chat again.", "/open 123456"),
    "hanmuc": CommandWords(
        "Limits of a person",
        "Shows and changes how many things one person may follow, and feeds they may bring.",
        "/limit 123456 wishes 200",
    ),
}
