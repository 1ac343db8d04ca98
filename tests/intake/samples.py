"""Builds a small file of every format, all with the same invented report."""

import gzip
import json
import tarfile
import zipfile
from io import BytesIO

TITLE = "Dam breaks at Orle"
FIRST = "The dam at Orle broke on Friday and the water took the old bridge with it, the mayor said in the town."
SECOND = "“We had an hour to get out,” said Tomas Reel, who lives below the wall & lost his barn in the night."
THIRD = (
    "The council of the valley had been told in 2016 that the wall was weak, and it had set money aside for a new one."
)
BODY = f"{FIRST}\n\n{SECOND}\n\n{THIRD}\n"


def page(title: str = TITLE, head: str = "", body: str = "", stamp: str = "2019-03-01T10:00:00+01:00") -> bytes:
    date = f'<meta property="article:published_time" content="{stamp}">' if stamp else ""
    second = SECOND.replace("&", "&amp;")
    return f"""<!doctype html><html lang="en"><head><title>{title} | Valley Post</title>
<meta property="og:site_name" content="Valley Post"><meta property="og:title" content="{title}">{date}{head}
<meta name="author" content="Ines Marr"></head><body><nav><a href="/">Home</a> <a href="/w">World desk</a></nav>
<article><h1>{title}</h1><p>{FIRST}</p><p>{second}</p><p>{THIRD}</p></article>{body}
<footer><p>Copyright Valley Post. All rights reserved.</p></footer></body></html>""".encode()


def pdf(lines: list[str] | None = None, pages: int = 1) -> bytes:
    """A PDF of Helvetica lines; with ``lines=[]`` its pages are empty, as scans are."""
    lines = [TITLE, "", *wrap(FIRST), "", *wrap(THIRD)] if lines is None else lines
    shown = "".join(f"({x.replace('(', '').replace(')', '')}) Tj T*\n" for x in lines)
    content = f"BT /F1 11 Tf 14 TL 72 720 Td\n{shown}ET".encode("cp1252", "replace") if lines else b""
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(pages))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for i in range(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {5 + 2 * i} 0 R /Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    out, offsets = b"%PDF-1.4\n", []
    for number, value in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, value)
    table = b"".join(b"%010d 00000 n \n" % o for o in offsets)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return out + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)


def wrap(text: str, width: int = 60) -> list[str]:
    import textwrap

    return textwrap.wrap(text, width)


def encrypted_pdf() -> bytes:
    import pypdf

    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(BytesIO(pdf())))
    writer.encrypt("secret", algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def zipped(files: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in files.items():
            file.writestr(name, data)
    return out.getvalue()


def docx() -> bytes:
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    paragraphs = "".join(f"<w:p><w:r><w:t>{t.replace('&', '&amp;')}</w:t></w:r></w:p>" for t in (TITLE, FIRST, SECOND))
    cells = "".join(f"<w:tc><w:p><w:r><w:t>{t}</w:t></w:r></w:p></w:tc>" for t in ("Houses", "17"))
    document = f'<?xml version="1.0"?><w:document xmlns:w="{w}"><w:body>{paragraphs}<w:tbl><w:tr>{cells}</w:tr></w:tbl></w:body></w:document>'
    core = '<?xml version="1.0"?><c xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Dam breaks at Orle</dc:title><dc:creator>Ines Marr</dc:creator></c>'
    notes = f'<w:footnotes xmlns:w="{w}"><w:footnote><w:p><w:r><w:t>Council minutes.</w:t></w:r></w:p></w:footnote></w:footnotes>'
    return zipped(
        {
            "[Content_Types].xml": b"<Types/>",
            "word/document.xml": document.encode(),
            "docProps/core.xml": core.encode(),
            "word/footnotes.xml": notes.encode(),
        }
    )


def odt() -> bytes:
    names = 'xmlns:office="urn:o" xmlns:text="urn:t" xmlns:table="urn:b" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    second = SECOND.replace("&", "&amp;")
    content = (
        f"<office:document-content {names}><office:body><office:text><text:h>{TITLE}</text:h><text:p>{FIRST}</text:p>"
        f"<text:p>{second}</text:p><table:table><table:table-row><table:table-cell><text:p>Houses</text:p></table:table-cell>"
        "<table:table-cell><text:p>17</text:p></table:table-cell></table:table-row></table:table></office:text></office:body></office:document-content>"
    )
    return zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": content.encode()})


def eml() -> bytes:
    return (
        b"From: Ines Marr <ines@valleypost.example>\r\nTo: desk@valleypost.example\r\nSubject: Dam breaks at Orle\r\n"
        b"Date: Fri, 01 Mar 2019 10:00:00 +0100\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        b"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
        + BODY.encode()
        + b"\r\n--b\r\nContent-Type: text/html\r\n"
        b'Content-Disposition: attachment; filename="page.html"\r\n\r\n' + page() + b"\r\n--b--\r\n"
    )


def mbox() -> bytes:
    one = b"From ines@valleypost.example Fri Mar  1 10:00:00 2019\n" + eml().replace(b"\r\n", b"\n")
    other = b"From - Fri Mar  1 11:00:00 2019\nSubject: Second day\nFrom: x@y.example\n\n" + THIRD.encode() + b"\n"
    return one + b"\n" + other


def mhtml() -> bytes:
    return (
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://valleypost.example/2019/03/01/dam\r\nSubject: Dam\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; type="text/html"; boundary="xx"\r\n\r\n--xx\r\nContent-Type: text/html; charset=utf-8\r\n'
        b"Content-Transfer-Encoding: 8bit\r\n\r\n"
        + page()
        + b"\r\n--xx\r\nContent-Type: image/png\r\n\r\nabc\r\n--xx--\r\n"
    )


def rss() -> bytes:
    items = "".join(
        f"<item><title>{TITLE} {n}</title><link>https://valleypost.example/a{n}</link><pubDate>Fri, 01 Mar 2019 10:00:00 GMT</pubDate>"
        f"<content:encoded><![CDATA[<p>{FIRST} Part {n}.</p><p>{THIRD}</p>]]></content:encoded></item>"
        for n in (1, 2)
    )
    return f'<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Valley Post</title>{items}</channel></rss>'.encode()


def atom() -> bytes:
    return f"""<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Valley Post</title>
<entry><title>{TITLE}</title><link href="https://valleypost.example/a"/><published>2019-03-01T10:00:00Z</published>
<author><name>Ines Marr</name></author><content type="html">&lt;p&gt;{FIRST}&lt;/p&gt;</content></entry></feed>""".encode()


def warc(urls: int = 3, packed: bool = True) -> bytes:
    records = [_record("warcinfo", "", b"software: test\r\n")]
    for n in range(urls):
        http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page(f"{TITLE} {n}")
        records.append(_record("response", f"https://valleypost.example/2019/03/01/a{n}", http))
        records.append(_record("request", f"https://valleypost.example/2019/03/01/a{n}", b"GET / HTTP/1.1\r\n\r\n"))
    return b"".join(gzip.compress(r) if packed else r for r in records)


def _record(kind: str, url: str, content: bytes) -> bytes:
    media = "application/http; msgtype=response" if kind == "response" else "application/http"
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{abs(hash((kind, url)))}>\r\nWARC-Date: 2019-03-05T00:00:00Z\r\n"
    head += (
        f"WARC-Target-URI: {url}\r\n" if url else ""
    ) + f"Content-Type: {media}\r\nContent-Length: {len(content)}\r\n\r\n"
    return head.encode() + content + b"\r\n\r\n"


def wacz() -> bytes:
    return zipped(
        {
            "archive/data.warc.gz": warc(),
            "pages/pages.jsonl": b'{"format": "json-pages-1.0"}',
            "datapackage.json": b"{}",
        }
    )


def tarred(files: dict[str, bytes], mode: str = "w:gz") -> bytes:
    out = BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as file:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            file.addfile(info, BytesIO(data))
    return out.getvalue()


def newsml() -> bytes:
    paragraphs = "".join(f"<p>{t}</p>" for t in (FIRST, THIRD))
    return f"""<?xml version="1.0"?><newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:newsml:zna:1" version="1">
<itemMeta><itemClass qcode="ninat:text"/><provider literal="ZNA"><name>Zelk News Agency</name></provider><versionCreated>2019-03-01T12:00:00Z</versionCreated>
<firstCreated>2019-03-01T10:00:00Z</firstCreated></itemMeta><contentMeta><headline>{TITLE}</headline><by>Ines Marr</by><language tag="en-GB"/></contentMeta>
<contentSet><inlineXML><html xmlns="http://www.w3.org/1999/xhtml"><body>{paragraphs}</body></html></inlineXML></contentSet></newsItem>""".encode()


def ninjs() -> bytes:
    record = {
        "uri": "urn:zna:1",
        "type": "text",
        "headline": TITLE,
        "byline": "Ines Marr",
        "language": "en",
        "versioncreated": "2019-03-01T12:00:00Z",
    }
    return json.dumps(record | {"body_xhtml": f"<p>{FIRST}</p><p>{THIRD}</p>", "version": "1"}).encode()


def news_please() -> bytes:
    record = {
        "title": TITLE,
        "maintext": BODY,
        "authors": ["Ines Marr"],
        "date_publish": "2019-03-01 10:00:00",
        "date_modify": "2019-03-02 08:00:00",
    }
    return json.dumps(
        record | {"source_domain": "valleypost.example", "language": "en", "url": "https://valleypost.example/a"}
    ).encode()


def fundus() -> bytes:
    body = {"summary": [FIRST], "sections": [{"headline": ["A weak wall"], "paragraphs": [SECOND, THIRD]}]}
    return json.dumps(
        [{"title": TITLE, "body": body, "authors": ["Ines Marr"], "publishing_date": "2019-03-01 10:00:00+01:00"}]
    ).encode()


def table() -> bytes:
    return f'title,text,published,outlet\r\n{TITLE},"{FIRST}\r\n{THIRD}",2019-03-01,Valley Post\r\n"Second, day","{THIRD}",,Valley Post\r\n'.encode()
