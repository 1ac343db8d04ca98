"""Every format has a page that says what is lost."""

from pathlib import Path

import pytest

from onrecord.exports import FOLDERS, FORMATS

PAGES = Path(__file__).parents[2] / "docs" / "formats"


@pytest.mark.parametrize("name", sorted({*FORMATS, *FOLDERS}))
def test_every_format_has_a_page(name):
    index = (PAGES / "index.md").read_text(encoding="utf-8")
    (row,) = [r for r in index.splitlines() if r.startswith("|") and f"`{name}`" in r]
    page = PAGES / row.split("](")[-1].split(")")[0]
    text = page.read_text(encoding="utf-8")
    assert all(f"**{word}" in text for word in ("Kept", "Lost", "Open"))
