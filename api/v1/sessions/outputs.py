"""Where an account is logged in."""

from typing import Annotated, TypedDict

from api.outputs import Moment, Uuid, field
from api.v1 import samples
from api.v1.auth.outputs import UserOutput
from api.v1.cart.outputs import MergedOutput
from api.v1.outputs import timestamp
from marketplace.accounts.logins.devices import Device


class SessionOutput(TypedDict):
    id: Annotated[Uuid, field("For `auth/sessions/{id}/`", "6d0f4e1c-8b7a-4953-a2e1-f0c9d8b7a695")]
    kind: Annotated[
        str, field("A browser's cookie or an app's tokens", "app", choices=["browser", "app"])
    ]
    name: Annotated[str, field("As the device told it", "Ada's phone")]
    place: Annotated[str, field("The marketplace or the shop where it logged in", "Galleria")]
    created_at: Annotated[Moment, field("When it logged in", samples.PLACED_AT)]
    seen_at: Annotated[Moment, field("When it asked last", "2026-11-21T09:45:00Z")]
    is_current: Annotated[bool, field("The login that asks", True)]


class SessionListOutput(TypedDict):
    results: Annotated[list[SessionOutput], field("This login first")]


class SessionOpenedOutput(TypedDict):
    user: Annotated[UserOutput, field("Who is logged in")]
    cart: Annotated[MergedOutput | None, field("What became of the guest's cart", None)]


class CsrfTokenOutput(TypedDict):
    csrf_token: Annotated[
        str, field("To be sent as `X-CSRFToken`", "mWq3Xo5cFq7Jz0Yk9RtLb2VnHs4Ua8Pd")
    ]


def show_session(device: Device) -> SessionOutput:
    return {
        "id": device.id,
        "kind": device.kind,
        "name": device.name,
        "place": device.place,
        "created_at": timestamp(device.created_at),
        "seen_at": timestamp(device.seen_at),
        "is_current": device.is_current,
    }
