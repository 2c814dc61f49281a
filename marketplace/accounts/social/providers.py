"""Who may vouch for a person, as settings.SOCIAL_PROVIDERS has it; off without client ids."""

import time
from dataclasses import dataclass
from typing import Any

import jwt
from django.conf import settings
from django.utils.translation import gettext

from tenants.kernel.errors import NotFound

APPLE_AUDIENCE = "https://appleid.apple.com"
SECRET_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Provider:
    """`client_ids`: whose tokens are ours; the first exchanges codes."""

    name: str
    client_ids: tuple[str, ...]
    issuers: tuple[str, ...]
    authorize_url: str
    scopes: tuple[str, ...]
    keys_url: str
    token_url: str
    trusts_email: bool
    response_mode: str = "query"
    client_secret: str = ""
    team_id: str = ""
    key_id: str = ""
    private_key: str = ""

    @property
    def label(self) -> str:
        """As the provider writes its own name."""
        return self.name.capitalize()

    def secret(self) -> str:
        """For the exchange of a code; Apple's is a token that its key signs for five minutes."""
        if not self.private_key:
            return self.client_secret
        now = int(time.time())
        claims = {
            "iss": self.team_id,
            "sub": self.client_ids[0],
            "aud": APPLE_AUDIENCE,
            "iat": now,
            "exp": now + SECRET_SECONDS,
        }
        return jwt.encode(claims, self.private_key, "ES256", headers={"kid": self.key_id})


def get_provider(name: str) -> Provider:
    """Raises NotFound for one that is unknown or not configured."""
    values: dict[str, Any] = settings.SOCIAL_PROVIDERS.get(name, {})
    if not values.get("client_ids"):
        raise NotFound(gettext("There is no login by this provider here."))
    lists = {key: tuple(values[key]) for key in ("client_ids", "issuers", "scopes")}
    return Provider(name=name, **{**values, **lists})


def list_offered() -> list[Provider]:
    """Those that are configured, in the order of the settings."""
    rows = settings.SOCIAL_PROVIDERS.items()
    return [get_provider(name) for name, values in rows if values.get("client_ids")]
