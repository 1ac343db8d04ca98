"""Coverage-guided fuzzing of intake end to end; no pytest file, run by hand.

    python tests/fuzz/intake_harness.py html -max_total_time=600 CORPUS_FOLDER

The first argument is the format: text, html, warc, feed, mail, pdf, jsonl, csv, zip. A run passes when it ends without
an exception, with every item a report or a rejection, and every residue inside its text. Needs ``atheris``.
"""

import importlib.util
import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["onrecord"]):
    from onrecord.intake import (  # noqa: F401
        IntakeOptions,
        archives,
        crawls,
        feeds,
        mail,
        members,
        newsml,
        office,
        pages,
        pdf,
        read_report,
        tables,
    )
    from onrecord.model import Rejection, Report

NAMES = {
    "text": "a.txt", "html": "a.html", "warc": "a.warc.gz", "plainwarc": "a.warc", "feed": "a.xml", "mail": "a.eml", "mbox": "a.mbox",
    "pdf": "a.pdf", "jsonl": "a.jsonl", "csv": "a.csv", "zip": "a.zip", "docx": "a.docx", "json": "a.json",
}  # fmt: skip
OPTIONS = IntakeOptions(isolate=False, max_bytes=200_000, max_expanded=2_000_000)
SEEDS = {
    "text": lambda s: s.BODY.encode(), "html": lambda s: s.page(), "warc": lambda s: s.warc(), "plainwarc": lambda s: s.warc(packed=False),
    "feed": lambda s: s.rss(), "mail": lambda s: s.eml(), "mbox": lambda s: s.mbox(), "pdf": lambda s: s.pdf(), "csv": lambda s: s.table(),
    "jsonl": lambda s: b'{"text": "The dam broke.", "published": "2019-03-01"}', "zip": lambda s: s.zipped({"a.txt": b"The dam broke."}),
    "docx": lambda s: s.docx(), "json": lambda s: s.fundus(),
}  # fmt: skip


def main() -> None:
    """Fuzz one format."""
    kind = sys.argv.pop(1)
    name = NAMES[kind]
    _seed(kind, Path(next((a for a in sys.argv[1:] if not a.startswith("-")), f"/tmp/fuzz-intake-{kind}")))

    def once(data: bytes) -> None:
        for item in read_report(data, name, OPTIONS):
            assert isinstance(item, Report | Rejection), item
            if isinstance(item, Rejection):
                assert item.reason
                assert item.code != "reader-failed", item.reason
                continue
            for residue in item.residue:
                residue.span.cut(item.text)

    atheris.Setup(sys.argv, once)
    atheris.Fuzz()


def _seed(kind: str, folder: Path) -> None:
    """Put a sound file into the corpus."""
    spec = importlib.util.spec_from_file_location("samples", Path(__file__).parents[1] / "intake" / "samples.py")
    samples = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(samples)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sound").write_bytes(SEEDS[kind](samples))


if __name__ == "__main__":
    main()
