"""Where and how often a pipeline runs; the record that comes out is the same."""

from onrecord.runners.adding import AddOutcome, add_paths, count_files, watch_into
from onrecord.runners.local import RunOutcome, run_story, run_story_on
from onrecord.runners.supervisor import Limits

__all__ = ["AddOutcome", "Limits", "RunOutcome", "add_paths", "count_files", "run_story", "run_story_on", "watch_into"]
