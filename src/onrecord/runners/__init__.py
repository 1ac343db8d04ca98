"""Where and how often a pipeline runs; the record that comes out is the same."""

from onrecord.runners.adding import AddOutcome, add_paths, count_files, watch_into
from onrecord.runners.local import RunOutcome, run_story, run_story_on
from onrecord.runners.logs import log_json
from onrecord.runners.on_ray import run_story_on_ray
from onrecord.runners.profile import Spent
from onrecord.runners.shards import Done, Shard, process_shard
from onrecord.runners.supervisor import Limits

__all__ = [
    "AddOutcome",
    "Done",
    "Limits",
    "RunOutcome",
    "Shard",
    "Spent",
    "add_paths",
    "count_files",
    "log_json",
    "process_shard",
    "run_story",
    "run_story_on",
    "run_story_on_ray",
    "watch_into",
]
