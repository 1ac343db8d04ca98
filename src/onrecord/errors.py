"""Every error onrecord raises, each with the exit code the command line gives it.

::

    OnrecordError                 1
    ├── InputError                2   bad input or options
    │   ├── SpanError             2   a pointer that does not lie in its text
    │   ├── ContractError         2   JSON that breaks the record format
    │   ├── UnknownLine           2   no line, report or entity has that id
    │   └── AmbiguousId           2   a shortened id that several lines share
    ├── ResourceMissing           3   a model, extra or data file is not there
    │   └── ResourceDamaged       3   it is there, with another hash
    ├── StageFailed               4   a stage broke on a report
    └── StoreError                6   the story's folder cannot be used
        ├── StoreBusy             6   another process holds it
        └── StoreTooNew           6   written by a later onrecord

A file that cannot be read is no error but a :class:`onrecord.model.Rejection`.
"""


class OnrecordError(Exception):
    """Root of all errors; ``exit_code`` is what the command line returns."""

    exit_code = 1


class InputError(OnrecordError):
    """Bad input or options."""

    exit_code = 2


class SpanError(InputError):
    """A pointer that does not lie in its text."""


class ContractError(InputError):
    """JSON that breaks the record format."""


class UnknownLine(InputError):
    """No line, report or entity has that id."""


class AmbiguousId(InputError):
    """A shortened id that several lines share."""


class ResourceMissing(OnrecordError):
    """A model, extra or data file is not there; the message says what to install."""

    exit_code = 3


class ResourceDamaged(ResourceMissing):
    """A model or data file has another hash than the one pinned."""


class StageFailed(OnrecordError):
    """A stage broke on a report; the message names both."""

    exit_code = 4


class StoreError(OnrecordError):
    """The story's folder cannot be used."""

    exit_code = 6


class StoreBusy(StoreError):
    """Another process holds the store."""


class StoreTooNew(StoreError):
    """The store was written by a later onrecord."""
