"""Telegram's refusals in Telegram's own words.

The sentences are those that the Bot API answers with (``description``); programs tell refusals
apart by them, so they are kept to the letter.
"""

from typing import Any

Json = dict[str, Any]

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
OTHER_POLLER = (
    "terminated by other getUpdates request; make sure that only one bot instance is running"
)
WEBHOOK_ACTIVE = (
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook "
    "first"
)
UPGRADED = "group chat was upgraded to a supergroup chat"


class Refused(Exception):
    """The Bot API says no.

    Attributes:
        code: the HTTP status and ``error_code`` of the answer.
        description: Telegram's sentence, with its first words ("Bad Request: ...").
        parameters: ``retry_after`` or ``migrate_to_chat_id``, where there is one.
    """

    def __init__(self, code: int, description: str, parameters: Json | None = None) -> None:
        """Keep the three parts of the answer."""
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def answer(self) -> Json:
        """Give the body of the answer."""
        body: Json = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def bad_request(words: str) -> Refused:
    """Give a 400 with ``words`` after "Bad Request: "."""
    return Refused(400, f"Bad Request: {words}")


def forbidden(words: str) -> Refused:
    """Give a 403 with ``words`` after "Forbidden: "."""
    return Refused(403, f"Forbidden: {words}")


def conflict(words: str) -> Refused:
    """Give a 409 with ``words`` after "Conflict: "."""
    return Refused(409, f"Conflict: {words}")


def too_many(seconds: int) -> Refused:
    """Give a 429 that tells to wait ``seconds``."""
    return Refused(
        429, f"Too Many Requests: retry after {seconds}", {"retry_after": max(1, seconds)}
    )


def upgraded(new_chat: int) -> Refused:
    """Give the 400 of a group that lives on as supergroup ``new_chat``."""
    return Refused(400, f"Bad Request: {UPGRADED}", {"migrate_to_chat_id": new_chat})


def unauthorized() -> Refused:
    """Give the 401 of a token that no bot has."""
    return Refused(401, "Unauthorized")


def method_not_found() -> Refused:
    """Give the 404 of a method that this server does not know."""
    return Refused(404, "Not Found: method not found")
