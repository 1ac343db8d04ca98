"""Measures both readers on PolNeAR beside the figures of other programs and of two people."""
