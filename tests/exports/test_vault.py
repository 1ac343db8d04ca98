"""The vault: what the user wrote survives the next export, what is held back does not."""

import re

import pytest

from onrecord.errors import InputError
from onrecord.exports import export_folder
from onrecord.exports.vault import BEGIN, END
from onrecord.exports.view import Selection
from onrecord.model.decisions import Verb

from .made import decide


@pytest.fixture
def vault(story, tmp_path):
    def write(**chosen):
        story.relink()
        export_folder(story, "vault", Selection(**chosen), tmp_path / "vault")
        return tmp_path / "vault"

    return write


def note_of(folder, ident):
    (found,) = [p for p in folder.rglob("*.md") if f"onrecord-id: {ident}\n" in p.read_text(encoding="utf-8")]
    return found


def write_mine(note, words):
    text = note.read_text(encoding="utf-8")
    note.write_text(text.replace(f"{BEGIN}\n", f"{BEGIN}\n{words}\n"), encoding="utf-8")


def test_a_note_a_person_an_event_a_figure_and_a_report(story, vault):
    folder = vault()
    for line in story.lines(kinds=["event", "figure"]):
        text = note_of(folder, line.id).read_text(encoding="utf-8")
        assert f"review: {line.review}" in text
        assert line.evidence in text
        assert all(v in text for v in line.said_by)
    names = {p.stem for p in folder.rglob("*.md")}
    for note in folder.rglob("*.md"):
        for link in re.findall(r"(?<!\\)\[\[([^\]]+)\]\]", note.read_text(encoding="utf-8")):
            assert link in names, link


def test_the_users_words_survive(story, vault):
    folder = vault()
    line = story.lines(kinds=["event"])[0]
    (folder / "mine.md").write_text("my own note")
    write_mine(note_of(folder, line.id), "called the mayor, 3 June\n%% yours")
    before = {p: p.read_bytes() for p in folder.rglob("*.md")}
    vault()
    assert {p: p.read_bytes() for p in folder.rglob("*.md")} == before
    decide(story, Verb.CONFIRM, [line])
    vault()
    text = note_of(folder, line.id).read_text(encoding="utf-8")
    assert "called the mayor, 3 June\n%% yours" in text
    assert "review: confirmed" in text
    assert (folder / "mine.md").read_text() == "my own note"


def test_a_held_line_leaves_only_what_the_user_wrote(story, vault):
    folder = vault()
    first, second = story.lines(kinds=["figure"])[:2]
    write_mine(note_of(folder, first.id), "ask again")
    decide(story, Verb.HOLD, [first])
    decide(story, Verb.HOLD, [second])
    vault()
    note = note_of(folder, first.id)
    assert "ask again" in note.read_text(encoding="utf-8")
    assert "counted" not in note.read_text(encoding="utf-8")
    assert not [p for p in folder.rglob("*.md") if second.id in p.read_text(encoding="utf-8")]
    vault()
    decide(story, Verb.RELEASE, [first])
    vault()
    assert "ask again" in note_of(folder, first.id).read_text(encoding="utf-8")


def test_damaged_fences_lose_nothing(story, vault):
    folder = vault()
    line = story.lines(kinds=["event"])[0]
    note = note_of(folder, line.id)
    note.write_text(note.read_text(encoding="utf-8").replace(END, "my words"), encoding="utf-8")
    vault()
    kept = list((folder / "kept").glob("*.md"))
    assert len(kept) == 1
    assert "my words" in kept[0].read_text(encoding="utf-8")
    vault()
    assert len(list((folder / "kept").glob("*.md"))) == 1


def test_a_format_of_one_file_is_no_folder(story, tmp_path):
    with pytest.raises(InputError):
        export_folder(story, "csv", Selection(), tmp_path / "x")
