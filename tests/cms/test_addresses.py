"""A page cannot take the address of a route, on any way that a page comes to an address."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, streamfield

from cms.addresses import is_reserved
from cms.models import ContentPage
from tenants.registry.context import use_market, use_retailer
from tests.cms.editing import home_of
from tests.factories.staff import open_browser, open_staff_browser

pytestmark = pytest.mark.django_db

BOTH = "api auth cart checkout cms documents handoff media orders problems products search".split()
BOTH += "reviews static wishlists healthz readyz _util".split()
SHOP = "account admin catalogue dashboard invitations seller".split()
MARKET = "admin-panel profile retailers seller".split()


def page_form(title, slug, **values):
    fields = {"title": title, "slug": slug, "seo_title": "", "search_description": ""}
    comments = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0}
    return nested_form_data(
        fields | {"body": streamfield([]), "comments": comments, "purpose": ""} | values
    )


def add_page(parent, title, slug, *, live=True):
    page = parent.add_child(instance=ContentPage(title=title, slug=slug, live=live))
    page.save_revision(log_action=False)
    return page


def shelve(books, slug="cart"):
    """A page that may have this slug, because it does not stand on the first level."""
    with use_retailer(books):
        home = home_of(books)
        shelf = add_page(home, "Shelf", "shelf")
        return home, add_page(shelf, "Deep", slug)


def slugs_of(books):
    with use_retailer(books):
        return set(home_of(books).get_children().values_list("slug", flat=True))


def test_the_first_part_of_each_route_is_taken_on_its_host(books):
    for context, routes, free in (
        (use_retailer(books), [*BOTH, *SHOP], ["profile", "retailers", "about", "carts"]),
        (use_market(), [*BOTH, *MARKET], ["account", "catalogue", "about"]),
    ):
        with context:
            home = Page.objects.get(depth=2)
            assert [slug for slug in routes if not is_reserved(slug, below=home)] == []
            assert [slug for slug in free if is_reserved(slug, below=home)] == []


@pytest.mark.parametrize("slug", ["cart", "Cart", "orders", "media"])
@pytest.mark.parametrize("action", ["", "action-publish"])
def test_a_new_page_is_refused_at_its_field(books, slug, action):
    before = slugs_of(books)
    path = f"/cms/pages/add/cms/contentpage/{home_of(books).pk}/"

    answer = open_staff_browser(books, "editor").post(
        path, page_form("Mine", slug) | ({action: "1"} if action else {})
    )

    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == {"slug"}
    assert f"The address /{slug}/ is one that the site itself uses" in answer.content.decode()
    assert slugs_of(books) == before


def test_a_page_cannot_be_renamed_to_a_route(books):
    with use_retailer(books):
        page = add_page(home_of(books), "Mine", "mine")

    answer = open_staff_browser(books, "editor").post(
        f"/cms/pages/{page.pk}/edit/", page_form("Mine", "search") | {"action-publish": "1"}
    )

    assert set(answer.context["form"].errors) == {"slug"}
    assert "search" not in slugs_of(books)


def test_below_the_first_level_every_address_is_free(books):
    with use_retailer(books):
        shelf = add_page(home_of(books), "Shelf", "shelf")
    path = f"/cms/pages/add/cms/contentpage/{shelf.pk}/"

    form = page_form("Our cart", "cart") | {"action-publish": "1"}
    assert open_staff_browser(books, "editor").post(path, form).status_code == 302
    assert "Our cart" in open_browser(books).get("/shelf/cart/").content.decode()


def test_a_page_does_not_move_to_a_route(books):
    home, page = shelve(books)
    editor = open_staff_browser(books, "editor")
    path = f"/cms/pages/{page.pk}/move/{home.pk}/confirm/"

    for answer in (editor.get(path, follow=True), editor.post(path, follow=True)):
        assert "The address /cart/ is one that the site itself uses" in answer.content.decode()
    editor.post(
        f"/cms/bulk/wagtailcore/page/move/?id={page.pk}",
        {"chooser": home.pk, "move_applied": "on"},
    )
    assert "cart" not in slugs_of(books)


@pytest.mark.parametrize("extra", [{}, {"publish_copies": "on"}, {"alias": "on"}])
def test_a_copy_and_an_alias_are_refused_at_their_field(books, extra):
    home, page = shelve(books, "cart")
    form = {"new_title": "Copy", "new_slug": "cart", "new_parent_page": home.pk} | extra

    answer = open_staff_browser(books, "editor").post(f"/cms/pages/{page.pk}/copy/", form)

    assert set(answer.context["form"].errors) == {"new_slug"}
    assert "cart" not in slugs_of(books)


@pytest.mark.parametrize("field", ["new_title", "new_slug"])
def test_a_copy_with_too_long_a_text_is_refused_at_its_field(books, field):
    home, page = shelve(books, "cart")
    form = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": home.pk}

    path = f"/cms/pages/{page.pk}/copy/"
    answer = open_staff_browser(books, "editor").post(path, form | {field: "a" * 256})

    assert set(answer.context["form"].errors) == {field}


def test_nobody_else_saves_such_a_page_either(books):
    home, page = shelve(books)
    with use_retailer(books), pytest.raises(ValidationError, match="/cart/"):
        page.copy(to=home)
    with use_retailer(books), pytest.raises(ValidationError, match="/cart/"):
        home.add_child(instance=ContentPage(title="Cart", slug="cart"))


REDIRECT = {"redirect_link": "https://books.example/x", "is_permanent": "on"}
REDIRECT |= {"site": "", "redirect_page": ""}


@pytest.mark.parametrize(
    "path", ["/cart", "/cart/", "/catalogue/", "/robots.txt", "/api/v1/x", "/"]
)
def test_a_redirect_that_nobody_would_meet_is_refused_at_its_field(books, path):
    editor = open_staff_browser(books, "editor")
    answer = editor.post("/cms/redirects/add/", REDIRECT | {"old_path": path})
    assert set(answer.context["form"].errors) == {"old_path"}


@pytest.mark.parametrize("path", ["/old", "/products/old-name", "/catalogue/old_12/", "/orders"])
def test_an_old_address_is_led_on(books, path):
    editor = open_staff_browser(books, "editor")
    assert editor.post("/cms/redirects/add/", REDIRECT | {"old_path": path}).status_code == 302
    assert open_browser(books).get(path)["Location"] == REDIRECT["redirect_link"]


def test_an_address_with_marks_apart_from_their_letters_leads_to_the_one_that_has_them(books):
    browser = open_browser(books)
    for send in (browser.get, browser.head):
        answer = send("/u\u0308ber/?a=1")
        assert (answer.status_code, answer["Location"]) == (301, "/%C3%BCber/?a=1")
    assert browser.post("/u\u0308ber/").status_code == 404
    assert browser.get("/\u00fcber/").status_code == 404


def test_the_command_names_what_a_later_route_hides(books):
    errors, output = io.StringIO(), io.StringIO()
    call_command("check_pages", stderr=errors, stdout=output)
    assert output.getvalue() == "Every page is seen at its address.\n"
    with use_retailer(books):
        page = add_page(home_of(books), "Our cart", "ours")
        Page.objects.filter(pk=page.pk).update(slug="cart")
        Redirect.objects.create(old_path="/checkout", redirect_link="https://books.example/")

    with pytest.raises(CommandError, match="2 pages and redirects"):
        call_command("check_pages", stderr=errors, stdout=output)

    lines = errors.getvalue().splitlines()
    assert [line.partition(":")[0] for line in lines] == ["books", "books"]
    assert lines[0].endswith(" /cart/")
    assert lines[1].endswith(" /checkout")
