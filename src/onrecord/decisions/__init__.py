"""What people decided, applied to what the machine found: pure functions, nothing stored here.

``apply_decisions`` turns a machine reading and the decisions on its report into the lines of the record.
Re-running, a new model, a changed rule or a renamed file change the reading, never the decisions.
"""

from onrecord.decisions.apply import Applied, apply_decisions, judgements
from onrecord.decisions.log import active_decisions, new_decision
from onrecord.decisions.targets import target_of_line, target_of_report

__all__ = [
    "Applied",
    "active_decisions",
    "apply_decisions",
    "judgements",
    "new_decision",
    "target_of_line",
    "target_of_report",
]
