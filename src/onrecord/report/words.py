"""How a line reads in a sentence: one wording for the terminal, the page and the exports."""

from onrecord.model import Report
from onrecord.model.decisions import Line


def describe(line: Line) -> str:
    """Return a line in words, without who said it."""
    item = line.item
    match line.kind:
        case "quotation":
            return line.quote
        case "event":
            return f"{item['type']}: {line.quote} ({item['factuality']})"
        case "figure":
            return f"{line.quote}{_figure_value(item)}"
        case "timex":
            return f"{line.quote} = {item.get('edtf') or item.get('value') or 'not known'}"
        case _:
            extra = [str(item.get("type", ""))]
            extra += [
                f"{o['status']} {o['office']}{' of ' + o['of'] if o.get('of') else ''}" for o in item.get("offices", ())
            ]
            return f"{item.get('name', line.quote)} ({'; '.join(filter(None, extra))})"


def _figure_value(item: dict[str, object]) -> str:
    low, high, unit = item.get("low"), item.get("high"), item.get("unit")
    if low is None and high is None:
        return ""
    about = "about " if item.get("approximate") else ""
    shown = " ".join(filter(None, [bounds(low, high), "" if unit in {None, "count"} else str(unit)]))
    return f" = {about}{shown}"


def bounds(low: object, high: object) -> str:
    """Return the bounds of a figure in words.

    Example:
        >>> bounds(5.0, 5.0), bounds(100.0, None), bounds(2.5, 3.0)
        ('5', 'at least 100', '2.5 to 3')
    """
    if low is not None and high is None:
        return f"at least {number(low)}"
    if low is None:
        return f"at most {number(high)}"
    return number(low) if low == high else f"{number(low)} to {number(high)}"


def number(value: object) -> str:
    """Return a number without needless digits, thousands apart."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return f"{value:,}" if isinstance(value, int | float) else str(value)


def cite(line: Line, report: Report) -> str:
    """Return the citation of a line: words, outlet, title, date, place and ids."""
    outlet = f"{report.outlet}, " if report.outlet else ""
    day = report.published.value or "date unknown"
    place = f"{line.spans[0].start}–{line.spans[-1].end}" if line.spans else "no longer in the text"
    return f"“{line.quote}” ({outlet}{report.title or report.path}, {day}; {line.report}, {place}; {line.id})"
