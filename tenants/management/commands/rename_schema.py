from tenants.management.refused import RefusedCommand


class Command(RefusedCommand):
    instead = "a shop keeps its schema; tenants.services.rename changes its name"
