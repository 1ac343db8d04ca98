"""How long the formats take for many lines, in CPU seconds, and how memory grows.

python -m benchmarks.exports [LINES] [FORMAT...]
"""

import sys
import tempfile
import time
import tracemalloc
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "exports"))

from made import make_story

from onrecord.exports import FORMATS, export_story
from onrecord.exports.view import Selection

TABLES = ("csv", "parquet", "plover", "plover-statements", "uwazi", "jsonl")


class Sink:
    """Takes bytes and counts them."""

    def __init__(self) -> None:
        self.size = 0

    closed = False

    def write(self, data: bytes) -> int:
        self.size += len(data)
        return len(data)

    def writelines(self, rows) -> None:
        for row in rows:
            self.write(row)

    def writable(self) -> bool:
        return True

    def readable(self) -> bool:
        return False

    def seekable(self) -> bool:
        return False

    def flush(self) -> None:
        pass

    def close(self) -> None:
        pass


def main() -> None:
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    names = sys.argv[2:] or TABLES
    with tempfile.TemporaryDirectory() as folder:
        story = make_story(Path(folder) / "story", reports=wanted // 85, sentences=20, link=wanted <= 20_000)
        counted = sum(1 for _ in story.iter_lines())
        print(f"{counted} lines of {story.count_reports()} reports")
        for name in names:
            sink = Sink()
            start = time.process_time()
            FORMATS[name](story, Selection(), sink)
            spent = time.process_time() - start
            tracemalloc.start()
            small = Sink()
            if counted <= 20_000:
                export_story(story, name, Selection(), small)
            peak = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
            told = f"{peak / 1e6:8.1f} MB peak" if counted <= 20_000 else ""
            print(f"{name:<18} {spent:7.2f} s CPU {sink.size / 1e6:8.1f} MB {told}")
        story.close()


if __name__ == "__main__":
    main()
