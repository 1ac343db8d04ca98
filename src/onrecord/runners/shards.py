"""The one unit of work of every runner: a shard of reports in, what is to be kept of them out.

References: docs/decisions/0046.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.errors import StageFailed
from onrecord.model import Report
from onrecord.model.codec import encode_json
from onrecord.model.decisions import Decision
from onrecord.model.ids import digest_text
from onrecord.pipeline import Pipeline
from onrecord.runners.profile import Profile, Spent
from onrecord.store.prepared import Prepared, prepare


@dataclass(frozen=True, slots=True)
class Shard:
    """Reports to read, with the decisions in force on each."""

    reports: tuple[tuple[Report, tuple[Decision, ...]], ...]

    def digest(self) -> str:
        """Return a hash of everything that is to be read: with a pipeline's key it names the result."""
        parts = (encode_json([report, [d.id for d in decisions]]).decode() for report, decisions in self.reports)
        return digest_text("\n".join(parts))[:32]


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a shard.

    Attributes:
        prepared: Readings to keep.
        failed: (report, reason) of those that could not be read.
        spent: What each stage took.
    """

    prepared: tuple[Prepared, ...] = ()
    failed: tuple[tuple[str, str], ...] = ()
    spent: tuple[Spent, ...] = ()

    def __len__(self) -> int:
        return len(self.prepared) + len(self.failed)


def process_shard(pipeline: Pipeline, shard: Shard) -> Done:
    """Read a shard: pure and idempotent, so that it may be done anywhere and again.

    Cost: linear in the texts; holds what is kept of the shard's readings.
    """
    prepared, failed, profile = [], [], Profile()
    for report, decisions in shard.reports:
        try:
            reading = pipeline.read(report, profile.add)
            with profile.timing("prepare", 1):
                prepared.append(prepare(reading, decisions))
        except StageFailed as error:
            failed.append((report.id, str(error)))
        except MemoryError:
            failed.append((report.id, f"{report.path}: reading it takes more memory than a worker may have"))
    return Done(tuple(prepared), tuple(failed), profile.rows())


def join_done(parts: Sequence[Done]) -> Done:
    """Return what became of several shards as of one, in the order of the reports' ids."""
    profile = Profile()
    for part in parts:
        profile.merge(part.spent)
    return Done(
        prepared=tuple(sorted((p for part in parts for p in part.prepared), key=lambda p: p.report)),
        failed=tuple(sorted(f for part in parts for f in part.failed)),
        spent=profile.rows(),
    )
