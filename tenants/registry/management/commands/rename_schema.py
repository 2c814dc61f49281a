from tenants.registry.management.refusals import RefusedCommand


class Command(RefusedCommand):
    instead = "a shop keeps its schema; tenants.registry.services.rename changes its name"
