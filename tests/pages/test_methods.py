"""By which methods a page may be asked: what is not meant is refused before anything is read."""

from uuid import UUID

import pytest
from django.test import Client

from tenants.registry.context import use_market
from tests.factories.accounts import make_operator
from tests.factories.staff import open_staff_browser
from tests.pages.browser import host_of

SOME = UUID(int=9)


@pytest.mark.parametrize(
    ("host", "method", "path"),
    [
        ("", "get", f"/cart/items/{SOME}/remove"),
        ("", "post", f"/checkout/done/{SOME}"),
        ("books", "put", "/invitations/some-token"),
    ],
)
def test_a_page_is_asked_as_it_is_meant(books, host, method, path):
    answer = getattr(Client(), method)(path, headers={"host": host_of(host)})

    assert answer.status_code == 405


def test_no_return_is_answered_by_a_link(books):
    owner = open_staff_browser(books, "owner")

    assert owner.get(f"/seller/returns/{SOME}").status_code == 405


def test_a_second_factor_is_reset_by_a_form_alone(db):
    client = Client()
    with use_market():
        client.force_login(make_operator())

    answer = client.put("/admin-panel/second-factor/", headers={"host": host_of()})

    assert answer.status_code == 405
