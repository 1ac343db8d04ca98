"""The record as one HTML page: the same templates serve the web app."""

from pathlib import Path

from onrecord.store import Story

__all__ = ["write_report"]


def write_report(story: Story, page: Path) -> int:
    """Write the record as one self-contained page; return its size in bytes.

    The page is written beside its place and moved there whole, so that a full disk leaves the old one.

    Raises:
        StoreError: The page cannot be written.
    """
    from onrecord.report.page import render_page, write_whole

    return write_whole(page, render_page(story))
