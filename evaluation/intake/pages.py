"""Pages that we build: extraction against trafilatura alone, and the dates of pages with and without one."""

import html
import re
from collections import Counter
from dataclasses import dataclass
from itertools import product

from evaluation.intake.residue import FILE

from onrecord.intake import IntakeOptions, read_report
from onrecord.model import Report

LAYOUTS = {
    "article": "<nav><a href='/'>Home</a> <a href='/w'>World</a></nav><article><h1>{title}</h1>{body}</article><footer>© 2023 The Post. All rights reserved.</footer>",
    "divs": "<div class='top'>Home News Sport</div><div class='content'><h1>{title}</h1><div class='text'>{body}</div></div><div class='side'><ul><li><a href='/a'>Another story from the valley</a></li><li><a href='/b'>A third one</a></li></ul></div>",
    "main": "<header><h1>{title}</h1></header><main>{body}<aside><h3>Related</h3><p><a href='/x'>What the strike means for you and your family this week</a></p></aside></main><div id='comments'><p>Great story, thanks a lot for this long and careful report.</p></div>",
    "table": "<table><tr><td>Menu<br>Home<br>News</td><td><b>{title}</b>{body}</td></tr></table><p>Contact us</p>",
    "bare": "<h2>{title}</h2>{body}",
    "nested": "<div>" * 2500 + "<h1>{title}</h1>{body}" + "</div>" * 2500,
}
HEADS = {  # what the head states -> the day intake should give
    "meta": ('<meta property="article:published_time" content="2019-03-01T10:00:00Z">', "2019-03-01"),
    "json-ld": (
        '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2019-03-01T08:00:00+01:00","dateModified":"2021-05-05"}</script>',
        "2019-03-01",
    ),
    "graph": (
        '<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"WebSite"},{"@type":["Article"],"datePublished":"2019-03-01"}]}</script>',
        "2019-03-01",
    ),
    "url": ('<link rel="canonical" href="https://post.example/2019/03/01/story.html">', "2019-03-01"),
    "dublin": ('<meta name="DC.date.issued" content="2019-03-01">', "2019-03-01"),
    "both": (
        '<meta name="pubdate" content="20190301"><script type="application/ld+json">{"@type":"Article","datePublished":"2019-02-28T23:30:00-05:00"}</script>',
        "2019-03-01",
    ),
    "disagree": (
        '<meta name="date" content="2019-03-01"><script type="application/ld+json">{"@type":"Article","datePublished":"2017-06-12"}</script>',
        None,
    ),
    "modified only": ('<meta property="article:modified_time" content="2019-03-01T10:00:00Z">', None),
    "none": ("", None),
}
UNDATED = {  # what a page without a date may carry all the same
    "nothing": "",
    "copyright": "<footer><p>© 2019-2023 The Post</p></footer>",
    "related": "<aside><ul><li><a href='/2021/04/02/other'>Another story</a> <time datetime='2021-04-02'>2 April 2021</time></li><li><a href='/2020/01/09/third'>A third</a> <time datetime='2020-01-09'>9 January 2020</time></li></ul></aside>",
    "text": "<p>The dam was built on 4 May 1951 and mended on 12 June 1998.</p>",
    "comment": "<div class='comments'><p>Jon, March 3, 2020: I was there that night.</p></div>",
    "clock": "<div class='today'>Saturday, 14 October 2023</div>",
    "script": "<script>var now = '2023-10-14T09:00:00Z';</script>",
    "picture": "<img src='/uploads/2018/07/21/dam.jpg' alt='The dam'>",
    "events": "<ul><li>12/03/2024 Town meeting</li><li>14/03/2024 Market</li></ul>",
    "updated": "<p class='build'>Page generated 2024-02-01 10:10</p>",
}


@dataclass
class Extraction:
    """Mean word F1 of ours and of trafilatura alone."""

    ours: float
    alone: float
    pages: int


def bodies() -> list[list[str]]:
    import yaml

    return [b.strip().splitlines() for b in yaml.safe_load(FILE.read_text("utf-8"))["bodies"].values()]


def build(layout: str, body: list[str], head: str = "", extra: str = "") -> bytes:
    """Return a page."""
    paragraphs = "".join(f"<p>{html.escape(line, quote=False)}</p>" for line in body)
    inner = LAYOUTS[layout].format(title="News from the valley", body=paragraphs)
    return f"<!doctype html><html lang='en'><head><title>News from the valley</title>{head}</head><body>{inner}{extra}</body></html>".encode()


def f1(found: str, gold: str) -> float:
    """Return the F1 of two texts as bags of words."""
    one, other = Counter(re.findall(r"\w+", found)), Counter(re.findall(r"\w+", gold))
    shared = sum((one & other).values())
    return 2 * shared / (sum(one.values()) + sum(other.values())) if shared else 0.0


def score_extraction() -> Extraction:
    """Score both on every layout and body."""
    from trafilatura import extract

    ours, alone = [], []
    options = IntakeOptions(isolate=False)
    for layout, body in product(LAYOUTS, bodies()):
        page, gold = build(layout, body), " ".join(body)
        item = read_report(page, "a.html", options)[0]
        ours.append(f1(item.text if isinstance(item, Report) else "", gold))
        alone.append(f1(extract(page.decode(), include_comments=False) or "", gold))
    return Extraction(sum(ours) / len(ours), sum(alone) / len(alone), len(ours))


def score_dates() -> tuple[int, int, int, int]:
    """Return (right, of) pages by what their head states and (dated, of) pages without a date."""
    options = IntakeOptions(isolate=False)
    right = total = dated = undated = 0
    for (head, day), body in product(HEADS.values(), bodies()):
        item = read_report(build("article", body, head), "a.html", options)[0]
        right += isinstance(item, Report) and item.published.value == day
        total += 1
    for extra, body in product(UNDATED.values(), bodies()):
        item = read_report(build("article", body, extra=extra), "a.html", options)[0]
        dated += isinstance(item, Report) and item.published.value is not None
        undated += 1
    return right, total, dated, undated
