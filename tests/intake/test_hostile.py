"""Broken and hostile files: a clear sentence each, the others read, memory and time under their limits."""

import gzip
import json
import os
import resource
import time
import zipfile
from collections import Counter
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.intake import FileEntry, IntakeOptions, list_files, read_file, read_paths, read_report
from onrecord.intake.pdf import MOST_PAGES
from onrecord.model import Rejection, Report
from onrecord.model.codec import encode_json

LOCAL = IntakeOptions(isolate=False)
SMALL = IntakeOptions(isolate=False, max_bytes=1_000_000, max_expanded=5_000_000)


def bomb_zip() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for n in range(20):
            file.writestr(f"{n}.txt", b"0" * 900_000)
    return out.getvalue()


def nested_zip(samples, levels: int) -> bytes:
    data = samples.BODY.encode()
    name = "a.txt"
    for level in range(levels):
        data, name = samples.zipped({name: data}), f"{level}.zip"
    return data


def mime_in_mime(levels: int) -> bytes:
    head = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(levels))
    return (
        "Subject: x\nFrom: a@b.example\nDate: Fri, 01 Mar 2019 10:00:00 +0100\nMIME-Version: 1.0\n"
        + head
        + "Content-Type: text/plain\n\nhello there\n"
    ).encode()


LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;">]>'
    b"<rss><channel><item><title>&c;</title><description>&c;</description></item></channel></rss>"
)
XXE = b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><item><description>&x;</description></item></channel></rss>'

REFUSED = [
    # name, bytes, code, words of the reason
    ("empty.txt", lambda s: b"", "empty", "is empty"),
    ("blank.txt", lambda s: b" \r\n\t ", "empty", "is empty"),
    ("picture.txt", lambda s: b"\x89PNG\r\n\x1a\n" + b"\x00\x01" * 100, "binary", "is a PNG image"),
    ("program.txt", lambda s: bytes(range(256)) * 20, "binary", "is a binary file"),
    ("old.doc", lambda s: b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "no-report", "old Word file"),
    ("style.css", lambda s: b"p { color: red }", "no-report", "is no report (code)"),
    ("large.txt", lambda s: b"x" * 2_000_000, "too-large", "has 2.0 MB; one document may have 1 MB"),
    ("bad.jsonl", lambda s: b"{not json", "json", "line 1: is not valid JSON"),
    ("deep.jsonl", lambda s: b"[" * 100_000, "json", "nested too deeply"),
    ("list.jsonl", lambda s: b"[1]", "contract", "not an object"),
    ("none.json", lambda s: b'{"a": 1}', "contract", "has no 'text'"),
    ("laughs.xml", lambda s: LAUGHS, "entities", "declares XML entities"),
    ("laughs16.xml", lambda s: LAUGHS.decode().encode("utf-16"), "entities", "declares XML entities"),
    ("xxe.xml", lambda s: XXE, "entities", "declares XML entities"),
    ("other.xml", lambda s: b"<?xml version='1.0'?><a><b>words</b></a>", "empty", "without a feed entry"),
    ("secret.pdf", lambda s: s.encrypted_pdf(), "encrypted", "is encrypted"),
    ("scan.pdf", lambda s: s.pdf([]), "scanned", "is a scan"),
    ("broken.pdf", lambda s: b"%PDF-1.4\n" + b"garbage " * 50, "damaged", "is a damaged PDF"),
    ("broken.docx", lambda s: s.docx()[:300], "damaged", "is a damaged document"),
    ("laughs.docx", lambda s: s.zipped({"word/document.xml": LAUGHS}), "entities", "declares XML entities"),
    ("broken.zip", lambda s: b"PK\x03\x04" + b"\x00" * 100, "damaged", "is a damaged archive"),
    ("russian.zip", lambda s: nested_zip(s, 6), "nested", "in more than 3 archives"),
    ("notcsv.csv", lambda s: b"a,b\n1,2\n", "contract", "no column named 'text'"),
    ("open.csv", lambda s: b'text\n"' + b"x" * 1_500_000, "too-large", "longer than a document"),
    ("mime.eml", lambda s: mime_in_mime(600), "nested", "has more than 200 parts within parts"),
    ("nopage.mhtml", lambda s: b"MIME-Version: 1.0\nContent-Type: text/plain\n\nx", "empty", "holds no page"),
    (
        "nav.html",
        lambda s: b"<html><body><nav><a href='/'>Home</a></nav></body></html>",
        "empty",
        "shows no article text",
    ),
    ("none.mbox", lambda s: b"no mail here\n", "empty", "is no mail box"),
    ("bomb.html.gz", lambda s: gzip.compress(b"<p>" * 4_000_000), "too-large", "one document may have 1 MB"),
    ("bomb.jsonl.gz", lambda s: gzip.compress(b" " * 20_000_000), "bomb", "unpacks to more than 5 MB"),
    ("bomb.zip", lambda s: bomb_zip(), "bomb", "unpacks to more than 5 MB"),
    (
        "cut.jsonl.gz",
        lambda s: gzip.compress(os.urandom(50_000).hex().encode())[:20_000],
        "damaged",
        "damaged or cut off",
    ),
]


