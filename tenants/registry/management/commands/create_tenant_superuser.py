from tenants.registry.management.refusals import RefusedCommand


class Command(RefusedCommand):
    instead = "a platform admin is made by `manage.py createsuperuser`, staff at /seller/staff"
