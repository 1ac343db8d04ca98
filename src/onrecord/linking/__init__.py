"""Many readings -> judged links, clusters, figure verdicts, timeline: pure functions over summaries."""

from onrecord.linking.changes import (
    ChangeKind,
    Comparison,
    Outcome,
    Plan,
    QuotationVariant,
    StoryChange,
    changes_since,
    compare_reports,
    diff_story,
    find_plans,
)
from onrecord.linking.clusters import Refusal
from onrecord.linking.facts import ReportSummary
from onrecord.linking.linker import Cluster
from onrecord.linking.origins import Origins
from onrecord.linking.quotations import diff_words
from onrecord.linking.story import StoryLinks, link_story
from onrecord.linking.summarise import summarise
from onrecord.linking.timeline import pick_important

__all__ = [
    "ChangeKind",
    "Cluster",
    "Comparison",
    "Origins",
    "Outcome",
    "Plan",
    "QuotationVariant",
    "Refusal",
    "ReportSummary",
    "StoryChange",
    "StoryLinks",
    "changes_since",
    "compare_reports",
    "diff_story",
    "diff_words",
    "find_plans",
    "link_story",
    "pick_important",
    "summarise",
]
