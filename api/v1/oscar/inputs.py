"""What clients of django-oscar-api send: hyperlinks where we have ids."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.fields import empty

from api.inputs import Input, example
from api.v1 import samples
from api.v1.fields import MailboxText
from tenants.kernel.fulfilments import FULFILMENTS

ADDRESS_LINES = ("line2", "line3")
PRODUCT_LINK = r"^(.*/)?[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}/?$"


def last_segment(url: str) -> str:
    """ "https://shop.example/api/v1/oscar/products/<id>/" -> "<id>"."""
    return url.rstrip("/").rpartition("/")[2]


class ProductLinkField(serializers.RegexField):
    """The address of a product or variant, here or under /api/v1/; its UUID counts."""

    default_error_messages = {"invalid": _("Send the address of a product.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(PRODUCT_LINK, max_length=500, **options)

    def run_validation(self, data: Any = empty) -> Any:
        return UUID(last_segment(str(super().run_validation(data))))


class AddressField(serializers.DictField):
    child = serializers.CharField(allow_blank=True, allow_null=True, max_length=500)


class OscarInput(Input):
    takes_more = True  # clients of django-oscar-api send whole representations back


class AddProductInput(OscarInput):
    url = ProductLinkField(
        help_text="The product's or variant's address",
        style=example(f"{samples.SHOP}/api/v1/oscar/products/{samples.VARIANT}/"),
    )
    quantity = serializers.IntegerField(
        min_value=1, max_value=1_000_000, help_text="Pieces", style=example(2)
    )


class VoucherCodeInput(OscarInput):
    vouchercode = serializers.CharField(
        max_length=128, help_text="In capitals or not", style=example("WELCOME10")
    )


class LineInput(OscarInput):
    quantity = serializers.IntegerField(
        min_value=0, max_value=1_000_000, help_text="0 removes the line", style=example(2)
    )


class OscarAddressInput(OscarInput):
    """As of a checkout; more of it is taken and not looked at."""

    country = serializers.CharField(
        max_length=500,
        required=False,
        help_text="An address ending in its two letters",
        style=example(f"{samples.SHOP}/api/v1/oscar/countries/GB/"),
    )
    postcode = serializers.CharField(
        max_length=500,
        required=False,
        allow_blank=True,
        help_text="Not looked at",
        style=example("SW1Y 4JH"),
    )


class OscarCheckoutInput(OscarInput):
    basket = serializers.CharField(
        max_length=500,
        help_text="The basket's address",
        style=example(f"{samples.SHOP}/api/v1/oscar/basket/"),
    )
    guest_email = MailboxText(
        required=False,
        allow_blank=True,
        help_text="A guest's; customers use their own",
        style=example("guest@mail.example"),
    )
    total = serializers.DecimalField(
        max_digits=15,
        decimal_places=3,
        required=False,
        help_text="Refused when it is another",
        style=example("29.90"),
    )
    shipping_method_code = serializers.ChoiceField(
        choices=[*FULFILMENTS, "no-shipping-required"],
        required=False,
        help_text="Absent: delivery",
        style=example("delivery"),
    )
    shipping_charge = serializers.DictField(
        child=serializers.CharField(max_length=20),
        required=False,
        help_text="`excl_tax` and `tax`: refused when it is another",
        style=example({"excl_tax": "4.90", "tax": "0.00"}),
    )
    shipping_address = AddressField(
        required=False,
        help_text="Only if something is delivered",
        style=example(
            {
                "first_name": "Ada",
                "last_name": "Lovelace",
                "line1": "12 St James's Square",
                "line4": "London",
                "postcode": "SW1Y 4JH",
                "country": f"{samples.SHOP}/api/v1/oscar/countries/GB/",
            }
        ),
    )
    billing_address = AddressField(
        required=False,
        help_text="Read, but not kept",
        style=example({"first_name": "Ada", "last_name": "Lovelace"}),
    )


def charge_of(values: Mapping[str, str] | None) -> Decimal | None:
    """What a client takes the delivery to cost; None where it does not say."""
    if values is None:
        return None
    try:
        return Decimal(values.get("excl_tax", "0")) + Decimal(values.get("tax", "0"))
    except InvalidOperation:
        return Decimal(-1)  # nothing costs that: it is refused as another charge


def address_of(values: Mapping[str, Any] | None) -> dict[str, str] | None:
    """Oscar's address: `line4` is the city, `country` an address ending in its two letters."""
    if values is None:
        return None
    address = {name: str(value or "") for name, value in values.items()}
    more = ", ".join(filter(None, (address.get(name, "").strip() for name in ADDRESS_LINES)))
    names = ("first_name", "last_name", "line1", "postcode", "state", "phone_number")
    return {name: address.get(name, "") for name in names} | {
        "line2": more,
        "city": address.get("line4", ""),
        "country": last_segment(address.get("country", "")),
    }
