"""To whom a hole is told: RFC 9116."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from tests.pages.browser import host_of

pytestmark = pytest.mark.django_db
PATH = "/.well-known/security.txt"


def fields_of(slug=""):
    answer = Client().get(PATH, headers={"host": host_of(slug)})
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    return dict(line.split(": ", 1) for line in answer.content.decode().splitlines())


@pytest.mark.parametrize("slug", ["", "books"])
def test_every_host_says_whom_to_tell_until_when(slug, settings):
    settings.DEFAULT_FROM_EMAIL = "Galleria <hello@galleria.example>"
    told = fields_of(slug)

    expires = datetime.strptime(told.pop("Expires"), "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert timedelta(days=178) < expires - datetime.now(UTC) < timedelta(days=181)
    assert told == {
        "Contact": "mailto:hello@galleria.example",
        "Preferred-Languages": "en",
        "Canonical": "http://localhost:8000/.well-known/security.txt",
    }


@pytest.mark.parametrize(
    ("contact", "shown"),
    [
        ("security@galleria.example", "mailto:security@galleria.example"),
        ("https://galleria.example/report", "https://galleria.example/report"),
    ],
)
def test_a_contact_of_its_own_is_named(contact, shown, settings):
    settings.SECURITY_CONTACT = contact

    assert fields_of()["Contact"] == shown
