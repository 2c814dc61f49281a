"""A login in a browser that a provider is asked to confirm (OpenID Connect, PKCE: RFC 7636).

What is remembered of it lies in the browser that began it, signed: an answer that another browser
brings, or that nobody asked for, logs nobody in.
"""

from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Self
from urllib.parse import urlencode

from django.core import signing
from django.utils.crypto import constant_time_compare
from django.utils.http import urlsafe_base64_encode

from marketplace.accounts.social.providers import Provider
from tenants.kernel.ids import new_token

SALT = "accounts.social.authorization"
SECONDS = 600


@dataclass(frozen=True, slots=True)
class Authorization:
    """`next_path` is where the login leads to, on the host at which it began."""

    provider: str
    next_path: str
    state: str
    nonce: str
    verifier: str

    @classmethod
    def begin(cls, provider: Provider, *, next_path: str) -> Self:
        return cls(provider.name, next_path, new_token(), new_token(), new_token())

    @classmethod
    def read(cls, text: str) -> Self | None:
        """None for what we did not sign, or longer ago than it lives."""
        try:
            return cls(**signing.loads(text, salt=SALT, max_age=SECONDS))
        except (signing.BadSignature, TypeError):
            return None

    def sign(self) -> str:
        return signing.dumps(asdict(self), salt=SALT)

    def is_answered_by(self, *, provider: str, state: str) -> bool:
        return provider == self.provider and constant_time_compare(state, self.state)

    def address(self, provider: Provider, *, redirect_uri: str) -> str:
        """Where the browser goes to be asked; the answer comes to `redirect_uri`."""
        digest = sha256(self.verifier.encode()).digest()
        query = {
            "response_type": "code",
            "response_mode": provider.response_mode,
            "client_id": provider.client_ids[0],
            "redirect_uri": redirect_uri,
            "scope": " ".join(provider.scopes),
            "state": self.state,
            "nonce": self.nonce,
            "code_challenge": urlsafe_base64_encode(digest),
            "code_challenge_method": "S256",
        }
        return f"{provider.authorize_url}?{urlencode(query)}"
