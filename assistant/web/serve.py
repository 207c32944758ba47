"""Serves the public page on one address, until Ctrl-C. Nothing leaves the machine: no share link, no telemetry."""

from __future__ import annotations

import contextlib
import errno
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from fastapi.responses import FileResponse, JSONResponse

from assistant.web.answering import Answering
from assistant.web.errors import ServeError
from assistant.web.guard import Guard
from assistant.web.page import STATIC
from index.telemetry import turn_off

_MEDIA = {"tongwen.css": "text/css", "tongwen.js": "text/javascript", "tongwen.svg": "image/svg+xml"}
_LONGEST_GOODBYE_SECONDS = 1


def serve(  # noqa: PLR0913 the settings of one command
    assistant: Answering,
    *,
    host: str = "127.0.0.1",
    port: int = 7860,
    data: Path | None = None,
    queue: int = 64,
    feedback: bool = True,
    open_notice: Callable[[str], None] | None = None,
) -> None:
    """Serves the chat until it is interrupted; `open_notice` gets the address once it answers (default: told on stderr).

    `data` is the folder that feedback is kept in; without it, or with `feedback` off, there are no thumbs. Port 0 is any
    free port. Raises: ServeError when the address cannot be had.
    """
    listening = _listening(host, port)
    address = address_of(host, listening.getsockname()[1])
    app = web_app(assistant, host=host, feedback=data if feedback else None, queue=queue)
    config = uvicorn.Config(
        app,
        log_level="critical",
        access_log=False,
        server_header=False,
        ws="none",
        timeout_graceful_shutdown=_LONGEST_GOODBYE_SECONDS,
    )
    with contextlib.suppress(KeyboardInterrupt), listening:
        _Server(config, address, open_notice or tell).run(sockets=[listening])


def web_app(assistant: Answering, *, host: str = "127.0.0.1", feedback: Path | None = None, queue: int = 64) -> FastAPI:
    """The whole site as an ASGI application: the page, its styles and script, /health and /ready, behind the guard."""
    turn_off()
    from gradio import mount_gradio_app

    from assistant.web.public import build_app, page_theme

    app = FastAPI(title="Tongwen", docs_url=None, redoc_url=None, openapi_url=None)
    _add_own_routes(app, assistant)
    mount_gradio_app(
        app,
        build_app(assistant, feedback, queue=queue),
        path="/",
        server_name=host,
        footer_links=[],
        run_history=False,
        allowed_paths=[],
        show_error=False,
        max_file_size=1,
        ssr_mode=False,
        enable_monitoring=False,
        mcp_server=False,
        pwa=False,
        theme=page_theme(),
    )
    app.add_middleware(Guard, host=host)
    return app


def address_of(host: str, port: int) -> str:
    """The address to open in a browser on this machine."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "::1": "[::1]"}.get(host, host)  # noqa: S104 compared, not bound
    return f"http://{shown}:{port}"


def tell(address: str) -> None:
    """Says on stderr where the chat is."""
    print(f"Tongwen is ready: {address}", file=sys.stderr, flush=True)  # noqa: T201 the one line of the command


class _Server(uvicorn.Server):
    """Says where it is once it answers."""

    def __init__(self, config: uvicorn.Config, address: str, notice: Callable[[str], None]) -> None:
        super().__init__(config)
        self._address = address
        self._notice = notice

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._notice(self._address)


def _add_own_routes(app: FastAPI, assistant: Answering) -> None:
    @app.api_route("/health", methods=["GET", "HEAD"])
    async def health() -> dict[str, str]:
        return {"status": "alive"}

    @app.api_route("/ready", methods=["GET", "HEAD"])
    def ready() -> JSONResponse:
        reason = assistant.ready()
        return JSONResponse({"ready": not reason, "reason": reason}, status_code=503 if reason else 200)

    @app.api_route("/favicon.ico", methods=["GET", "HEAD"])
    async def icon() -> FileResponse:
        return FileResponse(STATIC / "tongwen.svg", media_type=_MEDIA["tongwen.svg"])

    @app.api_route("/tongwen.{kind}", methods=["GET", "HEAD"])
    async def static(kind: str) -> FileResponse:
        name = f"tongwen.{kind}"
        return FileResponse(STATIC / name, media_type=_MEDIA[name], headers={"cache-control": "max-age=31536000, immutable"})


def _listening(host: str, port: int) -> socket.socket:
    """A socket that listens there. Raises: ServeError saying what to do."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(2048)
    except OSError as error:
        listening.close()
        if error.errno == errno.EADDRINUSE:
            message = f"Port {port} on {host} is in use; stop what uses it, or choose another with --port."
        elif error.errno == errno.EACCES:
            message = f"Port {port} on {host} may not be used by this account; choose one above 1023 with --port."
        else:
            message = f"The address {host}:{port} cannot be served ({error.strerror or error}); choose another with --host."
        raise ServeError(message) from error
    return listening