@pytest.mark.parametrize(("name", "build", "code", "words"), REFUSED, ids=[c[0] for c in REFUSED])
def test_refused_with_a_sentence_and_the_others_read(samples, tmp_path, name, build, code, words):
    (tmp_path / "0-first.txt").write_text(samples.BODY)
    (tmp_path / name).write_bytes(build(samples))
    (tmp_path / "zz-last.html").write_bytes(samples.page())
    items = list(read_paths([tmp_path], SMALL))
    assert isinstance(items[0], Report)
    assert isinstance(items[-1], Report)
    refused = [i for i in items if isinstance(i, Rejection)]
    assert refused
    for item in refused:
        assert item.path == str(tmp_path / name)
        assert "Traceback" not in item.reason
        assert "\n" not in item.reason
    assert refused[-1].code == code
    assert words in refused[-1].reason


def test_deep_pages_are_read_with_the_plain_reader(samples):
    for page in (
        b"<div>" * 100_000 + samples.page(),
        b"<html><body>" + b"<div>" * 2_000 + f"<p>{samples.FIRST}</p>".encode(),
    ):
        start = time.process_time()
        (report,) = read_report(page, "a.html", LOCAL)
        assert "The dam at Orle broke" in report.text
        assert report.outcome.startswith("fallback: ")
        assert time.process_time() - start < 20


@pytest.mark.slow
def test_wide_pages_are_read_with_the_plain_reader():
    page = b"<html><body>" + b"".join(b"<p>Dam part %d.</p>" % n for n in range(300_000))
    start = time.process_time()
    (report,) = read_report(page, "a.html", LOCAL)
    assert report.text.count("\n") == 299_999
    assert report.outcome.startswith("fallback: ")
    assert time.process_time() - start < 60


@pytest.mark.parametrize(
    "page",
    [
        b"<!--" * 100_000,
        b"<a '" * 100_000,
        b'<a href="' * 100_000,
        b"<" * 300_000,
        b"&" * 300_000,
        b"<script>" * 50_000,
        b"<![CDATA[" * 30_000,
        b"&#x;" * 90_000,
    ],
    ids=lambda page: page[:9].decode(),
)
def test_unclosed_markup_costs_what_its_length_does(samples, page):
    start = time.process_time()
    read_report(b"<html><body><p>" + samples.FIRST.encode() + b"</p>" + page, "a.html", LOCAL)
    assert time.process_time() - start < 20


def test_a_feed_on_which_its_library_breaks_is_mended_first():
    entry = b"<rss><channel><title>Post</title><item><title>x</title><description>The dam broke.</description></item>"
    (report, *_) = read_report(entry + b"<item<link</item</link<", "a.xml", LOCAL)
    assert report.text == "The dam broke."
    assert report.outcome == "fallback: the feed is malformed; read after it was mended"
    (item,) = read_report(b"<rss><channel<item<link</item</link<", "a.xml", LOCAL)
    assert item.code in {"xml", "empty"}


