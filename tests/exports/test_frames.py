"""Data frames hold every line, typed."""

import pytest

from onrecord.errors import InputError
from onrecord.exports.frames import pandas_frame, polars_frame

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
