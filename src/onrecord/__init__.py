"""onrecord: reads news reports about one story and keeps a checkable record."""

from onrecord._version import __version__

__all__ = ["__version__"]
