"""The command line: what each command prints, and what it says when something is wrong."""

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests import postgres
from tests.cli.conftest import Run, one_sentence
from tests.stores import execute, held, is_sqlite, new_store

PAGE = """<!doctype html><html lang="vi"><head><meta charset="utf-8">
<link rel="canonical" href="https://bao.example/cau-moi.html">
<title>Cầu mới - Báo mẫu</title></head>
<body><article><h1>Thông xe cầu mới qua sông Đáy</h1>
<span class="date">Thứ Hai, 23/11/2026, 16:38</span>
<p class="sapo">BHN - Cầu dài 840 m nối hai huyện được thông xe sáng 23/11,
sau 26 tháng thi công.</p>
<figure><img src="https://bao.example/cau.jpg"><figcaption>Cầu mới trong ngày thông xe. Ảnh: Hải An
</figcaption></figure><p>Công trình có bốn làn xe và hai lối đi bộ rộng 2,5 m ở hai bên cầu.</p>
<p>Chủ đầu tư cho biết chi phí thấp hơn dự toán 12 tỷ đồng nhờ làm dầm ngay tại chỗ.</p></article>
</body></html>"""

TEXT = """Trường làng mở thư viện buổi tối

Thứ Ba, 24/11/2026, 19:05 (GMT+7)

BHN - Từ tháng 11, thư viện trường tiểu học An Khê mở cửa đến 21 giờ cho cả người lớn trong xã.

Các em nhỏ đọc sách cùng bố mẹ trong thư viện.
Các em nhỏ đọc sách cùng bố mẹ trong thư viện.

Cô giáo Lê Thị Mận cho biết mỗi tối có khoảng 60 người đến đọc sách và mượn sách về nhà.

Bài, ảnh: Mai Hoa
"""

READY = [
    {
        "id": f"bai-{number}",
        "title": title,
        "lead": f"{title} là chuyện được nhiều người trong xã nhắc đến suốt tuần qua.",
        "body": [
            "Câu thứ nhất của bài kể lại sự việc.",
            "Câu thứ hai nói thêm vài con số: 12, 15.",
        ],
        "captions": ["Chú thích của ảnh"],
    }
    for number, title in enumerate(
        ["Nông dân được mùa cam", "Giá vàng đứng yên", "Đội bóng lên hạng"]
    )
]


@pytest.fixture
def ready(tmp_path: Path) -> Path:
    """Give a file of three ready articles."""
    path = tmp_path / "ready.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in READY)
    return path


def test_an_article_is_read_field_by_field(diemtin: Run, tmp_path: Path) -> None:
    """Pages and copied texts give the same fields."""
    (tmp_path / "a.html").write_text(PAGE)
    (tmp_path / "b.txt").write_text(TEXT)
    result = diemtin("article", "a.html", "b.txt", "--json")
    page, text = map(json.loads, result.stdout.splitlines())
    assert page["file"] == "a.html"
    assert page["title"] == "Thông xe cầu mới qua sông Đáy"
    assert page["lead_prefix"] == "BHN"
    assert page["published"] == "2026-11-23T16:38:00+07:00"
    assert page["photos"][0]["credit"] == "Hải An"
    assert text["title"] == "Trường làng mở thư viện buổi tối"
    assert text["authors"] == ["Mai Hoa"]
    assert [photo["caption"] for photo in text["photos"]] == [
        "Các em nhỏ đọc sách cùng bố mẹ trong thư viện."
    ]


def test_a_digest_is_shown_as_it_would_be_sent(diemtin: Run, tmp_path: Path) -> None:
    """Headline, lead without its prefix, caption once, author, weekday and time."""
    (tmp_path / "b.txt").write_text(TEXT)
    shown = diemtin("digest", "b.txt", "--telegram").stdout
    assert "Trường làng mở thư viện buổi tối" in shown
    assert "BHN" not in shown
    assert shown.count("Các em nhỏ đọc sách cùng bố mẹ trong thư viện") == 1
    assert "Mai Hoa" in shown
    assert "Thứ Ba 24/11/2026 19:05" in shown


def test_ready_articles_give_summaries(diemtin: Run, ready: Path) -> None:
    """One line an article, with its id."""
    result = diemtin("digest", "--without-lead", "--json", ready)
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [row["id"] for row in rows] == ["bai-0", "bai-1", "bai-2"]
    assert all(row["summary"] for row in rows)


