import pytest

from marketplace.discovery import services
from marketplace.discovery.models import CategoryMapping, Listing, ListingVariant
from tests.factories.shops import SHOPS


@pytest.fixture
def check(db):
    """Fails with what differs between these shops and the listings."""

    def check(*retailers):
        found = [
            (retailer.slug, *difference)
            for retailer in retailers
            for difference in services.differences(retailer=retailer)
        ]
        assert found == []

    return check


@pytest.fixture
def listing_of(db):
    return lambda product: Listing.objects.get(uuid=product.uuid)


@pytest.fixture
def nothing_listed(db):
    """The shops of the test database begin without goods."""
    assert len(SHOPS) == 3
    assert not Listing.objects.exists()
    assert not ListingVariant.objects.exists()
    assert not CategoryMapping.objects.exists()
