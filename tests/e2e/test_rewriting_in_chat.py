"""The rewriting service, seen from the chat: its words, or the paper's own; its counts."""

import json
from dataclasses import replace

from bot.texts import texts_for
from digests.model import Rhythm
from digests.summary.faithful import Fault
from tests.e2e.conftest import House, until
from tests.e2e.papers import BRIDGE, RICE, SCHOOL, publish
from tests.e2e.test_whole_path import add_feed, follow_everything, of_article
from tests.summary.conftest import Service, serving, worded

ANEW = "Cầu Vân Giang dài 840 mét nối Kim Thành và Lạc Sơn đã thông xe sáng 24/11."
INVENTED = "Nông dân xã Phú Lâm gặt chạy mưa, 512 ha lúa đã xong trong chiều 23/11."


async def told(house: House, service: Service, body: bytes, status: int = 200) -> str:
    """Publish the next article while the service answers so; give the message that comes."""
    article = (BRIDGE, RICE, SCHOOL)[len(service.requests)]
    service.body, service.status = body, status
    feed = publish(house, [article], feed=f"{len(service.requests)}.xml")
    async with house.running() as running:
        await follow_everything(house, running, Rhythm.AT_ONCE)
        await add_feed(house, running, feed, source="Báo Phú Lâm")
        await until(lambda: bool(of_article(house, article)), within=15)
        counts = (await replace(house.chat, number=1).answer("/trangthai"))["text"]
    (message,) = of_article(house, article)
    return f"{message}\n{counts}"


async def test_readers_get_what_passes_and_admins_the_counts(house: House) -> None:
    """Faithful words are shown as such; an invented number and an error leave the paper's own."""
    async with serving() as service:
        house.settings = house.settings.model_copy(
            update={"rewrite_url": service.url, "rewrite_model": "mau"}
        )
        good = await told(house, service, worded(ANEW))
        invented = await told(house, service, worded(INVENTED))
        broken = await told(house, service, json.dumps({"error": "quota"}).encode(), 500)
    assert ANEW in good
    assert "đã viết lại 1" in good
    assert RICE.lead in invented
    assert "512" not in invented
    assert "sai con số 1" in invented
    assert SCHOOL.lead in broken
    assert "quota" not in broken
    assert "báo lỗi 1" in broken


def test_every_outcome_has_a_name() -> None:
    """The gate's faults among them."""
    for language in ("vi", "en"):
        assert set(Fault) <= set(texts_for(language).status.rewritings)