def test_an_endless_byline_costs_what_its_length_does(samples):
    page = samples.page(head=f'<meta name="author" content="{"{" * 60_000}">').replace(b'content="Ines Marr"', b"")
    start = time.process_time()
    (report,) = read_report(page, "a.html", LOCAL)
    assert "The dam at Orle broke" in report.text
    assert report.outcome == "ok"
    assert time.process_time() - start < 3


def test_halves_of_characters_in_a_headline_can_be_kept():
    text = f"Dam \ud83d breaks at Orle\n\n{'The dam at Orle broke on Friday and the water took the old bridge. ' * 3}"
    (report,) = read_report(json.dumps({"text": text}).encode(), "a.jsonl", LOCAL)
    assert report.text == text.replace("\ud83d", "\ufffd")
    assert report.title == "Dam \ufffd breaks at Orle"
    encode_json(report)


def test_odd_characters_are_kept_and_noted():
    text = "The dam\x00 at \u202eelrO\u202c broke on Friday."
    (report,) = read_report(text.encode(), "a.txt", LOCAL)
    assert report.text == text
    assert {n.code for n in report.notes} == {"controls", "direction-override"}
    (report,) = read_report(b'{"text": "half \\ud83d here"}', "a.jsonl", LOCAL)
    assert report.text == "half \ufffd here"
    assert [n.code for n in report.notes] == ["lone-surrogate"]
    assert report.id == f"r-{report.sha256[:12]}"


def test_mixed_encodings_are_read_and_noted():
    data = "Le café de la vallée était fermé vendredi soir. Déjà vu, naïve à côté de l’été.".encode() * 3 + b" caf\xe9"
    (report,) = read_report(data, "a.txt", LOCAL)
    assert "vallée" in report.text
    assert [n.code for n in report.notes] == ["decoded-with-loss"]
    (report,) = read_report(b"\xff\xfe\x00", "a.txt", LOCAL)
    assert isinstance(report, Rejection | Report)


def test_japanese_and_latin_encodings():
    text = "日本政府は金曜日に、ダムの決壊について発表した。首相は現地を訪れる予定だと述べた。" * 5
    for encoding in ("shift_jis", "euc-jp", "iso2022_jp", "utf-16", "utf-8-sig"):
        page = f'<html><head><meta charset="{encoding}"></head><body><article><p>{text}</p><p>{text}</p></article></body></html>'
        (report,) = read_report(page.encode(encoding), "a.html", LOCAL)
        assert text[:30] in report.text, encoding
    (report,) = read_report(text.encode("shift_jis"), "a.txt", LOCAL)
    assert report.text == text


def test_names_that_lie_are_shown_harmless(samples):
    data = samples.zipped({"../../etc/x.txt": samples.BODY.encode(), "a\nb\u202e.txt": samples.BODY.encode()})
    items = read_report(data, "a.zip", LOCAL)
    assert [i.member for i in items] == ["../../etc/x.txt", "a?b?.txt"]
    assert not Path("/etc/x.txt").exists()


def test_file_names_with_line_breaks_and_odd_bytes(samples, tmp_path):
    (tmp_path / "a\nb.txt").write_text(samples.BODY)
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xfe.txt")).write_text(samples.BODY)
    items = list(read_paths([tmp_path], IntakeOptions()))
    assert [isinstance(i, Report) for i in items] == [True, True]
    for item in items:
        item.path.encode()


