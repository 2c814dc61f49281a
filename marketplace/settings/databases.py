"""Which role of the database a process logs in as.

The entries of the web server and of the task worker say that they are the web
(`DATABASE_ROLE=web`); whoever calls `manage.py` administrates, and does it as the owner.
"""

from typing import Any

from marketplace.settings import env

OWNER, WEB = "owner", "web"


def role_of_process() -> str:
    return env.choice("DATABASE_ROLE", options=(OWNER, WEB), default=OWNER)


def read_database_urls() -> tuple[dict[str, Any], str]:
    """The entry of DATABASES by DATABASE_URL and DATABASE_OWNER_URL, and the web's role.

    With one URL its role does all, and there is no other: "".
    """
    web = env.database_url("DATABASE_URL")
    owner = env.database_url("DATABASE_OWNER_URL", default="")
    if not owner["NAME"] or owner["USER"] == web["USER"]:
        return web, ""
    return (owner if role_of_process() == OWNER else web), web["USER"]
