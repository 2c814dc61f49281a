"""Who asks: the address by which one client is counted."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def client_address(request: HttpRequest) -> str:
    """The address that counts as one client: an IPv4 address, or the /64 of an IPv6 one."""
    peer = request.META.get("REMOTE_ADDR", "")
    address = _forwarded_address(request) or parse_address(peer)
    if address is None:
        return str(peer)
    if address.version == 6:
        return str(ipaddress.ip_network(f"{address}/64", strict=False))
    return str(address)


def _forwarded_address(request: HttpRequest) -> Address | None:
    """What the outermost of our own proxies saw; nobody else's X-Forwarded-For is believed.

    Each proxy adds what it saw at the end, so what a client wrote itself stands before that. None
    where that is no address: such clients are then counted together, as their proxy.
    """
    proxies: int = settings.TRUSTED_PROXIES
    if not proxies:
        return None
    hops = request.headers.get("X-Forwarded-For", "").rsplit(",", proxies)
    return parse_address(hops[-min(proxies, len(hops))])


def parse_address(text: str) -> Address | None:
    """ "203.0.113.7:4711", "[2001:db8::1]:4711", "fe80::1%eth0", "::ffff:203.0.113.7", bare."""
    text = text.strip().strip('"')[:100]
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
