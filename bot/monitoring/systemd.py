"""Tells systemd that the program is up and alive.

One datagram a message to the socket that systemd names (``Type=notify``, ``WatchdogSec=``), see
https://www.freedesktop.org/software/systemd/man/latest/sd_notify.html. Elsewhere nothing happens.
"""

import contextlib
import socket


class Systemd:
    """The service manager, or none."""

    def __init__(self, address: str | None) -> None:
        """Take the value of ``NOTIFY_SOCKET``; ``None`` when systemd did not start us."""
        self._address = address

    def ready(self) -> None:
        """Say that the program works from now on."""
        self._say("READY=1")

    def alive(self) -> None:
        """Say that the program is healthy; without a word for long, systemd starts it anew."""
        self._say("WATCHDOG=1")

    async def beat(self) -> None:
        """Say so as a job of a scheduler, where no watchdog looks after the process."""
        self.alive()

    def stopping(self) -> None:
        """Say that the program ends in order."""
        self._say("STOPPING=1")

    def _say(self, words: str) -> None:
        if not self._address:
            return
        name = "\0" + self._address[1:] if self._address.startswith("@") else self._address
        with (
            contextlib.suppress(OSError),
            socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as to,
        ):
            to.connect(name)
            to.sendall(words.encode())
