"""Why a feed could not be read, in the words of the person who is told. Pure.

The store keeps the reason as one English sentence, for the logs and the command line; here it is
recognised again, and told in the language of the chat.
"""

import re
from collections.abc import Mapping

_ADDRESS = re.compile(r"https?://\S+: (?P<reason>.*)", re.DOTALL)
_STATUS = re.compile(r"status (?P<status>\d{3})\b")
_KINDS = (
    ("HttpStatusError", _STATUS),
    ("FetchTimeout", re.compile(r"no answer in the time|not all of it came")),
    ("BodyTooLarge", re.compile(r"larger than")),
    ("RobotsRefused", re.compile(r"robots\.txt")),
    (
        "AddressRefused",
        re.compile(r"open internet|one of the web's|only http and https|cannot be read|no host"),
    ),
)
_ENDED = re.compile(r"the feed ended")


def why_failed(error: str | None, reasons: Mapping[str, str]) -> str:
    """Give ``reasons``' words for the error that the store keeps of a feed.

    Args:
        error: the English sentence (``str`` of a ``FetchError`` or ``FeedError``), or none.
        reasons: words by the name of the error (``bot.texts``: ``sources.reasons``).
    """
    found = _ADDRESS.match(error or "")
    if found is None:
        return reasons["Ended" if _ENDED.search(error or "") else "FeedError"]
    reason = found["reason"]
    kind = next((name for name, pattern in _KINDS if pattern.search(reason)), "FetchError")
    status = _STATUS.search(reason)
    return reasons[kind].format(status=status["status"] if status else "")
