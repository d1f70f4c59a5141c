"""Hosts with addresses of their own on one machine: network namespaces, each on a cable to us."""

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass


class NoHosts(Exception):
    """Network namespaces cannot be made here."""


@dataclass(frozen=True, slots=True)
class Host:
    """A namespace, our end of its cable, and the addresses of both ends."""

    name: str
    cable: str
    ours: str
    its: str

    def command(self, *words: str) -> tuple[str, ...]:
        """Give a command as it is run on the host."""
        return ("ip", "netns", "exec", self.name, *words)

    def cut(self) -> None:
        """Pull the cable."""
        _ip("link", "set", self.cable, "down")

    def plug(self) -> None:
        """Put the cable in again."""
        _ip("link", "set", self.cable, "up")


def _ip(*words: str) -> None:
    done = subprocess.run(["ip", *words], capture_output=True, text=True, check=False)
    if done.returncode:
        raise NoHosts(f"ip {' '.join(words)}: {done.stderr.strip()}")


@contextmanager
def hosts(count: int) -> Iterator[list[Host]]:
    """Give so many hosts, gone afterwards.

    Raises:
        NoHosts: this machine or this user cannot make any.
    """
    if shutil.which("ip") is None:
        raise NoHosts("there is no ip command (iproute2)")
    made: list[Host] = []
    try:
        for place in range(count):
            made.append(_make(place))  # noqa: PERF401 - those made so far must go
        yield made
    finally:
        for host in made:
            with suppress(NoHosts):
                _ip("netns", "del", host.name)  # its cable goes with it


def _make(place: int) -> Host:
    mark, net = f"dt{os.getpid() % 100000}-{place}", f"10.{150 + os.getpid() % 90}.{place}"
    host = Host(mark, f"{mark}a", f"{net}.1", f"{net}.2")
    _ip("netns", "add", host.name)
    try:
        _ip("link", "add", host.cable, "type", "veth", "peer", "name", f"{mark}b")
        _ip("link", "set", f"{mark}b", "netns", host.name)
        _ip("addr", "add", f"{host.ours}/24", "dev", host.cable)
        _ip("link", "set", host.cable, "up")
        _ip("-n", host.name, "addr", "add", f"{host.its}/24", "dev", f"{mark}b")
        for device in (f"{mark}b", "lo"):
            _ip("-n", host.name, "link", "set", device, "up")
    except NoHosts:
        _ip("netns", "del", host.name)
        raise
    return host


async def relay(listen: tuple[str, int], to: tuple[str, int]) -> asyncio.Server:
    """Hand every connection to one address on to another one."""

    async def pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await reader.read(65536):
                writer.write(data)
                await writer.drain()
        with suppress(OSError):
            writer.close()

    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            there, back = await asyncio.open_connection(*to)
        except OSError:
            writer.close()
            return
        await asyncio.gather(pour(reader, back), pour(there, writer))

    return await asyncio.start_server(meet, *listen)


async def _serve(listen_port: int, host: str, port: int) -> None:
    server = await relay(("127.0.0.1", listen_port), (host, port))
    print("ready", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        asyncio.run(_serve(int(sys.argv[1]), sys.argv[2], int(sys.argv[3])))
