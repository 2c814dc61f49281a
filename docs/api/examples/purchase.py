"""A guest's purchase with Python's standard library.

GALLERIA_API is the API's address; WORDS what to look for.
"""

import json
import os
import uuid
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

API = os.environ.get("GALLERIA_API", "http://localhost:8000/api/v1")
WORDS = os.environ.get("WORDS", "mug")
ADDRESS = {
    "first_name": "Ada",
    "last_name": "Lovelace",
    "line1": "12 St James's Square",
    "city": "London",
    "postcode": "SW1Y 4JH",
    "country": "GB",
}


class Refused(Exception):
    """`problem` is the problem document; decide by its `type`."""

    def __init__(self, problem):
        super().__init__(f"{problem['title']} {problem['detail']} (trace {problem['trace_id']})")
        self.problem = problem


def call(method, path, body=None, **headers):
    data = None if body is None else json.dumps(body).encode()
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    sent["Content-Type"] = "application/json"
    try:
        with urlopen(Request(f"{API}/{path}", data, sent, method=method)) as answer:
            return json.load(answer)
    except HTTPError as error:
        raise Refused(json.load(error)) from error


# Find something that can be bought now, and what it is sold as.
found = call("GET", "products/?" + urlencode({"search": WORDS, "in_stock": "true"}))
product = call("GET", f"products/{found['results'][0]['id']}/")
bought = product["variants"][0] if product["has_variants"] else product

# The first item makes the cart; its token is the guest's key to it.
cart = call("POST", "cart/items/", {"product": bought["id"], "quantity": 1})
token = cart["token"]

# One key per purchase: sent again with the same key it answers the same, and buys nothing more.
key = str(uuid.uuid4())
order = {
    "email": "ada@mail.example",
    "payment_method": "cash_on_delivery",
    "shipping_address": ADDRESS,
}
try:
    placed = call("POST", "checkout/", order, X_Cart_Token=token, Idempotency_Key=key)
except Refused as refused:
    if refused.problem["type"] != "/problems/cart-changed":
        raise
    for change in refused.problem["changes"]:
        print(f"{change['title']}: {change['kind']}, {change['was']} -> {change['now']}")
    raise SystemExit("Show the changes, then ask again with a new key.") from refused
again = call("POST", "checkout/", order, X_Cart_Token=token, Idempotency_Key=key)
assert again == placed

# A guest reads her orders with the token that the checkout answered.
right = placed["order_token"]
for one in placed["orders"]:
    print("ordered:", call("GET", f"orders/{one['id']}/", X_Order_Token=right)["number"])
    print(call("POST", f"orders/{one['id']}/cancel/", X_Order_Token=right)["status"])

# Lists come in pages: follow `next` until it is null.
page, seen = call("GET", "products/?page_size=2"), 0
while True:
    seen += len(page["results"])
    if not page["next"]:
        break
    page = call("GET", page["next"].partition("/api/v1/")[2])
print("products:", seen)
