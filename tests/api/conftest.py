"""Clients of the API, as an app would use it."""

from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client

from marketplace.notifications.channels import sms
from tenants.tasks.runner import run_all
from tests.api.conformity import assert_documented
from tests.factories.accounts import make_customer
from tests.factories.addresses import ADDRESS
from tests.factories.statements import count_statements

GUEST = {"email": "guest@mail.example", "shipping_address": ADDRESS}


class Api:
    """JSON in, JSON out; remembers the tokens it was given, as an app does."""

    def __init__(self, host="localhost", **client):
        self.host = host
        self.client = Client(headers={"host": host}, **client)
        self.access = self.refresh = self.cart = self.order = None

    def get(self, path, **headers):
        return self.send("get", path, None, headers)

    def post(self, path, body=None, **headers):
        return self.send("post", path, body, headers)

    def patch(self, path, body=None, **headers):
        return self.send("patch", path, body, headers)

    def delete(self, path, **headers):
        return self.send("delete", path, None, headers)

    def send(self, method, path, body, headers):
        sent = {
            "authorization": self.access and f"Bearer {self.access}",
            "x-cart-token": self.cart,
            "x-order-token": self.order,
        }
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {name: value for name, value in sent.items() if value is not None}
        call = getattr(self.client, method)
        path = path if path.startswith("/") else f"/api/v1/{path}"
        content = {} if body is None else {"data": body, "content_type": "application/json"}
        answer = call(path, headers=sent, **content)
        assert_documented(answer, method, path)
        return answer

    def login(self, user):
        from tests.factories.accounts import PASSWORD
        from tests.factories.second_factor import recovery_code

        answer = self.post("auth/login/", {"identifier": user.email, "password": PASSWORD})
        if answer.status_code == 401 and "challenge" in answer.json():
            proof = {"challenge": answer.json()["challenge"], "code": recovery_code(user)}
            answer = self.post("auth/verify-otp/", proof)
        assert answer.status_code == 200, answer.content
        login = answer.json().get("login") or answer.json()
        self.access, self.refresh = login["access"], login["refresh"]
        self.cart = None
        return self

    def check_out(self, *, key=None, **body):
        """Order what is in the cart, as GUEST unless the body says otherwise; keep the token."""
        answer = self.post("checkout/", GUEST | body, idempotency_key=key or uuid4().hex)
        if answer.status_code == 201:
            self.order = answer.json()["order_token"]
        return answer

    def add(self, product, quantity=1):
        """Put it into the cart and keep the guest's token; gives the answer's body."""
        uuid = getattr(product, "uuid", product)
        answer = self.post("cart/items/", {"product": str(uuid), "quantity": quantity})
        assert answer.status_code == 201, answer.content
        self.cart = answer.json()["token"]
        return answer.json()


@pytest.fixture
def no_messages(db):
    """None of those that the fixtures before caused."""
    sms.outbox.clear()
    run_all()
    mail.outbox.clear()


@pytest.fixture
def api(db):
    """A guest on the marketplace's host."""
    return Api()


@pytest.fixture
def customer(db):
    return make_customer()


@pytest.fixture
def at():
    """`at(retailer)`: a guest on that shop's host."""
    return lambda retailer: Api(host=retailer.host)


@pytest.fixture
def statements():
    """`with statements() as seen:`; `seen.data` lists the statements that are no control."""
    return count_statements


def assert_problem(answer, *, status, code, **members):
    """The answer is this problem document and nothing else."""
    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    document = answer.json()
    assert document["type"] == f"/problems/{code}"
    assert document["status"] == status
    assert document["instance"] == answer.wsgi_request.path
    assert len(document["trace_id"]) == 32
    assert document["trace_id"] == answer.headers["X-Trace-Id"]
    for name, value in members.items():
        assert document[name] == value
    return document
