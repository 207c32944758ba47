"""Which servers may be asked: those of the public internet, on the ports of the web. Connects to nothing.

The table says what Python's `is_global` lets through or may let through in another version: 64:ff9b::/96, 192.0.0.192,
2002::/16, fec0::/10, multicast (docs/decisions/018). Names are judged by every address they have.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Sequence

from ingest.web.address import PORTS, Address
from ingest.web.errors import FailedError, RefusedError

Resolve = Callable[[str, int], Sequence[str]]
Allowed = frozenset[tuple[str, int]]

# Source: the IANA registries of special-purpose addresses (RFC 6890 and its updates), and what clouds put beside them.
_DENIED = tuple(
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # carriers' own; Alibaba's metadata at 100.100.100.200
        "127.0.0.0/8",  # this machine
        "168.63.129.16/32",  # Azure's own services
        "169.254.0.0/16",  # link; metadata of most clouds
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocols; Oracle's metadata at 192.0.0.192
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
        "::/8",  # unspecified, this machine, IPv4 inside (::/96, ::ffff:0:0/96, ::ffff:0:0:0/96)
        "64:ff9b::/96",  # IPv4 inside (NAT64)
        "64:ff9b:1::/48",  # IPv4 inside (local NAT64)
        "100::/64",  # discarded
        "2001::/23",  # protocols; IPv4 inside (Teredo, 2001::/32)
        "2001:db8::/32",  # documentation
        "2002::/16",  # IPv4 inside (6to4)
        "3fff::/20",  # documentation
        "5f00::/16",  # segment routing
        "fc00::/7",  # private
        "fe80::/10",  # link
        "fec0::/10",  # site, once
        "ff00::/8",  # multicast
    )
)
_UNICAST = ipaddress.ip_network("2000::/3")  # all of IPv6 that is given out
_ISATAP = (0x0000_5EFE, 0x0200_5EFE)  # RFC 5214: the last 32 bits are an IPv4 address


def is_public(number: str) -> bool:
    """Whether the IP address `number` is one of the public internet, beyond doubt."""
    try:
        address = ipaddress.ip_address(number)
    except ValueError:
        return False
    if any(address in network for network in _DENIED if network.version == address.version):
        return False
    if isinstance(address, ipaddress.IPv6Address):
        holds_ipv4 = (int(address) >> 32) & 0xFFFF_FFFF in _ISATAP
        if address not in _UNICAST or holds_ipv4 or address.scope_id is not None:
            return False
    return address.is_global and not address.is_multicast


def check_form(address: Address, allowed: Allowed) -> None:
    """Refuses what can be told without asking for the server's numbers: its port, and a number instead of its name.

    Raises: RefusedError.
    """
    if address.port not in PORTS.values() and address.port not in {port for _, port in allowed}:
        message = f"asks for the port {address.port}; only 80 and 443 are asked."
        raise RefusedError(message)
    if _is_number(address.host):
        _check_number(address.host, address.port, allowed)


def checked_numbers(address: Address, resolve: Resolve, allowed: Allowed) -> tuple[str, ...]:
    """The IP addresses of the server, each of them public: the only ones that may be connected to.

    Raises: RefusedError when any of them is not; FailedError when there is none.
    """
    check_form(address, allowed)
    numbers = (address.host,) if _is_number(address.host) else tuple(dict.fromkeys(resolve(address.host, address.port)))
    if not numbers:
        message = "has a name of a server that cannot be found; check its spelling."
        raise FailedError(message)
    for number in numbers:
        _check_number(number, address.port, allowed)
    return numbers


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _check_number(number: str, port: int, allowed: Allowed) -> None:
    if (number, port) in allowed:
        return
    if not is_public(number):
        message = f"leads to {number}, which is not on the public internet; only public pages are read."
        raise RefusedError(message)
    if port not in PORTS.values():
        message = f"asks for the port {port}; only 80 and 443 are asked."
        raise RefusedError(message)
