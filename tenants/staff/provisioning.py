"""What a schema gets from staff when it is made: named in TEMPLATE_STEPS and FOLLOWER_STEPS."""

from tenants.staff.roles import create_groups, grant_pages

__all__ = ["create_groups", "grant_pages"]
