"""onrecord: reads news reports about one long-running story and keeps a checkable record of it.

The public names, loaded on first use so that the command line stays quick:

- :func:`open` opens a story for reading: typed lines, data frames, sentences shown in a notebook (:class:`Record`).
- :func:`open_story` opens or makes a story to work on; :class:`Story` is what it gives.
- :func:`read_paths` turns files into reports; :func:`load_pipeline` turns reports into readings.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from onrecord._version import __version__

if TYPE_CHECKING:
    from onrecord.exports.record import Record
    from onrecord.exports.record import open_record as open  # noqa: A004 - onrecord.open, as codecs.open
    from onrecord.intake import IntakeOptions, read_paths
    from onrecord.model import Reading, Report
    from onrecord.pipeline import load_pipeline
    from onrecord.resources import Options
    from onrecord.store import Story, open_story

__all__ = [
    "IntakeOptions",
    "Options",
    "Reading",
    "Record",
    "Report",
    "Story",
    "__version__",
    "load_pipeline",
    "open",
    "open_story",
    "read_paths",
]

_WHERE = {
    "IntakeOptions": ("onrecord.intake", "IntakeOptions"),
    "Options": ("onrecord.resources", "Options"),
    "Reading": ("onrecord.model", "Reading"),
    "Record": ("onrecord.exports.record", "Record"),
    "Report": ("onrecord.model", "Report"),
    "Story": ("onrecord.store", "Story"),
    "load_pipeline": ("onrecord.pipeline", "load_pipeline"),
    "open": ("onrecord.exports.record", "open_record"),
    "open_story": ("onrecord.store", "open_story"),
    "read_paths": ("onrecord.intake", "read_paths"),
}


def __getattr__(name: str) -> Any:
    if name in _WHERE:
        module, found = _WHERE[name]
        return getattr(import_module(module), found)
    raise AttributeError(f"module 'onrecord' has no attribute {name!r}")
