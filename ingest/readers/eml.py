"""EML → Reading: an e-mail's subject, sender, date and body. Attachments are named, not read; nothing is fetched."""

from __future__ import annotations

import email
import email.policy
import email.utils
from email.message import EmailMessage
from typing import cast

from ingest.document import Reading
from ingest.encoding import decode
from ingest.errors import NothingToReadError, UnreadableError
from ingest.readers.assembly import Assembly
from ingest.readers.html import read_html
from ingest.readers.structure import blocks_of
from ingest.readers.unseen import seen

_EXPECTED = ("from", "subject", "date", "message-id", "received", "mime-version", "to")
_MOST_LEVEL = 6


def read_eml(data: bytes) -> Reading:
    """The text of an e-mail that was saved as a file.

    Raises: UnreadableError when it has none of the lines an e-mail begins with.
    """
    try:
        return _reading(email.message_from_bytes(data, policy=email.policy.default))
    except (MemoryError, UnreadableError, NothingToReadError):
        raise
    except Exception as error:  # the parser of headers raises a dozen kinds on broken ones
        told = "is not a readable e-mail; save it again."
        raise UnreadableError(told) from error


def _reading(message: EmailMessage) -> Reading:
    if not any(name in message for name in _EXPECTED):
        told = "is not an e-mail inside; rename it or save it again."
        raise UnreadableError(told)
    assembly = Assembly()
    subject, sender = _header(message, "subject"), _header(message, "from")
    body = _body(message)
    assembly.add("heading", subject, level=1)
    if body is not None and body.blocks:
        assembly.add("paragraph", f"From: {sender}" if sender else "")
        for block in body.blocks:
            level = min(_MOST_LEVEL, block.level + 1) if block.kind == "heading" else 0
            assembly.add(block.kind, body.text[block.start : block.end], level=level, header=block.header)
    for text in body.hidden if body else ():
        assembly.hide(text)
    names = [part.get_filename() or part.get_content_type() for part in message.iter_attachments()]
    return Reading(
        text=assembly.text,
        blocks=assembly.blocks,
        title=subject,
        date=_date(message),
        encoding=body.encoding if body else "",
        site=sender,
        hidden=assembly.hidden,
        warnings=tuple(f"attachment {' '.join(seen(str(name)).split())} was not read" for name in names),
    )


def _header(message: EmailMessage, name: str) -> str:
    return " ".join(seen(str(message.get(name) or "")).split())


def _date(message: EmailMessage) -> str:
    try:
        return email.utils.parsedate_to_datetime(str(message.get("date") or "")).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""


def _body(message: EmailMessage) -> Reading | None:
    """The body as a page when there is one, else as plain text; None for a message of attachments."""
    for kind in ("html", "plain"):
        part = message.get_body((kind,))
        if part is None:
            continue
        text, encoding = _text(cast("EmailMessage", part))
        if not text.strip():
            continue
        if kind == "plain":
            return Reading(text=text, blocks=blocks_of(text), encoding=encoding)
        page = read_html(text.encode("utf-8", "replace"))
        if page.blocks:
            return page
    return None


def _text(part: EmailMessage) -> tuple[str, str]:
    """The text of a part and its encoding: what it declares, when that fits; else what its bytes show."""
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else str(payload or "").encode("utf-8", "replace")
    charset = str(part.get_content_charset() or "").lower()
    charset = {"gb2312": "gb18030", "gbk": "gb18030", "iso-8859-1": "cp1252", "us-ascii": ""}.get(charset, charset)
    try:
        if charset:
            return data.decode(charset).replace("\r\n", "\n"), charset
    except (UnicodeDecodeError, LookupError):
        pass
    text, encoding = decode(data)
    return text.replace("\r\n", "\n"), encoding
