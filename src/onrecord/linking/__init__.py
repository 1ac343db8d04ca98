"""Many readings -> judged links, clusters, figure verdicts, timeline: pure functions over summaries."""

from onrecord.linking.clusters import Refusal
from onrecord.linking.facts import ReportSummary
from onrecord.linking.origins import Origins
from onrecord.linking.story import Cluster, StoryLinks, link_story
from onrecord.linking.summarise import summarise

__all__ = ["Cluster", "Origins", "Refusal", "ReportSummary", "StoryLinks", "link_story", "summarise"]
