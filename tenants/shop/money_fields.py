"""Oscar's amounts are Decimal(12, 2); ours must hold three decimals (KWD) and large sums (IDR)."""

from types import ModuleType

from django.db import models

MAX_DIGITS = 15
DECIMAL_PLACES = 3


def widen_money_fields(abstract_models: ModuleType) -> None:
    """Make every two-decimal field of Oscar's abstract models a Decimal(15, 3).

    Must run before the models are made of them: Django copies an abstract model's fields.
    """
    for value in list(vars(abstract_models).values()):
        if isinstance(value, type) and issubclass(value, models.Model) and value._meta.abstract:
            for field in value._meta.local_fields:
                if isinstance(field, models.DecimalField) and field.decimal_places == 2:
                    field.max_digits = MAX_DIGITS
                    field.decimal_places = DECIMAL_PLACES
