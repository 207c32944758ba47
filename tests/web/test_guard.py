"""The site as served: which routes answer, with which headers, and what is refused before any work."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import json
import re
from urllib.parse import urlsplit

import pytest

from assistant.web.guard import MOST_BYTES, Guard
from tests.web.served import site_in


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with site_in(tmp_path_factory.mktemp("site")) as served:
        yield served


class Reply:
    """Status, headers and text of one request."""

    def __init__(self, site, method, path, body=None, **headers):
        connection = http.client.HTTPConnection(urlsplit(site.address).netloc, timeout=20)
        try:
            connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
            response = connection.getresponse()
            self.status = response.status
            self.headers = {name.lower(): value for name, value in response.getheaders()}
            self.text = response.read().decode("utf-8")
        finally:
            connection.close()


def joined(site, **headers):
    body = json.dumps({"data": ["", None, "en"], "fn_index": 9_999, "session_hash": "test"})
    return Reply(site, "POST", "/gradio_api/queue/join", body, Content_Type="application/json", **headers).status


def test_the_page_has_its_own_head_and_a_strict_policy(site):
    page = Reply(site, "GET", "/")
    policy = page.headers["content-security-policy"]
    assert page.status == 200
    assert "tongwen.css?" in page.text
    assert "default-src 'none'" in policy
    assert "'unsafe-inline'" not in policy.split("script-src")[1].split(";")[0]
    assert policy.count("'sha256-") == len(re.findall(r"<script(?![^>]*\ssrc=)", page.text))


def test_the_page_names_no_other_host_that_a_browser_would_load_from(site):
    page = Reply(site, "GET", "/").text
    assert re.findall(r"<(?:script|link|img|meta)[^>]*(?:src|href|content)=\"(?:https?:)?//[^\"]+\"", page) == []
    assert "googleapis" not in page + Reply(site, "GET", "/theme.css").text


@pytest.mark.parametrize("path", ["/", "/health", "/tongwen.css", "/gradio_api/upload", "/nothing"])
def test_every_reply_has_the_headers(site, path):
    headers = Reply(site, "GET", path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-frame-options"] == "SAMEORIGIN"
    assert "content-security-policy" in headers
    assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/gradio_api/upload"),
        ("GET", "/gradio_api/upload_progress"),
        ("GET", "/gradio_api/file=/etc/passwd"),
        ("GET", "/file=/etc/passwd"),
        ("GET", "/gradio_api/file/etc/passwd"),
        ("GET", "/gradio_api/info"),
        ("GET", "/gradio_api/openapi.json"),
        ("GET", "/docs"),
        ("GET", "/openapi.json"),
        ("GET", "/monitoring"),
        ("GET", "/gradio_api/runs"),
        ("GET", "/gradio_api/proxy=http://127.0.0.1/"),
        ("POST", "/gradio_api/run/predict"),
        ("POST", "/gradio_api/api/predict"),
        ("POST", "/gradio_api/call/ask"),
        ("POST", "/gradio_api/component_server"),
        ("POST", "/gradio_api/process_recording"),
        ("POST", "/gradio_api/vibe-edit/"),
        ("POST", "/login"),
        ("GET", "/gradio_api/deep_link"),
        ("GET", "/?deep_link=abc"),
        ("GET", "/static/../../../etc/passwd"),
        ("GET", "/assets/%2e%2e/%2e%2e/index.html"),
        ("GET", "//evil.example/"),
        ("PUT", "/"),
        ("OPTIONS", "/gradio_api/queue/join"),
    ],
)
def test_what_the_page_does_not_need_is_not_there(site, method, path):
    assert Reply(site, method, path).status == 404


def test_requests_are_bounded(site):
    refused = Reply(site, "POST", "/gradio_api/queue/join", b"x" * (MOST_BYTES + 1))
    assert refused.status == 413
    assert "too long" in json.loads(refused.text)["detail"]


def test_a_body_of_untold_length_is_cut_off(site):
    def endless():
        yield from (b"x" * 500_000 for _ in range(6))

    with contextlib.suppress(ConnectionError, http.client.HTTPException):  # or cut off before it was told
        assert Reply(site, "POST", "/gradio_api/queue/join", endless()).status >= 400
    assert Reply(site, "GET", "/health").status == 200


def test_other_sites_and_other_names_are_refused(site):
    assert joined(site, Origin="http://evil.example") == 403
    assert joined(site, Origin="null") == 403
    assert joined(site, Origin=site.address) not in {403, 404, 421}
    assert Reply(site, "GET", "/", Host="evil.example:7860").status == 421
    assert Reply(site, "GET", "/", Host="localhost:7860").status == 200


def test_health_is_alive_and_ready_tells_why_not(site):
    assert json.loads(Reply(site, "GET", "/health").text) == {"status": "alive"}
    assert json.loads(Reply(site, "GET", "/ready").text) == {"ready": True, "reason": ""}
    (site.folder / "obstacle").write_text("No index yet.", encoding="utf-8")
    waiting = Reply(site, "GET", "/ready")
    (site.folder / "obstacle").unlink()
    assert (waiting.status, json.loads(waiting.text)["reason"]) == (503, "No index yet.")


def test_the_events_of_the_page_are_private(site):
    config = json.loads(Reply(site, "GET", "/config").text)
    assert {one["api_visibility"] for one in config["dependencies"]} == {"private"}
    assert config["analytics_enabled"] is False


def test_a_head_request_tells_no_more_than_a_get(site):
    assert Reply(site, "HEAD", "/").text == ""
    assert Reply(site, "HEAD", "/health").status == 200


@pytest.mark.parametrize(("host", "status"), [("127.0.0.1", 421), ("0.0.0.0", 200)])
def test_an_address_of_the_outside_may_be_called_by_any_name(host, status):
    statuses = []

    async def site(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def send(message):
        statuses.append(message.get("status"))

    scope = {
        "type": "http",
        "method": "GET",
        "path": "/health",
        "query_string": b"",
        "headers": [(b"host", b"chat.uni.example")],
    }
    asyncio.run(Guard(site, host)(scope, None, send))
    assert statuses[0] == status
