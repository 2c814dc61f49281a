"""Terms, privacy, imprint, returns and contact: drafts to complete, and linked once published."""

import re

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Page, PageViewRestriction
from wagtail.test.utils.form_data import streamfield

from cms.links import keep_links, read_links
from cms.models import ContentPage, MarketHomePage
from cms.placeholders import find_placeholders
from cms.provisioning import follow_template
from tenants.kernel.site_pages import PURPOSES
from tenants.provisioning.steps import furnish_follower
from tenants.registry.context import use_market, use_public, use_retailer
from tenants.registry.directory import directory
from tenants.registry.models import Retailer
from tests.cms.editing import home_of
from tests.cms.test_addresses import add_page, page_form
from tests.factories.goods import make_product
from tests.factories.staff import open_browser, open_staff_browser
from tests.factories.statements import count_statements
from tests.pages.browser import text_of
from tests.pages.checkout import with_cart

pytestmark = pytest.mark.django_db

LAWFUL = ("terms", "privacy", "imprint", "returns")


def page_for(shop, purpose):
    with use_retailer(shop):
        return ContentPage.objects.get(purpose=purpose)


def publish(shop, purpose, words="We take it back."):
    page = page_for(shop, purpose)
    form = page_form(page.title, page.slug, purpose=purpose) | streamfield_data(words)
    browser = open_staff_browser(shop, "owner")
    answer = browser.post(f"/cms/pages/{page.pk}/edit/", form | {"action-publish": "1"})
    directory.forget()
    return answer


def streamfield_data(words):
    from wagtail.test.utils.form_data import nested_form_data, rich_text

    return nested_form_data({"body": streamfield([("text", rich_text(f"<p>{words}</p>"))])})


def footer_of(shop, path="/"):
    page = open_browser(shop).get(path).content.decode()
    return re.findall(r'href="([^"]+)"', page[page.rindex("<footer") :])


def test_a_shop_begins_with_them_and_says_nothing_it_cannot_know(books):
    with use_retailer(books):
        pages = {page.purpose: page for page in ContentPage.objects.exclude(purpose="")}
        home = home_of(books)
        assert list(pages) == list(PURPOSES)
        assert [page.live for page in pages.values()] == [False, False, False, False, True]
        for purpose in LAWFUL:
            assert find_placeholders(pages[purpose].body)
            assert pages[purpose].url_path == f"{home.url_path}{purpose}/"
        assert home.get_children().count() == home.numchild == 5
    for purpose in LAWFUL:
        assert open_browser(books).get(f"/{purpose}/").status_code == 404


def test_the_marketplace_has_its_own(books):
    with use_market():
        home = MarketHomePage.objects.get()
        pages = ContentPage.objects.child_of(home)
        assert set(pages.values_list("purpose", "live")) == {(name, False) for name in PURPOSES}
        assert "marketplace" in str(pages.get(purpose="terms").body)


@pytest.mark.parametrize("purpose", LAWFUL)
def test_one_is_not_published_while_something_is_left_to_fill_in(books, purpose):
    page = page_for(books, purpose)
    assert "[[" in str(page.body)

    answer = publish(books, purpose, "Sold by [[Name of the business]].")

    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == {"body"}
    assert "Fill in before you publish, without the brackets: Name of the business." in (
        answer.content.decode()
    )
    assert not page_for(books, purpose).live


def test_a_draft_is_kept_with_what_is_left_to_fill_in(books):
    page = page_for(books, "terms")
    form = page_form("Terms", "terms", purpose="terms") | streamfield_data("By [[Name]].")
    answer = open_staff_browser(books, "editor").post(f"/cms/pages/{page.pk}/edit/", form)
    assert answer.status_code == 302


def test_many_at_once_are_refused_for_what_is_left(books):
    page = page_for(books, "imprint")

    answer = open_staff_browser(books, "owner").post(
        f"/cms/bulk/wagtailcore/page/publish/?id={page.pk}&next=/cms/pages/", follow=True
    )

    assert "Imprint: Fill in before you publish" in answer.content.decode()
    assert not page_for(books, "imprint").live
    with use_retailer(books), pytest.raises(ValidationError, match="Fill in"):
        page.save_revision().publish()


def test_what_is_published_stands_at_the_foot_of_every_page(books):
    assert publish(books, "terms").status_code == 302

    for path in ("/", "/cart", "/catalogue/", "/auth/login", "/search?q=a", "/nowhere"):
        assert [url for url in footer_of(books, path) if url.strip("/") in PURPOSES] == [
            "/terms/",
            "/contact/",
        ]
    assert "We take it back." in open_browser(books).get("/terms/").content.decode()


def test_another_shop_and_the_marketplace_show_their_own_alone(books, coffee):
    publish(books, "terms")
    assert "/terms/" not in footer_of(coffee)
    with use_market():
        assert read_links() == []


def test_the_marketplaces_are_linked_too(client):
    with use_market():
        page = ContentPage.objects.get(purpose="imprint")
        page.body = [("text", "<p>Galleria Ltd</p>")]
        page.save_revision(log_action=False).publish(log_action=False)

    for path in ("/", "/products", "/auth/login", "/nowhere"):
        page = client.get(path, headers={"host": "localhost"}).content.decode()
        assert 'href="/imprint/"' in page


