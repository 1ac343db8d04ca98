"""Quotations: kind, speaker, addressee, medium, occasion and relay chain of every attribution."""

from onrecord.stages.quotations.stage import find_quotations

__all__ = ["find_quotations"]
