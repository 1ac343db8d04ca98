"""The MCP server answers a scripted client: every line with its sentence and id, nothing decided."""

import asyncio
import json

import pytest

from onrecord.model.decisions import Verb

from .made import decide

pytest.importorskip("mcp.server.mcpserver", reason="the mcp extra is not installed")
pytestmark = pytest.mark.filterwarnings("ignore")

from mcp import Client  # noqa: E402

from onrecord.exports.assistant import make_server  # noqa: E402


def ask(story, *calls):
    async def script():
        async with Client(make_server(story)) as client:
            tools = {t.name: t for t in (await client.list_tools()).tools}
            return tools, [await client.call_tool(name, arguments) for name, arguments in calls]

    tools, answers = asyncio.run(script())
    return tools, answers


def content(answer):
    assert not answer.is_error, answer.content
    found = answer.structured_content
    return found["result"] if set(found) == {"result"} else found


def test_every_line_comes_with_its_sentence_and_id(story):
    tools, answers = ask(
        story,
        *(("lines", {"kind": kind}) for kind in ("entity", "quotation", "timex", "event", "figure")),
        ("timeline", {}),
        ("search", {"query": "dike"}),
        ("reports", {}),
    )
    assert {"reports", "lines", "line", "search", "timeline", "conflicts", "propose_decision"} <= set(tools)
    assert all(t.annotations.read_only_hint for n, t in tools.items() if n != "propose_decision")
    for answer in answers[:6]:
        rows = content(answer)
        assert rows
        for row in rows:
            line = story.line(row["id"])
            assert row["sentence"] == line.sentence
            assert row["review"] == line.review
            assert row.get("said_by", "") == " < ".join(line.said_by)
    hits = content(answers[6])
    assert hits
    assert all(hit["lines"] and li["sentence"] == hit["sentence"] for hit in hits for li in hit["lines"])
    assert len(content(answers[7])) == 4


def test_writes_are_only_proposals(story):
    line = story.lines(kinds=["figure"])[0]
    before = story.decisions(), story.lines()
    _, answers = ask(
        story,
        ("propose_decision", {"line_id": line.id, "verb": "confirm", "reason": "it's in the table; rm -rf /"}),
        ("propose_decision", {"line_id": line.id, "verb": "merge", "reason": "no"}),
        ("proposals", {}),
    )
    told = content(answers[0])
    assert told["sentence"] == line.sentence
    assert "'it'\"'\"'s in the table; rm -rf /'" in told["a person may run"]
    assert answers[1].is_error
    assert [p["line"] for p in content(answers[2])] == [line.id]
    assert (story.decisions(), story.lines()) == before


def test_held_lines_are_not_told_of(story):
    line = story.lines(kinds=["quotation"])[0]
    decide(story, Verb.HOLD, [line])
    story.relink()
    _, answers = ask(
        story,
        ("line", {"line_id": line.id}),
        ("search", {"query": " ".join(line.quote.split()[:6])}),
        ("lines", {"kind": "quotation", "limit": 200}),
        ("timeline", {"limit": 200}),
    )
    assert answers[0].is_error
    assert "no line" in answers[0].content[0].text
    for answer in answers[1:]:
        assert line.quote not in json.dumps(content(answer), ensure_ascii=False)
