from tenants.registry.management.refused import RefusedCommand


class Command(RefusedCommand):
    instead = "use `manage.py tenant create`"
