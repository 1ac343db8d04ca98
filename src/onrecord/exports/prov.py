"""PROV-JSON: which run made each reading, who decided what on which line, and when."""

from typing import Any, BinaryIO

from onrecord.exports.view import Selection, View, open_view
from onrecord.model.codec import encode_json
from onrecord.model.decisions import Decision
from onrecord.model.ids import digest_text
from onrecord.store import Story

Document = dict[str, dict[str, Any]]
OWN = "https://onrecord.example/ns#"


def write_prov(story: Story, selection: Selection, out: BinaryIO) -> None:
    """Write reports, readings, lines and decisions with the activities and agents behind them.

    References: https://www.w3.org/submissions/prov-json/

    Cost: the whole document in memory.
    """
    view = open_view(story, selection)
    names = ("entity", "activity", "agent", "used", "wasGeneratedBy", "wasAssociatedWith", "wasDerivedFrom")
    document: Document = {"prefix": {"or": OWN}, **{name: {} for name in names}}
    document["agent"]["or:onrecord"] = {"prov:type": {"$": "prov:SoftwareAgent", "type": "prov:QUALIFIED_NAME"}}
    for report in view.heads:
        _report(document, view, report)
    for line in view.iter_lines():
        document["entity"][f"or:line-{line.id}"] = {
            "prov:type": f"line:{line.kind}",
            "or:quote": line.quote,
            "or:saidBy": " < ".join(line.said_by),
            "or:evidence": line.evidence.value,
            "or:review": line.review.value,
            **{f"or:{n}": str(line.item[n]) for n in ("strength", "negated", "factuality") if n in line.item},
        }
        _relate(document, "wasDerivedFrom", "generatedEntity", f"line-{line.id}", "usedEntity", f"report-{line.report}")
    known = set(document["entity"])
    for decision in view.decisions:
        _decision(document, decision, known)
    out.write(encode_json({k: v for k, v in document.items() if v}) + b"\n")


def _report(document: Document, view: View, report: str) -> None:
    head = view.heads[report]
    document["entity"][f"or:report-{report}"] = {
        "prov:label": head.name,
        "or:path": head.path,
        "or:published": head.published or "unknown",
        "or:publishedMethod": head.method,
        "or:added": head.added,
    }
    if report not in view.read:
        return
    made_by = view.reading(report).made_by
    run = f"run-{digest_text(encode_json(made_by).decode())[:12]}"
    document["activity"].setdefault(f"or:{run}", {"or:madeBy": encode_json(made_by).decode()})
    _relate(document, "wasAssociatedWith", "activity", run, "agent", "onrecord")
    document["entity"][f"or:reading-{report}"] = {"prov:type": "reading"}
    _relate(document, "used", "activity", run, "entity", f"report-{report}")
    _relate(document, "wasGeneratedBy", "entity", f"reading-{report}", "activity", run)
    _relate(document, "wasDerivedFrom", "generatedEntity", f"reading-{report}", "usedEntity", f"report-{report}")


def _decision(document: Document, decision: Decision, known: set[str]) -> None:
    who = f"person-{digest_text(decision.who)[:12]}"
    kind = {"$": "prov:Person", "type": "prov:QUALIFIED_NAME"}
    document["agent"].setdefault(f"or:{who}", {"prov:type": kind, "prov:label": decision.who})
    name = f"decision-{decision.id}"
    said = {"or:field": decision.field, "or:reason": decision.reason or None, "or:undoes": decision.undoes}
    document["activity"][f"or:{name}"] = {
        "prov:startTime": decision.at,
        "prov:endTime": decision.at,
        "or:verb": decision.verb.value,
        **{k: v for k, v in said.items() if v},
        **({"or:value": encode_json(decision.value).decode()} if decision.value is not None else {}),
    }
    _relate(document, "wasAssociatedWith", "activity", name, "agent", who)
    for target in decision.targets:
        ident = f"report-{target.report}" if target.kind == "report" else f"line-{target.line}"
        if f"or:{ident}" in known:
            _relate(document, "used", "activity", name, "entity", ident)


def _relate(document: Document, relation: str, left: str, a: str, right: str, b: str) -> None:
    key = digest_text(f"{relation}|{a}|{b}")[:16]
    document[relation][f"_:{key}"] = {f"prov:{left}": f"or:{a}", f"prov:{right}": f"or:{b}"}
