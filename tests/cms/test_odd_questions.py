"""What the editor cannot read of an address or a form is refused, and is no fault of ours."""

import pytest
from django.test import RequestFactory

from cms.models import HomePage
from marketplace.pages.shared.middleware import UnreadableRefusal
from tenants.registry.context import use_retailer
from tests.factories.staff import open_staff_browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(books):
    return open_staff_browser(books, "editor")


@pytest.fixture
def page(books):
    with use_retailer(books):
        return HomePage.objects.get().pk


@pytest.mark.parametrize(
    "path",
    [
        "choose-page/chosen-multiple/?id=1.5",
        "images/chooser/chosen-multiple/?id=%C2%B2",
        "choose-phone-link/?parent_page_id=(((a",
        "choose-email-link/?link_url=http://[",
        "choose-page/1/?target_pages[]=x",
        f"choose-page/1/?target_pages[]={'9' * 5000}",
    ],
)
def test_an_address_that_cannot_be_read_is_a_bad_request(editor, path):
    assert editor.get(f"/cms/{path}").status_code == 400


@pytest.mark.parametrize(
    "fields", [{}, {"body-count": "a\x01b"}, {"body-count": "9" * 5000}, {"body-count": "x" * 5000}]
)
def test_a_page_without_its_fields_is_a_bad_request(editor, page, fields):
    assert editor.post(f"/cms/pages/{page}/edit/", fields).status_code == 400


def test_a_form_of_the_editor_says_which_field_is_missing(editor):
    assert editor.post("/cms/choose-external-link/", {}).status_code == 200


@pytest.mark.parametrize("fields", [{}, {"import_file_name": "a.csv", "input_format": "x:y"}])
def test_a_list_of_redirects_that_nobody_sent_is_none(books, fields):
    manager = open_staff_browser(books, "manager")
    assert manager.post("/cms/redirects/import/process/", fields).status_code < 500


def test_a_search_of_the_library_leaves_out_how_often_things_are_used(editor):
    for library in ("images", "documents"):
        path = f"/cms/{library}/results/?q=cup&usage_count_min=0&usage_count_max=3"
        assert editor.get(path).status_code == 200
    assert editor.get("/cms/images/?usage_count_min=0").status_code == 200


def test_a_search_for_hundreds_of_words_looks_for_the_first(editor):
    for word in ("cup", "%22cup%22", "%22cup"):
        words = "%20".join([word] * 600)
        for place in ("pages/usage/cms/contentpage/results/", "images/results/", "pages/search/"):
            assert editor.get(f"/cms/{place}?q={words}").status_code == 200


def test_where_to_go_on_that_is_no_address_is_a_bad_request(editor, page):
    for target in ("NaN", "25:61", "%_%\\"):
        answer = editor.post(f"/cms/pages/{page}/lock/", {"next": target})
        assert answer.status_code == 400


@pytest.mark.parametrize(
    ("path", "error"),
    [
        ("/cms/pages/1/edit/?id=other", ValueError("Field 'id' expected a number but got 'x'.")),
        ("/cms/pages/1/edit/?id=x", RuntimeError("about 'x'")),
        ("/cart?id=x", ValueError("Field 'id' expected a number but got 'x'.")),
    ],
)
def test_a_fault_of_ours_stays_one(path, error):
    refusal = UnreadableRefusal(lambda request: None)

    assert refusal.process_exception(RequestFactory().get(path), error) is None
