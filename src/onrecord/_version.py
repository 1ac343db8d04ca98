"""The version of the package, read by the build and by ``made_by``."""

__version__ = "0.1.0"
