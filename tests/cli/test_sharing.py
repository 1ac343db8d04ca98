"""Stories that several people share, as a person types it."""

import json

import pytest

from onrecord.store import postgres

TEXT = "Mayor Ada Lund said on 3 May 2024 that the flood had destroyed 40 homes in Orrby.\n"


@pytest.fixture
def folder(tmp_path, run):
    (tmp_path / "flood.txt").write_text(TEXT, encoding="utf-8")
    assert run("build", tmp_path / "flood.txt", "-o", tmp_path / "story")[0] == 0
    return tmp_path / "story"


def test_a_shared_story_is_made_filled_and_read_with_the_same_commands(tmp_path, folder, address, run):
    shared = tmp_path / "shared"
    assert run("init", shared, "--store", address)[0] == 0
    assert run("add", shared, tmp_path / "flood.txt")[0] == 0
    assert run("run", shared)[0] == 0
    code, out, _ = run("show", shared, "quotations", "--json")
    assert code == 0
    assert out == run("show", folder, "quotations", "--json")[1]
    assert run("check", shared)[0] == 0


def test_copy_says_what_it_copied_and_leaves_the_old_one(tmp_path, folder, address, run):
    code, out, err = run("copy", folder, tmp_path / "team", "--store", address)
    assert (code, "1 report and 0 decisions copied" in out + err) == (0, True)
    assert run("export", tmp_path / "team", "jsonl")[1] == run("export", folder, "jsonl")[1]
    code, _, err = run("copy", folder, tmp_path / "team")
    assert code == 6
    assert "only be copied into an empty one" in err
    assert run("copy", folder, folder)[0] == 2


def test_the_audit_names_the_account(tmp_path, folder, address, run):
    run("copy", folder, tmp_path / "team", "--store", address)
    line = json.loads(run("show", tmp_path / "team", "quotations", "--json")[1].splitlines()[0])["id"]
    assert run("decide", tmp_path / "team", line, "confirm", "--who", "Ada")[0] == 0
    (row,) = [json.loads(row) for row in run("audit", tmp_path / "team", "--json")[1].splitlines()]
    assert row["account"] == "keeper"
    code, _, err = run("audit", folder)
    assert code == 2
    assert "onrecord copy" in err


@pytest.mark.parametrize("words", [["grant", "keeper", "--as", "own"], ["grant", "nobody_at_all", "--as", "read"]])
def test_a_grant_that_cannot_be_made_is_said(tmp_path, address, run, words):
    run("init", tmp_path / "team", "--store", address)
    code, _, err = run(words[0], tmp_path / "team", *words[1:])
    assert code == 2
    assert err.strip()


def test_without_the_driver_it_says_what_to_install(tmp_path, address, run, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "psycopg", None)
    code, _, err = run("init", tmp_path / "team", "--store", address)
    assert code == 3
    assert "pip install 'onrecord[postgres]'" in err
    assert postgres.without_password(address) == address
