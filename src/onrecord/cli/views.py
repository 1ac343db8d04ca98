"""What the looking commands show, gathered from the store."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from onrecord.cli.output import give_json, say, table
from onrecord.model.ids import SHOWN

if TYPE_CHECKING:
    from onrecord.store import Story


def show_overview(story: "Story", *, as_json: bool) -> None:
    """Show the story at a glance."""
    from onrecord.store.overview import overview

    counted = overview(story)
    if as_json:
        give_json(counted)
        return
    say(counted.sentence())
    for question in counted.questions():
        say(f"  ? {question}")


def show_reports(story: "Story", as_json: bool) -> None:
    """Show every report with its date and how that is known."""
    reports = story.reports()
    read = story.read_reports()
    applied = {r.id: story.applied(r.id).reading.report for r, _ in reports if r.id in read}
    if as_json:
        for report, added in reports:
            shown = applied.get(report.id, report)
            give_json(
                {
                    "id": shown.id,
                    "title": shown.title,
                    "outlet": shown.outlet,
                    "path": shown.path,
                    "published": shown.published,
                    "sha256": shown.sha256,
                    "added": added,
                }
            )
        return
    rows = []
    for report, added in reports:
        dated = applied.get(report.id, report).published
        day = f"{dated.value} ({dated.method})" if dated.value else "unknown"
        rows.append((report.id, report.title or "no title", report.outlet or "", day, added[:10], report.path))
    table(f"reports ({len(rows)})", ("id", "title", "outlet", "published", "added", "path"), rows)


def show_rejections(story: "Story", as_json: bool) -> None:
    """Show what could not be read, and why."""
    found = story.rejections()
    if as_json:
        for rejection in found:
            give_json(rejection)
        return
    rows = [(r.path, r.code, r.reason) for r in found]
    table(f"could not be read ({len(rows)})", ("path", "code", "reason"), rows)


def show_verdicts(story: "Story", as_json: bool) -> None:
    """Show what figures about the same thing are to each other."""
    verdicts = story.links().verdicts
    lines = story.lines_by_id([f for v in verdicts for f in v.figures])
    if as_json:
        for verdict in verdicts:
            give_json(verdict)
        return
    rows = []
    for verdict in verdicts:
        words = " / ".join(lines[f].quote for f in verdict.figures if f in lines)
        rows.append((verdict.verdict, words, verdict.reason, " ".join(f[:SHOWN] for f in verdict.figures)))
    table(f"figures compared ({len(rows)})", ("verdict", "figures", "reason", "ids"), rows)


def show_links(story: "Story", as_json: bool) -> None:
    """Show every judged link."""
    links = story.links().links
    if as_json:
        for link in links:
            give_json(link)
        return
    rows = [(k.judgement, k.of, f"{k.left[:SHOWN]} {k.right[:SHOWN]}", f"{k.score:.2f}", k.reason, k.by) for k in links]
    table(f"links ({len(rows)})", ("judged", "of", "ids", "score", "reason", "by"), rows)


OTHER: dict[str, Callable[["Story", bool], None]] = {
    "reports": show_reports,
    "verdicts": show_verdicts,
    "links": show_links,
    "rejections": show_rejections,
}


def timeline_rows(story: "Story", status: str | None = None) -> list[dict[str, Any]]:
    """Return the timeline, dated entries first, each with the words of its event."""
    entries = story.links().timeline
    lines = story.lines_by_id([e.event for e in entries])
    rows = []
    for entry in entries:
        line = lines.get(entry.event)
        if line is None or (status is not None and line.item.get("factuality") != status):
            continue
        rows.append(
            {
                "kind": "timeline",
                "date": entry.date,
                "earliest": entry.earliest,
                "latest": entry.latest,
                "event": entry.event,
                "type": line.item["type"],
                "status": line.item["factuality"],
                "quote": line.quote,
                "who": who_of(story, line.report, line.item),
                "said_by": line.said_by,
                "sentence": line.sentence,
                "reports": entry.reports,
                "origins": entry.origins,
                "weight": entry.weight,
            }
        )
    return rows


def who_of(story: "Story", report: str, item: dict[str, Any]) -> str:
    """Return actor and recipient of an event by name."""
    names = story.names(report)
    sides = [", ".join(names.get(e, e) for e in item.get(side, ())) for side in ("actor", "recipient")]
    return " → ".join(side for side in sides if side)


def explain(story: "Story", wanted: str) -> dict[str, Any]:
    """Return everything about a line: where it stands, what made it, and every decision on it."""
    line = story.line(wanted)
    report = story.report(line.report)
    reading = story.applied(line.report).reading
    about = [d for d in story.decisions() if d.id in line.decisions]
    stage = {"entity": "entities", "quotation": "quotations", "timex": "timexes"}.get(line.kind, line.kind + "s")
    made = reading.made_by
    return {
        "line": line.id,
        "kind": line.kind,
        "quote": line.quote,
        "sentence": line.sentence,
        "report": f"{report.id} {report.title or ''}".strip(),
        "path": report.path,
        "offsets": [[s.start, s.end] for s in line.spans],
        "sha256": report.sha256,
        "said by": " ← ".join(line.said_by) or "the report itself",
        "evidence": line.evidence.value,
        "review": line.review.value,
        "made by": f"onrecord {made.onrecord}, stage {stage} {made.stages.get(stage, '')}, lexicon {made.lexicon}",
        "rule": line.item.get("rule") or "",
        "fields": line.item,
        "links": list(story.links_of(line.id)),
        "decisions": [f"{d.at[:19]} {d.who}: {d.verb} {d.field or ''} {d.reason}".strip() for d in about],
    }
