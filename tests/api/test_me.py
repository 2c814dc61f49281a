"""The account of whoever asks: read, changed, erased, its picture."""

import io
from pathlib import Path

import pytest
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from PIL import Image

from marketplace.accounts.models import Profile, User
from marketplace.accounts.people.avatars import set_avatar
from marketplace.accounts.people.profiles import public_name
from tests.api.conformity import assert_documented
from tests.api.conftest import Api, assert_problem
from tests.factories.accounts import make_customer
from tests.factories.hostile_pictures import hostile_files, picture
from tests.factories.pictures import draw_picture
from tests.factories.threads import at_once


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


@pytest.fixture
def ada(customer):
    return Api().login(customer)


def send_picture(api, data, *, field="image", path="users/me/avatar/"):
    file = io.BytesIO(data)
    file.name = "../../etc/picture.svg"
    answer = api.client.put(
        f"/api/v1/{path}",
        encode_multipart(BOUNDARY, {field: file}),
        content_type=MULTIPART_CONTENT,
        headers={"authorization": f"Bearer {api.access}"},
    )
    assert_documented(answer, "put", f"/api/v1/{path}")
    return answer


# --- reading and changing ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", "users/me/"),
        ("patch", "users/me/"),
        ("delete", "users/me/avatar/"),
        ("post", "users/me/erase/"),
        ("get", "users/me/notification-preferences/"),
        ("patch", "users/me/notification-preferences/"),
        ("get", "users/me/export/"),
        ("post", "users/me/export/"),
        ("get", "users/me/export/data/"),
        ("get", "customers/activities/"),
        ("get", "customers/addresses/"),
        ("post", "customers/addresses/"),
    ],
)
def test_a_guest_is_told_to_log_in(api, method, path):
    body = None if method in ("get", "delete") else {}
    answer = api.send(method, path, body, {"if-match": "*"})

    assert_problem(answer, status=401, code="not-authenticated")


def test_it_tells_who_i_am(ada, customer):
    answer = ada.get("users/me/")

    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.json() == {
        "id": str(customer.uuid),
        "email": customer.email,
        "email_verified": False,
        "phone": None,
        "phone_verified": False,
        "first_name": "",
        "last_name": "",
        "birthday": None,
        "avatar": None,
        "preferences": {"language": None, "currency": None, "time_zone": None},
        "privacy": {"shows_name": True, "wants_suggestions": True},
        "joined_at": customer.date_joined.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }


def test_what_is_named_is_changed_and_the_rest_stays(ada, customer):
    ada.patch("users/me/", {"first_name": "Ada", "phone": "+49 (30) 123-456"}, if_match="*")
    answer = ada.patch(
        "users/me/",
        {
            "birthday": "1990-12-10",
            "preferences": {"currency": "JPY", "time_zone": "Asia/Tokyo"},
            "privacy": {"shows_name": False},
        },
        if_match="*",
    )

    assert answer.json() == ada.get("users/me/").json()
    assert answer.json() | {"id": 0, "email": 0, "joined_at": 0} == {
        "id": 0,
        "email": 0,
        "email_verified": False,
        "phone": "+4930123456",
        "phone_verified": False,
        "first_name": "Ada",
        "last_name": "",
        "birthday": "1990-12-10",
        "avatar": None,
        "preferences": {"language": None, "currency": "JPY", "time_zone": "Asia/Tokyo"},
        "privacy": {"shows_name": False, "wants_suggestions": True},
        "joined_at": 0,
    }
    cleared = ada.patch(
        "users/me/", {"phone": None, "preferences": {"currency": None}}, if_match="*"
    )
    assert cleared.json()["phone"] is None
    assert cleared.json()["preferences"]["time_zone"] == "Asia/Tokyo"
    assert cleared.json()["preferences"]["currency"] is None


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"phone": "12"}, "phone"),
        ({"birthday": "2990-01-01"}, "birthday"),
        ({"birthday": "1820-01-01"}, "birthday"),
        ({"preferences": {"language": "xx"}}, "preferences.language"),
        ({"preferences": {"currency": "XXZ"}}, "preferences.currency"),
        ({"preferences": {"time_zone": "Mars/Phobos"}}, "preferences.time_zone"),
        ({"privacy": {"shows_name": "maybe"}}, "privacy.shows_name"),
        ({"first_name": "x" * 151}, "first_name"),
        ({"privacy": None}, "privacy"),
    ],
)
def test_what_cannot_be_is_told_at_its_field_and_nothing_changes(ada, body, field):
    before = ada.get("users/me/").json()

    answer = ada.patch("users/me/", {"last_name": "Lind", **body}, if_match="*")

    assert list(assert_problem(answer, status=400, code="validation-error")["errors"]) == [field]
    assert ada.get("users/me/").json() == before


