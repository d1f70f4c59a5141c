"""The outbox to Telegram: pace, retries, outcomes."""

from bot.delivery.outcomes import Outcome, outcome_of
from bot.delivery.pace import Pace
from bot.delivery.sender import Sender, SenderSettings

__all__ = ["Outcome", "Pace", "Sender", "SenderSettings", "outcome_of"]
