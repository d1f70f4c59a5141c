"""What operators deploy with is held to by what a machine without Docker can try."""

import json
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.monitoring import Metrics
from bot.settings import PREFIX, Settings

ROOT = Path(__file__).resolve().parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
COMPOSE = (ROOT / "compose.yaml").read_text(encoding="utf-8")
UNIT = ROOT / "deploy" / "diemtin.service"
DASHBOARD = ROOT / "deploy" / "grafana" / "dashboards" / "diemtin.json"
ALERTS = ROOT / "deploy" / "alerts.yml"


def ran(*command: str | Path, cwd: Path = ROOT, **env: str) -> "subprocess.CompletedProcess[str]":
    """Run a command to its end, without the settings of whoever runs the tests."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    return subprocess.run(
        command, cwd=cwd, env=clean | env, capture_output=True, text=True, check=False
    )


def instructions() -> list[tuple[str, str]]:
    """Give the Dockerfile's instructions, continued lines joined."""
    text = re.sub(r"\\\n\s*", " ", DOCKERFILE)
    lines = [line.strip() for line in text.splitlines()]
    kept = [line for line in lines if line and not line.startswith("#")]
    return [(word, rest) for word, _space, rest in (line.partition(" ") for line in kept)]


def test_every_setting_that_deployment_names_exists() -> None:
    """In the image, in compose.yaml and in the unit."""
    known = {f"{PREFIX}{name}".upper() for name in Settings.model_fields}
    for text in (DOCKERFILE, COMPOSE, UNIT.read_text(encoding="utf-8")):
        assert set(re.findall(rf"\b{PREFIX}[A-Z_]+\b", text)) <= known


@pytest.mark.parametrize("path", [DASHBOARD, ALERTS], ids=lambda path: path.name)
def test_dashboards_and_alerts_ask_for_what_is_measured(path: Path) -> None:
    """No panel and no rule is silent for a slip in a name."""
    metrics = Metrics("test")
    text = metrics.text().decode()
    known = {family.name for family in text_string_to_metric_families(text)}
    known |= {family.name for family in metrics.registry.collect()}
    used = set(re.findall(r"\b(?:diemtin|process)_[a-z_]+\b", path.read_text(encoding="utf-8")))
    assert used
    for name in used:
        assert {name, re.sub(r"_(?:total|bucket|sum|count)$", "", name)} & known, name
    if path.suffix == ".json":
        assert len(json.loads(path.read_text(encoding="utf-8"))["panels"]) >= 12


def test_every_alert_says_what_to_do() -> None:
    """With its expression, its wait and its weight."""
    text = ALERTS.read_text(encoding="utf-8")
    rules = text.split("- alert: ")[1:]
    assert len(rules) >= 7
    for rule in rules:
        for field in ("expr:", "for:", "severity:", "summary:", "what_to_do:"):
            assert field in rule, rule.partition("\n")[0]


def test_the_image_is_not_root_and_stops_as_asked() -> None:
    """A number for its user, the signal, one form of the command that gets it."""
    told = dict(instructions())
    assert int(told["USER"]) > 0
    assert told["STOPSIGNAL"] == "SIGTERM"
    assert json.loads(told["ENTRYPOINT"]) == ["diemtin"]
    assert json.loads(told["CMD"]) == ["run"]
    pinned = re.search(r"uv==([\d.]+)", DOCKERFILE)
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert pinned is not None
    assert f"UV_VERSION := {pinned[1]}" in makefile
    for word in (
        "read_only: true",
        "cap_drop: [ALL]",
        "no-new-privileges:true",
        "stop_grace_period",
    ):
        assert word in COMPOSE


def test_the_unit_is_hardened_and_reads_well() -> None:
    """As systemd itself judges it, where it is there."""
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("there is no systemd-analyze")
    verified = ran(analyze, "verify", UNIT)
    wrong = [line for line in verified.stderr.splitlines() if "is not executable" not in line]
    assert not [line for line in wrong if "diemtin" in line], verified.stderr
    judged = ran(analyze, "security", "--offline=true", "--threshold=20", UNIT)
    assert judged.returncode == 0, judged.stdout[-300:]


@pytest.mark.timeout(400)
def test_the_image_s_steps_work_in_a_clean_folder(tmp_path: Path) -> None:
    """What it copies is enough to install from the lock, and the program starts from it."""
    uv = ROOT / ".uv" / "bin" / "uv"
    if not uv.exists():
        pytest.skip("there is no uv beside the environment: make install")
    app, data = tmp_path / "app", tmp_path / "data"
    app.mkdir()
    data.mkdir()
    for word, rest in instructions():
        if word == "COPY" and not rest.startswith("--from"):
            *sources, target = shlex.split(rest)
            for source in sources:
                _copy(ROOT / source, app / target)
        elif word == "RUN" and rest.startswith("uv sync") and "--no-install-project" not in rest:
            chosen = {"UV_PROJECT_ENVIRONMENT": str(app / ".venv"), "UV_PYTHON_DOWNLOADS": "never"}
            options = [*shlex.split(rest)[1:], "--quiet", "--python", sys.executable]
            done = ran(uv, *options, cwd=app, **chosen)
            assert done.returncode == 0, done.stderr
    program = app / ".venv" / "bin"
    started = ran(program / "diemtin", "run", cwd=data)
    assert started.returncode == 1
    assert started.stderr.startswith("diemtin: There is no token.")
    migrations = "import digests.store.migrations as m; print(len(m.revisions()))"
    counted = ran(program / "python", "-c", migrations, cwd=data)
    assert int(counted.stdout) == len(list(ROOT.glob("digests/store/migrations/versions/0*.py")))


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copy(source, target)


def health_command() -> list[str]:
    """Give the command of the image's health check."""
    told = dict(instructions())["HEALTHCHECK"]
    found = json.loads(told.partition(" CMD ")[2])
    assert isinstance(found, list)
    return found


def test_the_health_check_fails_where_nothing_answers() -> None:
    """And is a command that Python understands."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    _python, *rest = health_command()
    asked = ran(sys.executable, *rest, DIEMTIN_METRICS_PORT=str(port))
    assert asked.returncode == 1
    assert "refused" in asked.stderr


def test_the_program_writes_only_where_its_data_lies(tmp_path: Path) -> None:
    """As in the image: a folder that cannot be written to, no home, no rights beyond the file's."""
    folder, data = tmp_path / "folder", tmp_path / "data"
    folder.mkdir(mode=0o555)
    data.mkdir()
    store = f"sqlite+aiosqlite:///{data / 'tin.db'}"
    command: list[str | Path] = [Path(sys.executable).with_name("diemtin"), "stats", "--json"]
    if os.geteuid() == 0:  # root may write anywhere, unless it gives that up
        setpriv = shutil.which("setpriv")
        if setpriv is None:
            pytest.skip("there is no setpriv to give root's rights up with")
        command = [setpriv, "--bounding-set=-all", "--inh-caps=-all", *command]
    bare = {"HOME": "", "TMPDIR": str(folder), "DIEMTIN_DATABASE_URL": store}
    started = ran(*command, cwd=folder, **bare)
    assert (started.returncode, started.stderr) == (0, "")
    assert json.loads(started.stdout)["articles"] == 0
    assert not list(folder.iterdir())
    nowhere = f"sqlite+aiosqlite:///{folder / 'tin.db'}"
    refused = ran(*command, cwd=folder, **{**bare, "DIEMTIN_DATABASE_URL": nowhere})
    assert refused.returncode == 1
    assert "may this user write in it?" in refused.stderr
