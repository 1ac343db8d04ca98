"""Time and memory of the trained reader on one core: ``python -m evaluation.attribution.speed``."""

import resource
import sys
import time

from onrecord.backends.span_reader import load_span_reader
from onrecord.model import Reading
from onrecord.resources import Resources
from onrecord.stages.attribution.accurate import find_attributions
from onrecord.testing import make_report

STORY = (
    "The mayor, Ines Falcão, said on Monday that the bridge would close. “We have no money,” she told reporters. "
    "“None at all.”\n\nEngineers disagree, according to a report seen by the Harbor Gazette, and three of them left "
    "the city in May after a long dispute.\n\n"
)
CASES = {
    "10 kB of news": STORY * 40,
    "100 kB of news": STORY * 400,
    "1 MB of news": STORY * 4000,
    "2,500 quotation marks": "“a” " * 1250,
    "20,000 quotation marks": "“a” " * 10_000,
}


def main() -> int:
    """Print CPU seconds, words and spaCy-like tokens a second, and the peak of memory so far."""
    backend, resources = load_span_reader(), Resources()
    print(f"{'text':<26}{'CPU s':>8}{'tokens/s':>10}{'peak MB':>9}")
    for name, text in CASES.items():
        report = make_report(text)
        begun = time.process_time()
        find_attributions(Reading(report=report, tags=backend.tag_report(report)), resources)
        spent = time.process_time() - begun
        tokens = sum(len(word) > 0 for word in text.split()) + sum(text.count(c) for c in ",.“”")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{name:<26}{spent:>8.2f}{tokens / spent:>10.0f}{peak:>9.0f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
