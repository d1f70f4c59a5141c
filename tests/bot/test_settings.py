"""Settings are read once, and what is wrong with them is one sentence that names it."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bot.errors import SettingsError
from bot.settings import DEFAULT_DATABASE, Settings, load_settings

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("DIEMTIN_")]:
        monkeypatch.delenv(name)


def test_nothing_configured_is_fine() -> None:
    """The defaults are a whole configuration: SQLite in the working folder, no token."""
    settings = load_settings()
    assert settings.database_url == DEFAULT_DATABASE
    assert settings.bot_token() is None
    assert settings.admins == frozenset()


def test_the_environment_wins_over_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """What .env says is a default for what the environment says."""
    Path(".env").write_text("DIEMTIN_ADMINS=1, 2\nDIEMTIN_HOST_PAUSE=3\nOTHER_PROGRAM=x\n")
    monkeypatch.setenv("DIEMTIN_HOST_PAUSE", "0.5")
    settings = load_settings()
    assert settings.admins == {1, 2}
    assert settings.host_pause == 0.5


def test_durations_are_iso_8601(monkeypatch: pytest.MonkeyPatch) -> None:
    """Six hours are PT6H."""
    monkeypatch.setenv("DIEMTIN_EDITION_GRACE", "PT2H30M")
    assert load_settings().edition_grace == timedelta(hours=2, minutes=30)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DIEMTIN_ADMINS", "me"),
        ("DIEMTIN_FETCH_TIMEOUT", "0"),
        ("DIEMTIN_FETCH_TIMEOUT", "soon"),
        ("DIEMTIN_DATABASE_URL", "mysql://somewhere/else"),
        ("DIEMTIN_DATABASE_URL", "sqlite://"),
        ("DIEMTIN_API_URL", "ftp://example.org"),
        ("DIEMTIN_LOG_LEVEL", "loud"),
        ("DIEMTIN_EDITION_GRACE", "six hours"),
        ("DIEMTIN_ADMINS", "²"),
        ("DIEMTIN_BOT", "Tiếng Việt"),
        ("DIEMTIN_BOT", "x" * 33),
        ("DIEMTIN_LANGUAGE", "fr"),
        ("DIEMTIN_API_URL", "http://"),
        ("DIEMTIN_API_URL", "http://127.0.0.1:99999"),
        ("DIEMTIN_API_URL", "http://[::1"),
        ("DIEMTIN_PROXY", "http://a b"),
        ("DIEMTIN_DATABASE_URL", " "),
        ("DIEMTIN_DATABASE_URL", ":memory:"),
        ("DIEMTIN_CONTACT", "a\nb"),
        ("DIEMTIN_TOKEN_FILE", "\n-"),
        ("DIEMTIN_METRICS_HOST", "a\rb"),
        ("DIEMTIN_KEEP", "-P1D"),
        ("DIEMTIN_DIGEST_EXPIRES", "PT0S"),
        ("DIEMTIN_REWRITE_URL", "http://127.0.0.1:9"),
        ("DIEMTIN_REWRITE_MODEL", "m"),
    ],
)
def test_an_impossible_setting_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    """The sentence names the variable, in one line."""
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=name) as caught:
        load_settings()
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("where", ["environment", "file"])
def test_an_unknown_setting_is_named(monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    """A slip in a name would otherwise be a setting that is silently not obeyed."""
    if where == "file":
        Path(".env").write_text("DIEMTIN_TOKNE=1:x\n")
    else:
        monkeypatch.setenv("DIEMTIN_TOKNE", "1:x")
    with pytest.raises(SettingsError, match="DIEMTIN_TOKNE"):
        load_settings()


def test_the_token_may_stand_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a Docker secret does."""
    secret = tmp_path / "secret"
    secret.write_text("123:abc\n")
    monkeypatch.setenv("DIEMTIN_TOKEN_FILE", str(secret))
    assert load_settings().bot_token() == "123:abc"


@pytest.mark.parametrize("content", [None, ""])
def test_a_token_file_without_a_token_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str | None
) -> None:
    """Not there, or empty: both are one sentence."""
    secret = tmp_path / "secret"
    if content is not None:
        secret.write_text(content)
    monkeypatch.setenv("DIEMTIN_TOKEN_FILE", str(secret))
    with pytest.raises(SettingsError, match="DIEMTIN_TOKEN_FILE"):
        load_settings().bot_token()


def test_the_token_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Printing the settings, as a log or a debugger does, keeps the secrets."""
    monkeypatch.setenv("DIEMTIN_TOKEN", "123456:very-secret-very-secret-very")
    monkeypatch.setenv("DIEMTIN_REWRITE_KEY", "key-very-secret")
    assert "very-secret" not in repr(load_settings())


def test_every_setting_is_in_the_documents() -> None:
    """docs/settings.md has a row for each setting, with its description."""
    text = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    for name, field in Settings.model_fields.items():
        assert f"`DIEMTIN_{name.upper()}`" in text
        assert field.description
        assert field.description in text


@given(
    st.sampled_from(sorted(Settings.model_fields)),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40)
    | st.integers().map(str)
    | st.floats().map(str)
    | st.sampled_from(["PT0S", "-PT5M", "P9999999D", "true", "sqlite:///", "http://", "1,2,,3"]),
)
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_value_is_taken_or_refused_in_a_sentence_that_names_it(name: str, value: str) -> None:
    """Nothing else comes of it, and a refused secret is not shown."""
    variable = f"DIEMTIN_{name.upper()}"
    said, shown = variable, ""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(variable, value)
        try:
            shown = repr(load_settings())
        except SettingsError as error:
            said = str(error)
    assert variable in said
    assert "\n" not in said
    assert name not in {"token", "rewrite_key"} or len(value) < 12 or value not in said + shown


@pytest.mark.parametrize("token", ["abc", "123:", "12 3:abc", "1:é€", "123:abc\ndef"])
def test_what_cannot_be_a_token_is_said_before_anybody_is_asked(
    monkeypatch: pytest.MonkeyPatch, token: str
) -> None:
    """Without a letter of it; in the setting and in the file alike."""
    monkeypatch.setenv("DIEMTIN_TOKEN", token)
    with pytest.raises(SettingsError, match="DIEMTIN_TOKEN: this is no bot token") as said:
        load_settings().bot_token()
    assert token not in str(said.value)
    monkeypatch.delenv("DIEMTIN_TOKEN")
    Path("token").write_text(token, encoding="utf-8")
    monkeypatch.setenv("DIEMTIN_TOKEN_FILE", "token")
    with pytest.raises(SettingsError, match="DIEMTIN_TOKEN_FILE: this is no bot token"):
        load_settings().bot_token()


def test_a_token_file_that_is_not_text_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not a stack trace of a codec."""
    Path("token").write_bytes(b"\xff\xfe\x00")
    monkeypatch.setenv("DIEMTIN_TOKEN_FILE", "token")
    with pytest.raises(SettingsError, match="token is not text"):
        load_settings().bot_token()


def test_the_webhook_secret_may_stand_in_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its setting comes first, as with the token; without an address nobody reads it."""
    secret = tmp_path / "secret"
    monkeypatch.setenv("DIEMTIN_WEBHOOK_SECRET_FILE", str(secret))
    assert load_settings().secret_of_webhook() is None
    monkeypatch.setenv("DIEMTIN_WEBHOOK_URL", "https://tin.example/bot")
    secret.write_text("mot-bi-mat-du-dai_123\n")
    assert load_settings().secret_of_webhook() == "mot-bi-mat-du-dai_123"
    monkeypatch.setenv("DIEMTIN_WEBHOOK_SECRET", "mot-bi-mat-khac-hon")
    assert load_settings().secret_of_webhook() == "mot-bi-mat-khac-hon"


@pytest.mark.parametrize("content", [None, b"", b"\xff\xfe\x00", b"ngan", b"co dau cach trong nay"])
def test_a_file_without_a_webhook_secret_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None
) -> None:
    """Not there, empty, no text, too short or with other signs: said in one sentence."""
    secret = tmp_path / "secret"
    if content is not None:
        secret.write_bytes(content)
    monkeypatch.setenv("DIEMTIN_WEBHOOK_URL", "https://tin.example/bot")
    monkeypatch.setenv("DIEMTIN_WEBHOOK_SECRET_FILE", str(secret))
    with pytest.raises(SettingsError, match="DIEMTIN_WEBHOOK_SECRET_FILE") as told:
        load_settings().secret_of_webhook()
    assert "ngan" not in str(told.value)
