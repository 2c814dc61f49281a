#!/bin/sh
# A guest's purchase with curl. GALLERIA_API is the API's address; WORDS what to look for.
set -eu
API="${GALLERIA_API:-http://localhost:8000/api/v1}"
WORDS="${WORDS:-mug}"

# member <path>: a member of the JSON on standard input, such as results.0.id
member() {
    python3 -c 'import json, sys
value = json.load(sys.stdin)
for part in sys.argv[1].split("."):
    value = value[int(part)] if part.isdigit() else value[part]
print(value)' "$1"
}
call() { curl --silent --show-error --fail-with-body -H 'Accept: application/json' "$@"; }

# Find something that can be bought now, and what it is sold as.
id=$(call --get "$API/products/" -d in_stock=true --data-urlencode "search=$WORDS" | member results.0.id)
product=$(call "$API/products/$id/")
if [ "$(echo "$product" | member has_variants)" = True ]; then
    id=$(echo "$product" | member variants.0.id)
fi

# The first item makes the cart; its token is the guest's key to it.
token=$(call "$API/cart/items/" -H 'Content-Type: application/json' \
    -d "{\"product\": \"$id\", \"quantity\": 1}" | member token)

# What has not changed need not be sent again.
etag=$(curl --silent --head "$API/cart/" -H "X-Cart-Token: $token" \
    | tr -d '\r' | sed -n 's/^[Ee][Tt][Aa][Gg]: //p')
test "$(curl --silent --output /dev/null --write-out '%{http_code}' "$API/cart/" \
    -H "X-Cart-Token: $token" -H "If-None-Match: $etag")" = 304

# One key per purchase: sent again with the same key it answers the same, and buys nothing more.
key=$(python3 -c 'import uuid; print(uuid.uuid4())')
place() {
    call "$API/checkout/" -H "X-Cart-Token: $token" -H "Idempotency-Key: $key" \
        -H 'Content-Type: application/json' -d '{
            "email": "ada@mail.example",
            "payment_method": "cash_on_delivery",
            "shipping_address": {"first_name": "Ada", "last_name": "Lovelace",
                "line1": "12 St James Square", "city": "London", "postcode": "SW1Y 4JH",
                "country": "GB"}}'
}
placed=$(place)
test "$(place | member id)" = "$(echo "$placed" | member id)"

# A guest reads her orders with the token that the checkout answered.
order=$(echo "$placed" | member orders.0.id)
right="X-Order-Token: $(echo "$placed" | member order_token)"
echo "ordered: $(call "$API/orders/$order/" -H "$right" | member number)"
echo "$(call -X POST "$API/orders/$order/cancel/" -H "$right" | member status)"

# Refusals are told apart by their type.
again=$(curl --silent -X POST "$API/orders/$order/cancel/" -H "$right")
test "$(echo "$again" | member type)" = /problems/too-late-to-cancel