def test_what_was_imported_is_found_and_importing_again_is_harmless(
    of_store: Run, ready: Path, tmp_path: Path
) -> None:
    """The archive forgives missing diacritics."""
    diemtin = of_store
    assert "3 articles added" in diemtin("import", ready).stdout
    assert "0 articles added" in diemtin("import", ready).stdout
    queries = tmp_path / "queries.jsonl"
    queries.write_text('{"query": "nong dan"}\n{"query": "gia vang"}\n')
    answers = [
        json.loads(line)
        for line in diemtin("search", "--batch", queries, "--json").stdout.splitlines()
    ]
    assert [answer["ids"][:1] for answer in answers] == [["bai-0"], ["bai-1"]]
    assert "Đội bóng lên hạng" in diemtin("search", "doi", "bong").stdout


def test_the_store_is_backed_up_while_it_is_there(
    diemtin: Run, ready: Path, tmp_path: Path
) -> None:
    """The copy is a store of its own; a file that is there already is not written over."""
    diemtin("import", ready)
    assert diemtin("db", "backup", "copy.db").returncode == 0
    assert "Giá vàng" in diemtin("search", "gia vang", "--database", "copy.db").stdout
    before = (tmp_path / "copy.db").read_bytes()
    again = diemtin("db", "backup", "copy.db")
    assert again.returncode == 1
    assert "copy.db" in one_sentence(again)
    assert (tmp_path / "copy.db").read_bytes() == before


def test_a_backup_is_put_back_only_with_force(diemtin: Run, ready: Path, tmp_path: Path) -> None:
    """What was there is kept and named; no progress bar where nobody looks."""
    diemtin("import", ready)
    diemtin("db", "backup", "copy.db")
    refused = diemtin("db", "restore", "copy.db")
    assert refused.returncode == 1
    assert "--force" in one_sentence(refused)
    done = diemtin("db", "restore", "copy.db", "--force")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Restored 3 articles from copy.db" in done.stdout
    assert [path.name in done.stdout for path in tmp_path.glob("*before-restore*")] == [True]
    assert "Giá vàng" in diemtin("search", "gia vang").stdout
    missing = diemtin("db", "backup", "x.db", "--database", "none.db")
    assert "no store at none.db" in one_sentence(missing)
    assert not (tmp_path / "none.db").exists()


def test_feeds_travel_as_opml(of_store: Run, tmp_path: Path) -> None:
    """Import, list, export, import again."""
    diemtin = of_store
    (tmp_path / "in.opml").write_text(
        '<opml version="2.0"><body><outline text="Báo Mẫu">'
        '<outline xmlUrl="https://bao.example/rss" category="Thời sự" text="Thời sự"/>'
        "</outline></body></opml>"
    )
    assert "1 feeds added" in diemtin("feeds", "import", "in.opml").stdout
    assert "0 feeds added" in diemtin("feeds", "import", "in.opml").stdout
    listed = json.loads(diemtin("feeds", "list", "--json").stdout)
    assert (listed["source"], listed["section"]) == ("Báo Mẫu", "Thời sự")
    exported = diemtin("feeds", "export").stdout
    assert "https://bao.example/rss" in exported
    assert diemtin("feeds", "remove", str(listed["id"])).returncode == 0
    assert "no feeds" in diemtin("feeds", "list").stdout


def test_a_paper_of_the_catalogue_is_added_by_its_name(of_store: Run) -> None:
    """Without diacritics too; a name that is not there is said."""
    diemtin = of_store
    listed = [
        json.loads(row) for row in diemtin("feeds", "catalogue", "--json").stdout.splitlines()
    ]
    papers = {row["source"] for row in listed}
    assert len(papers) >= 20
    assert "feeds of Tuổi Trẻ added" in diemtin("feeds", "catalogue", "tuoi tre").stdout
    added = [json.loads(row) for row in diemtin("feeds", "list", "--json").stdout.splitlines()]
    assert {feed["url"] for feed in added} == {
        row["url"] for row in listed if row["source"] == "Tuổi Trẻ"
    }
    unknown = diemtin("feeds", "catalogue", "Báo Không Có")
    assert unknown.returncode == 1
    assert "Báo Không Có" in one_sentence(unknown)


