"""Pages of our own in the layouts that news sites have: extraction beside trafilatura alone, dates where none is stated."""

import html
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

import yaml
from evaluation.intake.pages import bodies, f1

from onrecord.intake import IntakeOptions, read_report
from onrecord.model import Report

FILE = Path(__file__).with_name("layouts.yaml")
TITLE = "News from the valley"
MENU = "".join(f"<li><a href='/s{n}'>Section {n}</a></li>" for n in range(60))
FORMS = {
    "p": "<p>{}</p>",
    "div": "<div class='par'>{}</div>",
    "br": "{}<br><br>",
    "span": "<span style='display:block'>{}</span>",
    "post": "<div class='post'><time>14:05</time><p>{}</p></div>",
    "li": "<li>{}</li>",
    "td": "<tr><td>{}</td></tr>",
    "open": "<p>{}",
}
BETWEEN = {
    "section": "</section><section><h2>What is known</h2>",
    "quote": "",
    "related": "<div class='related'><strong>Read more:</strong> <a href='/x'>What the strike means for you</a></div>",
    "ad": "<div class='ad-slot' id='ad-2'><span>Advertisement</span></div>",
    "pull": "<aside class='pullquote'>An hour to get out</aside>",
}


@dataclass(frozen=True)
class Page:
    """A page with its layout and the text that a reader would call the report."""

    layout: str
    data: bytes
    gold: str


@dataclass(frozen=True)
class Score:
    """F1 of ours and of trafilatura alone on a page, and whether we gave it a date; it states none."""

    layout: str
    ours: float
    alone: float
    dated: bool


def mark_up(form: str, lines: list[str]) -> str:
    """Return paragraphs in the markup of a form."""
    inner = [html.escape(line, quote=False) for line in lines]
    if form in BETWEEN:
        marked = [
            f"<blockquote><p>{x}</p></blockquote>" if form == "quote" and n % 4 == 1 else f"<p>{x}</p>"
            for n, x in enumerate(inner)
        ]
        middle = len(marked) // 2
        text = "".join([*marked[:middle], BETWEEN[form], *marked[middle:]])
        return f"<section>{text}</section>" if form == "section" else text
    text = "".join(FORMS[form].format(x) for x in inner)
    return f"<ul>{text}</ul>" if form == "li" else text


def pages(each: int = 2) -> Iterator[Page]:
    """Yield pages, some of each layout, with bodies of about ten paragraphs."""
    texts = bodies()
    for place, (name, made) in enumerate(yaml.safe_load(FILE.read_text("utf-8"))["templates"].items()):
        for turn in range(each):
            start = place + turn * 5
            lines = [line for k in range(2 + turn) for line in texts[(start + k) % len(texts)]]
            page = made["page"].format(
                title=TITLE, body=mark_up(made["form"], lines), menu=MENU, deep="<div>" * 2500, undeep="</div>" * 2500
            )
            head = f"<!doctype html><html lang='en'><head><meta charset='utf-8'><title>{TITLE} - The Post</title></head><body>"
            yield Page(name, f"{head}{page}</body></html>".encode(), " ".join(lines))


def score() -> list[Score]:
    """Score every page."""
    from trafilatura import extract

    options, out = IntakeOptions(isolate=False), []
    for page in pages():
        item = read_report(page.data, "a.html", options)[0]
        read = isinstance(item, Report)
        alone = extract(page.data.decode(), include_comments=False) or ""
        dated = read and item.published.value is not None
        out.append(Score(page.layout, f1(item.text if read else "", page.gold), f1(alone, page.gold), dated))
    return out


def main() -> None:
    """Print the layouts on which ours and trafilatura differ, and the means."""
    found = score()
    for page in found:
        if abs(page.ours - page.alone) > 0.001 or page.ours < 0.9:
            print(f"{page.layout:26} ours {page.ours:.3f}   trafilatura alone {page.alone:.3f}")
    print(
        f"{len(found)} pages in {len({p.layout for p in found})} layouts, none states a date; with one: {sum(p.dated for p in found)}"
    )
    print(f"F1 ours {mean(p.ours for p in found):.4f}, trafilatura alone {mean(p.alone for p in found):.4f}")


if __name__ == "__main__":
    main()
