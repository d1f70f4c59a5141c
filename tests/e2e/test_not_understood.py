"""An update that the library can make nothing of: it is left out, and what comes after is heard."""

from tests.e2e.conftest import House

OLD_POLL = {
    "poll": {"id": "1", "question": "?", "options": [], "total_voter_count": 0, "is_closed": False,
             "is_anonymous": True, "type": "regular", "allows_multiple_answers": False}
}  # fmt: skip
"""A poll as a server of before Bot API 9.6 gives it: without a field that the library needs."""


async def test_polls_go_on_after_an_update_that_nothing_can_be_made_of(house: House) -> None:
    """In a message, in what it answers, and as an update of its own."""
    async with house.running():
        await house.chat.answer("/moi")
        house.world.people.post(house.chat.number, dict(OLD_POLL))
        house.world.people.post(house.chat.number, {"text": "a", "reply_to_message": OLD_POLL})
        house.world.updates.put("poll", OLD_POLL["poll"])
        before = len(house.chat.messages())
        answer = await house.chat.answer("/trogiup")
        assert "Tôi làm được gì" in answer["text"]
        assert len(house.chat.messages()) == before + 1
