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
    except KeyboardInterrupt:
        complain("stopped; nothing is lost: 'onrecord run STORY' goes on from here")
        sys.exit(130)
