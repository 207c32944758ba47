"""The body of an answer, unpacked as it arrives, within limits: a bomb is noticed before it is in memory."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

from ingest.web.errors import FailedError

_PIECE_BYTES = 65_536
_GZIP = b"\x1f\x8b"
_RATIO_FROM_BYTES = 2_000_000  # smaller bodies may be as repetitive as they like


def unpacked(pieces: Iterable[bytes], encoding: str, most_bytes: int, most_ratio: int) -> bytes:
    """The bytes that `pieces` hold under a Content-Encoding.

    Raises: FailedError when they are more than `most_bytes`, grow by more than `most_ratio`, or break off.
    """
    received = 0

    def counted() -> Iterator[bytes]:
        nonlocal received
        for piece in pieces:
            received += len(piece)
            yield piece

    body = bytearray()
    for part in _parts(counted(), encoding.strip().lower()):
        body += part
        if len(body) > most_bytes:
            packed = "" if received >= len(body) else " once unpacked"
            message = f"has more than {most_bytes / 1e6:.0f} MB{packed}, the most that a page may have."
            raise FailedError(message)
        if len(body) > max(_RATIO_FROM_BYTES, most_ratio * received):
            message = f"unpacks to more than {most_ratio} times its size ({len(body) / 1e6:.0f} MB so far), as no page does."
            raise FailedError(message)
    return bytes(body)


def gunzipped(data: bytes, most_bytes: int, most_ratio: int) -> bytes:
    """What a gzip file holds; other bytes as they are.

    Raises: FailedError as `unpacked`.
    """
    return unpacked((data,), "gzip", most_bytes, most_ratio) if data.startswith(_GZIP) else data


def _parts(pieces: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    if encoding in {"", "identity"}:
        return pieces
    if encoding in {"gzip", "x-gzip", "deflate"}:
        return _inflated(pieces, is_gzip=encoding != "deflate")
    message = f"is packed in a way that was not asked for ({encoding[:20]})."
    raise FailedError(message)


def _inflated(pieces: Iterator[bytes], *, is_gzip: bool) -> Iterator[bytes]:
    unpacker: zlib._Decompress | None = None
    pending = b""
    any_member = False
    try:
        for piece in pieces:
            pending += piece
            while pending:
                if unpacker is None:
                    if len(pending) < len(_GZIP):
                        break
                    if any_member and not (is_gzip and pending.startswith(_GZIP)):
                        return  # padding after the end
                    unpacker, any_member = zlib.decompressobj(_window(pending, is_gzip=is_gzip)), True
                yield unpacker.decompress(pending, _PIECE_BYTES)
                pending = unpacker.unconsumed_tail
                if unpacker.eof:
                    pending, unpacker = unpacker.unused_data, None
    except zlib.error as error:
        message = "is packed in a way that cannot be unpacked; it may be damaged."
        raise FailedError(message) from error
    if unpacker is not None or (pending and not any_member):
        message = "broke off before its end."
        raise FailedError(message)


def _window(start: bytes, *, is_gzip: bool) -> int:
    """The format for zlib: "deflate" is meant to have a header (RFC 9110), and some servers send it without."""
    if is_gzip:
        return zlib.MAX_WBITS | 16
    has_header = start[0] & 0x0F == zlib.DEFLATED and int.from_bytes(start[:2], "big") % 31 == 0
    return zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS
