"""Renders the app's templates; the parts that the static report has too are taken from there."""

from functools import lru_cache
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.datastructures import URL

from onrecord._version import __version__
from onrecord.model.decisions import Line
from onrecord.report.words import bounds, describe, number
from onrecord.store.search import END, START


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Return the templates, with escaping on for every one of them."""
    made = Environment(
        loader=ChoiceLoader([PackageLoader("onrecord.web"), PackageLoader("onrecord.report")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(describe=describe, number=number, lit=lit)
    made.globals.update(bounds=bounds, version=__version__, turned=turned, split=split)
    return made


def split(line: Line) -> list[tuple[str, bool]]:
    """Return the sentence of a line in pieces, and whether each is the line's own words.

    Example:
        >>> from onrecord.model import Span
        >>> known = {"id": "F1", "kind": "figure", "report": "r", "local": "F1", "item": {}, "spans": (Span(4, 5),)}
        >>> split(Line(quote="9", sentence="All 9 came.", **known))
        [('All ', False), ('9', True), (' came.', False)]
    """
    out: list[tuple[str, bool]] = []
    rest = line.sentence
    for part in line.quote.split(" … "):
        before, found, after = rest.partition(part)
        if found:
            out += [(before, False), (found, True)]
            rest = after
    return [piece for piece in [*out, (rest, False)] if piece[0]]


def turned(url: URL, page: int) -> str:
    """Return the address of another page of the same list, whatever it is filtered by."""
    return f"?{url.include_query_params(n=page).query}"


def lit(marked: str) -> Markup:
    """Return a found sentence with its hits marked, escaped before the marks are put in."""
    words = str(escape(marked)).replace(START, "<mark>").replace(END, "</mark>")
    return Markup(words)  # noqa: S704 (escaped in the line above)


def render(name: str, **values: Any) -> str:
    """Return a page or a part of one."""
    return environment().get_template(name).render(**values)
