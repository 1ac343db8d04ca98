"""Figures: how many, of what, out of what, by whose count, as of when."""

from onrecord.stages.figures.find import find_figures
from onrecord.stages.figures.kinds import Kind
from onrecord.stages.figures.numerals import parse_number, read_numbers
from onrecord.stages.figures.quantities import Quantity, read_quantities

__all__ = ["Kind", "Quantity", "find_figures", "parse_number", "read_numbers", "read_quantities"]
