"""Furniture, titles, dates: tables of texts and what is expected."""

import random
import time

import pytest

from onrecord.intake import IntakeOptions, mark_repeated, read_report, watch_paths
from onrecord.intake.dates import date_in_url, judge_dates, parse_stamp, signal
from onrecord.intake.lines import Line, split_lines
from onrecord.intake.residue import find_residue, lexicon_reason
from onrecord.intake.stated import read_dateline
from onrecord.intake.titles import find_title
from onrecord.lexicon import load_lexicon
from onrecord.model import Grade
from onrecord.testing import make_report

LEXICON = load_lexicon()
P = "The dam at Orle broke on Friday and the water took the old bridge with it, the mayor said in the town."
Q = "The council of the valley had been told in 2016 that the wall was weak, and it had set money aside for a new one."


def grades(text, title=None):
    return {r.span.cut(text): r.grade for r in find_residue(text, title, LEXICON)}


@pytest.mark.parametrize(
    "line",
    [
        "COMMENTS", "Comments (14)", "Sign up for our daily newsletter", "Share on Facebook", "Photo: Lena Stom/Reuters", "© 2019 Valley Post",
        "Copyright The Valley Post. All rights reserved.", "We use cookies to improve your experience on our site.", "Advertisement",
        "READ MORE: Who built the dam?", "Subscribe now to read the full story", "Home > News > Valley", "Updated 14 minutes ago",
        "Download our app", "Published: 1 March 2019 at 10:14", "Follow us on Twitter @valleypost", "(Photo by Carl Anson/AFP via Getty Images)",
    ],
)  # fmt: skip
@pytest.mark.parametrize("form", ["{p}\n{line}\n{q}", "{line}\n\n{p}\n\n{q}", "{p}\r\n{q}\r\n{line}"])
def test_furniture_is_residue_wherever_it_stands(line, form):
    assert grades(form.format(p=P, q=Q, line=line)) == {line: Grade.RESIDUE}


@pytest.mark.parametrize(
    "line",
    [
        "Share prices fell on Monday.", "Comments from both sides were harsh.", "Search teams found the boy alive.", "No one died.",
        "Copyright law was changed in 2001.", "Published in 1961, the book was soon banned.", "More from him came on Tuesday.", "“Read it,” she said.",
        "Contact with the crew was lost at 9:40 p.m.", "Home owners were told to leave.", "Latest polls give her 41 percent.", "It was never built.",
        "What do you think of the attack on the mayor last night?", "Close call.", "Video of the attack was shown in court.", "A weak wall",
    ],
)  # fmt: skip
def test_body_is_not_marked(line):
    assert grades(f"{P}\n{line}\n{Q}") == {}


def test_place_gives_suspects_only():
    text = f"{P}\n{Q}\nStrange footer words"
    assert grades(text) == {"Strange footer words": Grade.SUSPECT}
    assert grades(f"By way of Orle\n{P}") == {"By way of Orle": Grade.SUSPECT}


def test_list_under_a_heading_goes_with_it():
    text = f"{P}\nRelated stories\nTram drivers vote on Friday\nWhat the strike means\n"
    assert set(grades(text)) == {"Related stories", "Tram drivers vote on Friday", "What the strike means"}


def test_headline_is_kept_once():
    text = f"Valley desk\n\nDam breaks at Orle\n\nDam breaks at Orle | Valley Post\n{P}\nDam breaks at Orle\n"
    title = find_title(text, LEXICON)
    assert title == "Dam breaks at Orle"
    found = find_residue(text, title, LEXICON)
    assert [r.span.start for r in found if r.reason == "repeated headline"] == [33, len(text) - 19]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (P, None),
        (f"Dam breaks at Orle\n{P}", "Dam breaks at Orle"),
        (f"World\nBy Ines Marr\nWill the wall hold?\n{P}", "Will the wall hold?"),
        (f"A short first sentence.\n{P}", None),
        (f"Old Dam Breaks at Orle After Storm.\n\n{P}", "Old Dam Breaks at Orle After Storm."),
        ("only short lines\nwithout any paragraph", None),
        (f"Published 1 March 2019\nDam breaks at Orle\n{P}", "Dam breaks at Orle"),
    ],
)
def test_titles(text, title):
    assert find_title(text, LEXICON) == title


def test_japanese_text_has_no_residue():
    assert grades("日本政府は金曜日に発表した。\n首相は現地を訪れる。") == {}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2019-03-01T23:30:00-05:00", "2019-03-01"), ("Fri, 01 Mar 2019 10:00:00 GMT", "2019-03-01"), ("March 1st, 2019", "2019-03-01"),
        ("20190301", "2019-03-01"), ("2019/3/1", "2019-03-01"), ("25.12.2019", "2019-12-25"), ("0000-01-01", None), ("2019-03", "2019-03"), ("01/03/2019", None), ("2019-02-30", None), ("yesterday", None),
        ("1 Sept. 2019", "2019-09-01"),
    ],
)  # fmt: skip
def test_stamps(text, value):
    assert parse_stamp(text) == value


@pytest.mark.parametrize(
    ("url", "value"),
    [
        ("https://x.example/2019/03/01/dam", "2019-03-01"), ("https://x.example/news/20190301-dam.html", "2019-03-01"),
        ("https://x.example/2019/mar/01/dam", "2019-03-01"), ("https://x.example/a-201903011234567", None), ("https://x.example/?d=2019-03-01", None),
        ("https://2019-03-01.example/a", None),
    ],
)  # fmt: skip
def test_dates_in_urls(url, value):
    assert date_in_url(url) == value


