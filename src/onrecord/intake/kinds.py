"""Tells the format of a document by its name and its first bytes."""

import re
from pathlib import PurePath

from onrecord.lexicon import load_lexicon

MANY = frozenset({"jsonl", "json", "csv", "mbox", "eml", "warc", "zip", "tar", "gzip", "bzip2", "xz"})
"""Formats that are streamed: a file may be larger than one document may."""

_HTML = re.compile(
    rb"^\s*(?:<!--.*?-->\s*)*(?:<!doctype html|<html|<head|<body|<meta|<title)", re.IGNORECASE | re.DOTALL
)
_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF|channel)[\s>]", re.IGNORECASE)
_NEWSML = re.compile(rb"<(?:\w+:)?(?:newsItem|newsMessage|packageItem|nitf|NewsML)[\s>]")
_MAIL = re.compile(
    rb"^(?:From |Return-Path:|Received:|Delivered-To:|Message-ID:|MIME-Version:|Subject:|Date:)",
    re.IGNORECASE,
)


def find_kind(name: str, head: bytes) -> str:
    r"""Return the format of a document.

    The first bytes win over the name where they are unmistakable: people save pages under all names.

    Args:
        name: File name, or what stands for one in an archive.
        head: Its first bytes; a few thousand are enough.

    Example:
        >>> find_kind("a.txt", b"%PDF-1.7"), find_kind("crawl.warc.gz", b"\x1f\x8b"), find_kind("a", b"Plain words")
        ('pdf', 'warc', 'txt')
    """
    lower = name.lower()
    path = PurePath(lower)
    if head.startswith(b"\x1f\x8b"):
        if ".warc" in path.suffixes:
            return "warc"
        return "tar" if ".tar" in path.suffixes or path.suffix == ".tgz" else "gzip"
    named = load_lexicon().entries("intake/endings").get(path.suffix)
    kind = _by_bytes(head, named or "")
    if kind:
        return kind
    if named == "xml":
        return "html" if _HTML.match(head) else "feed"
    return str(named) if named else _guess(head)


def _by_bytes(head: bytes, named: str) -> str | None:
    if b"%PDF-" in head[:1024] and named not in {"html", "eml", "mbox", "warc", "mhtml", "jsonl"}:
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return named if named in {"docx", "odt", "zip"} else _zipped(head)
    if head.startswith(b"WARC/"):
        return "warc"
    if head[257:262] == b"ustar" or (named == "tar" and head.startswith((b"BZh", b"\xfd7zXZ"))):
        return "tar"
    if head.startswith((b"BZh", b"\xfd7zXZ")):
        return "bzip2" if head.startswith(b"BZh") else "xz"
    start = head[:4096]
    if named in {"", "xml", "feed", "html"} and start.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        if _NEWSML.search(start):
            return "newsml"
        if not _HTML.match(start) and _FEED.search(start):
            return "feed"
    return None


def _zipped(head: bytes) -> str:
    if b"word/" in head[:4096] or b"[Content_Types].xml" in head[:200]:
        return "docx"
    return "odt" if b"application/vnd.oasis.opendocument.text" in head[:200] else "zip"


def _guess(head: bytes) -> str:
    """Return the format of a document whose name says nothing."""
    start = head.lstrip(b"\xef\xbb\xbf \r\n\t")
    if _HTML.match(start):
        return "html"
    if start.startswith(b"{") and b'"text"' in head:
        return "jsonl"
    if head.startswith(b"From ") and b"\nSubject:" in head:
        return "mbox"
    if _MAIL.match(head) and re.search(rb"^(?:subject|from|date):", head[:4096], re.IGNORECASE | re.MULTILINE):
        return "eml" if head.count(b"\n") > 3 and b":" in head.split(b"\n", 1)[0] else "txt"
    return "txt"
