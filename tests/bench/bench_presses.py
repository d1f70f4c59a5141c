"""Measure how soon a pressed button is answered when 100 people press at once.

usage: python -m tests.bench.bench_presses [--people N] [--rounds N]

The real program runs as a process of its own (``diemtin playground``); the people press through the
page's JSON, each in a chat of their own. The floor is a press that asks nothing of the store: data
that no button of the bot has. Times are in milliseconds from the press to the bot's answer; the CPU
is that of the whole process, with the local Bot API in it.
"""

import argparse
import asyncio
import os
import re
import signal
import sys
import tempfile
import time
from pathlib import Path

import httpx

_PRESSES = {
    "floor": "zz:",
    "settings": "c:",
    "language": "cl:vi",
    "menu of sections": "fm:m:0",
    "schedule": "l:",
    "save": "s:1",
}


async def _started(folder: Path) -> tuple[asyncio.subprocess.Process, str]:
    program = Path(sys.executable).with_name("diemtin")
    clean = {name: value for name, value in os.environ.items() if not name.startswith("DIEMTIN_")}
    child = await asyncio.create_subprocess_exec(
        program, "playground", "--port", "0", cwd=folder, env=clean,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    assert child.stdout is not None
    while line := (await child.stdout.readline()).decode():
        if found := re.search(r"http://127\.0\.0\.1:\d+", line):
            return child, found[0]
    raise SystemExit("the playground did not start")


async def _people(client: httpx.AsyncClient, count: int) -> list[tuple[int, int]]:
    """Make chats, each with a message of the bot; give both numbers."""
    ready = []
    for place in range(count):
        made = {"type": "private", "title": f"Người {place}", "id": 5000 + place}
        await client.post("/api/chats", json=made)
        await client.post(f"/api/chats/{5000 + place}/messages", json={"text": "/caidat"})
    for place in range(count):
        path = f"/api/chats/{5000 + place}/messages"
        while True:
            messages = (await client.get(path)).json()
            own = [one["message_id"] for one in messages if one.get("from", {}).get("is_bot")]
            if own:
                ready.append((5000 + place, own[-1]))
                break
            await asyncio.sleep(0.1)
    return ready


async def _press(client: httpx.AsyncClient, chat: int, message: int, data: str) -> float:
    began = time.perf_counter()
    body = {"message_id": message, "data": data}
    answer = (await client.post(f"/api/chats/{chat}/press", json=body)).json()
    assert answer["answer"] is not None, data
    return (time.perf_counter() - began) * 1000


def _cpu(process: int) -> float:
    """Give the milliseconds of CPU that a process has used (Linux's ``/proc/N/stat``)."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


async def _measure(people: int, rounds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        child, url = await _started(Path(folder))
        limits = httpx.Limits(max_connections=people)
        try:
            async with httpx.AsyncClient(base_url=url, limits=limits, timeout=60) as client:
                ready = await _people(client, people)
                floor = None
                for name, data in _PRESSES.items():
                    times: list[float] = []
                    used = _cpu(child.pid)
                    for _round in range(rounds):
                        presses = [_press(client, *who, data) for who in ready]
                        times += await asyncio.gather(*presses)
                        await asyncio.sleep(people / 20)
                    used = (_cpu(child.pid) - used) / len(times)
                    times.sort()
                    middle, late = times[len(times) // 2], times[int(len(times) * 0.95)]
                    floor = floor or late
                    print(
                        f"{name:18} median {middle:7.0f} ms   95th {late:7.0f} ms   "
                        f"longest {times[-1]:7.0f} ms   {late / floor:5.1f} floors   "
                        f"CPU {used:5.1f} ms a press"
                    )
        finally:
            child.send_signal(signal.SIGTERM)
            await child.wait()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    parser.add_argument("--people", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    asyncio.run(_measure(asked.people, asked.rounds))


if __name__ == "__main__":
    main()
