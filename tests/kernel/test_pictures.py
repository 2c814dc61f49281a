"""What becomes of a true picture."""

import io
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from PIL import Image, ImageCms

from tenants.kernel import pictures
from tenants.kernel.pictures import (
    UnusableImage,
    as_webp,
    read_picture,
    to_square,
    to_width,
    within_square,
)
from tests.factories.hostile_pictures import picture
from tests.factories.pictures import draw_picture


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


@pytest.mark.parametrize(("value", "grey"), [(0, 0), (10_000, 39), (40_000, 156), (65_535, 255)])
def test_sixteen_bits_of_grey_keep_their_steps(value, grey):
    buffer = io.BytesIO()
    Image.new("I;16", (40, 30), value).save(buffer, "PNG")

    assert taken(buffer.getvalue()).getpixel((9, 9)) == (grey, grey, grey)


def swapped_profile() -> bytes:
    """sRGB, but that its red is blue and its blue red."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    head, body = profile[:300], profile[300:]
    head = head.replace(b"rXYZ", b"?XYZ").replace(b"bXYZ", b"rXYZ").replace(b"?XYZ", b"bXYZ")
    return head + body


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGB"), ("PNG", "RGBA"), ("PNG", "P")])
def test_colours_of_another_profile_become_those_that_a_browser_shows(kind, mode):
    buffer = io.BytesIO()
    whole = Image.new("RGB", (40, 30), (255, 0, 0)).convert(mode)
    whole.save(buffer, kind, icc_profile=swapped_profile())

    red, green, blue = taken(buffer.getvalue()).getpixel((9, 9))[:3]

    assert red < 5
    assert green < 5
    assert blue > 250


def test_a_broken_profile_changes_no_colour():
    data = picture("PNG", icc_profile=b"no profile" * 20)

    assert list(taken(data).tobytes()) == list(taken(picture("PNG")).tobytes())


def test_ink_becomes_light():
    buffer = io.BytesIO()
    Image.new("CMYK", (40, 30), (0, 255, 255, 0)).save(buffer, "JPEG", quality=95)

    red, green, blue = taken(buffer.getvalue()).getpixel((9, 9))

    assert (red > 250, green < 5, blue < 5) == (True, True, True)


def test_of_a_palette_with_a_clear_colour_the_rest_is_seen():
    buffer = io.BytesIO()
    drawn = Image.new("P", (40, 30), 1)
    drawn.putpalette([0, 0, 0, 255, 0, 0])
    drawn.paste(0, (0, 0, 20, 30))
    drawn.save(buffer, "PNG", transparency=0)

    clear = taken(buffer.getvalue())

    assert clear.getpixel((9, 9))[3] == 0
    assert clear.getpixel((30, 9)) == (255, 0, 0, 255)


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


def test_neither_side_is_longer_than_was_asked_for_and_nothing_is_scaled_up():
    assert within_square(Image.new("RGB", (300, 100)), 150).size == (150, 50)
    assert within_square(Image.new("RGB", (30, 10)), 150).size == (30, 10)


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


def test_a_process_decodes_two_at_a_time(monkeypatch):
    decode, running, counts = pictures._decode, [], []

    def watch(data, longest):
        running.append(1)
        counts.append(len(running))
        time.sleep(0.05)
        running.pop()
        return decode(data, longest)

    monkeypatch.setattr(pictures, "_decode", watch)
    with ThreadPoolExecutor(6) as pool:
        sizes = list(pool.map(lambda data: taken(data).size, [draw_picture().getvalue()] * 6))

    assert len(set(sizes)) == 1
    assert max(counts) == 2
