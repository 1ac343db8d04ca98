"""onrecord: reads news reports about one long-running story and keeps a checkable record of it.

The public names, loaded on first use so that the command line stays quick:

- :func:`open_story` opens or makes a story; :class:`Story` is what it gives.
- :func:`read_paths` turns files into reports; :func:`load_pipeline` turns reports into readings.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from onrecord._version import __version__

if TYPE_CHECKING:
    from onrecord.intake import IntakeOptions, read_paths
    from onrecord.model import Reading, Report
    from onrecord.pipeline import load_pipeline
    from onrecord.resources import Options
    from onrecord.store import Story, open_story

__all__ = [
    "IntakeOptions",
    "Options",
    "Reading",
    "Report",
    "Story",
    "__version__",
    "load_pipeline",
    "open_story",
    "read_paths",
]

_WHERE = {
    "IntakeOptions": "onrecord.intake",
    "Options": "onrecord.resources",
    "Reading": "onrecord.model",
    "Report": "onrecord.model",
    "Story": "onrecord.store",
    "load_pipeline": "onrecord.pipeline",
    "open_story": "onrecord.store",
    "read_paths": "onrecord.intake",
}


def __getattr__(name: str) -> Any:
    if name in _WHERE:
        return getattr(import_module(_WHERE[name]), name)
    raise AttributeError(f"module 'onrecord' has no attribute {name!r}")
