"""XML without entities, network or bombs."""

import re
from typing import Any

from onrecord.intake.decode import decode_text
from onrecord.intake.documents import Refusal

_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_CHARSET = re.compile(rb"<\?xml[^>]{0,100}encoding\s*=\s*[\"']([A-Za-z0-9_:.-]{2,40})")
_ENTITY = re.compile(r"<!ENTITY", re.IGNORECASE)


def parse_xml(data: bytes) -> Any:
    """Parse XML into an lxml element.

    Raises:
        Refusal: ``entities``: it declares entities; ``xml``: it is malformed beyond repair.

    Example:
        >>> parse_xml(b"<a><b>c</b></a>").findtext("b")
        'c'
    """
    from lxml import etree

    text = xml_text(data)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(text.replace("\x00", " "), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Refusal("xml", f"is not well-formed XML ({str(error)[:120]}); save it again") from error
    if root is None:
        raise Refusal("xml", "is not well-formed XML; save it again")
    return root


def xml_text(data: bytes) -> str:
    """Return decoded XML without its declaration.

    Raises:
        Refusal: ``entities``.
    """
    declared = _CHARSET.search(data[:200])
    text = decode_text(data, declared[1].decode("ascii") if declared else None).text
    if _ENTITY.search(text):
        raise Refusal("entities", "declares XML entities, which can read files or fill the memory; remove the DOCTYPE")
    return _DECLARATION.sub("", text, count=1)


def mend_xml(data: bytes) -> bytes:
    """Return XML made well-formed, as far as a parser can guess what was meant.

    Raises:
        Refusal: ``entities``; ``xml``: it is malformed beyond repair.

    Example:
        >>> mend_xml(b"<a><b>c</a>")
        b'<a><b>c</b></a>'
    """
    from lxml import etree

    return bytes(etree.tostring(parse_xml(data)))


def local(element: Any) -> str:
    """Return the name of an element without its namespace; empty for comments."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
