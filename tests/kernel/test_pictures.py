"""What becomes of a true picture."""

import io

import pytest
from PIL import Image

from tenants.kernel.pictures import UnusableImage, as_webp, read_picture, to_square, to_width
from tests.factories.hostile_pictures import picture


def taken(data, longest=1200):
    return read_picture(file=io.BytesIO(data), longest=longest)


def written(data):
    """As it is kept."""
    return Image.open(io.BytesIO(as_webp(taken(data))))


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("JPEG", "RGB"),
        ("JPEG", "L"),
        ("JPEG", "CMYK"),
        ("PNG", "RGBA"),
        ("PNG", "P"),
        ("PNG", "1"),
        ("PNG", "LA"),
        ("WEBP", "RGB"),
        ("GIF", "P"),
    ],
)
def test_every_usual_kind_is_written_anew_as_webp(kind, mode):
    found = written(picture(kind, mode))

    assert (found.format, found.size) == ("WEBP", (64, 48))


def test_a_large_one_comes_down_in_size_and_a_small_one_stays_as_it_is():
    large = taken(picture("JPEG", size=(3000, 2000)), longest=500)
    small = taken(picture("PNG", size=(30, 20)), longest=500)

    assert max(large.size) <= 1500
    assert to_width(large, 300).size == (300, 200)
    assert small.size == (30, 20)


def test_sixteen_bits_a_pixel_are_read_as_eight():
    buffer = io.BytesIO()
    Image.new("I;16", (2600, 2500), 40_000).save(buffer, "PNG")

    assert taken(buffer.getvalue(), longest=1200).mode == "RGB"


def test_where_it_was_taken_and_by_which_camera_is_forgotten():
    exif = Image.Exif()
    exif[0x0110] = "Camera 9"
    exif.get_ifd(0x8825)[2] = (52.0, 31.0, 46.0)
    data = picture("JPEG", exif=exif, icc_profile=b"profile" * 50, comment=b"by Ada")

    kept = as_webp(taken(data))

    assert not any(word in kept for word in (b"EXIF", b"ICCP", b"XMP ", b"Camera", b"Ada"))


def test_it_stands_upright_without_the_note_that_said_so():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter

    found = written(picture("JPEG", exif=exif))

    assert found.size == (48, 64)
    assert not found.getexif()


def test_see_through_stays_see_through():
    buffer = io.BytesIO()
    Image.new("RGBA", (20, 20), (255, 0, 0, 0)).save(buffer, "PNG")

    assert written(buffer.getvalue()).mode == "RGBA"


def test_a_phones_picture_with_another_behind_it_is_one_picture():
    first, second = Image.new("RGB", (64, 48), "red"), Image.new("RGB", (32, 24), "blue")
    buffer = io.BytesIO()
    first.save(buffer, "MPO", save_all=True, append_images=[second])

    assert written(buffer.getvalue()).size == (64, 48)


def test_what_stands_behind_the_picture_is_not_kept():
    kept = as_webp(taken(picture("JPEG") + b"alert(document.cookie)" * 9))

    assert b"alert" not in kept


def test_a_square_is_cut_from_the_middle():
    wide = Image.new("RGB", (300, 100), "blue")
    wide.paste("red", (100, 0, 200, 100))

    square = to_square(wide, 64)

    assert square.size == (64, 64)
    assert square.getpixel((32, 32)) == (255, 0, 0)
    assert square.getpixel((6, 32))[0] > 200


def test_the_reason_stands_at_the_input_that_was_asked_for():
    with pytest.raises(UnusableImage) as refused:
        taken(b"")

    assert refused.value.fields == {"image": ["This file is empty."]}
