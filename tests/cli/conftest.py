"""The command ``diemtin`` as a person types it: a process, its two outputs, its status."""

import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]

_ROOT = Path(__file__).resolve().parents[2]
_SECONDS = 60


@dataclass
class Zygote:
    """The process that commands are forked from; see ``tests.cli.zygote``."""

    process: "subprocess.Popen[str]"

    def run(
        self, arguments: list[str], *, folder: Path, outputs: Path, env: dict[str, str]
    ) -> "subprocess.CompletedProcess[str]":
        """Run one command in ``folder``; its outputs go through files in ``outputs``."""
        names = [outputs / "stdout", outputs / "stderr"]
        for name in names:
            name.unlink(missing_ok=True)
        order = {"arguments": arguments, "folder": str(folder), "env": env}
        order |= {name.name: str(name) for name in names}
        stdin, stdout = self.process.stdin, self.process.stdout
        assert stdin is not None
        assert stdout is not None
        stdin.write(json.dumps(order) + "\n")
        stdin.flush()
        if not select.select([stdout], [], [], _SECONDS)[0]:
            self.end()
            pytest.fail(f"diemtin {arguments} does not end")
        status = int(stdout.readline())
        said = [name.read_text(encoding="utf-8") for name in names]
        return subprocess.CompletedProcess(arguments, status, *said)

    def end(self) -> None:
        """Stop it, and what it may have forked."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.communicate()


@pytest.fixture(scope="session")
def zygote() -> Iterator[Zygote]:
    """Have the program imported once for all commands."""
    pipe = subprocess.PIPE
    zygote = Zygote(
        subprocess.Popen(
            [sys.executable, "-m", "tests.cli.zygote"],
            stdin=pipe,
            stdout=pipe,
            text=True,
            cwd=_ROOT,
            start_new_session=True,
        )
    )
    yield zygote
    zygote.end()


@pytest.fixture
def diemtin(zygote: Zygote, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Give a function that runs ``diemtin`` with arguments in an empty folder."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("DIEMTIN_")}
    outputs = tmp_path_factory.mktemp("outputs")

    def run(
        *arguments: str | Path, env: dict[str, str] | None = None
    ) -> "subprocess.CompletedProcess[str]":
        environment = {**clean, **(env or {})}
        words = list(map(str, arguments))
        return zygote.run(words, folder=tmp_path, outputs=outputs, env=environment)

    return run


@pytest.fixture
def of_store(diemtin: Run, any_store_url: str) -> Run:
    """Give the same with the store in either database."""

    def run(
        *arguments: str | Path, env: dict[str, str] | None = None
    ) -> "subprocess.CompletedProcess[str]":
        return diemtin(*arguments, env={"DIEMTIN_DATABASE_URL": any_store_url, **(env or {})})

    return run


def one_sentence(result: "subprocess.CompletedProcess[str]") -> str:
    """Give the sentence on standard error; fail when there is more than that or a stack trace."""
    assert "Traceback" not in result.stderr
    lines = [line for line in result.stderr.splitlines() if line.strip()]
    assert len(lines) == 1, result.stderr
    assert lines[0].startswith("diemtin: ")
    return lines[0]
