"""What the local Bot API is told before it starts: who the bot is and how strict to be."""

from dataclasses import dataclass, field

# Of the form that BotFather gives, so that nothing that checks the form refuses it.
LOCAL_TOKEN = "700000001:PLAYGROUND-local-token-not-a-secret"  # noqa: S105 - opens nothing


@dataclass(frozen=True, slots=True)
class Pace:
    """How much Telegram takes before it answers 429.

    Rates are messages: ``bot_per_second`` for all chats together, ``paid_per_second`` with
    ``allow_paid_broadcast``, ``chat_per_second`` for one chat with ``chat_burst`` at once after a
    rest, ``group_per_minute`` for one group, supergroup or channel.
    """

    bot_per_second: float = 30.0
    paid_per_second: float = 1000.0
    chat_per_second: float = 1.0
    chat_burst: int = 5
    group_per_minute: int = 20


@dataclass(frozen=True, slots=True)
class PlaygroundSettings:
    """Who the bot is, and what is enforced; ``pace=None`` takes messages as fast as they come.

    ``query_seconds`` is how long a pressed button or an inline query may wait for its answer;
    ``updates_kept_seconds`` how long an update nobody fetched is kept; ``messages_kept`` how many
    messages of one chat are remembered, the oldest go first.
    """

    token: str = LOCAL_TOKEN
    bot_name: str = "Điểm Tin"
    bot_username: str = "diemtin_bot"
    pace: Pace | None = field(default_factory=Pace)
    query_seconds: float = 60.0
    updates_kept_seconds: float = 86_400.0
    messages_kept: int = 100_000

    @property
    def bot_id(self) -> int:
        """The bot's user id: what stands before the colon of the token."""
        return int(self.token.partition(":")[0])


UNPACED = PlaygroundSettings(pace=None)
"""For tests and tools: everything is enforced but the pace."""
