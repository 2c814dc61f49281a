"""Oscar's models that this shop has no table for (docs/decisions/0005).

Oscar, or django-oscar-api, imports these classes by name when it starts, so they must exist;
nothing reads or writes them. Using one raises a ProgrammingError: there is no table to be
wrong in.
"""

from django.db import models


def without_table(*classes: type[models.Model]) -> None:
    """Keep the classes importable, but let no migration make a table for them.

    Deleting a row that such a class points to must not look for rows in a missing table,
    hence DO_NOTHING on each of its relations.
    """
    for model in classes:
        model._meta.managed = False
        model._meta.default_permissions = ()
        model._meta.original_attrs |= {"managed": False, "default_permissions": ()}
        for field in model._meta.local_fields:
            if field.remote_field:
                field.remote_field.on_delete = models.DO_NOTHING
