"""Draft, preview and publish on the shop's own host; accounts stay out of Wagtail."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.images.models import Image

from cms.hosts import base_url
from cms.wagtail_hooks import leave_out_people
from marketplace.accounts.models import User
from tenants.registry.context import current_schema, use_market, use_retailer
from tests.cms.editing import hero, home_form, home_of
from tests.factories.accounts import make_customer, make_operator
from tests.factories.staff import make_member, open_browser, open_staff_browser
from tests.pages.browser import text_of


def test_a_draft_is_seen_in_preview_only_until_it_is_published(books):
    editor, shopper = open_staff_browser(books, "editor"), open_browser(books)
    path = f"/cms/pages/{home_of(books).pk}/edit/"
    form = home_form(hero("Rare maps"))

    assert editor.post(path, form).status_code == 302
    assert "Rare maps" not in text_of(shopper.get("/"))

    checked = editor.post(f"{path}preview/", form)
    assert checked.json() == {"is_valid": True, "is_available": True}
    preview = editor.get(f"{path}preview/?mode=")
    assert preview.status_code == 200
    assert preview["X-Frame-Options"] == "SAMEORIGIN"
    assert "<h1>Rare maps</h1>" in preview.content.decode()

    assert editor.post(path, form | {"action-publish": "1"}).status_code == 302
    assert "<h1>Rare maps</h1>" in shopper.get("/").content.decode()


def test_the_rest_of_a_request_runs_in_the_shop_after_its_preview(books, rf):
    """The preview passes the middlewares again, inside the editor's own request."""
    editor = open_staff_browser(books, "editor")
    path = f"/cms/pages/{home_of(books).pk}/"
    editor.post(f"{path}edit/", home_form(hero("Rare maps")))
    assert "Rare maps" in text_of(editor.get(f"{path}view_draft/"))
    with use_retailer(books):
        home = home_of(books)
        request = rf.get("/", headers={"host": books.host})
        assert home.make_preview_request(request).status_code == 200
        assert current_schema() == books.schema_name


def test_a_bad_link_is_refused_at_its_field(books):
    editor = open_staff_browser(books, "editor")
    path = f"/cms/pages/{home_of(books).pk}/edit/"
    answer = editor.post(path, home_form(hero("Maps", link="javascript:alert(1)")))
    assert answer.status_code == 200
    assert "Begin with / or https://." in answer.content.decode()


@pytest.mark.parametrize("link", ["/about/", "https://a.example/", "http://a.example/", "#maps"])
def test_a_link_of_the_web_or_of_this_site_is_taken(books, link):
    editor = open_staff_browser(books, "editor")
    path = f"/cms/pages/{home_of(books).pk}/edit/"

    form = home_form(hero("Maps", link=link, label="Look"))

    assert editor.post(path, form).status_code == 302


@pytest.mark.parametrize(
    ("role", "status"),
    [("owner", 200), ("manager", 200), ("editor", 200), ("fulfilment", 302), ("analyst", 302)],
)
def test_who_edits_pages(books, role, status):
    assert open_staff_browser(books, role).get("/cms/").status_code == status


def test_an_editor_of_another_shop_is_a_stranger(books, coffee):
    editor = make_member(coffee, "editor")
    page = home_of(books)
    visitor = open_browser(books)
    sent = visitor.get("/cms/", follow=True)
    assert sent.redirect_chain[-1][0] == "/auth/login?next=%2Fcms%2F"
    assert sent.status_code == 200

    stranger = open_browser(books, editor)
    path = f"/cms/pages/{page.pk}/edit/"
    assert stranger.get(path, follow=True).status_code == 403
    answer = stranger.post(path, home_form(hero("Mine")) | {"action-publish": "1"}, follow=True)
    assert answer.status_code == 403
    assert home_of(books).title == page.title
    assert "Mine" not in text_of(open_browser(books).get("/"))


def test_a_platform_admin_is_nobody_in_a_shop(books):
    operator = User.objects.create_superuser("root@example.com", "correct horse battery")
    assert open_browser(books, operator).get("/cms/", follow=True).status_code == 403


CLOSED = [
    "/cms/users/",
    "/cms/users/add/",
    "/cms/users/edit/{user}/",
    "/cms/users/{user}/",
    "/cms/groups/",
    "/cms/groups/edit/1/",
    "/cms/sites/",
    "/cms/password_reset/",
    "/cms/bulk/accounts/user/delete/?id={user}",
    "/cms/bulk/accounts/user/set_active_state/?id={user}",
]


