"""A process that has the program imported and forks each command from itself.

So a command costs a fork and not most of a second of imports. A line of JSON on standard input
begins one; its exit status comes out on standard output.
"""

import gc
import json
import os
import sys
from importlib import import_module
from typing import Any, NoReturn

from bot.cli import main

IMPORTED = (
    "bot.app",
    "bot.checks",
    "bot.messages",
    "bot.opml",
    "bot.playground.program",
    "digests.feeds.catalogue",
    "digests.pages",
    "digests.store.migrations",
    "digests.stories",
    "digests.summary",
    "psycopg",
    "rich.console",
    "rich.progress",
    "rich.table",
)
"""What commands import when they need it."""


def serve() -> dict[str, Any] | None:
    """Fork for one order after another; give the order to the fork, and nothing at the end."""
    for line in sys.stdin:
        order: dict[str, Any] = json.loads(line)
        pid = os.fork()
        if pid == 0:
            return order
        _pid, status = os.waitpid(pid, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)
    return None


def become(order: dict[str, Any]) -> None:
    """Stand where a new process would: folder, environment, arguments, input and outputs."""
    os.chdir(order["folder"])
    os.environ.clear()
    os.environ.update(order["env"])
    sys.argv = ["diemtin", *order["arguments"]]
    for number, name in enumerate([os.devnull, order["stdout"], order["stderr"]]):
        opened = os.open(name, os.O_RDWR | os.O_CREAT, 0o600)
        os.dup2(opened, number)
        os.close(opened)


def run() -> NoReturn:
    """Run the command; end without taking apart what was imported, which takes longer."""
    status = 1
    try:
        main()
        status = 0
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


if __name__ == "__main__":
    for name in IMPORTED:
        import_module(name)
    gc.freeze()
    order = serve()
    if order is not None:
        become(order)
        run()
