"""Documents of the editors' library: known kinds, a bounded size, at every door."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.documents.models import Document

from cms import documents
from tenants.registry.context import use_retailer
from tests.factories.staff import open_staff_browser

AJAX = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}


def upload(name, data):
    return SimpleUploadedFile(name, data)


def add(editor, name, data):
    form = {"title": "Care", "file": upload(name, data), "collection": 1}
    return editor.post("/cms/documents/add/", form)


def add_many(editor, name, data):
    form = {"title": "Care", "files[]": upload(name, data), "collection": 1}
    return editor.post("/cms/documents/multiple/add/", form, **AJAX)


def choose(editor, name, data):
    form = {"document-chooser-upload-title": "Care", "document-chooser-upload-collection": 1}
    form["document-chooser-upload-file"] = upload(name, data)
    return editor.post("/cms/documents/chooser/create/", form)


DOORS = [add, add_many, choose]


@pytest.fixture
def editor(books):
    return open_staff_browser(books, "editor")


def titles(retailer):
    with use_retailer(retailer):
        return list(Document.objects.values_list("title", flat=True))


@pytest.mark.django_db
@pytest.mark.parametrize("door", DOORS)
def test_a_document_is_taken(editor, books, door):
    door(editor, "care.pdf", b"%PDF-1.7 wash by hand")
    assert titles(books) == ["Care"]


@pytest.mark.django_db
@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("name", ["care.html", "care.svg", "care.js", "care"])
def test_nothing_that_a_browser_would_run(editor, books, door, name):
    answer = door(editor, name, b"<script>alert(1)</script>")
    assert b"pdf" in answer.content
    assert titles(books) == []


@pytest.mark.django_db
@pytest.mark.parametrize("door", DOORS)
def test_one_above_the_bound_is_refused_with_both_sizes(editor, books, door, monkeypatch):
    monkeypatch.setattr(documents, "LARGEST", 2048)
    answer = door(editor, "care.pdf", b"%" * 4096)
    text = answer.content.decode().replace("\\u00a0", "\xa0")
    assert "4.0\xa0KB; the most is 2.0\xa0KB" in text
    assert titles(books) == []
