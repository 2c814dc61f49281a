"""Examples of what stands below auth/, merged into examples.EXAMPLES."""

from api.v1.examples import LOGIN, TOKEN, USER, Example

CHALLENGE = "2f1c7d58-3b0a-4f0e-9c61-0d5a7e1b9c44"
SESSION = "6d0f4e1c-8b7a-4953-a2e1-f0c9d8b7a695"
RESET_TOKEN = "7a6b5c4d-3e2f-4a1b-9c0d-8e7f6a5b4c3d-d1vq2k-0f1e2d3c4b5a69788796a5b4c3d2e1f0"
SESSIONS = {
    "results": [
        {
            "id": SESSION,
            "kind": "app",
            "name": "Ada's phone",
            "place": "Galleria",
            "created_at": "2026-11-21T09:30:00Z",
            "seen_at": "2026-11-21T09:45:00Z",
            "is_current": True,
        }
    ]
}
PASSWORD = "engines weave algebra"

CODES = {"recovery_codes": ["mzxw-6ytb-oi2d-k3lp", "onsw-g4tf-oqzd-k4tu"]}

EXAMPLES: dict[str, Example] = {
    "register": Example(
        {"email": "ada@mail.example", "password": PASSWORD, "device": "Ada's phone"}, LOGIN
    ),
    "login": Example({"identifier": "ada@mail.example", "password": PASSWORD}, LOGIN),
    "refresh": Example({"refresh": TOKEN}, {"access": TOKEN, "refresh": TOKEN}),
    "logout": Example({"refresh": TOKEN}),
    "register_retailer": Example(
        {
            "name": "Northgate Books",
            "slug": "northgate-books",
            "owner_email": "ada@mail.example",
            "contact_name": "Ada Lovelace",
            "city": "Berlin",
            "country": "DE",
            "currency": "EUR",
            "language": "en",
        },
        {
            "id": "e1d2c3b4-a596-4877-8695-a4b3c2d1e0f9",
            "slug": "northgate-books",
            "name": "Northgate Books",
            "status": "applied",
        },
    ),
    "request_otp": Example(
        {"identifier": "ada@mail.example", "purpose": "login"},
        {"challenge": CHALLENGE, "channel": "email", "expires_in": 300},
    ),
    "verify_otp": Example(
        {"challenge": CHALLENGE, "code": "482913"},
        {"purpose": "login", "user": USER, "login": LOGIN, "reset_token": None},
    ),
    "password_change": Example(
        {"current_password": PASSWORD, "new_password": "looms count in cards"}
    ),
    "password_reset": Example({"identifier": "ada@mail.example"}),
    "password_reset_confirm": Example({"token": RESET_TOKEN, "password": "looms count in cards"}),
    "password_reset_check": Example(response={"valid": True}),
    "verify_email": Example(response=USER),
    "resend_verification": Example({"email": "ada@mail.example"}),
    "auth_confirm": Example({"code": "482913"}),
    "second_factor_read": Example(
        response={"is_on": True, "is_required": False, "recovery_codes_left": 9}
    ),
    "second_factor_begin": Example(
        response={
            "secret": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
            "uri": "otpauth://totp/Galleria:ada%40mail.example"
            "?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Galleria",
        }
    ),
    "second_factor_confirm": Example({"code": "482913"}, CODES),
    "second_factor_off": Example({"code": "482913"}),
    "second_factor_codes": Example({"code": "482913"}, CODES),
    "csrf_token": Example(response={"csrf_token": "mWq3Xo5cFq7Jz0Yk9RtLb2VnHs4Ua8Pd"}),
    "sessions_list": Example(response=SESSIONS),
    "sessions_open": Example(
        {"identifier": "ada@mail.example", "password": PASSWORD}, {"user": USER, "cart": None}
    ),
    "my_sessions_list": Example(response=SESSIONS),
    "social_login": Example({"id_token": TOKEN, "nonce": "n-0S6_WzA2Mj"}, LOGIN),
}
