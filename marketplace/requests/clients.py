"""Who asks: the address by which one client is counted."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The address that counts as one client: an IPv4 address, or the /64 of an IPv6 one."""
    address = _forwarded(request) or request.META.get("REMOTE_ADDR", "")
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 6:
        return str(ipaddress.ip_network(f"{parsed}/64", strict=False))
    return str(parsed)


def _forwarded(request: HttpRequest) -> str:
    """What the outermost of our own proxies saw; nobody else's X-Forwarded-For is believed."""
    proxies: int = getattr(settings, "TRUSTED_PROXIES", 0)
    if not proxies:
        return ""
    hops = request.headers.get("X-Forwarded-For", "").split(",")
    return hops[-min(proxies, len(hops))].strip()
