"""What a checkout takes."""

from rest_framework import serializers

from api.inputs import Input, example
from api.v1.fields import MailboxText
from marketplace.payments.gateways import USUAL
from tenants.kernel.fulfilments import FULFILMENTS
from tenants.kernel.names import require_visible


class AddressInput(Input):
    """What is missing is told by the checkout, which knows whether anything is delivered."""

    first_name = serializers.CharField(
        required=False,
        allow_blank=True,
        help_text="Of whoever receives it",
        style=example("Ada"),
        validators=[require_visible],
    )
    last_name = serializers.CharField(
        required=False,
        allow_blank=True,
        help_text="May be empty",
        style=example("Lovelace"),
        validators=[require_visible],
    )
    line1 = serializers.CharField(
        required=False,
        allow_blank=True,
        help_text="Street and number",
        style=example("12 St James's Square"),
    )
    line2 = serializers.CharField(
        required=False, allow_blank=True, help_text="May be empty", style=example("Second floor")
    )
    city = serializers.CharField(
        required=False,
        allow_blank=True,
        help_text="The town; empty where the country needs none",
        style=example("London"),
    )
    state = serializers.CharField(
        required=False,
        allow_blank=True,
        help_text="By its name or code, where the country needs it",
        style=example(""),
    )
    postcode = serializers.CharField(
        required=False,
        allow_blank=True,
        help_text="As the country writes it; empty where it has none",
        style=example("SW1Y 4JH"),
    )
    country = serializers.CharField(
        required=False, allow_blank=True, help_text="ISO 3166, two letters", style=example("GB")
    )
    phone_number = serializers.CharField(
        required=False, allow_blank=True, help_text="May be empty", style=example("+442079460000")
    )
    latitude = serializers.FloatField(
        required=False,
        allow_null=True,
        min_value=-90,
        max_value=90,
        help_text="Degrees north, for shops that deliver nearby; else the town tells",
        style=example(51.507),
    )
    longitude = serializers.FloatField(
        required=False,
        allow_null=True,
        min_value=-180,
        max_value=180,
        help_text="Degrees east",
        style=example(-0.135),
    )


class CheckoutInput(Input):
    retailers = serializers.ListField(
        child=serializers.CharField(max_length=40),
        required=False,
        allow_null=True,
        help_text="Slugs; absent: all groups of the cart",
        style=example(["northgate-books"]),
    )
    email = MailboxText(
        required=False,
        allow_blank=True,
        help_text="A guest's; customers use their own",
        style=example("guest@mail.example"),
    )
    shipping_address = AddressInput(
        required=False, allow_null=True, help_text="Only if something is delivered"
    )
    shipping_address_id = serializers.UUIDField(
        required=False,
        allow_null=True,
        help_text="Of `customers/addresses/`, instead of `shipping_address`",
        style=example(None),
    )
    save_address = serializers.BooleanField(
        required=False,
        help_text="Keep `shipping_address` in the customer's book, once",
        style=example(False),
    )
    fulfilment = serializers.DictField(
        child=serializers.ChoiceField(choices=FULFILMENTS),
        required=False,
        help_text="By slug; absent: as in the cart",
        style=example({"northgate-books": "delivery"}),
    )
    payment_method = serializers.CharField(
        max_length=30,
        default=USUAL,
        help_text="As in `payments/methods/`",
        style=example("cash_on_delivery"),
    )
    quote = serializers.UUIDField(
        required=False,
        allow_null=True,
        help_text="Of `cart/quote/`: its prices are kept to",
        style=example("4d5e6f70-8192-43a4-b5c6-d7e8f9012a3b"),
    )
