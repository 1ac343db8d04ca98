"""Data frames hold every line, typed; a shown line escapes what reports wrote."""

import json
from pathlib import Path

import pytest

from onrecord.errors import InputError
from onrecord.exports.frames import pandas_frame, polars_frame, show_lines

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def test_polars(kept):
    pl = pytest.importorskip("polars")
    frame = polars_frame(kept)
    assert set(frame["id"]) == {li.id for li in kept.lines()}
    assert frame.schema["start"] == pl.Int64
    figures = polars_frame(kept, ["figure"])
    assert set(figures["kind"]) == {"figure"}
    for row in figures.iter_rows(named=True):
        line = kept.line(row["id"])
        assert (row["sentence"], row["review"], row["evidence"]) == (line.sentence, line.review, line.evidence)
        assert row["said_by"] == " < ".join(line.said_by)
        assert row["low"] == line.item["low"]


def test_pandas(kept):
    pytest.importorskip("pandas")
    frame = pandas_frame(kept, ["figure"])
    assert str(frame["start"].dtype) == "Int64"
    assert frame["high"].isna().any(), "an open bound stays open"
    assert set(frame["id"]) == {li.id for li in kept.lines(kinds=["figure"])}


def test_there_is_no_such_kind(kept):
    pytest.importorskip("polars")
    with pytest.raises(InputError):
        polars_frame(kept, ["quote"])


def test_a_shown_line_has_its_sentence(kept):
    for shown in show_lines(kept, ["quotation", "event"])[:10]:
        page = shown._repr_html_()
        assert shown.line.sentence.split()[0] in page
        assert f"review: {shown.line.review}" in page
        assert all(v in page.replace("&#x27;", "'") for v in shown.line.said_by)
        assert "“the dikes”" in page
        assert shown.line.id in str(shown)


def test_the_tutorial_notebook_runs(kept):
    pytest.importorskip("polars")
    path = Path(__file__).parents[2] / "docs" / "formats" / "notebook.ipynb"
    names = {}
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            source = "".join(cell["source"]).replace('STORY = "story"', f"STORY = {str(kept.folder)!r}")
            exec(compile(source, str(path), "exec"), names)
    assert names["figures"].height > 0