def test_signals_that_disagree_are_candidates():
    one, other = signal("2019-03-01", "meta"), signal("2017-06-12", "json-ld")
    found, candidates, _ = judge_dates((*one, *other))
    assert found.value is None
    assert {c.value for c in candidates} == {"2019-03-01", "2017-06-12"}
    found, candidates, names = judge_dates((*one, *signal("2019-03-02", "url"), *signal("1999-01-01", "text")))
    assert (found.value, names) == ("2019-03-02", "meta+url")
    assert [c.value for c in candidates] == ["1999-01-01"]


@pytest.mark.parametrize(
    ("paragraph", "value"),
    [
        ("TOKYO, March 1 (Kyodo) - Ministers met.", "XXXX-03-01"), ("LONDON, 3 March 2019 — Ministers met.", "2019-03-03"),
        ("NEW YORK, Dec. 24, 2001 (AP) -- Ministers met.", "2001-12-24"), ("WASHINGTON (AP) — Ministers met.", None),
        ("In March, 17 ministers met - again.", None), ("Orle, March 31 /ZNA/ - Ministers met.", "XXXX-03-31"), ("Paris, Decision 12 - no", None),
    ],
)  # fmt: skip
def test_datelines(paragraph, value):
    assert read_dateline(paragraph) == value


def test_dateline_without_a_year_is_a_candidate():
    (report,) = read_report(f"ORLE, March 1 (ZNA) - {P}".encode(), "a.txt", IntakeOptions(isolate=False))
    assert report.published.value is None
    assert [c.value for c in report.candidates] == ["XXXX-03-01"]
    (report,) = read_report(
        f"Dam breaks at Orle\nPublished: March 1, 2019\n{P}".encode(), "a.txt", IntakeOptions(isolate=False)
    )
    assert report.published.value == "2019-03-01"


def test_lines_that_repeat_across_an_outlet():
    def text(name):
        return f"{P.replace('Orle', name)}\nNo one died.\n{Q.replace('2016', name)}\nValley Post online\nThe Valley Post is a paper for the valley and the towns around it, and it is read by many."

    reports = [make_report(text(n), outlet="Valley Post") for n in ("Sarn", "Pell", "Venn")]
    marked = mark_repeated(reports)[1]
    assert {r.span.cut(marked.text): r.grade for r in marked.residue} == {
        "Valley Post online": Grade.RESIDUE,
        "The Valley Post is a paper for the valley and the towns around it, and it is read by many.": Grade.SUSPECT,
    }
    copies = [make_report(text("Sarn"), outlet="Valley Post", path=f"{n}.txt") for n in range(4)]
    assert all(not r.residue for r in mark_repeated(copies))
    assert mark_repeated([make_report(text(n)) for n in ("Sarn", "Pell", "Venn")])[0].residue == ()


def test_watching_reads_what_is_finished(tmp_path):
    looks = []

    def sleep(seconds):
        looks.append(seconds)
        if len(looks) == 1:
            (tmp_path / "b.txt").write_text(P)
        if len(looks) > 6:
            raise KeyboardInterrupt

    (tmp_path / "a.txt").write_text(P)
    seen = []
    with pytest.raises(KeyboardInterrupt):
        seen.extend(
            s.path
            for s in watch_paths([tmp_path], IntakeOptions(isolate=False), sleep=sleep)
            if seen.append(s and s.path)
        )
    assert [s for s in seen if s] == [str(tmp_path / "a.txt"), str(tmp_path / "b.txt")]


def test_no_pattern_takes_long_on_lines_that_almost_fit():
    words = [
        "share",
        "tweet",
        "home",
        "news",
        "up",
        "privacy",
        "terms",
        "log",
        "in",
        "read",
        "stories",
        "photo",
        "by",
        "Ann",
        "Bee",
        "/",
        ">",
        "|",
        "-",
        ",",
        "the",
        "of",
        "a",
        "1",
        "©",
        "cookies",
        "this",
        "is",
    ]
    chosen = random.Random(1)
    lines = [
        chosen.choice((" ", ", ", " | ", "/")).join(chosen.choices(chosen.sample(words, chosen.randint(1, 4)), k=38))
        + "!x"
        for _ in range(400)
    ]
    lines += ["a" * 390, "A " * 39, "home | " * 38 + "!", "home news " * 19 + "1", "x/ " * 38, "Aa " * 38 + "."]
    start = time.process_time()
    for line in lines:
        lexicon_reason(Line(0, len(line), line), LEXICON)
    assert time.process_time() - start < 3


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Ines Marr, water correspondent", "Ines Marr"),
        ("BY INES MARR AND PIET VAN DAM", "INES MARR AND PIET VAN DAM"),
        ("Written by Éva Nagy", "Éva Nagy"),
        ("By Our Correspondent in Orle", "Our Correspondent"),
        ("By Night, a City Changes", None),
        ("By 2030, half of all cars will be electric", None),
    ],
)
def test_a_byline_says_who_wrote_and_is_no_body_text(line, names):
    (report,) = read_report(f"Dam breaks at Orle\n{line}\n{P}".encode(), "a.txt")
    assert report.byline == names
    assert (line in {r.span.cut(report.text) for r in report.residue if r.grade is Grade.RESIDUE}) == (
        names is not None
    )


def test_long_runs_of_punctuation_cost_what_their_length_does():
    start = time.process_time()
    lines = split_lines(("a" + "." * 3_990 + "a\n") * 200)
    assert len({line.key for line in lines}) == 1
    assert time.process_time() - start < 2
