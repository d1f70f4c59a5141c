"""The outbox to Telegram: pace, retries, outcomes."""

from bot.delivery.answers import AnswerPace
from bot.delivery.outcomes import Outcome, outcome_of
from bot.delivery.pace import Lane, Pace
from bot.delivery.sender import Sender
from bot.delivery.settings import SenderSettings
from bot.delivery.stars import Stars

__all__ = [
    "AnswerPace",
    "Lane",
    "Outcome",
    "Pace",
    "Sender",
    "SenderSettings",
    "Stars",
    "outcome_of",
]
