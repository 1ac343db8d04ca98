"""The command line: standard output is data, standard error is progress."""

import sys


def main() -> None:
    """Run the command line and leave with its exit code; every onrecord error is one sentence, no traceback."""
    from onrecord.cli.app import app
    from onrecord.cli.output import complain
    from onrecord.errors import OnrecordError

    try:
        app()
    except OnrecordError as error:
        complain(str(error))
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except (KeyboardInterrupt, SystemExit) as left:
        if not _interrupted(left):
            raise
        complain("stopped; nothing is lost: 'onrecord run STORY' goes on from here")
        sys.exit(130)


def _interrupted(error: BaseException | None) -> bool:
    """Tell whether an interrupt is behind an error: the library of commands turns it into a silent exit."""
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__context__
    return error is not None
