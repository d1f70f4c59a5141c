"""What operators see of the running program: metrics, health, and a watchdog that speaks up."""

from bot.monitoring.metrics import Metrics
from bot.monitoring.serving import Monitor
from bot.monitoring.watchdog import Stall, Watchdog

__all__ = ["Metrics", "Monitor", "Stall", "Watchdog"]
