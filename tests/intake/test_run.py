"""Files, folders, JSON lines and broken input through the whole of intake."""

import json

import pytest

from onrecord.intake import IntakeOptions, list_files, read_paths, read_report, read_sources
from onrecord.model import Grade, Published, PublishedMethod, Rejection, Report

BODY = "The dam at Orle broke on Friday and the water took the old bridge with it, the mayor said in the town.\n"
LOCAL = IntakeOptions(isolate=False)
PAGE = """<!doctype html><html lang="en"><head><title>Dam breaks at Orle | Valley Post</title>
<meta property="og:site_name" content="Valley Post"><meta property="og:title" content="Dam breaks at Orle">
<meta property="article:published_time" content="2019-03-01T10:00:00+01:00">
<meta name="author" content="Ines Marr"></head><body><nav><a href="/">Home</a></nav><article><h1>Dam breaks at Orle</h1>
<p>The dam at Orle broke on Friday and the water took the old bridge with it, the mayor said in the town.</p>
<p>“We had an hour to get out,” said Tomas Reel, who lives below the wall &amp; lost his barn in the night.</p>
</article><footer><p>Copyright Valley Post</p></footer></body></html>"""


def only(items):
    (item,) = items
    return item


def test_txt_is_the_file_itself():
    text = "Dam breaks at Orle\r\n\r\n" + BODY
    report = only(read_report(text.encode(), "a.txt", LOCAL))
    assert report.text == text
    assert report.title == "Dam breaks at Orle"
    assert report.id == f"r-{report.sha256[:12]}"
    assert report.published.method is PublishedMethod.UNKNOWN


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_encodings(encoding):
    text = "Caf\u00e9 in Orle \u201cburned down\u201d\n" + BODY * 4
    report = only(read_report(text.encode(encoding), "a.txt", LOCAL))
    assert report.text == text


def test_page():
    report = only(read_report(PAGE.encode(), "a.html", LOCAL))
    assert report.title == "Dam breaks at Orle"
    assert report.outlet == "Valley Post"
    assert report.published.value == "2019-03-01"
    assert report.published.method is PublishedMethod.METADATA
    assert "lost his barn" in report.text
    assert "Copyright" not in report.text


def test_json_lines_keep_ids_and_reject_one_line():
    lines = [
        json.dumps({"id": "a1", "text": BODY, "published": "2019-03-01", "outlet": "Post"}),
        "{bad",
        "",
        json.dumps({"title": "x"}),
    ]
    items = read_report("\n".join(lines).encode(), "x.jsonl", LOCAL)
    assert [type(i) for i in items] == [Report, Rejection, Rejection]
    assert (items[0].id, items[0].published.value, items[0].outlet) == ("a1", "2019-03-01", "Post")
    assert "line 2: is not valid JSON" in items[1].reason
    assert "line 4: has no 'text'" in items[2].reason


def test_given_date_wins_but_not_over_a_line_that_has_its_own():
    given = IntakeOptions(
        published=Published(value="2020-01-02", method=PublishedMethod.GIVEN, confidence=1.0), isolate=False
    )
    assert only(read_report(PAGE.encode(), "a.html", given)).published.value == "2020-01-02"
    line = json.dumps({"text": BODY, "published": "2019-03-01"}).encode()
    assert only(read_report(line, "x.jsonl", given)).published.value == "2019-03-01"


def test_folder_is_sorted_and_the_bad_ones_do_not_stop_it(tmp_path):
    for name, data in {"b.txt": BODY, "a.txt": "", "c.txt": "\x00\x01\x02" * 50, "d.html": PAGE}.items():
        (tmp_path / name).write_bytes(data.encode())
    (tmp_path / "e.txt").symlink_to("/etc/hostname")
    items = list(read_paths([tmp_path, tmp_path / "gone.txt"], LOCAL))
    codes = [getattr(i, "code", "ok") for i in items]
    assert codes == ["empty", "ok", "binary", "ok", "link", "missing"]
    assert all(str(tmp_path) in i.path for i in items)


def test_known_files_are_passed_over(tmp_path):
    (tmp_path / "a.txt").write_text(BODY)
    first = list(read_sources([tmp_path], LOCAL))
    seen = {(s.path, s.size, s.mtime_ns) for s in first if s.complete}
    again = IntakeOptions(isolate=False, known=lambda *key: key in seen)
    assert list(read_sources([tmp_path], again)) == []
    assert len(list(list_files([tmp_path], LOCAL))) == 1


def test_too_large():
    small = IntakeOptions(max_bytes=1000, isolate=False)
    assert only(read_report(b"x" * 2000, "a.txt", small)).code == "too-large"
    line = json.dumps({"text": "y" * 5000}) + "\n" + json.dumps({"text": "z"})
    items = read_report(line.encode(), "a.jsonl", small)
    assert [getattr(i, "code", "ok") for i in items] == ["too-large", "ok"]


def test_seeds(shared):
    reports = list(read_paths([shared / "seeds"], LOCAL))
    struck = [[r.span.cut(report.text) for r in report.residue] for report in reports]
    assert struck[0] == reports[0].text.splitlines()[-2:]
    lines = [line for line in reports[1].text.splitlines() if line]
    assert struck[1] == [lines[i] for i in (0, 2, 3, 4, 6, 7)]
    assert {r.grade for report in reports for r in report.residue} == {Grade.RESIDUE}
    assert reports[0].title is None
    assert reports[1].title == lines[1]
