"""Renders the page from the views; everything a report wrote is escaped by the template engine."""

from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from onrecord._version import __version__
from onrecord.errors import StoreError
from onrecord.report.view import Page, gather
from onrecord.report.words import bounds, describe, number
from onrecord.store import Story

HERE = Path(__file__).parent


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Return the templates, with escaping on for every one of them."""
    made = Environment(
        loader=PackageLoader("onrecord.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(describe=describe, number=number)
    made.globals.update(bounds=bounds, version=__version__)
    return made


def static(name: str) -> Markup:
    """Return a style sheet or script of ours, to stand inside the page."""
    return Markup((HERE / "static" / name).read_text(encoding="utf-8"))  # noqa: S704 (our own file)


def render_page(story: Story) -> str:
    """Return the whole page."""
    page: Page = gather(story)
    template = environment().get_template("report.html")
    return template.render(page=page, style=static("onrecord.css"), script=static("onrecord.js"))


def write_whole(path: Path, text: str) -> int:
    """Write a text whole or not at all; return its size in bytes.

    Raises:
        StoreError: It cannot be written.
    """
    data = text.encode("utf-8", "replace")
    draft = path.with_name(path.name + ".part")
    try:
        draft.write_bytes(data)
        draft.replace(path)
    except OSError as error:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise StoreError(f"cannot write {path}: {error.strerror or error}") from error
    return len(data)
