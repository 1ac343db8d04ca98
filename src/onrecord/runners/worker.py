"""A worker: loads the models once, reads shards until its input ends.

Run as ``python -m onrecord.runners.worker`` by :mod:`onrecord.runners.supervisor`.
"""

import os
import signal
import sys

from onrecord.errors import OnrecordError
from onrecord.pipeline import load_pipeline
from onrecord.runners.shards import Shard, process_shard
from onrecord.runners.wire import Hello, Setup, receive, send


def main() -> None:
    """Say hello, then answer for each report of each shard."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the supervisor decides when to stop
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not stand among the answers
    setup = receive(sys.stdin.buffer)
    if not isinstance(setup, Setup):
        return
    limit_memory(setup.memory)
    try:
        pipeline = load_pipeline(setup.options)
    except OnrecordError as error:
        send(answers, Hello(error=error))
        return
    send(answers, Hello(key=pipeline.key()))
    while (shard := receive(sys.stdin.buffer)) is not None:
        for report, decisions in shard.reports:  # one answer a report: what is missing tells which one broke it
            send(answers, process_shard(pipeline, Shard(((report, decisions),))))


def limit_memory(limit: int) -> None:
    """Let this process hold so many bytes of memory at most; 0 sets no limit."""
    if not limit:
        return
    try:
        import resource
    except ImportError:  # not on this system
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (limit if hard < 0 else min(limit, hard), hard))


if __name__ == "__main__":
    main()
