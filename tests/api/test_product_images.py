"""Pictures of a product: put up, ordered, described and taken down by the shop's staff."""

import io
import uuid

import pytest
from PIL import Image

from tenants.registry.context import use_retailer
from tenants.shop.catalogue.images import MOST_IMAGES
from tenants.shop.catalogue.models import ProductImage
from tenants.shop.catalogue.services import add_image, change_product
from tests.api.conformity import assert_documented
from tests.api.conftest import assert_problem
from tests.factories.accounts import make_customer
from tests.factories.goods import make_product
from tests.factories.staff import make_member


def picture(size=(700, 500), colour="#aa8866", kind="PNG"):
    data = io.BytesIO()
    Image.new("RGB", size, colour).save(data, kind)
    data.seek(0)
    data.name = f"picture.{kind.lower()}"
    return data


def upload(client, path, **fields):
    headers = {"authorization": f"Bearer {client.access}"} if client.access else {}
    path = f"/api/v1/{path}"
    answer = client.client.post(path, fields, headers=headers)
    assert_documented(answer, "post", path)
    return answer


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def product(books):
    return make_product(books, title="Mug")


@pytest.fixture
def owner(at, books):
    return at(books).login(make_member(books, "owner"))


@pytest.fixture
def three(owner, product):
    path = f"products/{product.uuid}/images/"
    return [upload(owner, path, image=picture(), alt=name).json()["id"] for name in ("A", "B", "C")]


def alts(client, product):
    rows = client.get(f"products/{product.uuid}/images/").json()["results"]
    assert [row["is_primary"] for row in rows] == [True] + [False] * (len(rows) - 1)
    assert [row["alt"] for row in rows] == [
        row["alt"] for row in client.get(f"products/{product.uuid}/").json()["images"]
    ]
    return [row["alt"] for row in rows]


def test_a_picture_is_kept_anew_in_sizes_that_can_be_fetched(owner, api, product, media):
    path = f"products/{product.uuid}/images/"
    answer = upload(owner, path, image=picture((900, 600)), alt="From the side")
    made = answer.json()

    assert answer.status_code == 201
    assert (made["alt"], made["is_primary"]) == ("From the side", True)
    assert [one["width"] for one in made["sizes"]] == [320, 640, 900]
    assert made["url"] == made["sizes"][-1]["url"]
    for one in made["sizes"]:
        served = api.client.get(one["url"].removeprefix("http://localhost:8000"))
        data = b"".join(served.streaming_content)
        assert Image.open(io.BytesIO(data)).size == (one["width"], round(one["width"] * 2 / 3))
    assert api.get(path).json() == {"results": [made]}
    assert api.get(f"{path}{made['id']}/").json() == made
    assert api.get(f"products/{product.uuid}/").json()["image"]["url"] == made["url"]


def test_the_primary_picture_comes_first(owner, product, three):
    path = f"products/{product.uuid}/images/"
    assert alts(owner, product) == ["A", "B", "C"]
    upload(owner, path, image=picture(), alt="D", is_primary="true")
    assert alts(owner, product) == ["D", "A", "B", "C"]
    one = f"{path}{three[1]}/"
    tag = owner.get(one).headers["ETag"]
    changed = owner.patch(one, {"is_primary": True, "alt": "B2"}, if_match=tag)
    assert (changed.json()["alt"], changed.json()["is_primary"]) == ("B2", True)
    assert alts(owner, product) == ["B2", "D", "A", "C"]