def test_they_cost_no_statement_on_any_page(books):
    with use_public():
        Retailer.objects.filter(pk=books.pk).update(site_links=[])
    directory.forget()
    browser = open_browser(books)
    browser.get("/")
    with count_statements() as without:
        browser.get("/auth/login")
    publish(books, "terms")
    browser.get("/")
    with count_statements() as with_links:
        page = browser.get("/auth/login").content.decode()

    assert "/terms/" in page
    assert len(with_links) == len(without)


def test_pages_in_menus_stand_in_the_header_in_the_order_of_the_tree(books):
    with use_retailer(books):
        home = home_of(books)
        for slug in ("zebra", "apple"):
            page = add_page(home, slug.title(), slug)
            page.show_in_menus = slug != "hidden"
            page.save_revision(log_action=False).publish(log_action=False)
        chosen = add_page(home, "Jobs", "jobs")
        chosen.in_footer = True
        chosen.save_revision(log_action=False).publish(log_action=False)
    directory.forget()
    page = open_browser(books).get("/").content.decode()
    header = page[page.index("<header") : page.index("</header>")]
    assert re.findall(r'href="(/zebra/|/apple/|/jobs/)"', header) == ["/zebra/", "/apple/"]
    assert [url for url in footer_of(books) if url in ("/zebra/", "/apple/", "/jobs/")] == [
        "/zebra/",
        "/apple/",
        "/jobs/",
    ]

    with use_retailer(books):
        Page.objects.get(slug="apple").move(Page.objects.get(slug="zebra"), pos="left")
        Page.objects.get(slug="jobs").specific.unpublish()
    directory.forget()

    assert [url for url in footer_of(books) if url in ("/zebra/", "/apple/", "/jobs/")] == [
        "/apple/",
        "/zebra/",
    ]


def test_what_is_shut_or_deleted_is_not_linked(books):
    publish(books, "terms")
    publish(books, "returns")
    with use_retailer(books):
        PageViewRestriction.objects.create(
            page=page_for(books, "terms"), restriction_type=PageViewRestriction.LOGIN
        )
        page_for(books, "returns").delete()
        assert [link["purpose"] for link in Retailer.objects.get(pk=books.pk).site_links] == [
            "contact"
        ]


def test_the_checkout_names_the_terms_of_each_shop(books):
    publish(books, "terms")
    publish(books, "returns")

    browser = with_cart(make_product(books))
    page = browser.get("", "/checkout").content.decode()

    for purpose in ("terms", "returns"):
        way = f"/handoff/go?to={books.host}&amp;next=%2F{purpose}%2F"
        assert f'href="{way}"' in page
    assert "What Northgate Books says about this order:" in text_of_page(page)


def text_of_page(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_the_page_of_contact_shows_what_the_owner_published(books):
    with use_public():
        Retailer.objects.filter(pk=books.pk).update(
            contact_email="ask@books.example", contact_phone="+49301234", publishes_phone=False
        )
    directory.forget()

    page = text_of(open_browser(books).get("/contact/"))

    assert "ask@books.example" in page
    assert "+49301234" not in page
    with use_public():
        Retailer.objects.filter(pk=books.pk).update(publishes_email=False, publishes_address=False)
    directory.forget()
    assert "published here yet" in text_of(open_browser(books).get("/contact/"))


def test_a_shop_of_an_older_release_gets_them_once(books):
    with use_retailer(books):
        home = home_of(books)
        for page in home.get_children():
            page.delete()
        own = add_page(home_of(books), "Impressum", "imprint")
        about = add_page(home_of(books), "About us", "about")
        about.show_in_menus = True
        about.save_revision(log_action=False).publish(log_action=False)
    with use_public():
        Retailer.objects.filter(pk=books.pk).update(site_links=[])

    with count_statements() as statements:
        furnish_follower(books.schema_name)

    assert len(statements) <= 25
    with use_retailer(books):
        pages = ContentPage.objects.order_by("path").values_list("purpose", "live", "title")
        assert list(pages) == [
            ("imprint", True, "Impressum"),
            ("", True, "About us"),
            ("terms", False, "Terms and conditions"),
            ("privacy", False, "Privacy"),
            ("returns", False, "Returns"),
            ("contact", True, "Contact"),
        ]
        assert Page.find_problems() == ([], [], [], [], [])
        own.refresh_from_db()
        page_for(books, "privacy").delete()
        follow_template()
        assert not ContentPage.objects.filter(purpose="privacy").exists()
    links = Retailer.objects.get(pk=books.pk).site_links
    assert [link["path"] for link in links] == ["/imprint/", "/about/", "/contact/"]


def test_a_copy_has_no_purpose(books):
    with use_retailer(books):
        page = page_for(books, "contact")
        copy = page.copy(update_attrs={"slug": "contact-2"})
        assert copy.purpose == ""


def test_links_are_kept_of_the_schema_in_use(books):
    with use_public(), use_retailer(books):
        keep_links()
    assert [link["purpose"] for link in Retailer.objects.get(pk=books.pk).site_links] == ["contact"]
