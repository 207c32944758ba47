"""What stands before the page: an allow-list of routes, size, host and origin checks, and the headers of every reply.

Gradio brings many routes (uploads, files, proxies, API descriptions, run history); only those the page needs pass.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from assistant.web.page import head_html

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BYTES = 2_000_000  # of a request: far above the longest question, far below what would hurt
_OPEN = {
    "GET": re.compile(
        r"/|/config|/theme\.css|/gradio_api/(?:theme\.css|startup-events|queue/data|heartbeat/[\w-]{1,64})"
        r"|/(?:assets|static|svelte)/[\w./@+-]{1,200}|/tongwen\.(?:css|js|svg)|/favicon\.ico|/health|/ready|/robots\.txt"
    ),
    "POST": re.compile(r"/gradio_api/(?:queue/join|cancel|reset)/?"),
}
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_SCRIPT = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)
_CARDS = re.compile(r"<meta\s+(?:property=\"og:|name=\"twitter:)[^>]*>|<link rel=\"manifest\"[^>]*>", re.DOTALL)


def policy(scripts: str = "") -> str:
    """The Content-Security-Policy: no inline script runs but those whose hashes are in `scripts`.

    Gradio's HTML component compiles its templates in the browser, hence 'unsafe-eval'; it gets no words of documents.
    """
    return (
        f"default-src 'none'; script-src 'self' 'unsafe-eval' {scripts}; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; manifest-src 'none'; worker-src 'none'; "
        "frame-src 'none'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
    )


class Guard:
    """ASGI middleware around the page; `host` is the address served at, which tells whose names it may be called by."""

    def __init__(self, app: ASGIApp, host: str) -> None:
        self._app = app
        self._is_local = host in _LOOPBACK

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes on what is allowed; answers the rest with a status and a sentence."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        refusal = self._refusal(scope, headers)
        if refusal:
            await _answer(send, *refusal)
        elif scope["path"] == "/":
            await self._page(scope, receive, send)
        else:
            await self._pass_on(scope, receive, send)

    def _refusal(self, scope: Scope, headers: dict[str, str]) -> tuple[int, str] | None:
        method = "GET" if scope["method"] == "HEAD" else scope["method"]
        is_open = method in _OPEN and _OPEN[method].fullmatch(scope["path"]) and ".." not in scope["path"]
        if not is_open or b"deep_link" in scope["query_string"]:
            return 404, "There is nothing here."
        host = headers.get("host", "")
        if self._is_local and urlsplit(f"//{host}").hostname not in _LOOPBACK:
            return 421, "This chat answers to its own address only."
        origin = headers.get("origin")
        if method == "POST" and origin is not None and urlsplit(origin).netloc != host:
            return 403, "Questions are taken from this chat's own page only."
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > MOST_BYTES:
            return 413, "The question is far too long. Please ask a shorter one. 问题过长，请缩短后再问。"
        return None

    async def _page(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The page itself, with its own styles and script, and a policy that names each of its inline scripts."""
        parts: list[bytes] = []
        started: Message = {}

        async def collect(message: Message) -> None:
            if message["type"] == "http.response.start":
                started.update(message)
            else:
                parts.append(message.get("body", b""))

        # Compressed pages cannot be read here, so none is asked for.
        plain = {**scope, "headers": [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]}
        await self._app(plain, receive, collect)
        page = _own_page(b"".join(parts).decode("utf-8"))
        body = page.encode("utf-8")
        kept = [(name, value) for name, value in started["headers"] if name.lower() != b"content-length"]
        kept.append((b"content-length", str(len(body)).encode()))
        await send({"type": started["type"], "status": started["status"], "headers": _guarded(kept, policy(_hashes(page)))})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})

    async def _pass_on(self, scope: Scope, receive: Receive, send: Send) -> None:
        received = 0

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            return {"type": "http.disconnect"} if received > MOST_BYTES else message

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": _guarded(message.get("headers", []), policy())}
            await send(message)

        await self._app(scope, counted, guarded)


def _own_page(page: str) -> str:
    """Gradio's page with our head, without its cards for other sites."""
    return _CARDS.sub("", page).replace("</head>", f"{head_html()}</head>", 1)


def _hashes(page: str) -> str:
    digests = (hashlib.sha256(script.encode("utf-8")).digest() for script in _SCRIPT.findall(page))
    return " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)


def _guarded(headers: Any, security_policy: str) -> list[tuple[bytes, bytes]]:  # noqa: ANN401 - ASGI header pairs
    ours = {
        "content-security-policy": security_policy,
        "x-content-type-options": "nosniff",
        "x-frame-options": "SAMEORIGIN",
        "referrer-policy": "no-referrer",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=()",
    }
    dropped = {*ours, "server", "access-control-allow-origin", "access-control-allow-credentials"}
    kept = [(name, value) for name, value in headers if name.decode("latin-1").lower() not in dropped]
    return [*kept, *((name.encode(), value.encode()) for name, value in ours.items())]


async def _answer(send: Send, status: int, sentence: str) -> None:
    body = json.dumps({"detail": sentence}, ensure_ascii=False).encode("utf-8")
    headers = [(b"content-type", b"application/json; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": _guarded(headers, policy())})
    await send({"type": "http.response.body", "body": body})