@pytest.mark.parametrize(
    ("command", "name", "body"),
    [
        ("feed", "page.xml", b"<html><body>Xin chao</body></html>"),
        ("feed", "empty.xml", b""),
        ("feed", "noise.xml", bytes(range(256)) * 8),
        ("article", "empty.html", b""),
        ("article", "home.html", b"<html><body><a href='/1'>Tin</a></body></html>"),
        ("article", "noise.html", b"\x00\xff" * 500),
        ("digest", "broken.jsonl", b'{"id": 1, "title": '),
        ("digest", "list.jsonl", b"[1, 2]\n"),
        ("digest", "noid.jsonl", b'{"title": "x"}\n'),
        ("stories", "broken.jsonl", b"\xff\xfe\n"),
        ("import", "cut.jsonl.gz", gzip.compress(b'{"id": 1, "title": "x"}\n', mtime=0)[:-6]),
        ("import", "notgzip.jsonl.gz", b"{}"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(
    diemtin: Run, tmp_path: Path, command: str, name: str, body: bytes
) -> None:
    """It names the file, the status is 1."""
    (tmp_path / name).write_bytes(body)
    result = diemtin(command, name)
    assert result.returncode == 1
    assert one_sentence(result)


@pytest.mark.parametrize("command", ["feed", "article", "digest", "import", "stories"])
def test_a_file_that_is_not_there_is_named(diemtin: Run, command: str) -> None:
    """The sentence says which one."""
    name = "nowhere.jsonl" if command in {"import", "stories"} else "nowhere.html"
    result = diemtin(command, name)
    assert result.returncode == 1
    assert name in one_sentence(result)


def test_an_address_that_does_not_answer_is_named(diemtin: Run) -> None:
    """Nobody listens at port 9 of this machine."""
    allowed = {"DIEMTIN_ALLOW_PRIVATE_ADDRESSES": "true"}
    result = diemtin("article", "http://127.0.0.1:9/x", env=allowed)
    assert result.returncode == 1
    assert "127.0.0.1:9" in one_sentence(result)


def test_private_addresses_are_not_asked(diemtin: Run) -> None:
    """Without the setting, this machine's own addresses are no news."""
    result = diemtin("article", "http://127.0.0.1:9/x")
    assert result.returncode == 1
    assert one_sentence(result)


def test_one_bad_file_does_not_stop_the_others(diemtin: Run, tmp_path: Path) -> None:
    """The good one is shown, the bad one is complained of, the status is 1."""
    (tmp_path / "good.html").write_text(PAGE)
    (tmp_path / "bad.html").write_text("")
    result = diemtin("article", "bad.html", "good.html", "--json")
    assert result.returncode == 1
    assert json.loads(result.stdout)["file"] == "good.html"
    assert "bad.html" in one_sentence(result)


def test_a_store_of_a_newer_program_is_left_alone(of_store: Run, any_store_url: str) -> None:
    """It is refused with a sentence and stays as it was."""
    execute(any_store_url, "UPDATE alembic_version SET version_num = '9999'")
    result = of_store("stats")
    assert result.returncode == 1
    assert "newer" in one_sentence(result)


def test_a_file_that_is_no_store_is_left_alone(diemtin: Run, tmp_path: Path) -> None:
    """A text is not written over."""
    (tmp_path / "notes.db").write_text("Đây là ghi chú, không phải cơ sở dữ liệu. " * 40)
    before = (tmp_path / "notes.db").read_bytes()
    result = diemtin("stats", "--database", "notes.db")
    assert result.returncode == 1
    assert "notes.db" in one_sentence(result)
    assert (tmp_path / "notes.db").read_bytes() == before


def test_a_locked_store_is_said(of_store: Run, any_store_url: str) -> None:
    """Somebody else writes: one sentence, nothing lost."""
    with held(any_store_url):
        result = of_store("feeds", "remove", "1")
    assert result.returncode == 1
    assert "locked" in one_sentence(result)


@pytest.mark.parametrize("database", ["", ":memory:", "sqlite:///x?mode=memory&uri=true"])
def test_a_store_that_would_be_nowhere_is_refused(diemtin: Run, database: str) -> None:
    """What is no file would be gone with the command."""
    result = diemtin("stats", "--database", database)
    assert result.returncode == 1
    assert "unexpected" not in one_sentence(result)


def test_a_store_is_not_copied_into_itself(
    of_store: Run, any_store_url: str, tmp_path: Path
) -> None:
    """However its name is written."""
    if is_sqlite(any_store_url):
        again = any_store_url.replace(str(tmp_path), f"{tmp_path}/.")
    else:
        again = f"{any_store_url}&application_name=again"
    result = of_store("db", "copy", again)
    assert result.returncode == 1
    assert "itself" in one_sentence(result)


def test_a_password_is_not_repeated(diemtin: Run) -> None:
    """Of an address that is none, nothing is shown."""
    result = diemtin("db", "copy", "mysql://me:secret@host/x")
    assert result.returncode == 1
    assert "secret" not in one_sentence(result)


@pytest.mark.parametrize("arguments", [["feeds", "catalogue", "--json"], ["stats", "--json"]])
def test_an_output_that_is_full_is_said(tmp_path: Path, arguments: list[str]) -> None:
    """One sentence; an output that nobody has is no reason to fail."""
    program = Path(sys.executable).with_name("diemtin")
    with Path("/dev/full").open("w") as full:
        run = subprocess.run(
            [program, *arguments],
            cwd=tmp_path,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert run.returncode == 1
    assert one_sentence(run) == "diemtin: The output: No space left on device."
    closed = ["sh", "-c", 'exec "$@" >&-', "sh", str(program), *arguments]
    assert subprocess.run(closed, cwd=tmp_path, check=False, capture_output=True).returncode == 0


def test_the_bot_without_a_token_says_how_to_get_one(diemtin: Run) -> None:
    """And names the playground."""
    result = diemtin("run")
    assert result.returncode == 1
    sentence = one_sentence(result)
    assert "@BotFather" in sentence
    assert "playground" in sentence


def test_an_unknown_setting_stops_the_start(diemtin: Run) -> None:
    """The sentence names it."""
    result = diemtin("stats", env={"DIEMTIN_TOKNE": "1"})
    assert result.returncode == 1
    assert "DIEMTIN_TOKNE" in one_sentence(result)


@pytest.mark.parametrize("arguments", [["feeds", "remove", "many"], ["fly"], ["search"]])
def test_wrong_usage_is_status_2(diemtin: Run, arguments: list[str]) -> None:
    """As every command line does."""
    result = diemtin(*arguments)
    assert result.returncode == 2
    assert "Traceback" not in result.stderr


def test_an_index_that_lost_articles_is_said_and_built_anew(
    of_store: Run, any_store_url: str, ready: Path
) -> None:
    """The check names the command that mends it, and a search without index says so too."""
    diemtin = of_store
    diemtin("import", ready)
    assert "reindex" not in diemtin("check").stdout
    table = "search_head" if is_sqlite(any_store_url) else "search_tokens"
    for damage in ("DELETE FROM search_document WHERE number = 2", f"DROP TABLE {table}"):
        execute(any_store_url, damage)
        assert "run diemtin db reindex" in diemtin("check").stdout
    broken = diemtin("search", "gia vang")
    assert broken.returncode == 1
    assert "diemtin db reindex" in one_sentence(broken)
    assert diemtin("db", "reindex").stdout.strip() == "The search index is new."
    assert "Giá vàng" in diemtin("search", "gia vang").stdout
    assert "reindex" not in diemtin("check").stdout


def test_a_store_moves_to_the_other_database_and_its_numbers_stay(
    of_store: Run, ready: Path, databases: postgres.Databases, any_store_url: str, tmp_path: Path
) -> None:
    """Every row is copied, the numbers are the same, what is there already is not written over."""
    of_store("import", ready)
    other = "postgresql" if is_sqlite(any_store_url) else "sqlite"
    with new_store(other, databases) as target:
        assert "Copied" in of_store("db", "copy", target).stdout
        there = {"DIEMTIN_DATABASE_URL": target}
        numbers = [json.loads(of_store("stats", "--json", env=env).stdout) for env in ({}, there)]
        assert numbers[0]["articles"] == numbers[1]["articles"] == len(READY)
        assert "Giá vàng" in of_store("search", "gia vang", env=there).stdout
    result = of_store("db", "copy", any_store_url, env={"DIEMTIN_DATABASE_URL": f"{tmp_path}/x.db"})
    assert result.returncode == 1
    assert one_sentence(result)


@pytest.mark.parametrize("any_store_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize(
    ("command", "tool"), [("backup", "use pg_dump"), ("restore", "use pg_restore")]
)
def test_backups_of_a_server_are_left_to_its_own_tools(
    of_store: Run, command: str, tool: str
) -> None:
    """The sentence names them."""
    result = of_store("db", command, "copy.db")
    assert result.returncode == 1
    assert tool in one_sentence(result)
