"""Offers of one retailer, with amounts wide enough for every currency."""

from oscar.apps.offer import abstract_models

from tenants.shop.money_fields import widen_money_fields
from tenants.shop.tableless import without_table

widen_money_fields(abstract_models)

from oscar.apps.offer.models import *
from oscar.apps.offer.models import RangeProductFileUpload

without_table(RangeProductFileUpload)