def test_links_pipes_and_locked_folders(samples, tmp_path):
    story = tmp_path / "story"
    story.mkdir()
    (story / "a.txt").write_text(samples.BODY)
    (tmp_path / "outside.txt").write_text(samples.BODY)
    (story / "b.txt").symlink_to(tmp_path / "outside.txt")
    (story / "loop").symlink_to(story)
    (story / "same.txt").symlink_to(story / "a.txt")
    os.mkfifo(story / "pipe.txt")
    items = list(read_paths([story], LOCAL))
    assert [getattr(i, "code", "ok") for i in items] == ["ok", "link", "not-a-file"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_unreadable_folder(tmp_path):
    (tmp_path / "locked").mkdir(mode=0)
    (item,) = read_paths([tmp_path / "locked"], LOCAL)
    assert item.code == "unreadable"
    assert "change the rights" in item.reason


def test_unreadable_folder_is_a_sentence(tmp_path, monkeypatch):
    def refuse(path):
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr(os, "scandir", refuse)
    (item,) = read_paths([tmp_path], LOCAL)
    assert item.reason == "may not be read by you; change the rights of the folder and add it again"


def test_a_file_that_vanishes_or_changes(samples, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(samples.BODY)
    (entry,) = list_files([path], LOCAL)
    path.write_text(samples.BODY * 2)
    (source,) = read_file(entry, LOCAL)
    assert source.items[0].code == "changed"
    path.unlink()
    (source,) = read_file(entry, LOCAL)
    assert "is gone now" in source.items[0].reason
    (item,) = read_paths([path], LOCAL)
    assert "is not there" in item.reason


@pytest.mark.parametrize("count", [3000, pytest.param(1_000_000, marks=pytest.mark.slow)])
def test_many_empty_files_cost_little(tmp_path, count):
    for n in range(0, count, 1000):
        (tmp_path / f"{n}").mkdir()
        for k in range(min(1000, count - n)):
            os.close(os.open(tmp_path / f"{n}" / f"{k}.txt", os.O_CREAT))
    (tmp_path / "z.txt").write_text("The dam broke.")
    start, before = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    codes = Counter(getattr(item, "code", "ok") for item in read_paths([tmp_path], IntakeOptions()))
    assert codes == {"empty": count, "ok": 1}
    assert time.process_time() - start < 5 + count / 5_000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000


def test_a_huge_pdf_is_told_its_limit(samples):
    (item,) = read_report(samples.pdf(pages=MOST_PAGES + 1), "a.pdf", LOCAL)
    assert item.code == "too-large"
    assert item.reason == f"has {MOST_PAGES + 1:,} pages; the limit is {MOST_PAGES:,}; split it"


@pytest.mark.parametrize("size", [100_000_000, pytest.param(1_000_000_000, marks=pytest.mark.slow)])
def test_one_endless_line_is_passed_over_in_little_memory(tmp_path, size):
    path = tmp_path / "one.jsonl"
    with path.open("wb") as file:
        file.write(b'{"text": "')
        file.seek(size)
        file.write(b'"}\n' + json.dumps({"id": "after", "text": "The dam broke."}).encode())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    items = list(read_paths([path], LOCAL))
    assert [getattr(i, "code", "ok") for i in items] == ["too-large", "ok"]
    assert items[1].id == "after"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000
    big = FileEntry(path=str(path), size=path.stat().st_size)
    text = tmp_path / "one.txt"
    path.rename(text)
    (source,) = read_file(FileEntry(path=str(text), size=big.size), LOCAL)
    assert source.items[0].code == "too-large"


def test_standard_input(samples, monkeypatch):
    class Stdin:
        buffer = BytesIO(samples.page())

    monkeypatch.setattr("sys.stdin", Stdin)
    (report,) = read_paths(["-"], LOCAL)
    assert report.title == samples.TITLE
    assert report.path == "-"


@pytest.mark.parametrize(
    "name",
    [
        "a.txt",
        "a.html",
        "a.jsonl",
        "a.csv",
        "a.eml",
        "a.mbox",
        "a.xml",
        "a.warc",
        "a.zip",
        "a.pdf",
        "a.docx",
        "a.json",
        "a",
    ],
)
@given(data=st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
@settings(max_examples=15, deadline=None, derandomize=True)
def test_any_bytes_give_reports_or_rejections_and_the_same_ones_twice(name, data):
    items = read_report(data, name, LOCAL)
    assert items == read_report(data, name, LOCAL)
    for item in items:
        assert isinstance(item, Report | Rejection)
        for residue in getattr(item, "residue", ()):
            assert residue.span.cut(item.text)
