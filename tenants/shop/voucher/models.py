from oscar.apps.voucher import abstract_models

from tenants.shop.money_fields import widen_money_fields

widen_money_fields(abstract_models)

from oscar.apps.voucher.models import *
