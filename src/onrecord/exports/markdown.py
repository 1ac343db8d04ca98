"""Markdown: a fact-check pack, every claim with its sentence, its report, its doubt and a box to tick."""

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from onrecord.exports import wording
from onrecord.exports.rows import iter_rows
from onrecord.exports.view import CLAIM_KINDS, Head, Selection, View, open_view
from onrecord.exports.wording import markdown as md
from onrecord.store import Story

TITLES = {"quotation": "Statements", "event": "Events", "figure": "Figures"}
"""What a fact-checker checks, in this order; names and times stand with them."""


def write_markdown(story: Story, selection: Selection, out: BinaryIO) -> None:
    """Write the fact-check pack, report by report, then what the reports do not agree on."""
    view = open_view(story, selection)
    out.writelines(line.encode("utf-8", "surrogatepass") + b"\n" for line in _pack(view))


def _pack(view: View) -> Iterator[str]:
    yield "# Fact-check pack"
    yield ""
    yield "Each claim stands with the sentence it was read from. onrecord says who said it and how sure that is;"
    yield "it does not say whether it is true."
    seen: dict[str, Mapping[str, Any]] = {}
    last: tuple[str, str] | None = None
    for row in iter_rows(view, CLAIM_KINDS):
        if last is None or last[0] != row["report"]:
            yield from _head(view.heads[row["report"]], row)
        if last != (row["report"], row["kind"]):
            yield from ("", f"### {TITLES[row['kind']]}", "")
        last = (row["report"], row["kind"])
        if row["kind"] == "figure":
            seen[row["id"]] = row
        yield from _claim(row)
    yield from _conflicts(view, seen)


def _head(head: Head, row: Mapping[str, Any]) -> Iterator[str]:
    yield from ("", f"## {md(head.name)}", "")
    parts = [md(head.outlet or "outlet not known"), wording.published(row), f"report `{head.id}`"]
    yield "; ".join([*parts, f"<{head.url}>"] if _plain_url(head.url) else parts)


def _plain_url(url: str | None) -> bool:
    return bool(url) and str(url).startswith(("http://", "https://")) and not set(str(url)) & set("<> \n\t")


def _claim(row: Mapping[str, Any]) -> Iterator[str]:
    box = "x" if row["review"] in {"confirmed", "corrected"} else " "
    yield f"- [{box}] **{row['id']}** {md(wording.claim(row))}"
    yield f"  - {md(wording.teller(row))}; {md(wording.status(row))}"
    if row["kind"] != "quotation":
        yield f"  - {md(wording.when(row))}"
    yield f"  - {wording.place(row)}"
    yield f"  > {md(row['sentence'] or '(no longer in the text)')}"


def _conflicts(view: View, seen: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    found = [v for v in view.linked().verdicts if v.verdict != "agree" and set(v.figures) <= set(seen)]
    if found:
        yield from ("", "## Figures beside each other", "")
    for verdict in found:
        said = " / ".join(f"**{f}** {md(wording.claim(seen[f]))}" for f in verdict.figures)
        yield f"- {verdict.verdict.value}: {said}. {md(verdict.reason)} ({verdict.by.value})"