@pytest.mark.parametrize("path", CLOSED)
def test_no_account_is_seen_or_changed_through_wagtail(books, path):
    victim = make_customer()
    owner = open_staff_browser(books, "owner")
    path = path.format(user=victim.pk)
    for answer in (owner.get(path), owner.post(path, {"is_active": "", "email": "x@y.example"})):
        assert answer.status_code == 404
        assert victim.email not in answer.content.decode()
    kept = User.objects.get(pk=victim.pk)
    assert (kept.email, kept.is_active) == (victim.email, True)


def test_the_markets_desk_is_closed_to_accounts_too(db):
    from django.test import Client

    client = Client(headers={"host": "localhost"})
    with use_market():
        root = make_operator("root@example.com")
        client.force_login(root)
    assert client.get("/cms/").status_code == 200
    assert client.get("/cms/users/").status_code == 404


def test_the_menu_has_no_way_to_them(books):
    page = open_staff_browser(books, "owner").get("/cms/").content.decode()
    labels = re.findall(r'"label": "([^"]+)"', page)
    assert "Theme" in labels
    assert not {"Users", "Groups", "Sites"} & set(labels)


def test_what_is_looked_after_elsewhere_has_no_entry(books, rf):
    """Whoever may do all with accounts, groups and sites is not shown them either."""
    names = ["users", "groups", "sites", "theme", "redirects"]
    menus = {}
    for context in (use_retailer(books), use_market()):
        items = [SimpleNamespace(name=name) for name in names]
        with context:
            leave_out_people(rf.get("/cms/"), items)
        menus[len(menus)] = [item.name for item in items]

    assert list(menus.values()) == [["theme", "redirects"], ["redirects"]]


def test_the_account_page_changes_neither_address_nor_password(books):
    page = open_staff_browser(books, "editor").get("/cms/account/").content.decode()
    assert 'name="name_email-email"' not in page
    assert 'type="password"' not in page


def test_pictures_are_stored_below_the_shops_media(books, png):
    editor = open_staff_browser(books, "editor")
    upload = SimpleUploadedFile("map.png", png(size=(40, 30)), "image/png")
    answer = editor.post("/cms/images/add/", {"title": "Map", "file": upload, "collection": 1})
    assert answer.status_code == 302
    with use_retailer(books):
        image = Image.objects.get(title="Map")
        stored = Path(image.file.path)
        assert stored.is_file()
        assert stored.parent.parts[-2:] == ("shop_books", "original_images")
        assert image.file.url == f"/media/shop_books/{image.file.name}"


def test_the_desk_knows_its_own_address(books, settings):
    settings.SITE_PORT = "8000"
    with use_retailer(books):
        assert base_url() == "http://books.localhost:8000"
    with use_market():
        assert base_url() == "http://localhost:8000"


def test_a_home_page_of_the_market_cannot_be_made_in_a_shop(books):
    with use_retailer(books):
        root = home_of(books).get_parent()
    editor = open_staff_browser(books, "owner")
    answer = editor.get(f"/cms/pages/add/cms/markethomepage/{root.pk}/")
    assert answer.status_code == 302


def test_a_page_that_moved_is_found_at_its_new_place_in_this_shop_only(books, coffee):
    editor = open_staff_browser(books, "editor")
    form = {"old_path": "/old-maps", "redirect_link": "https://books.example/maps"}
    form |= {"is_permanent": "on", "site": "", "redirect_page": ""}
    assert editor.post("/cms/redirects/add/", form).status_code == 302
    answer = open_browser(books).get("/old-maps")
    assert (answer.status_code, answer["Location"]) == (301, "https://books.example/maps")
    assert open_browser(coffee).get("/old-maps").status_code == 404

    editor.post("/cms/redirects/add/", form | {"old_path": "/api/v1/old-maps"})
    assert open_browser(books).get("/api/v1/old-maps").status_code == 404


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("moved.xlsx", b"PK\x03\x04 a bomb"),
        ("moved.csv", b"from,to\n" + b"/a,/b\n" * 20_000),
        ("moved", b"from,to\n"),
    ],
)
def test_redirects_come_from_short_lists_of_text(books, name, data):
    upload = SimpleUploadedFile(name, data)
    answer = open_staff_browser(books, "owner").post(
        "/cms/redirects/import/", {"import_file": upload}, follow=True
    )

    assert "Use a .csv or .tsv file below 100 kB" in answer.content.decode()


def test_a_short_list_of_redirects_is_read(books):
    upload = SimpleUploadedFile("moved.csv", b"from,to\n/old/,/new/\n")
    owner = open_staff_browser(books, "owner")

    answer = owner.post("/cms/redirects/import/", {"import_file": upload})

    assert answer.status_code == 200
    assert "/old/" in answer.content.decode()
    assert open_browser(books).get("/cms/redirects/import/").status_code == 302
