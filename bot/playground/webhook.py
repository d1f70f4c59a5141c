"""The other way for updates: Telegram brings them to an address, here only on this machine."""

from dataclasses import dataclass

from bot.playground.refusals import Json


@dataclass(slots=True)
class Webhook:
    """Where updates are brought, with the secret that goes along in a header."""

    url: str = ""
    secret: str | None = None
    max_connections: int = 40
    last_error: str | None = None
    last_error_date: int = 0

    def info(self, pending: int, allowed: list[str]) -> Json:
        """Give the ``WebhookInfo`` object."""
        told: Json = {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": pending,
        }
        if self.url:
            told["max_connections"] = self.max_connections
        if allowed:
            told["allowed_updates"] = allowed
        if self.last_error:
            told["last_error_date"] = self.last_error_date
            told["last_error_message"] = self.last_error
        return told
