"""The shapes of django-oscar-api's answers, for the OpenAPI document alone."""

from rest_framework import serializers

from api.v1.documents import Document


class OscarPriceDocument(Document):
    currency = serializers.CharField()
    excl_tax = serializers.CharField()
    incl_tax = serializers.CharField()
    tax = serializers.CharField()


class OscarBasketDocument(Document):
    id = serializers.CharField()
    owner = serializers.UUIDField(allow_null=True)
    status = serializers.CharField()
    url = serializers.URLField()
    lines = serializers.URLField()
    currency = serializers.CharField()
    is_tax_known = serializers.BooleanField()
    offer_discounts = serializers.ListField(child=serializers.DictField())
    voucher_discounts = serializers.ListField(child=serializers.DictField())
    total_excl_tax = serializers.CharField()
    total_excl_tax_excl_discounts = serializers.CharField()
    total_incl_tax = serializers.CharField()
    total_incl_tax_excl_discounts = serializers.CharField()
    total_tax = serializers.CharField()


class OscarLinePriceDocument(Document):
    quantity = serializers.IntegerField()
    price_currency = serializers.CharField()
    price_excl_tax = serializers.CharField()
    price_incl_tax = serializers.CharField()
    price_incl_tax_excl_discounts = serializers.CharField()
    price_excl_tax_excl_discounts = serializers.CharField()


class OscarBasketLineDocument(OscarLinePriceDocument):
    url = serializers.URLField()
    product = serializers.URLField()
    product_title = serializers.CharField()
    attributes = serializers.ListField(child=serializers.DictField())
    is_tax_known = serializers.BooleanField()
    warning = serializers.CharField(allow_null=True)
    basket = serializers.URLField()


class OscarShippingMethodDocument(Document):
    code = serializers.CharField()
    name = serializers.CharField()
    description = serializers.CharField()
    price = OscarPriceDocument()
    is_discounted = serializers.BooleanField()
    discount = serializers.CharField()


class OscarVoucherDocument(Document):
    name = serializers.CharField()
    code = serializers.CharField()
    amount = serializers.CharField()


class OscarLinkDocument(Document):
    id = serializers.CharField()
    title = serializers.CharField()
    url = serializers.URLField()


class OscarNamedDocument(Document):
    name = serializers.CharField()
    value = serializers.CharField()


class OscarPictureDocument(Document):
    original = serializers.URLField()
    caption = serializers.CharField()


class OscarProductDocument(OscarLinkDocument):
    description = serializers.CharField(help_text="HTML with harmless markup alone")
    structure = serializers.ChoiceField(choices=["standalone", "parent", "child"])
    categories = serializers.ListField(child=serializers.CharField())
    attributes = OscarNamedDocument(many=True)
    images = OscarPictureDocument(many=True)
    options = serializers.ListField(child=serializers.DictField())
    children = OscarLinkDocument(many=True)
    price = serializers.URLField()
    availability = serializers.URLField()


class OscarAvailabilityDocument(Document):
    is_available_to_buy = serializers.BooleanField()
    num_available = serializers.IntegerField(allow_null=True)
    message = serializers.CharField()


class OscarCountryDocument(Document):
    url = serializers.URLField()
    iso_3166_1_a2 = serializers.CharField()
    name = serializers.CharField()
    printable_name = serializers.CharField()
    is_shipping_country = serializers.BooleanField()


class OscarUserDocument(Document):
    id = serializers.UUIDField()
    username = serializers.CharField()
    email = serializers.EmailField()


class OscarOrderRowDocument(Document):
    number = serializers.CharField()
    url = serializers.URLField()
    lines = serializers.URLField()
    currency = serializers.CharField()
    total_incl_tax = serializers.CharField()
    status = serializers.CharField()
    date_placed = serializers.DateTimeField()


class OscarOrderLineDocument(OscarLinePriceDocument):
    order = serializers.URLField()
    product = serializers.URLField(allow_null=True)
    title = serializers.CharField()


class OscarOrderDocument(Document):
    number = serializers.CharField()
    basket = serializers.URLField()
    url = serializers.URLField()
    lines = serializers.URLField()
    owner = serializers.UUIDField(allow_null=True)
    currency = serializers.CharField()
    total_incl_tax = serializers.CharField()
    total_excl_tax = serializers.CharField()
    shipping_incl_tax = serializers.CharField()
    shipping_excl_tax = serializers.CharField()
    shipping_address = serializers.DictField(child=serializers.CharField(), allow_null=True)
    billing_address = serializers.DictField(allow_null=True)
    shipping_method = serializers.CharField()
    shipping_code = serializers.CharField()
    status = serializers.CharField()
    email = serializers.EmailField()
    date_placed = serializers.DateTimeField()
    payment_url = serializers.CharField()
    offer_discounts = serializers.ListField(child=serializers.DictField())
    voucher_discounts = serializers.ListField(child=serializers.DictField())
    surcharges = serializers.ListField(child=serializers.DictField())
    order_token = serializers.CharField(allow_null=True, help_text="A guest's; X-Order-Token")
