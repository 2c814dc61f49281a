"""Price and availability in the list itself, by the library's own strategy and serializers."""

from oscar.core.loading import get_class
from oscarapi.serializers.checkout import PriceSerializer
from oscarapi.serializers.product import AvailabilitySerializer
from oscarapi.serializers.product import ProductLinkSerializer as Plain
from rest_framework import serializers


class ProductLinkSerializer(Plain):
    price = serializers.SerializerMethodField()
    availability = serializers.SerializerMethodField()

    def get_price(self, product):
        return PriceSerializer(self._info(product).price, context=self.context).data

    def get_availability(self, product):
        info = self._info(product).availability
        return AvailabilitySerializer(info, context=self.context).data

    def _info(self, product):
        selector = get_class("partner.strategy", "Selector")()
        strategy = selector.strategy(request=self.context["request"])
        if product.is_parent:
            return strategy.fetch_for_parent(product)
        return strategy.fetch_for_product(product)
