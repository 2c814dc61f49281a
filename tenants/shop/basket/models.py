"""Baskets of one retailer; every change to one goes through marketplace.cart's services."""

from oscar.apps.basket import abstract_models

from tenants.shop.money_fields import widen_money_fields

widen_money_fields(abstract_models)


class Basket(abstract_models.AbstractBasket):
    """What one shopper has put aside in this shop."""


class Line(abstract_models.AbstractLine):
    """A product, how many of it, and what it cost when it was put in."""


from oscar.apps.basket.models import *
