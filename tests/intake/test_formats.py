"""A small file of every format comes in with its text, title and date."""

import gzip

import pytest

from onrecord.intake import IntakeOptions, read_report
from onrecord.model import Rejection, Report, Span

LOCAL = IntakeOptions(isolate=False)

CASES = [
    # name, builder, reports, title of the first, date of the first
    ("a.txt", lambda s: s.BODY.encode(), 1, None, None),
    ("a.html", lambda s: s.page(), 1, "Dam breaks at Orle", "2019-03-01"),
    ("no-ending", lambda s: s.page(), 1, "Dam breaks at Orle", "2019-03-01"),
    ("a.mhtml", lambda s: s.mhtml(), 1, "Dam breaks at Orle", "2019-03-01"),
    ("a.pdf", lambda s: s.pdf(), 1, "Dam breaks at Orle", None),
    ("a.docx", lambda s: s.docx(), 1, "Dam breaks at Orle", None),
    ("a.odt", lambda s: s.odt(), 1, "Dam breaks at Orle", None),
    ("a.eml", lambda s: s.eml(), 2, "Dam breaks at Orle", "2019-03-01"),
    ("a.mbox", lambda s: s.mbox(), 3, "Dam breaks at Orle", "2019-03-01"),
    ("feed.xml", lambda s: s.rss(), 2, "Dam breaks at Orle 1", "2019-03-01"),
    ("a.atom", lambda s: s.atom(), 1, "Dam breaks at Orle", "2019-03-01"),
    ("a.warc.gz", lambda s: s.warc(), 3, "Dam breaks at Orle 0", "2019-03-01"),
    ("a.warc", lambda s: s.warc(packed=False), 3, "Dam breaks at Orle 0", "2019-03-01"),
    ("whole.warc.gz", lambda s: gzip.compress(s.warc(packed=False)), 3, "Dam breaks at Orle 0", "2019-03-01"),
    ("a.wacz", lambda s: s.wacz(), 3, "Dam breaks at Orle 0", "2019-03-01"),
    ("a.zip", lambda s: s.zipped({"b/x.html": s.page(), "a.txt": s.BODY.encode()}), 2, None, None),
    (
        "a.tar.gz",
        lambda s: s.tarred({"x.html": s.page(), "a.txt": s.BODY.encode()}),
        2,
        "Dam breaks at Orle",
        "2019-03-01",
    ),
    ("a.tar", lambda s: s.tarred({"x.html": s.page()}, "w"), 1, "Dam breaks at Orle", "2019-03-01"),
    ("a.tar.xz", lambda s: s.tarred({"x.html": s.page()}, "w:xz"), 1, "Dam breaks at Orle", "2019-03-01"),
    ("a.html.gz", lambda s: gzip.compress(s.page()), 1, "Dam breaks at Orle", "2019-03-01"),
    ("newsml.xml", lambda s: s.newsml(), 1, "Dam breaks at Orle", "2019-03-01"),
    ("ninjs.json", lambda s: s.ninjs(), 1, "Dam breaks at Orle", "2019-03-01"),
    ("np.json", lambda s: s.news_please(), 1, "Dam breaks at Orle", "2019-03-01"),
    ("fundus.json", lambda s: s.fundus(), 1, "Dam breaks at Orle", "2019-03-01"),
    ("a.csv", lambda s: s.table(), 2, "Dam breaks at Orle", "2019-03-01"),
    ("a.csv", lambda s: s.table().replace(b",", b";").decode().encode("utf-16"), 2, None, None),
]


@pytest.mark.parametrize(("name", "build", "count", "title", "day"), CASES, ids=[c[0] for c in CASES])
def test_format(samples, name, build, count, title, day):
    items = read_report(build(samples), name, LOCAL)
    assert [i for i in items if isinstance(i, Rejection)] == []
    assert len(items) == count
    first = items[0]
    assert isinstance(first, Report)
    assert "The dam at Orle broke on Friday" in " ".join(first.text.split())
    assert "money aside for a new one" in items[-1].text or name.endswith((".docx", ".odt", ".atom"))
    if title:
        assert first.title == title
    if day:
        assert first.published.value == day
    for item in items:
        assert item.path == name
        assert item.id.startswith("r-") or name in {"newsml.xml", "ninjs.json"}
        for residue in item.residue:
            residue.span.cut(item.text)


def test_tables_keep_their_cells(samples):
    for name, data in (("a.docx", samples.docx()), ("a.odt", samples.odt())):
        (report,) = read_report(data, name, LOCAL)
        assert "Houses\t17" in report.text
    assert read_report(samples.docx(), "a.docx", LOCAL)[0].left_out == ("Council minutes.",)


def test_pdf_lines_have_page_and_box(samples):
    (report,) = read_report(samples.pdf(pages=2), "a.pdf", LOCAL)
    start = report.text.index("bridge with it")
    (box,) = report.source_map.locate_boxes(Span(start, start + 14))
    assert box[0] == 1
    assert 60 < box[1] < 80
    assert 600 < box[2] < 720
    assert "the\nwater" not in report.text


def test_page_maps_back_to_its_source(samples):
    page = samples.page()
    (report,) = read_report(page, "a.html", LOCAL)
    source = page.decode(report.source_map.encoding)
    for words in ("had been told in 2016", "wall & lost his barn"):
        start = report.text.index(words)
        place = report.source_map.locate(Span(start, start + len(words)))
        assert source[slice(*place)].replace("&amp;", "&") == words
    assert "Copyright Valley Post. All rights reserved." in report.left_out
    mapped = sum(n for _, _, n in report.source_map.runs)
    assert mapped >= 0.99 * len("".join(report.text.split()))


def test_members_of_one_file_have_their_own_hashes(samples):
    items = read_report(samples.warc(), "a.warc.gz", LOCAL)
    assert len({i.sha256 for i in items}) == 3
    assert items[0].url == "https://valleypost.example/2019/03/01/a0"
    assert items[0].member == items[0].url


def test_csv_numbers_its_rows(samples):
    items = read_report(samples.table(), "a.csv", LOCAL)
    assert [i.member for i in items] == ["row 1", "row 2"]
    assert items[1].title == "Second, day"


def test_crawl_damage_is_passed_over_and_said(samples):
    data = samples.warc(urls=8)
    hurt = bytearray(data)
    hurt[len(data) // 2 : len(data) // 2 + 40] = b"\x00" * 40
    items = read_report(bytes(hurt), "a.warc.gz", LOCAL)
    assert sum(isinstance(i, Report) for i in items) >= 6
    assert any(isinstance(i, Rejection) and "is damaged from byte" in i.reason for i in items)
    cut = read_report(data[:-400], "a.warc.gz", LOCAL)
    assert isinstance(cut[-1], Rejection)
    assert "cut off" in cut[-1].reason
    plain = bytearray(samples.warc(urls=8, packed=False))
    place = plain.find(b"WARC/1.0", len(plain) // 2)
    plain[place : place + 4] = b"XXXX"
    items = read_report(bytes(plain), "a.warc", LOCAL)
    assert sum(isinstance(i, Report) for i in items) >= 7
    assert any(isinstance(i, Rejection) and "is damaged from byte" in i.reason for i in items)
