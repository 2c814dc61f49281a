"""Names that a shop may not have, because they would mislead or cannot be a host's."""

import pytest

from tenants.registry.names import NameRefused, require_free_slug

pytestmark = pytest.mark.django_db
KEPT = "This name is kept for the marketplace itself."
PAYING = "A shop is not named after a way to pay."
HYPHENS = "It begins a host name: no hyphen at its end, no two of them after two letters."


@pytest.mark.parametrize(
    ("slug", "text"),
    [
        *((slug, KEPT) for slug in ("secure", "operator", "log-in", "sign-in", "galleria")),
        *((slug, KEPT) for slug in ("gall-eria", "localhost", "payments", "pay-ment", "wallet")),
        *((slug, PAYING) for slug in ("paypal", "pay-pal", "paypal-refunds", "stripe")),
        *((slug, PAYING) for slug in ("klarna", "visa", "apple-pay", "mastercards")),
        *((slug, HYPHENS) for slug in ("xn--pple-43d", "ab--cd", "toys-")),
        ("books", "Another shop has this name already."),
    ],
)
def test_a_name_that_misleads_or_is_no_label_is_refused(slug, text, books):
    with pytest.raises(NameRefused) as refused:
        require_free_slug(slug)

    assert refused.value.fields == {"slug": [text]}


@pytest.mark.parametrize(
    "slug", ["stripe-shirts", "visage", "ideal-home", "wise-owl-books", "a--b", "securely-packed"]
)
def test_a_name_that_only_reminds_of_one_is_free(slug):
    require_free_slug(slug)


def test_the_configured_name_of_the_market_is_kept(settings):
    settings.OSCAR_SHOP_NAME, settings.MARKET_HOST = "Bazaar of the North", "bazaar.example"

    for slug in ("bazaar-of-the-north", "bazaarofthenorth", "bazaar"):
        with pytest.raises(NameRefused):
            require_free_slug(slug)
