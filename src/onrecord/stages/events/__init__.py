"""Events: what happened or is said to happen, who did it to whom, and whether it did.

Needs: parse, entities, timexes, quotations. Gives: events.
"""

from onrecord.stages.events.find import find_events
from onrecord.stages.events.salience import main_event

__all__ = ["find_events", "main_event"]
