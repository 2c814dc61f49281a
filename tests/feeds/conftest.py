import pytest

from tenants.feeds.services import import_catalogue
from tenants.registry.models import Retailer
from tests.feeds.reading import FILES


@pytest.fixture
def shop(db):
    return Retailer.objects.get(slug="books")


@pytest.fixture
def bring(shop, tmp_path):
    """Import a text, or one of the small files, into the shop."""

    def run(text, **options):
        path = FILES / text if "\n" not in text else tmp_path / "list.csv"
        if "\n" in text:
            path.write_text(text, encoding="utf-8")
        return import_catalogue(retailer=options.pop("retailer", shop), path=path, **options)

    return run
