"""The little language in which a timex says what it hangs on, so that it can be anchored without the text.

A text of the language is words separated by spaces, each ``name:argument:argument``::

    base:published|T3|none   what it hangs on; always first
    bare:VALUE               the TIMEX3 value while the base is unknown; always second, absent for none
    shift:N:UNIT             N units on, at that unit's precision (D W WE M Q Y DE CE; H and MIN for clocks)
    weekday:1-7:DIRECTION    the weekday (Monday is 1) on that side of the base
    weekend:DIRECTION        the weekend that is on, the last or the coming one
    fill:PATTERN:DIRECTION   a calendar pattern without its year: XXXX-03-03, XXXX-11, XXXX-Q3, XXXX-SU, XXXX-XX-05
    holiday:COUNTRY:NAME:DIRECTION   a named day, spaces of the name written as ``_``
    clock:TIME               a time or part of the day: T10:35, TNI
    half:1-2                 half of the year
    year:YYYY                the base's own month, quarter or day in another year ("the 1988 quarter")
    turn:DIRECTION           the year in which a century turned (past), or will (future, flow)
    digits:N                 the first N digits of the year (3 a decade, 2 a century)
    ends                     a duration that ends at the base ("the past two months")
    begins                   a duration that begins at the base ("the next two weeks")
    before, after            PAST_REF and FUTURE_REF: only bounds come of it
    no-later, no-earlier     cut off at the base ("earlier this month")

Directions: ``past`` (the last one up to the base, the base's own day included), ``future`` (the first from the
base on), ``last`` and ``next`` (the same without the base's own day), ``near``, ``same`` (in the base's own year,
month or week), ``flow`` (same year; the next one when the story has gone over New Year).
"""

from dataclasses import dataclass

from onrecord.errors import ContractError


@dataclass(frozen=True, slots=True, kw_only=True)
class Relative:
    """The parsed form.

    Attributes:
        base: ``published``, a timex id or ``none``.
        bare: The TIMEX3 value while the base is unknown.
        steps: Name and arguments of each step, in order.
    """

    base: str
    bare: str | None
    steps: tuple[tuple[str, ...], ...]


def parse_relative(text: str) -> Relative:
    """Read a text of the language.

    Raises:
        ContractError: It does not begin with its base.

    Example:
        >>> parse_relative("base:published bare:XXXX-XX-XX shift:-1:D").steps
        (('shift', '-1', 'D'),)
    """
    base, bare, steps = None, None, []
    for word in text.split():
        name, _, rest = word.partition(":")
        if name == "base":
            base = rest
        elif name == "bare":
            bare = rest
        elif name in {"clock", "fill"}:
            steps.append(_step_with_colons(name, rest))
        else:
            steps.append(tuple(word.split(":")))
    if base is None:
        raise ContractError(f"a relative time without its base: {text!r}")
    return Relative(base=base, bare=bare, steps=tuple(steps))


def _step_with_colons(name: str, rest: str) -> tuple[str, ...]:
    """Read a step whose first argument may hold colons, as clock times do."""
    if name == "clock":
        return (name, rest)
    pattern, _, direction = rest.rpartition(":")
    return (name, pattern, direction)


def format_relative(relative: Relative) -> str:
    """Write a text of the language.

    Example:
        >>> format_relative(Relative(base="T3", bare="XXXX-XX-XX", steps=(("shift", "-1", "D"),)))
        'base:T3 bare:XXXX-XX-XX shift:-1:D'
    """
    words = [f"base:{relative.base}"]
    if relative.bare is not None:
        words.append(f"bare:{relative.bare}")
    words.extend(":".join(step) for step in relative.steps)
    return " ".join(words)
