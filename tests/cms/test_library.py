"""Whatever way a picture takes into the editors' library, it is written anew on its way in."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from PIL import Image as Pillow
from wagtail.images.models import Image
from wagtail.models import UploadedFile

from cms.library import LARGEST_SIDE, write_anew
from cms.migrations import __name__ as migrations
from tenants.registry.context import use_retailer
from tests.factories.hostile_pictures import png as crafted
from tests.factories.staff import open_staff_browser

AJAX = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}
SECRET = b"Camera 9"


def photo(size=(640, 480)) -> bytes:
    """Turned by a quarter, with the place and the camera in its notes."""
    exif = Pillow.Exif()
    exif[0x0112] = 6
    exif[0x0110] = SECRET.decode()
    exif.get_ifd(0x8825)[2] = (52.0, 31.0, 46.0)
    buffer = io.BytesIO()
    Pillow.new("RGB", size, "#aa8866").save(buffer, "JPEG", exif=exif)
    return buffer.getvalue()


def upload(data, name="map.jpg"):
    return SimpleUploadedFile(name, data, "image/jpeg")


def add(editor, data, name="map.jpg", title="Map"):
    form = {"title": title, "file": upload(data, name), "collection": 1}
    return editor.post("/cms/images/add/", form)


def add_many(editor, data, title="Map"):
    form = {"title": title, "files[]": upload(data), "collection": 1}
    return editor.post("/cms/images/multiple/add/", form, **AJAX)


def choose(editor, data):
    form = {"image-chooser-upload-title": "Map", "image-chooser-upload-file": upload(data)}
    form["image-chooser-upload-collection"] = 1
    return editor.post("/cms/images/chooser/create/", form, **AJAX)


def stored_bytes(retailer):
    with use_retailer(retailer):
        image = Image.objects.get(title="Map")
        assert image.file.name.endswith(".webp")
        with image.file.open("rb") as file:
            data = file.read()
        assert (image.width, image.height, image.file_size) == (480, 640, len(data))
    return data


@pytest.mark.parametrize("way", [add, add_many, choose])
def test_it_is_kept_upright_and_without_its_notes(books, way):
    editor = open_staff_browser(books, "editor")

    assert way(editor, photo()).status_code in (200, 302)

    data = stored_bytes(books)
    assert not any(word in data for word in (b"EXIF", b"ICCP", SECRET))
    assert Pillow.open(io.BytesIO(data)).format == "WEBP"


@pytest.mark.parametrize("size", [7, 9_000_000])
def test_a_large_one_in_a_temporary_file_is_no_exception(books, settings, size):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10  # the next handler keeps it on disk
    editor = open_staff_browser(books, "editor")

    assert add(editor, photo() + b"x" * size).status_code == 302

    assert SECRET not in stored_bytes(books)


def test_one_that_waits_for_a_better_title_is_clean_as_well(books):
    """Wagtail keeps the upload itself, and makes a picture of it when the title is right."""
    editor = open_staff_browser(books, "editor")

    answer = add_many(editor, photo(), title="x" * 300).json()

    with use_retailer(books):
        waiting = UploadedFile.objects.get(pk=answer["uploaded_file_id"])
        with waiting.file.open("rb") as file:
            assert SECRET not in file.read()
    number = waiting.pk
    form = {f"uploaded-image-{number}-title": "Map", f"uploaded-image-{number}-collection": 1}
    path = f"/cms/images/multiple/create_from_uploaded_image/{number}/"
    assert editor.post(path, form, **AJAX).json()["success"] is True
    assert SECRET not in stored_bytes(books)


def test_a_replaced_file_is_clean_and_the_old_one_gone(books, png, media):
    editor = open_staff_browser(books, "editor")
    add(editor, png(size=(40, 30)), "old.png")
    with use_retailer(books):
        image = Image.objects.get(title="Map")

    form = {"title": "Map", "file": upload(photo()), "collection": 1}
    assert editor.post(f"/cms/images/{image.pk}/", form).status_code == 302

    assert SECRET not in stored_bytes(books)
    names = [path.name for path in (media / "shop_books" / "original_images").iterdir()]
    assert names == ["map.webp"]


def test_the_page_of_a_picture_has_no_link_to_the_original(books):
    editor = open_staff_browser(books, "editor")
    add(editor, photo())
    with use_retailer(books):
        image = Image.objects.get(title="Map")

    page = editor.get(f"/cms/images/{image.pk}/")

    assert page.status_code == 200
    assert "map.webp" in page.content.decode()
    assert "original_images" not in page.content.decode()


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.png", crafted(12_700, 10_000), "too many pixels"),
        ("a.png", b"<script>alert(1)</script>", "more than a picture"),
        ("a.jpg", b"no picture", "Use a JPEG, PNG, WebP or GIF picture that opens."),
        ("a.jpg", b"\xff\xd8" + b"\0" * (15 * 1024 * 1024), "below 15 MB"),
    ],
)
@pytest.mark.parametrize("way", ["add", "many"])
def test_what_cannot_be_used_is_refused_next_to_the_field(books, media, way, name, data, reason):
    editor = open_staff_browser(books, "editor")

    if way == "add":
        told = add(editor, data, name).context["form"].errors["file"]
    else:
        told = [add_many(editor, data).json()["error_message"]]

    assert any(reason in sentence for sentence in told)
    with use_retailer(books):
        assert not Image.objects.exists()
        assert not UploadedFile.objects.exists()
    assert not list(media.rglob("original_images/*"))


def test_a_large_picture_is_kept_as_large_as_a_page_can_show(books):
    editor = open_staff_browser(books, "editor")

    assert add(editor, photo((7_200, 5_500))).status_code == 302

    with use_retailer(books):
        image = Image.objects.get(title="Map")
    assert max(image.width, image.height) <= LARGEST_SIDE
    assert (image.width, image.height) == (2_750, 3_600)


def test_originals_are_served_to_nobody_and_renditions_are(books, client, media):
    """Of an earlier release too, whose renditions may carry what the original did."""
    editor = open_staff_browser(books, "editor")
    add(editor, photo())
    with use_retailer(books):
        image = Image.objects.get(title="Map")
        rendition = image.get_rendition("width-100")
    assert rendition.file.name.endswith(".webp")
    for folder, name in (("original_images", "old.jpg"), ("images", "old.width-100.jpg")):
        (media / "shop_books" / folder / name).write_bytes(photo())

    def asked(path):
        return client.get(f"/media/shop_books/{path}", headers={"host": "books.localhost"})

    assert asked(rendition.file.name).status_code == 200
    assert asked(image.file.name).status_code == 404
    assert asked("original_images/old.jpg").status_code == 404
    assert asked("images/old.width-100.jpg").status_code == 404
    assert editor.get(f"/media/shop_books/{image.file.name}").status_code == 404


def test_an_upgrade_forgets_renditions_in_other_formats(books):
    from importlib import import_module

    editor = open_staff_browser(books, "editor")
    add(editor, photo())
    with use_retailer(books):
        image = Image.objects.get(title="Map")
        image.get_rendition("width-90")
        image.renditions.create(filter_spec="width-80", file="images/old.jpg", width=80, height=60)
        with connection.cursor() as cursor:
            cursor.execute(import_module(f"{migrations}.0002_renditions_anew").FORGET)
        assert [row.filter_spec for row in image.renditions.all()] == ["width-90"]


def test_what_was_written_anew_is_read_from_its_beginning():
    file = SimpleUploadedFile("mug.png", photo())
    write_anew(file)

    data = file.file.read()
    assert (data[:4], len(data), file.name) == (b"RIFF", file.size, "mug.webp")
