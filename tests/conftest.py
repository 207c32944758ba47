"""For all tests: no network but loopback, no telemetry, no settings of whoever runs them."""

from __future__ import annotations

import ipaddress
import os
import socket
from pathlib import Path
from typing import Any

import pytest

from index.telemetry import turn_off

turn_off(offline=True)

_connect, _connect_ex, _getaddrinfo = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo


class NetworkUsedError(RuntimeError):
    """A test reached for another machine."""


def _is_here(host: Any) -> bool:
    try:
        return ipaddress.ip_address(str(host).split("%")[0]).is_loopback
    except ValueError:
        return host in {"localhost", "", None}


def _check(address: Any) -> None:
    if isinstance(address, tuple) and not _is_here(address[0]):
        raise NetworkUsedError(f"a test tried to connect to {address}")


def connect(self: socket.socket, address: Any) -> None:
    _check(address)
    return _connect(self, address)


def connect_ex(self: socket.socket, address: Any) -> int:
    _check(address)
    return _connect_ex(self, address)


def getaddrinfo(host: Any, *rest: Any, **named: Any) -> Any:
    if not _is_here(host.decode() if isinstance(host, bytes) else host):
        raise NetworkUsedError(f"a test tried to look up {host}")
    return _getaddrinfo(host, *rest, **named)


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket.socket, "connect", connect)
    monkeypatch.setattr(socket.socket, "connect_ex", connect_ex)
    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Defaults for every setting but the cache, where the real layers find the weights."""
    for name in [name for name in os.environ if name.startswith("TONGWEN_") and name != "TONGWEN_CACHE"]:
        monkeypatch.delenv(name)
    monkeypatch.setattr("assistant.settings.CONFIG_FILE", Path(os.devnull))
