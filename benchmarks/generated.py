"""Invented news reports, any number of them, each always the same; also as the pages of a crawl.

python -m benchmarks.generated reports 2000 FOLDER
python -m benchmarks.generated crawl 50000 crawl.warc.gz
"""

import argparse
import gzip
import html
import json
import random
from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

TOWNS = ("Orrby", "Lindhavn", "Castel Verro", "Port Maren", "Sankt Ilja", "Brannock", "Eastmere", "Tolvadia")
PEOPLE = ("Ada Lund", "Piet Haan", "Rosa Wenk", "Ilja Moreau", "Tomas Brandt", "Selma Okoro", "Jun Asaki", "Vera Kolb")
OFFICES = ("Mayor", "Governor", "Minister", "Judge", "Senator", "Director")
OUTLETS = ("Valley Post", "Orrby Courier", "Harbour Daily", "Northern Wire")
MATTERS = (
    "the flood destroyed {n} homes in {town}",
    "{n} workers of the {town} mill would go on strike on {day}",
    "the court in {town} had ordered {n} million euros in damages",
    "{n} people were arrested after the march through {town}",
    "the talks with {other} would resume on {day}",
    "the ministry would pay {n} million euros to the families in {town}",
)
ENDS = (
    "“We will not accept {n} as the number,” {other} told reporters on {day}.",
    "{other} denied it. “Nobody asked us,” {other_last} said, according to the {outlet}.",
    "Police put the number of injured at {n}.",
    "{other}, who met {who} in {month}, called it a threat.",
    "In {year}, a similar flood in {town2} killed {m} people.",
)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


def report(number: int, most: int | None = None) -> dict[str, str]:
    """Return one report; every tenth repeats the words of one before it, as another outlet printed them.

    Args:
        number: Which.
        most: Keep so many of its paragraphs, beside the last; else all of its four to seven.
    """
    source = number - 7 if number % 10 == 9 else number
    own, chosen = random.Random(f"outlet {number}"), random.Random(source)
    town, town2 = chosen.sample(TOWNS, 2)
    who, other = chosen.sample(PEOPLE, 2)
    day = date(2024, 1, 1) + timedelta(days=chosen.randrange(600))
    words = {
        "town": town,
        "town2": town2,
        "other": other,
        "other_last": other.split()[-1],
        "who": who,
        "day": chosen.choice(DAYS),
        "month": day.strftime("%B"),
        "year": str(chosen.randrange(1970, 2023)),
        "outlet": chosen.choice(OUTLETS),
    }

    def said(pattern: str) -> str:
        return pattern.format(**words, n=chosen.randrange(2, 900), m=chosen.randrange(2, 90))

    first = f"{chosen.choice(OFFICES)} {who} said on {words['day']} that {said(chosen.choice(MATTERS))}."
    lines = [first, *(said(p) for p in chosen.sample(ENDS, chosen.randrange(2, 5)))]
    lines.append(f"“{said(chosen.choice(MATTERS)).capitalize()},” {who} said in file {source}.")
    lines = lines[:most]
    outlet = own.choice(OUTLETS)
    lines.append(f"{outlet}, edition {number}.")
    return {
        "id": f"g{number:07}",
        "title": f"{town}: {words['day']}, file {source}",
        "text": "\n\n".join(lines),
        "outlet": outlet,
        "published": day.isoformat(),
    }


def write_reports(count: int, folder: Path, most: int | None = None) -> list[Path]:
    """Write each report, of so many paragraphs at most, into a file of its own; return the files."""
    files = []
    for number in range(count):
        part = folder / f"{number // 1000:03}"
        part.mkdir(parents=True, exist_ok=True)
        files.append(part / f"{number:07}.jsonl")
        files[-1].write_text(json.dumps(report(number, most), ensure_ascii=False) + "\n", encoding="utf-8")
    return files


def page(number: int, most: int | None = None) -> str:
    """Return a report as a page with its furniture."""
    given = {k: html.escape(v) for k, v in report(number, most).items()}
    body = "".join(f"<p>{line}</p>" for line in given["text"].split("\n\n"))
    return (
        f"<!doctype html><html lang=en><head><title>{given['title']} | {given['outlet']}</title>"
        f'<meta property="article:published_time" content="{given["published"]}T08:00:00Z">'
        f'<meta property="og:site_name" content="{given["outlet"]}"></head><body><nav><a href=/>Home</a></nav>'
        f"<article><h1>{given['title']}</h1>{body}</article><footer>Contact us · Terms of use</footer></body></html>"
    )


def records(count: int, most: int | None = None) -> Iterator[bytes]:
    """Yield the records of a crawl: one response a page."""
    for number in range(count):
        payload = page(number, most).encode()
        http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + payload
        head = (
            "WARC/1.0\r\nWARC-Type: response\r\n"
            f"WARC-Target-URI: https://news{number % 97}.example/{number}.html\r\n"
            f"WARC-Date: 2025-01-01T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{number:012}>\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
        )
        yield head.encode() + http + b"\r\n\r\n"


def write_crawl(count: int, path: Path, most: int | None = None) -> None:
    """Write a crawl as CC-NEWS does: a gzip member a record."""
    with path.open("wb") as file:
        for record in records(count, most):
            member = BytesIO()
            with gzip.GzipFile(fileobj=member, mode="wb", mtime=0) as packed:
                packed.write(record)
            file.write(member.getvalue())


def main() -> None:
    """Write what was asked for."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("kind", choices=["reports", "crawl"])
    asked.add_argument("count", type=int)
    asked.add_argument("target", type=Path)
    given = asked.parse_args()
    (write_reports if given.kind == "reports" else write_crawl)(given.count, given.target)


if __name__ == "__main__":
    main()
