"""What the crash tests tell on the way and at the end."""

import pytest

from tests.crash.progress import Bar
from tests.crash.test_crash import ROUNDS

_BAR = pytest.StashKey[Bar]()


def pytest_sessionstart(session: pytest.Session) -> None:
    """Show how far the lives got: in the process that starts the others."""
    if not hasattr(session.config, "workerinput"):
        session.config.stash[_BAR] = Bar(ROUNDS)
        session.config.stash[_BAR].begin()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Take the bar away before the results are shown."""
    if _BAR in session.config.stash:
        session.config.stash[_BAR].end()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what each world was put through."""
    for report in terminalreporter.getreports("passed"):
        for name, words in report.user_properties:
            if name == "world":
                terminalreporter.write_line(str(words))
