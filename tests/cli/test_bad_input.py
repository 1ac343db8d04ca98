"""Bad input gets a clear sentence, the rest goes on, nothing is lost."""

import json
import os

import pytest

GOOD = "Ada Lund said on Tuesday that 40 homes were lost.\n"


def build(run, tmp_path):
    return run("build", tmp_path / "in", "-o", tmp_path / "story")


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "in"
    made.mkdir()
    (made / "good.txt").write_text(GOOD, encoding="utf-8")
    return made


CASES = {
    "empty.txt": b"",
    "binary.txt": bytes(range(256)) * 40,
    "long.txt": b"a" * 50_000_000,
    "bad.jsonl": b'{"text": "One said two."}\n{broken\n',
}


@pytest.mark.parametrize("name", CASES)
def test_one_broken_file_is_named_and_the_others_are_read(run, tmp_path, folder, name):
    (folder / name).write_bytes(CASES[name])
    code, out, err = build(run, tmp_path)
    assert code == 2
    assert name in err
    assert "Traceback" not in err
    _, out, _ = run("show", tmp_path / "story", "reports", "--json")
    assert any(json.loads(r)["path"].endswith("good.txt") for r in out.splitlines())
    _, out, _ = run("show", tmp_path / "story", "rejections", "--json")
    assert name in out


def test_latin_1_is_read(run, tmp_path, folder):
    (folder / "latin.txt").write_bytes(
        "Der Bürgermeister Jürgen Groß said the café would close on Monday.\n".encode("latin-1")
    )
    assert build(run, tmp_path)[0] == 0
    assert "Groß" in run("search", tmp_path / "story", "café", "--json")[1]


def test_a_file_that_is_not_there(run, tmp_path, folder):
    code, _, err = run("build", folder / "gone.txt", folder / "good.txt", "-o", tmp_path / "story")
    assert code == 2
    assert "gone.txt" in err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every folder")
def test_an_unreadable_folder(run, tmp_path, folder):
    (folder / "locked").mkdir(mode=0)
    code, _, err = build(run, tmp_path)
    assert code == 2
    assert "locked" in err


def test_hostile_text_is_shown_and_never_run(run, tmp_path, folder):
    evil = "<script>alert(1)</script> Ada Lund said “<img src=x onerror=alert(2)>” on Monday. \u202eevil\u202c [bold]x[/bold]\n"
    (folder / "<b>evil.txt").write_text(evil, encoding="utf-8")
    assert build(run, tmp_path)[0] == 0
    page = (tmp_path / "story" / "report.html").read_text(encoding="utf-8")
    assert "<script>alert" not in page
    assert "<img" not in page
    _, out, _ = run("quotes", tmp_path / "story")
    assert "\u202e" not in out


def test_a_full_disk_is_said_and_loses_nothing(run, tmp_path, folder, monkeypatch):
    import sqlalchemy.exc

    from onrecord.store import reports

    def full(*_args, **_more):
        import sqlite3

        raise sqlalchemy.exc.OperationalError("insert", {}, sqlite3.OperationalError("database or disk is full"))

    monkeypatch.setattr(reports, "add_piece", full)
    code, _, err = build(run, tmp_path)
    assert code == 6
    assert "full" in err
    assert "Traceback" not in err
    monkeypatch.undo()


def test_a_full_disk_under_the_report(run, tmp_path, folder):
    code, _, err = run("build", folder, "-o", tmp_path / "story")
    assert code == 0
    code, _, err = run("report", tmp_path / "story", "-o", "/dev/full/x.html")
    assert code == 6
    assert "cannot write" in err
