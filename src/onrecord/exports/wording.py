"""How a line reads in the exports for people, and how words are made safe for each kind of file."""

import re
from collections.abc import Mapping
from typing import Any

MARKS = ("“", '"', "«", "„", "‘", "「")
"""Words that begin with one of these stand in quotation marks already."""

MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~$^=%])")
ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def one_line(text: object) -> str:
    """Return a text on one line."""
    return " ".join(str(text).split())


def markdown(text: object) -> str:
    r"""Return a text on one line that Markdown shows as it is: no report can write markup, links or code.

    Example:
        >>> markdown("[[x]] <b>")
        '\\[\\[x\\]\\] \\<b\\>'
    """
    shown = MARKDOWN.sub(r"\\\1", one_line(text))
    return re.sub(r"^([-+]|\d+[.)])(?=\s)", r"\\\1", shown)


def xml_text(text: object) -> str:
    """Return a text without the characters that XML cannot hold; a dot stands in their place."""
    return ILLEGAL.sub("·", str(text))


def teller(row: Mapping[str, Any]) -> str:
    """Return who is said to have said (denied, promised, not said …) a line, outermost relay last.

    Example:
        >>> teller({"said_by": "Ada Lund < Radio", "strength": "denied", "negated": False})
        'denied by Ada Lund, as passed on by Radio'
    """
    how = row["strength"] or "said"
    if row["negated"]:
        how = f"NOT {how} (so the report says)"
    if row["said_by"]:
        first, *relays = row["said_by"].split(" < ")
        return f"{how} by {first}" + "".join(f", as passed on by {r}" for r in relays)
    return f"{how}, speaker not known" if row["kind"] == "quotation" else "the report says so itself"


def status(row: Mapping[str, Any]) -> str:
    """Return evidence, review state, factuality and marks of a line."""
    parts = [row["evidence"], row["factuality"], f"review: {row['review']}", *(row["marks"] or "").split()]
    return "; ".join(filter(None, [*parts, "held back" if row["held"] else None]))


def when(row: Mapping[str, Any]) -> str:
    """Return the date of a line with its doubt, or that it is not known."""
    if row["earliest"] or row["latest"]:
        bounds = f"{row['earliest'] or '?'} to {row['latest'] or '?'}"
        same = row["earliest"] == row["latest"] == row["date"]
        return str(row["date"]) if same else f"{row['date'] or 'uncertain'} (between {bounds})"
    return f"{row['date']} (not a calendar date)" if row["date"] else "date not known"


def value(row: Mapping[str, Any]) -> str:
    """Return the value of a figure with its doubt; empty for other lines and open figures."""
    low, high = row["low"], row["high"]
    if row["kind"] != "figure" or (low is None and high is None):
        return ""
    if low is None or high is None:
        shown = f"at most {high:g}" if low is None else f"at least {low:g}"
    else:
        shown = f"{low:g}" if low == high else f"{low:g} to {high:g}"
    unit = "" if row["unit"] in {None, "count"} else f" {row['unit']}"
    return f"{'about ' if row['approximate'] else ''}{shown}{unit}"


def claim(row: Mapping[str, Any]) -> str:
    """Return the words of a line with what the record makes of them."""
    if row["kind"] == "entity":
        return f"{row['name']} ({row['type']})"
    about = row["type"] if row["kind"] == "event" else value(row)
    quote = row["quote"]
    shown = quote if quote.startswith(MARKS) else f"“{quote}”"
    return shown + (f" = {about}" if about else "")


def place(row: Mapping[str, Any]) -> str:
    """Return where a line stands: report and code points."""
    span = f"{row['start']}–{row['end']}" if row["start"] is not None else "no longer in the text"
    return f"{row['report']}, {span}"


def published(row: Mapping[str, Any]) -> str:
    """Return when a report came out and how that is known."""
    return f"{row['published']} ({row['published_method']})" if row["published"] else "publication date not known"


def slug(text: str, size: int = 60) -> str:
    """Return a text as the name of a file on any system.

    Example:
        >>> slug('Lund: "met" [[x]]/..')
        'Lund met x'
    """
    kept = re.sub(r"[\x00-\x1f\x7f\[\]#^|\\/:*?\"<>%.]", " ", ILLEGAL.sub(" ", text))
    return one_line(kept)[:size].strip() or "unnamed"
