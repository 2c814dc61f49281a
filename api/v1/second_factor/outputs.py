"""The second factor of an account."""

from typing import Annotated, TypedDict

from api.outputs import field


class SecondFactorOutput(TypedDict):
    is_on: Annotated[bool, field("Whether a code is asked for", True)]
    is_required: Annotated[bool, field("Of operators, by the marketplace", False)]
    recovery_codes_left: Annotated[int, field("How many are still good", 9)]


class EnrolmentOutput(TypedDict):
    secret: Annotated[
        str,
        field("Base32, for typing into an authenticator app", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"),
    ]
    uri: Annotated[
        str,
        field(
            "`otpauth://`, to be shown as a QR code",
            "otpauth://totp/Galleria:ada%40mail.example?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Galleria",
        ),
    ]


class RecoveryCodesOutput(TypedDict):
    recovery_codes: Annotated[
        list[str],
        field(
            "Ten, each good once; they are not shown again",
            ["mzxw-6ytb-oi2d-k3lp", "onsw-g4tf-oqzd-k4tu"],
        ),
    ]
