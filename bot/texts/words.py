"""What the bot says, as typed groups of sentences; each language fills every one of them.

A sentence may hold Telegram's HTML and ``{placeholders}``; what fills them is escaped by
``bot.messages.markup.fill``. The same placeholders stand in every language (a test holds it).
"""

from dataclasses import dataclass

from bot.texts.chats import ChatWords
from bot.texts.choices import ChoiceWords
from bot.texts.desk import DeskWords
from bot.texts.own import OwnWords
from bot.texts.under import UnderWords


@dataclass(frozen=True, slots=True)
class DateWords:
    """How moments and numbers are written.

    ``weekdays`` begin with Monday; ``moment`` is a ``strftime`` form without the weekday.
    """

    weekdays: tuple[str, str, str, str, str, str, str]
    moment: str
    thousands: str
    decimal: str


@dataclass(frozen=True, slots=True)
class ButtonWords:
    """What stands on buttons."""

    read_on: str
    save: str
    saved: str
    share: str
    older: str
    newer: str
    newest_first: str
    best_first: str
    follow_search: str
    as_typed: str
    resume: str
    keep: str
    everything: str
    follow: str
    following: str
    not_following: str
    next_step: str
    skip: str
    at_once: str
    editions: str
    weekly: str
    breaking: str
    old_news: str
    only_new: str
    sections: str
    sources: str
    schedule: str
    settings: str
    delete_all: str
    more_photos: str
    vietnamese: str
    english: str


@dataclass(frozen=True, slots=True)
class DigestWords:
    """The small words of a digest."""

    caption_mark: str
    credit: str
    chosen_lead: str
    rewritten: str
    also_told_by: str
    changed: str


@dataclass(frozen=True, slots=True)
class EditionWords:
    """The small words of a round-up.

    ``details`` heads what is folded under a story: key points and papers, one of them alone is
    headed by ``only_points`` or ``only_papers``.
    """

    title: str
    weekly_title: str
    part: str
    details: str
    only_points: str
    only_papers: str
    no_section: str
    footer: str
    left_out: str
    left_out_one: str


@dataclass(frozen=True, slots=True)
class SearchWords:
    """What a search answers."""

    heading: str
    count: str
    at_least: str
    page: str
    corrected: str
    some_words: str
    day_words: str
    unknown_filter: str
    nothing: str
    loosen: str
    loosened_finds: str
    without_source: str
    without_section: str
    without_days: str
    without_captions: str
    without_without: str
    without_quotes: str
    without_all: str
    how_to: str
    how_to_photos: str
    no_photos: str
    gone: str
    followed: str
    followed_already: str
    followed_without_days: str
    followed_without_filters: str
    not_followable: str


@dataclass(frozen=True, slots=True)
class ReadingWords:
    """What stands around digests that a person asked for."""

    latest: str
    latest_nothing: str
    latest_none_yet: str
    today_nothing: str
    yesterday: str
    day_nothing: str
    article_gone: str
    saved: str
    unsaved: str
    shelf: str
    shelf_empty: str
    shelf_nothing: str


@dataclass(frozen=True, slots=True)
class StartWords:
    """The first conversation."""

    welcome: str
    welcome_back: str
    example: str
    choose_sections: str
    choose_rhythm: str
    choose_old: str
    done: str
    group: str
    channel: str
    link_source: str
    link_unknown: str


@dataclass(frozen=True, slots=True)
class FollowWords:
    """Subscriptions."""

    menu: str
    followed: str
    followed_already: str
    unfollowed: str
    not_following: str
    list_heading: str
    list_empty: str
    stopped: str
    stopped_already: str
    resumed: str
    everything: str
    source: str
    section: str
    keyword: str
    alert: str
    too_long: str
    too_many: str
    gone: str


@dataclass(frozen=True, slots=True)
class SettingWords:
    """The settings of a chat."""

    heading: str
    rhythm_at_once: str
    rhythm_editions: str
    schedule_heading: str
    schedule_now: str
    schedule_weekly: str
    schedule_breaking: str
    schedule_wrong: str
    schedule_wrong_zone: str
    schedule_too_many: str
    changed: str


@dataclass(frozen=True, slots=True)
class PersonWords:
    """A person's own data."""

    data_file: str
    data_name: str
    forget_question: str
    forgotten: str
    kept: str
    question_old: str
    only_private: str


@dataclass(frozen=True, slots=True)
class SourceWords:
    """The list of sources, and what admins do with feeds."""

    heading: str
    none: str
    feed: str
    state_active: str
    state_paused: str
    state_down: str
    state_gone: str
    usage: str
    add_usage: str
    remove_usage: str
    preview: str
    preview_entry: str
    preview_more: str
    added: str
    already: str
    removed: str
    remove_question: str
    paused: str
    resumed: str
    no_such_feed: str
    not_reachable: str
    reasons: dict[str, str]
    no_feed: str
    bad_address: str


@dataclass(frozen=True, slots=True)
class StatusWords:
    """What admins see of the running program.

    ``rewritings`` names what came of the rewriting service, by the words its counts are kept under.
    """

    heading: str
    rewriting: str
    rewritings: dict[str, str]


@dataclass(frozen=True, slots=True)
class AlarmWords:
    """What admins are told without asking."""

    feed_down: str
    feed_gone: str
    feed_back: str
    not_polling: str
    no_answers: str
    not_sending: str
    no_backup: str
    well_again: str
    store_away: str
    store_back: str


@dataclass(frozen=True, slots=True)
class TroubleWords:
    """What is said when something is not possible."""

    failed: str
    store_busy: str
    only_admins: str
    only_chat_admins: str
    unknown_command: str
    did_you_mean: str
    button_old: str
    flooded: str


@dataclass(frozen=True, slots=True)
class HelpWords:
    """The frame around the table of commands."""

    heading: str
    admin_heading: str
    footer: str
    example: str
    aliases: str
    unknown: str
    description: str
    short_description: str


@dataclass(frozen=True, slots=True)
class CommandWords:
    """One command: a few words for the menu, a sentence or two for the help, an example."""

    short: str
    help: str
    example: str


@dataclass(frozen=True, slots=True)
class Texts:
    """Every word that the bot says in one language."""

    language: str
    dates: DateWords
    buttons: ButtonWords
    digest: DigestWords
    edition: EditionWords
    search: SearchWords
    reading: ReadingWords
    start: StartWords
    follow: FollowWords
    settings: SettingWords
    choices: ChoiceWords
    under: UnderWords
    own: OwnWords
    chats: ChatWords
    person: PersonWords
    sources: SourceWords
    status: StatusWords
    alarms: AlarmWords
    trouble: TroubleWords
    help: HelpWords
    desk: DeskWords
    commands: dict[str, CommandWords]
