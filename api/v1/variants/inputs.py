"""What staff send of a variant."""

from api.inputs import example
from api.v1.products.inputs import OfferInput, TextsField


class VariantChangeInput(OfferInput):
    options = TextsField(
        required=False,
        allow_empty=False,
        help_text='`{"Colour": "Blue"}`',
        style=example({"Colour": "Blue"}),
    )


class VariantInput(VariantChangeInput):
    options = TextsField(
        allow_empty=False, help_text='`{"Colour": "Blue"}`', style=example({"Colour": "Blue"})
    )
