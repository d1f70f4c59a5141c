"""The command ``diemtin`` as a person types it: a process, its two outputs, its status."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def diemtin(tmp_path: Path) -> Run:
    """Give a function that runs ``diemtin`` with arguments in an empty folder."""
    program = Path(sys.executable).with_name("diemtin")
    clean = {name: value for name, value in os.environ.items() if not name.startswith("DIEMTIN_")}

    def run(
        *arguments: str | Path, env: dict[str, str] | None = None
    ) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [program, *map(str, arguments)],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env={**clean, **(env or {})},
            timeout=60,
            check=False,
        )

    return run


@pytest.fixture
def diemtin_of_any_store(diemtin: Run, any_store_url: str) -> Run:
    """Give the same with the store in either database."""

    def run(*arguments: str | Path) -> "subprocess.CompletedProcess[str]":
        return diemtin(*arguments, env={"DIEMTIN_DATABASE_URL": any_store_url})

    return run


def one_sentence(result: "subprocess.CompletedProcess[str]") -> str:
    """Give the sentence on standard error; fail when there is more than that or a stack trace."""
    assert "Traceback" not in result.stderr
    lines = [line for line in result.stderr.splitlines() if line.strip()]
    assert len(lines) == 1, result.stderr
    assert lines[0].startswith("diemtin: ")
    return lines[0]
