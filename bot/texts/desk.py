"""What those who run the bot read, as typed groups of sentences; see ``bot.texts.words``."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FeedDeskWords:
    """One feed in the hands of an admin."""

    card: str
    state: dict[str, str]
    never: str
    last_success: str
    last_new: str
    next_poll: str
    failing: str
    use: str
    pick: str
    choose: str
    edit: str
    test: str
    pause: str
    resume: str
    remove: str
    back: str
    undo: str
    add_this: str
    leave_this: str
    left: str
    preview_only: str
    ask_address: str
    edit_usage: str
    moved: str
    test_usage: str
    tested: str
    test_slow: str
    remove_use: str
    remove_others: str
    opml_caption: str
    opml_name: str
    opml_found: str
    opml_nothing: str
    opml_wrong: str
    opml_add: str
    opml_added: str


@dataclass(frozen=True, slots=True)
class ArticleDeskWords:
    """An article that an editor publishes."""

    usage: str
    reading: str
    not_reachable: str
    no_article: str
    photo_alone: str
    photo_as_file: str
    card: str
    source: str
    no_source: str
    to: str
    to_nobody: str
    followers: str
    title: str
    lead: str
    photo: str
    without_photo: str
    no_photo: str
    caption: str
    source_button: str
    send: str
    later: str
    drop: str
    back: str
    cancel_time: str
    in_an_hour: str
    ask: dict[str, str]
    empty: str
    too_long: str
    corrected: str
    when: str
    wrong_time: str
    scheduled: str
    published: str
    published_known: str
    more_than: str
    dropped: str
    settled: str
    not_yours: str
    open_article: str


@dataclass(frozen=True, slots=True)
class AnnouncementWords:
    """An announcement to many chats."""

    usage: str
    too_long: str
    card: str
    parts: dict[str, str]
    section: str
    sections: str
    go_on: str
    drop: str
    back: str
    nobody: str
    sure: str
    send: str
    sending: str
    paused: str
    stopped: str
    done: str
    counts: str
    pause: str
    resume: str
    stop: str
    dropped: str
    settled: str


@dataclass(frozen=True, slots=True)
class ClosingWords:
    """Chats that get nothing and are answered nothing; what single persons may have."""

    usage: str
    none: str
    heading: str
    line: str
    question: str
    close: str
    keep: str
    open: str
    closed: str
    closed_already: str
    opened: str
    not_closed: str
    unknown: str
    not_admins: str
    unnamed: str
    limits: dict[str, str]
    limit_usage: str
    limits_of: str
    limit_set: str
    limit_wrong: str


@dataclass(frozen=True, slots=True)
class LogbookWords:
    """What went wrong, and what admins did."""

    heading: str
    nothing: str
    incidents: str
    undelivered: str
    undelivered_line: str
    feeds: str
    line: str
    at_bot: str
    kinds: dict[str, str]
    states: dict[str, str]
    reasons: dict[str, str]
    acts_heading: str
    acts_none: str
    acts: dict[str, str]
    act_line: str
    acts_button: str
    errors_button: str
    later: str
    earlier: str


@dataclass(frozen=True, slots=True)
class NumberWords:
    """Numbers of some days, in words and on the chart."""

    usage: str
    heading: str
    readers: str
    sent: str
    searches: str
    articles: str
    stories: str
    story: str
    words: str
    missed: str
    word: str
    chart_title: str
    chart_readers: str
    chart_deliveries: str
    chart_sent: str
    chart_failed: str
    chart_searches: str
    chart_found: str
    chart_nothing: str


@dataclass(frozen=True, slots=True)
class RunningWords:
    """The running program."""

    since: str
    feeds: str
    feeds_failing: str
    queue: str
    queue_empty: str
    queue_oldest: str
    last_day: str
    readers: str
    bots: str
    bot: str
    unnamed_bot: str
    articles: str
    store: str
    disk: str
    jobs_fine: str
    job_failing: str
    jobs: dict[str, str]
    held: str
    refresh: str
    numbers: str
    log: str
    feeds_button: str
    days: str
    hours: str
    minutes: str


@dataclass(frozen=True, slots=True)
class HeldWords:
    """What may or may not have arrived in groups and channels."""

    heading: str
    line: str
    none: str
    article: str
    edition: str
    notice: str
    resend: str
    drop: str
    resend_all: str
    drop_all: str
    decided: str


@dataclass(frozen=True, slots=True)
class DeskAlarmWords:
    """What admins are told without asking, beside feeds: each has its end."""

    raised: dict[str, str]
    cleared: dict[str, str]
    published: str


@dataclass(frozen=True, slots=True)
class DeskWords:
    """Everything that only those who run the bot read."""

    only_editors: str
    feeds: FeedDeskWords
    article: ArticleDeskWords
    announcement: AnnouncementWords
    closing: ClosingWords
    logbook: LogbookWords
    numbers: NumberWords
    running: RunningWords
    held: HeldWords
    alarms: DeskAlarmWords