def test_they_are_put_in_order(owner, product, three):
    path = f"products/{product.uuid}/images/"
    wanted = [three[2], three[0], three[1]]
    bare = owner.send("put", path, {"images": wanted}, {})
    assert_problem(bare, status=428, code="precondition-required")
    tag = owner.get(path).headers["ETag"]
    answer = owner.send("put", path, {"images": wanted}, {"if-match": tag})

    assert [row["id"] for row in answer.json()["results"]] == wanted
    assert alts(owner, product) == ["C", "A", "B"]
    for wrong in ([three[0]], [*three, str(uuid.uuid4())], [three[0]] * 3):
        refused = owner.send("put", path, {"images": wrong}, {"if-match": "*"})
        assert list(assert_problem(refused, status=422, code="invalid")["errors"]) == ["images"]
    assert alts(owner, product) == ["C", "A", "B"]


def test_one_is_taken_down(owner, product, three):
    path = f"products/{product.uuid}/images/{three[0]}/"
    answer = owner.delete(path, if_match=owner.get(path).headers["ETag"])

    assert answer.status_code == 204
    assert alts(owner, product) == ["B", "C"]
    assert_problem(owner.get(path), status=404, code="not-found")
    assert_problem(owner.delete(path, if_match="*"), status=404, code="not-found")


def test_pictures_that_a_feed_names_are_not_shown_before_they_are_fetched(api, books):
    product = make_product(books, title="Mug")
    with use_retailer(books):
        change_product(product=product, image_urls=["https://img.example/1.jpg"])
    assert api.get(f"products/{product.uuid}/images/").json()["results"] == []
    assert api.get(f"products/{product.uuid}/").json()["images"] == []


BAD = {
    "a text": b"hello",
    "nothing": b"",
    "a drawing with a script": b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
    "half a picture": picture().getvalue()[:60],
}


@pytest.mark.parametrize("data", BAD.values(), ids=list(BAD))
def test_what_is_no_picture(owner, product, books, data):
    file = io.BytesIO(data)
    file.name = "picture.png"
    answer = upload(owner, f"products/{product.uuid}/images/", image=file)

    document = assert_problem(answer, status=422, code="unusable-image")
    assert list(document["errors"]) == ["image"]
    with use_retailer(books):
        assert not ProductImage.objects.exists()


def test_forms_that_are_none(owner, product):
    path = f"products/{product.uuid}/images/"
    assert_problem(owner.post(path, {"image": "x"}), status=415, code="unsupported-media-type")
    missing = upload(owner, path, alt="x")
    assert list(assert_problem(missing, status=400, code="validation-error")["errors"]) == ["image"]
    huge = owner.client.post(
        f"/api/v1/{path}",
        headers={"authorization": f"Bearer {owner.access}", "content-length": str(2**30)},
    )
    assert_problem(huge, status=413, code="body-too-large")


def test_there_are_enough_of_them(owner, product, books):
    with use_retailer(books):
        for _ in range(MOST_IMAGES):
            add_image(product=product, file=picture((8, 8)))
    answer = upload(owner, f"products/{product.uuid}/images/", image=picture((8, 8)))

    assert_problem(answer, status=409, code="too-many-images")


@pytest.mark.parametrize("who", ["guest", "customer", "stranger", "editor"])
def test_nobody_else_puts_up_or_takes_down(api, at, books, coffee, product, three, who):
    user = {
        "guest": None,
        "customer": make_customer(),
        "stranger": make_member(coffee, "owner"),
        "editor": make_member(books, "editor"),
    }[who]
    shop = at(books)
    if user:
        shop.login(user), api.login(user)
    expected = (401, "not-authenticated") if user is None else (403, "not-allowed")
    path = f"products/{product.uuid}/images/"
    for client, prefix in ((shop, ""), (api, "retailers/books/")):
        answers = [
            upload(client, prefix + path, image=picture()),
            client.send("put", prefix + path, {"images": three[::-1]}, {"if-match": "*"}),
            client.patch(f"{prefix}{path}{three[0]}/", {"alt": "X"}, if_match="*"),
            client.delete(f"{prefix}{path}{three[0]}/", if_match="*"),
        ]
        for answer in answers:
            assert_problem(answer, status=expected[0], code=expected[1])
    assert alts(shop, product) == ["A", "B", "C"]
