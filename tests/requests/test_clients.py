"""Whom an address is counted for, directly and behind proxies of our own."""

import pytest
from django.test import RequestFactory

from marketplace.requests.clients import client_address

PEER = "192.0.2.10"


def address(forwarded=None, peer=PEER):
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    return client_address(RequestFactory().get("/", headers=headers, REMOTE_ADDR=peer))


@pytest.mark.parametrize("forwarded", [None, "", "203.0.113.7", "203.0.113.7, 198.51.100.1"])
def test_without_a_proxy_nobodys_word_is_believed(settings, forwarded):
    settings.TRUSTED_PROXIES = 0

    assert address(forwarded) == PEER


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (1, "203.0.113.7", "203.0.113.7"),
        (1, "1.1.1.1, 203.0.113.7", "203.0.113.7"),  # the client made the chain longer
        (1, "1.1.1.1,2.2.2.2,3.3.3.3,203.0.113.7", "203.0.113.7"),
        (2, "203.0.113.7, 198.51.100.1", "203.0.113.7"),
        (2, "1.1.1.1, 203.0.113.7, 198.51.100.1", "203.0.113.7"),
        (2, "203.0.113.7", "203.0.113.7"),  # came by the inner proxy alone
        (3, "1.1.1.1, 203.0.113.7, 198.51.100.1, 198.51.100.2", "203.0.113.7"),
        (1, "1.1.1.1,203.0.113.7", "203.0.113.7"),  # several lines, as the web server joins them
        (1, " 203.0.113.7:4711 ", "203.0.113.7"),
        (1, '"[2001:db8:1:2:3::4]:4711"', "2001:db8:1:2::/64"),
        (1, "[2001:db8:1:2:3::4]", "2001:db8:1:2::/64"),
        (1, "2001:db8:1:2:ffff::9", "2001:db8:1:2::/64"),
        (1, "::ffff:203.0.113.7", "203.0.113.7"),
        (1, "fe80::1%eth0", "fe80::/64"),
        (1, "", PEER),
        (1, None, PEER),
        (1, "unknown", PEER),
        (1, "203.0.113.7, _hidden", PEER),
        (1, "203.0.113.7,", PEER),
        (1, "203.0.113.999", PEER),
        (2, "garbage\x00, 198.51.100.1", PEER),
        (1, "1" * 5_000, PEER),
    ],
)
def test_behind_proxies_the_outermost_of_ours_is_believed(settings, proxies, forwarded, expected):
    settings.TRUSTED_PROXIES = proxies

    assert address(forwarded) == expected


@pytest.mark.parametrize(
    ("peer", "expected"),
    [("::ffff:203.0.113.7", "203.0.113.7"), ("2001:db8::1", "2001:db8::/64"), ("", "")],
)
def test_a_peer_has_one_spelling(settings, peer, expected):
    settings.TRUSTED_PROXIES = 0

    assert address(peer=peer) == expected
