"""Converts between units, so that figures in miles and in kilometres can be compared."""

from functools import lru_cache
from typing import Any

_NO_DIMENSION = frozenset({"pence", "percent", "percentage_point", "basis_point", "times", "count"})


@lru_cache(maxsize=1)
def _registry() -> Any:
    """Load pint on first use: it takes over a second and 30 MB (docs/decisions/0012)."""
    import pint

    return pint.UnitRegistry()


def convert_quantity(value: float, unit: str, target: str) -> float | None:
    """Return a value in another unit, or None when the two do not measure the same or one is unknown.

    Args:
        value: In ``unit``.
        unit, target: Names as figures carry them: ``mile``, ``square_meter``, ``barrel/day``, ``degree_Celsius``.

    Currencies are never converted: a rate of exchange is a claim of its own.

    Example:
        >>> round(convert_quantity(10, "mile", "kilometer"), 1)
        16.1
        >>> convert_quantity(10, "mile", "hour") is None
        True
    """
    if unit == target:
        return value
    if unit in _NO_DIMENSION or target in _NO_DIMENSION:
        return None
    import pint

    registry = _registry()
    try:
        return float(registry.Quantity(value, _name(unit)).to(_name(target)).magnitude)
    except (pint.UndefinedUnitError, pint.DimensionalityError, pint.OffsetUnitCalculusError):
        return None


def _name(unit: str) -> str:
    """Return the name as pint reads it: ``square meter`` with a space, ``meter / second``."""
    for power in ("square_", "cubic_"):
        unit = unit.replace(power, power[:-1] + " ")
    return unit
