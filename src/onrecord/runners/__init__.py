"""Where and how often a pipeline runs; the record that comes out is the same."""

from onrecord.runners.adding import AddOutcome, add_paths
from onrecord.runners.local import RunOutcome, run_story, run_story_on
from onrecord.runners.supervisor import Limits

__all__ = ["AddOutcome", "Limits", "RunOutcome", "add_paths", "run_story", "run_story_on"]
