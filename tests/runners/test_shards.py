"""A shard is read anywhere to the same result, and its file in the ledger gives that result back."""

import errno
import logging
from dataclasses import replace

import pytest

from onrecord.errors import ResourceMissing, StageFailed, StoreError
from onrecord.pipeline import Pipeline
from onrecord.resources import Options, Resources
from onrecord.runners import Done, Shard, process_shard
from onrecord.runners import ledger as room
from onrecord.runners.ledger import Ledger
from onrecord.runners.logs import JsonLines
from onrecord.runners.shards import join_done
from onrecord.testing import make_report

TEXT = "Mayor Ada Lund said the flood destroyed {n} homes 😀. “We will rebuild,” she told reporters.\n"


@pytest.fixture(scope="module")
def pipeline(nlp_backend):
    return Pipeline(grammar=nlp_backend, resources=Resources(options=Options(reader="fast")))


@pytest.fixture
def shard():
    reports = [replace(make_report(TEXT.format(n=n)), id=f"r{n}", path=f"{n}.txt") for n in range(1, 4)]
    return Shard(tuple((r, ()) for r in reports))


@pytest.fixture
def ledger(tmp_path):
    return Ledger(tmp_path / "shards", "key")


def timeless(done):
    return replace(done, spent=())


def test_a_shard_is_read_to_the_same_result_whole_or_in_parts(pipeline, shard):
    whole = process_shard(pipeline, shard)
    parts = [process_shard(pipeline, Shard((r,))) for r in reversed(shard.reports)]
    assert timeless(join_done(parts)) == timeless(whole) == timeless(process_shard(pipeline, shard))
    assert len(whole) == 3


def test_what_stages_took_is_told(pipeline, shard):
    spent = {s.stage: s for s in process_shard(pipeline, shard).spent}
    assert list(spent) == ["grammar", *(s.name for s in pipeline.stages), "prepare"]
    assert spent["prepare"].items == 3
    assert spent["quotations"].items >= 3
    assert all(s.seconds > 0 for s in spent.values())


def test_a_stage_that_breaks_costs_one_report(pipeline, shard, monkeypatch):
    real = Pipeline.read

    def read(self, report, spend):
        if report.id == "r2":
            raise StageFailed("stage events failed on 2.txt")
        return real(self, report, spend)

    monkeypatch.setattr(Pipeline, "read", read)
    done = process_shard(pipeline, shard)
    assert [p.report for p in done.prepared] == ["r1", "r3"]
    assert done.failed == (("r2", "stage events failed on 2.txt"),)


def test_the_digest_hangs_on_texts_and_decisions_alone(shard):
    same = Shard(tuple((replace(r), found) for r, found in shard.reports))
    assert same.digest() == shard.digest()
    report, found = shard.reports[0]
    assert Shard(((replace(report, text="x"), found), *shard.reports[1:])).digest() != shard.digest()


def test_the_ledger_gives_back_what_was_written(pipeline, shard, ledger):
    digest = ledger.put(shard)
    assert ledger.get(digest) == shard
    assert list(ledger.done()) == []
    done = replace(process_shard(pipeline, shard), failed=(("r9", "too long"),))
    ledger.close(digest, done)
    assert list(ledger.done()) == [digest]
    assert ledger.closed(digest) == done
    ledger.forget(digest)
    assert [p for p in ledger.folder.rglob("*") if p.is_file()] == []


def test_a_full_disk_leaves_no_half_file(shard, ledger, monkeypatch):
    def full(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(room.os, "fsync", full)
    with pytest.raises(StoreError, match="No space left on device; run again"):
        ledger.put(shard)
    assert list(ledger.folder.iterdir()) == []


def test_a_damaged_shard_is_named(shard, ledger):
    digest = ledger.put(shard)
    ledger.given(digest).write_bytes(b"PAR1 nothing")
    with pytest.raises(StoreError, match=digest):
        ledger.get(digest)


def test_without_the_extra_the_message_says_what_to_install(shard, ledger, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pyarrow.parquet", None)
    with pytest.raises(ResourceMissing, match="pip install"):
        ledger.put(shard)


def test_logs_are_json_lines():
    record = logging.makeLogRecord({"msg": "worker lost", "name": "onrecord.x", "how": "SIGKILL", "levelname": "INFO"})
    line = JsonLines().format(record)
    assert '"event": "worker lost", "how": "SIGKILL", "level": "info"' in line
    assert "\n" not in line


def test_empty():
    assert join_done([]) == Done()