def test_anothers_phone_number_is_refused(ada):
    make_customer(phone="+4930777777")

    answer = ada.patch("users/me/", {"phone": "+4930777777", "first_name": "Ada"}, if_match="*")

    assert "phone" in assert_problem(answer, status=400, code="validation-error")["errors"]
    assert ada.get("users/me/").json()["first_name"] == ""


def test_who_asked_for_five_taken_numbers_is_told_nothing_of_a_sixth(ada):
    numbers = [f"+4930111111{digit}" for digit in range(6)]
    for number in numbers[:5]:
        make_customer(phone=number)

    sent = [ada.patch("users/me/", {"phone": number}, if_match="*") for number in numbers]

    assert [answer.status_code for answer in sent] == [400] * 5 + [429]
    assert ada.get("users/me/").json()["phone"] is None


def test_a_change_is_made_to_what_was_read(ada):
    tag = ada.get("users/me/").headers["ETag"]

    assert_problem(
        ada.patch("users/me/", {"first_name": "Eve"}), status=428, code="precondition-required"
    )
    changed = ada.patch("users/me/", {"first_name": "Ada"}, if_match=tag)
    stale = ada.patch("users/me/", {"first_name": "Eve"}, if_match=tag)

    assert_problem(stale, status=412, code="precondition-failed")
    assert ada.get("users/me/").json()["first_name"] == "Ada"
    assert ada.get("users/me/").headers["ETag"] == changed.headers["ETag"]


@pytest.mark.parametrize("path", ["customers/profile/", "auth/profile"])
def test_its_older_names_answer_alike_and_name_their_successor(ada, path):
    answer = ada.get(path)
    changed = ada.patch(path, {"first_name": "Ada"}, if_match=answer.headers["ETag"])

    assert answer.headers["Link"] == '</api/v1/users/me/>; rel="successor-version"'
    assert answer.headers["Deprecation"].startswith("@")
    assert changed.json() == ada.get("users/me/").json()


def test_neither_rights_nor_the_address_of_the_account_can_be_written(ada, customer):
    ada.patch(
        "users/me/",
        {"email": "x@y.example", "is_superuser": True, "is_active": False},
        if_match="*",
    )

    row = User.objects.values("email", "is_superuser", "is_active").get(pk=customer.pk)
    assert row == {"email": customer.email, "is_superuser": False, "is_active": True}


@pytest.mark.parametrize(
    ("first", "last", "shows", "name"),
    [
        ("Ada", "Lovelace", True, "Ada L."),
        ("Ada", "", True, "Ada"),
        ("Ada", "Lovelace", False, ""),
        ("", "", True, ""),
    ],
)
def test_others_read_no_more_of_a_name_than_is_wished(db, first, last, shows, name):
    user = make_customer(first_name=first, last_name=last)
    user.profile.shows_name = shows

    assert public_name(user) == name


# --- the picture ---------------------------------------------------------------------------------


def test_a_picture_is_cut_to_squares_and_told_by_address(ada, media, settings):
    answer = send_picture(ada, picture("JPEG", size=(900, 600)))

    sides = {"small": 64, "medium": 256, "large": 512}
    assert set(answer.json()["avatar"]) == set(sides)
    for name, side in sides.items():
        address = answer.json()["avatar"][name]
        served = Client(headers={"host": "localhost"}).get(address.partition("localhost")[2][5:])
        content = b"".join(served.streaming_content)
        assert (served["Content-Type"], served["X-Content-Type-Options"]) == (
            "image/webp",
            "nosniff",
        )
        assert Image.open(io.BytesIO(content)).size == (side, side)


