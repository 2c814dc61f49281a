"""What a host answers, by what became of its shop."""

import pytest

from tenants.registry import services
from tenants.registry.models import Domain, Retailer

pytestmark = pytest.mark.django_db


def get(client, host, path="/healthy-or-not"):
    return client.get(path, headers={"host": host})


def test_a_host_that_nobody_has_is_not_found(client):
    assert get(client, "nobody.localhost").status_code == 404


def test_a_shop_that_only_applied_is_not_found(client):
    applied = services.apply_for_shop(name="Toys", slug="toys", owner_email="o@toys.example")

    assert get(client, applied.host).status_code == 404


def test_a_shop_that_only_applied_is_not_found_by_a_host_that_is_its_own_already(client):
    applied = services.apply_for_shop(name="Toys", slug="toys", owner_email="o@toys.example")
    Domain.objects.create(tenant=applied, domain="toys.example", is_primary=True)

    assert get(client, "toys.example", "/").status_code == 404


def test_a_suspended_shop_asks_to_come_back_later(client, books, caplog):
    services.suspend(retailer=books, reason="stock-taking")

    answer = get(client, books.host, "/")

    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0
    assert books.name in answer.content.decode()
    assert not [line for line in caplog.records if line.levelname == "ERROR"]


def test_a_resumed_shop_is_served_again(client, books):
    services.suspend(retailer=books, reason="stock-taking")
    services.resume(retailer=books)

    assert get(client, books.host, "/").status_code == 200


def test_a_closed_shop_is_gone_for_good(client, books):
    services.close(retailer=books)

    assert get(client, books.host, "/").status_code == 410


def test_a_purged_shops_host_is_nobodys(client, books):
    services.close(retailer=books)
    services.purge(retailer=books, early=True)

    assert get(client, books.host, "/").status_code == 404


def test_a_new_shop_answers_at_once_though_its_host_was_asked_for_before(client):
    assert get(client, "toys.localhost", "/").status_code == 404

    shop = services.create_shop(name="Toys", slug="toys", owner_email="o@toys.example")

    answer = get(client, shop.host, "/")
    assert answer.status_code == 200
    assert "Toys" in answer.content.decode()


@pytest.mark.parametrize("host", ["BOOKS.localhost", "books.localhost:8000", "books.localhost."])
def test_a_host_is_the_same_however_it_is_written(client, books, host):
    assert get(client, host, "/").status_code == 200


def test_a_custom_domain_leads_to_the_shop(client, books):
    services.add_domain(retailer=books, domain="Shop.Northgate.Example")

    assert get(client, "shop.northgate.example", "/").status_code == 200
    assert Retailer.objects.get(domains__domain="shop.northgate.example") == books


@pytest.fixture
def encrypted(settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.ALLOWED_HOSTS = ["localhost", ".localhost"]


@pytest.mark.parametrize("host", ["localhost", "books.localhost", "BOOKS.localhost."])
def test_our_hosts_send_on_to_https(encrypted, client, books, host):
    answer = get(client, host, "/products?page=2")

    assert (answer.status_code, answer["Location"]) == (301, f"https://{host}/products?page=2")


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("nobody.localhost", 404),
        ("evil.example", 400),
        ("evil.example:99999999", 400),
        ("books.localhost@evil.example", 400),
        ("books.localhost/evil", 400),
        ("", 400),
    ],
)
def test_a_strange_host_is_refused_before_any_redirect_and_not_repeated(
    encrypted, client, books, host, status
):
    answer = get(client, host, "/products")

    assert (answer.status_code, "Location" in answer) == (status, False)
    assert "evil" not in answer.content.decode()
    assert "nobody" not in answer.content.decode()
