from django.conf import settings
from django.db import connection
from wagtail.models import Page, Site

from cms.models import HomePage, MarketHomePage, ThemeSettings
from cms.provisioning import open_site, seed_market, seed_site
from tenants.registry.context import use_market, use_retailer, use_unclaimed

TABLES = 123


def test_a_shops_site(books):
    with use_retailer(books):
        site = Site.objects.get()
        home = HomePage.objects.get()
        assert (site.hostname, site.site_name) == ("books.localhost", "Northgate Books")
        assert site.is_default_site
        assert site.root_page_id == home.pk
        assert (home.title, home.live) == ("Northgate Books", True)
        assert Page.objects.count() == 7  # the root, the home page and five that every site has
        assert ThemeSettings.objects.count() == 1


def test_opening_again_keeps_what_an_editor_wrote(books):
    with use_retailer(books):
        home = HomePage.objects.get()
        home.title = "Maps and more"
        home.body = [("text", "<p>Ours.</p>")]
        home.save_revision().publish()
        seed_site()
        open_site(books)
        home = HomePage.objects.get()
        assert home.title == "Maps and more"
        assert [block.block_type for block in home.body] == ["text"]


def test_the_market_has_a_site_of_its_own(db):
    with use_market():
        seed_market()
        assert HomePage.objects.count() == 0
        assert Site.objects.get().root_page.specific == MarketHomePage.objects.get()
        assert Site.objects.get().hostname == settings.MARKET_HOST


def test_how_many_tables_a_shop_has(books):
    """docs/decisions/0005: what Oscar would have had besides stays out."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [books.schema_name])
        tables = {row[0] for row in cursor.fetchall()}
    assert len(tables) <= TABLES
    absent = {
        "payment_source",
        "payment_sourcetype",
        "payment_transaction",
        "order_paymentevent",
        "order_paymenteventquantity",
        "order_paymenteventtype",
        "offer_rangeproductfileupload",
        "partner_partner_users",
        "partner_partneraddress",
        "address_useraddress",
        "oscarapi_apikey",
    }
    assert not absent & tables
    kept = {"basket_basket", "order_order", "offer_conditionaloffer", "voucher_voucher"}
    kept |= {"reviews_productreview", "shipping_weightbased", "cms_homepage"}
    assert kept <= tables


def test_the_template_waits_for_a_name(db):
    with use_unclaimed(settings.TEMPLATE_SCHEMA):
        assert HomePage.objects.get().title == "Welcome"
        assert Site.objects.get().hostname == "template.invalid"
