"""Rich messages (placeholder until the reader of blocks is there)."""

from collections.abc import Callable

from bot.playground.refusals import Json


def shown_blocks(blocks: list[Json], facts: Callable[[str], Json]) -> list[Json]:
    """Give blocks with the picture's addresses beside each photo."""
    return [_shown(block, facts) for block in blocks]


def _shown(block: Json, facts: Callable[[str], Json]) -> Json:
    told = dict(block)
    if block.get("type") == "photo":
        told |= facts(block["photo"][-1]["file_id"])
    if "blocks" in block:
        told["blocks"] = shown_blocks(block["blocks"], facts)
    if "items" in block:
        told["items"] = [
            {**item, "blocks": shown_blocks(item["blocks"], facts)} for item in block["items"]
        ]
    return told
