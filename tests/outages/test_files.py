"""The folder of uploaded files takes none: full, read-only, somebody else's."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.api.conftest import Api, assert_problem
from tests.api.test_me import send_picture
from tests.factories.accounts import make_customer
from tests.factories.hostile_pictures import picture
from tests.factories.staff import open_staff_browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def full(settings, tmp_path):
    (tmp_path / "file").touch()
    settings.MEDIA_ROOT = tmp_path / "file" / "media"


def test_an_upload_is_answered_as_an_outage_and_nothing_has_changed(full):
    api = Api().login(make_customer())
    answer = send_picture(api, picture())

    assert_problem(answer, status=503, code="unavailable")
    assert answer["Retry-After"] == "10"
    assert api.get("users/me/").json()["avatar"] is None


def test_the_editors_too(full, books):
    browser = open_staff_browser(books, "editor")
    browser.raise_request_exception = False
    upload = SimpleUploadedFile("mug.png", picture(), "image/png")
    answer = browser.post("/cms/images/add/", {"title": "Mug", "file": upload, "collection": 1})
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")


def test_probes_are_told(full):
    answer = Client().get("/readyz")
    body = answer.json()
    assert (answer.status_code, body["status"]) == (200, "degraded")
    assert body["checks"]["files"] == {"ok": False, "error": "NotADirectoryError"}
