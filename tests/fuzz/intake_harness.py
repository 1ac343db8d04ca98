"""Coverage-guided fuzzing of intake end to end; no pytest file, run by hand.

    python tests/fuzz/intake_harness.py html -max_total_time=600 CORPUS_FOLDER

The first argument is the format: text, html, warc, plainwarc, feed, mail, mbox, pdf, jsonl, csv, zip, docx, json. A run
passes when it ends without an exception, with every item a report or a rejection that the store can keep, every residue
and every run of the map inside its text, no input that takes over 20 seconds, and memory below 700 MB. Needs ``atheris``.
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
    from onrecord.model.codec import encode_json

NAMES = {
    "text": "a.txt", "html": "a.html", "warc": "a.warc.gz", "plainwarc": "a.warc", "feed": "a.xml", "mail": "a.eml", "mbox": "a.mbox",
    "pdf": "a.pdf", "jsonl": "a.jsonl", "csv": "a.csv", "zip": "a.zip", "docx": "a.docx", "json": "a.json",
}  # fmt: skip
OPTIONS = IntakeOptions(isolate=False, max_bytes=200_000, max_expanded=2_000_000)
LIMITS = ["-timeout=20", "-rss_limit_mb=700", "-max_len=20000", "-print_final_stats=1"]
TEXTS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32", "cp1252", "iso2022_jp", "shift_jis", "gb18030")


def main() -> None:
    """Fuzz one format."""
    kind = sys.argv.pop(1)
    name = NAMES[kind]
    folder = Path(next((a for a in sys.argv[1:] if not a.startswith("-")), f"/tmp/fuzz-intake-{kind}"))
    _seed(kind, folder)
    given = [a for a in sys.argv[1:] if a.startswith("-")]
    atheris.Setup([sys.argv[0], str(folder), *LIMITS, *given], lambda data: _once(data, name))
    atheris.Fuzz()


def _once(data: bytes, name: str) -> None:
    for item in read_report(data, name, OPTIONS):
        assert isinstance(item, Report | Rejection), item
        encode_json(item)
        if isinstance(item, Rejection):
            assert item.reason
            assert item.code != "reader-failed", item.reason
            continue
        for residue in item.residue:
            residue.span.cut(item.text)
        for start, _, length in item.source_map.runs if item.source_map and item.source_map.unit == "chars" else ():
            assert 0 <= start <= start + length <= len(item.text)


def _seed(kind: str, folder: Path) -> None:
    """Put sound files into the corpus."""
    spec = importlib.util.spec_from_file_location("samples", Path(__file__).parents[1] / "intake" / "samples.py")
    samples = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(samples)
    folder.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(_sound(kind, samples)):
        (folder / f"sound{number}").write_bytes(data)


def _sound(kind: str, s: object) -> list[bytes]:
    """Return sound files of a format, each of another making."""
    head = "The Valley Post\nHome | News | Sport\n\nDam breaks at Orle\nBy Ines Marr\nORLE, March 1 (ZNA) - "
    text = f"{head}{s.BODY}\nPublished: 1 March 2019\nRead more\nCOMMENTS\n"
    stated = (
        '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2019-03-01","author":{"name":"I"}}'
        '</script><link rel="canonical" href="https://a.example/2019/03/01/x"><base href="/">'
    )
    extra = "<table><tr><td>1<td>2</table><ul><li>x</ul><time datetime=2019-03-01>1 March</time><figure><img alt=x>"
    return {
        "text": [text.encode(code, "ignore") for code in TEXTS],
        "html": [s.page(), s.page(head=stated, body=extra), s.page(stamp="").decode().encode("utf-16"), s.mhtml()],
        "warc": [s.warc(), s.warc(1), s.warc(1)[:-40], s.wacz()],
        "plainwarc": [s.warc(packed=False), s.warc(1, packed=False)],
        "feed": [s.rss(), s.atom(), s.newsml()],
        "mail": [s.eml(), s.mhtml(), b"Subject: =?utf-8?q?Dam?=\nDate: x\n\n" + s.BODY.encode()],
        "mbox": [s.mbox()],
        "pdf": [s.pdf(), s.pdf([]), s.pdf(pages=3)],
        "csv": [s.table(), b"text;published\nThe dam broke.;2019-03-01\n"],
        "jsonl": [b'{"text": "The dam broke.", "published": "2019-03-01"}', s.news_please()],
        "zip": [s.zipped({"a.txt": b"The dam broke."}), s.tarred({"a.txt": b"The dam broke."})],
        "docx": [s.docx(), s.odt()],
        "json": [s.fundus(), s.ninjs(), s.news_please()],
    }[kind]


if __name__ == "__main__":
    main()