def test_a_new_one_replaces_the_files_of_the_old(ada, media, django_capture_on_commit_callbacks):
    def files():
        return sorted(path.name for path in Path(media).rglob("*.webp"))

    with django_capture_on_commit_callbacks(execute=True):
        send_picture(ada, picture())
    old = files()
    with django_capture_on_commit_callbacks(execute=True):
        send_picture(ada, picture())
    new = files()
    with django_capture_on_commit_callbacks(execute=True):
        assert ada.delete("users/me/avatar/").status_code == 204

    assert (len(old), len(new), files()) == (3, 3, [])
    assert not set(old) & set(new)
    assert ada.get("users/me/").json()["avatar"] is None


@pytest.mark.django_db(transaction=True)
def test_of_many_pictures_at_once_the_files_of_one_remain(media):
    ada = make_customer()

    told = at_once(*[lambda: set_avatar(user=User.objects.get(pk=ada.pk), file=draw_picture())] * 4)

    assert [one for one in told if isinstance(one, Exception)] == []
    stem = Profile.objects.get(user=ada).avatar
    kept = {str(path.relative_to(media / "public")) for path in Path(media).rglob("*.webp")}
    assert kept == {f"{stem}-{side}.webp" for side in (64, 256, 512)}


def test_a_shops_host_serves_no_persons_picture(ada, at, books, media):
    address = send_picture(ada, picture()).json()["avatar"]["small"]
    path = address.partition("localhost")[2][5:]

    assert path.startswith("/media/public/avatars/")
    assert at(books).client.get(path).status_code == 404


def test_other_folders_of_public_stay_shut(api, media):
    folder = Path(media) / "public" / "products"
    folder.mkdir(parents=True)
    (folder / "a.webp").write_bytes(picture("WEBP"))

    assert api.client.get("/media/public/products/a.webp").status_code == 404


@pytest.mark.world
def test_a_hundred_hostile_files_are_refused_and_leave_nothing(ada, media, settings):
    settings.API_THROTTLES = settings.API_THROTTLES | {"avatar-account": (1000, 3600)}
    told = []
    for name, data in hostile_files().items():
        answer = send_picture(ada, data)
        told.append(name)
        problem = assert_problem(answer, status=422, code="unusable-image")
        assert problem["errors"]["image"][0]

    assert len(told) >= 100
    assert "empty" in told
    assert list(Path(media).rglob("*.webp")) == []
    assert ada.get("users/me/").json()["avatar"] is None


def test_what_is_no_upload_is_refused(ada):
    path = "users/me/avatar/"
    assert_problem(send_picture(ada, picture(), field="x"), status=400, code="validation-error")
    json = ada.send("put", path, {"image": "data:image/png;base64,AAAA"}, {})
    assert_problem(json, status=415, code="unsupported-media-type")
    headers = {"authorization": f"Bearer {ada.access}"}
    broken = ada.client.put(
        f"/api/v1/{path}", b"--x", content_type="multipart/form-data", headers=headers
    )
    assert_problem(broken, status=400, code="malformed-request")
    many = encode_multipart(BOUNDARY, {f"f{n}": io.BytesIO(b"x") for n in range(300)})
    answer = ada.client.put(
        f"/api/v1/{path}", many, content_type=MULTIPART_CONTENT, headers=headers
    )
    assert answer.status_code == 400


def test_a_body_that_is_too_large_is_not_read(ada):
    answer = ada.client.put(
        "/api/v1/users/me/avatar/",
        b"x",
        content_type=MULTIPART_CONTENT,
        headers={"authorization": f"Bearer {ada.access}"},
        CONTENT_LENGTH=str(17 * 1024 * 1024),
    )

    assert_problem(answer, status=413, code="body-too-large")


def test_pictures_are_not_sent_without_end(ada, media, settings):
    settings.API_THROTTLES = settings.API_THROTTLES | {"avatar-account": (1, 3600)}

    assert send_picture(ada, picture()).status_code == 200
    assert_problem(send_picture(ada, picture()), status=429, code="too-many-requests")
