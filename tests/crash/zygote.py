"""A process that has everything imported and forks the program from itself.

So a start costs a fork and not two seconds of imports. A line of JSON on standard input starts the
program; its process number, and later its exit status, come out on standard output. Where the path
of a socket is given, it takes orders so from everybody who connects.
"""

import asyncio
import json
import os
import socket
import sys
from pathlib import Path
from typing import Any, TextIO

from bot.app import run_bot
from bot.delivery import Pace
from bot.logs import configure_logs
from bot.roles import Role
from bot.settings import Settings
from digests.store import fan_out
from tests.crash.clock import ClockHands


def program(order: dict[str, Any]) -> int:
    """Run ``diemtin run`` as its command does, with the town's clock and a pace in a hurry."""
    settings = Settings(**order["settings"], _env_file=None)  # type: ignore[call-arg]
    configure_logs(style=settings.log_format, level=settings.log_level)
    # As if so few readers were very many.
    fan_out.AT_A_TIME = order.get("at_a_time", fan_out.AT_A_TIME)
    pace = Pace(per_second=400, chat_pause=0.01, group_pause=0.02)
    roles = frozenset(map(Role, order.get("roles", Role)))
    asyncio.run(run_bot(settings, now=ClockHands(Path.cwd()).now, pace=pace, roles=roles))
    return 0


def begin(order: dict[str, Any]) -> None:
    """Be the program; never comes back."""
    log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(log, 1)
    os.dup2(log, 2)
    status = 1
    try:
        status = program(order)
    except BaseException:  # noqa: BLE001 - whatever it was, the test shall read it
        import traceback  # noqa: PLC0415 - only when it went wrong

        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def serve(orders: TextIO, answers: TextIO) -> None:
    """Start one program after another."""
    for line in orders:
        pid = os.fork()
        if pid == 0:
            begin(json.loads(line))
        print(pid, file=answers, flush=True)
        _pid, status = os.waitpid(pid, 0)
        print(os.waitstatus_to_exitcode(status), file=answers, flush=True)


def serve_everybody(path: str) -> None:
    """Take orders from each who connects, beside the others."""
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(path)
        door.listen()
        print("ready", flush=True)
        while True:
            caller, _address = door.accept()
            if os.fork() == 0:
                with caller, caller.makefile("r") as orders, caller.makefile("w") as answers:
                    serve(orders, answers)
                os._exit(0)
            caller.close()


if __name__ == "__main__":
    folder, *door = sys.argv[1:]
    os.chdir(Path(folder))
    if door:
        serve_everybody(*door)
    serve(sys.stdin, sys.stdout)
