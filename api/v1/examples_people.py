"""Examples about the person who asks, (request, answer) by operation id: see examples.py."""

from typing import Any

MEDIA = "https://galleria.example/media/public/avatars/4f/4f0c2d9e8b7a46e1a5d3c2b1a0f9e8d7"
EXPORT = "https://galleria.example/api/v1/users/me/export/data/"

ME = {
    "id": "7a6b5c4d-3e2f-4a1b-9c0d-8e7f6a5b4c3d",
    "email": "ada@mail.example",
    "email_verified": True,
    "phone": "+442079460000",
    "phone_verified": True,
    "first_name": "Ada",
    "last_name": "Lovelace",
    "birthday": "1990-12-10",
    "avatar": {
        "small": f"{MEDIA}-64.webp",
        "medium": f"{MEDIA}-256.webp",
        "large": f"{MEDIA}-512.webp",
    },
    "preferences": {"language": "en", "currency": "EUR", "time_zone": "Europe/London"},
    "privacy": {"shows_name": True, "wants_suggestions": False},
    "joined_at": "2026-11-21T09:30:00Z",
}
ADDRESS_FIELDS = {
    "first_name": "Ada",
    "last_name": "Lovelace",
    "line1": "12 St James's Square",
    "line2": "",
    "postcode": "SW1Y 4JH",
    "city": "London",
    "state": "",
    "country": "GB",
    "phone_number": "+442079460000",
    "is_default": True,
}
ADDRESS = {"id": "b1946ac9-2492-4d23-a7c0-5f0e9d8c7b6a", **ADDRESS_FIELDS}
NOTIFICATIONS = {
    "preferences": {
        "account": {"email": True, "sms": False, "push": False},
        "orders": {"email": True, "sms": False, "push": False},
        "messages": {"email": True, "sms": False, "push": True},
        "reviews": {"email": True, "sms": False, "push": False},
        "price_drops": {"email": False, "sms": False, "push": True},
        "news": {"email": True, "sms": False, "push": False},
    },
    "required": {"account": ["email"], "orders": ["email"]},
}
ACTIVITY = {
    "id": "0c6f1d3e-5a4b-4c2d-8e1f-9a8b7c6d5e4f",
    "kind": "order_placed",
    "at": "2026-11-21T09:30:00Z",
    "place": "Galleria",
    "device": "",
    "details": {
        "purchase": "3c2b1a09-8f7e-4d6c-b5a4-938271605f4e",
        "orders": ["NORTHGATE-BOOKS-7KX54K310G"],
    },
}
PENDING = {
    "id": "d4c3b2a1-0f9e-4d8c-b7a6-5f4e3d2c1b0a",
    "status": "pending",
    "requested_at": "2026-11-21T09:30:00Z",
    "ready_at": None,
    "size": None,
    "url": None,
    "expires_at": "2026-11-28T09:30:00Z",
}
READY = PENDING | {
    "status": "ready",
    "ready_at": "2026-11-21T09:30:02Z",
    "size": 18211,
    "url": EXPORT,
}
DATA = {
    "version": 1,
    "made_at": "2026-11-21T09:30:02Z",
    "account": {"id": ME["id"], "email": ME["email"], "first_name": "Ada"},
    "addresses": [ADDRESS_FIELDS],
    "shops": {"northgate-books": {"name": "Northgate Books", "orders": [], "reviews": []}},
}

PEOPLE: dict[str, tuple[Any, Any]] = {
    "me_read": (None, ME),
    "me_change": ({"first_name": "Ada", "privacy": {"wants_suggestions": False}}, ME),
    "me_avatar_set": (None, ME),
    "me_avatar_remove": (None, None),
    "me_email_change": (
        {"email": "ada@engine.example", "password": "engines weave algebra"},
        None,
    ),
    "me_email_confirm": (
        {"token": "WyI3YTZiNWM0ZDNlMmY0YTFiOWMwZCJd:1vM4Xe:Jq0Xk3zN8uY2bWc7"},
        ME | {"email": "ada@engine.example"},
    ),
    "me_erase": ({"confirm": "erase", "password": "engines weave algebra"}, None),
    "me_notifications_read": (None, NOTIFICATIONS),
    "me_notifications_change": (
        {"preferences": {"orders": {"push": False}, "news": {"email": True}}},
        NOTIFICATIONS,
    ),
    "me_export": (None, PENDING),
    "me_export_read": (None, READY),
    "me_export_data": (None, DATA),
    "addresses_list": (None, {"results": [ADDRESS]}),
    "addresses_add": (ADDRESS_FIELDS, ADDRESS),
    "addresses_read": (None, ADDRESS),
    "addresses_change": ({"line2": "Second floor"}, ADDRESS | {"line2": "Second floor"}),
    "addresses_set_default": (None, ADDRESS),
    "activities_log": (
        {
            "events": [
                {
                    "kind": "product_viewed",
                    "product": "5b1f0e9d-8c7b-4a69-9584-736251403f2e",
                    "at": "2026-11-21T09:30:00Z",
                },
                {"kind": "search_made", "search": "stoneware mug"},
            ]
        },
        {"logged": 2, "ignored": 0},
    ),
    "activities_list": (None, {"results": [ACTIVITY], "next": None, "previous": None}),
}
