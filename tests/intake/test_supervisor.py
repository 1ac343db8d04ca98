"""Children that die, hang or eat memory cost one document and never the run."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from onrecord.intake import IntakeOptions, read_paths, supervisor

BODY = "The dam at Orle broke on Friday and the water took the old bridge with it, the mayor said in the town.\n"
TRAP = """
import os
from onrecord.intake import run
inner = run.read_document
def trapped(document, options):
    if b"KILLME" in document.data:
        os.kill(os.getpid(), 9)
    if b"HANGME" in document.data:
        while True:
            pass
    if b"EATME" in document.data:
        held = bytearray(4_000_000_000)
    return inner(document, options)
run.read_document = trapped
"""


@pytest.fixture
def trapped(tmp_path, monkeypatch):
    """Children that fall into a trap at marked texts."""
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(TRAP)
    plain = supervisor._environment
    monkeypatch.setattr(
        supervisor,
        "_environment",
        lambda: plain() | {"PYTHONPATH": os.pathsep.join((str(folder), plain()["PYTHONPATH"]))},
    )
    return IntakeOptions(seconds=1.0, workers=2)


def test_killed_and_hanging_children_cost_one_file_each(tmp_path, trapped):
    story = tmp_path / "story"
    story.mkdir()
    for number in range(40):
        mark = {7: "KILLME ", 23: "HANGME ", 31: "EATME "}.get(number, "")
        (story / f"{number:02}.txt").write_text(mark + BODY)
    items = list(read_paths([story], trapped))
    assert [Path(i.path).name for i in items] == [f"{n:02}.txt" for n in range(40)]
    refused = {Path(i.path).name: i.reason for i in items if hasattr(i, "reason")}
    assert set(refused) == {"07.txt", "23.txt", "31.txt"}
    assert "made its reader crash (SIGKILL)" in refused["07.txt"]
    assert "more than 1 seconds of processor time" in refused["23.txt"]
    assert "memory" in refused["31.txt"]


def test_a_killing_line_costs_one_line(tmp_path, trapped):
    lines = [f'{{"id": "a{n}", "text": "{"KILLME" if n == 3 else "Fine"} words"}}' for n in range(90)]
    path = tmp_path / "x.jsonl"
    path.write_text("\n".join(lines))
    items = list(read_paths([path], trapped))
    assert [getattr(i, "id", None) for i in items] == [None if n == 3 else f"a{n}" for n in range(90)]
    assert items[3].member == "line 4"


def test_a_page_that_kills_is_tried_with_the_plain_reader(tmp_path, trapped):
    (tmp_path / "a.html").write_text(f"<html><body><p>KILLME {BODY}</p></body></html>")
    (refusal,) = read_paths([tmp_path / "a.html"], trapped)
    assert refusal.code == "refused"


def test_closing_early_leaves_no_child(tmp_path):
    for number in range(50):
        (tmp_path / f"{number}.txt").write_text(BODY)
    stream = read_paths([tmp_path], replace(IntakeOptions(), workers=2))
    next(stream)
    stream.close()
