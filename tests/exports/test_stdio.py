"""``onrecord mcp STORY`` as an assistant starts it: over standard input and output."""

import asyncio
import os
import sys

import pytest

pytest.importorskip("mcp.server.mcpserver", reason="the mcp extra is not installed")
pytestmark = pytest.mark.filterwarnings("ignore")

from mcp import Client, StdioServerParameters  # noqa: E402


def test_a_client_starts_the_server_and_asks(kept):
    async def script():
        arguments = ["-m", "onrecord", "mcp", str(kept.folder)]
        command = StdioServerParameters(command=sys.executable, args=arguments, env=dict(os.environ))
        async with Client(command) as client:
            return await client.call_tool("lines", {"kind": "figure", "limit": 3})

    answer = asyncio.run(asyncio.wait_for(script(), 60))
    rows = answer.structured_content["result"]
    assert len(rows) == 3
    assert all(kept.line(r["id"]).sentence == r["sentence"] for r in rows)
