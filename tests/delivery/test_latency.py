"""How long readers wait is measured from when something was due to when Telegram had it."""

from datetime import timedelta

from bot.delivery import Sender
from bot.monitoring import Metrics
from tests.delivery.conftest import Office


async def test_each_delivery_counts_once_with_the_seconds_it_waited(office: Office) -> None:
    """Of two that were due for three minutes one is refused: only the other was sent."""
    await office.reader(7)
    await office.subscriber(8)  # a chat that is not there
    await office.publish("a")
    office.clock.forward(timedelta(minutes=3))
    metrics = Metrics("test")
    sender = Sender(office.store, office.bot, office.pace, now=office.clock, on_sent=metrics.sent)
    await sender.deliver_all()
    assert office.words(7) == ["Tin a"]
    lines = metrics.text().decode().splitlines()
    found = dict(line.rsplit(" ", 1) for line in lines if 'kind="digest"' in line)
    assert found['diemtin_delivery_seconds_count{kind="digest"}'] == "1.0"
    assert found['diemtin_delivery_seconds_sum{kind="digest"}'] == "180.0"
    assert found['diemtin_delivery_seconds_bucket{kind="digest",le="60.0"}'] == "0.0"
    assert found['diemtin_delivery_seconds_bucket{kind="digest",le="180.0"}'] == "1.0"
