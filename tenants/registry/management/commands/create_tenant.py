from tenants.registry.management.refusals import RefusedCommand


class Command(RefusedCommand):
    instead = "use `manage.py tenant create`"
