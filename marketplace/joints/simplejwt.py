"""SimpleJWT's private parts that we stand on."""

from contextlib import suppress
from typing import Any

import jwt
from rest_framework_simplejwt.backends import TokenBackend
from rest_framework_simplejwt.exceptions import TokenBackendError


class KeyedBackend(TokenBackend):
    """Signs with the first key and names it (`kid`); verifies with the key that is named.

    `keys`: by name, which SimpleJWT knows nothing of.
    """

    def __init__(self, *args: Any, keys: dict[str, str], **kwargs: Any) -> None:
        self.key_id = next(iter(keys))
        super().__init__(*args, signing_key=keys[self.key_id], **kwargs)
        self.by_id = {name: self._prepare_key(key) for name, key in keys.items()}

    def encode(self, payload: dict[str, Any]) -> str:
        claims = payload | {"aud": self.audience, "iss": self.issuer}
        return jwt.encode(
            claims,
            self.prepared_signing_key,
            algorithm=self.algorithm,
            headers={"kid": self.key_id},
        )

    def get_verifying_key(self, token: Any) -> Any:
        """Tokens from before keys had names were signed with what is now the present key, or a
        former one: the first that fits."""
        try:
            name = jwt.get_unverified_header(token).get("kid")
        except jwt.InvalidTokenError as error:
            raise TokenBackendError("Token is invalid") from error
        if name is None:
            return self._key_that_fits(token)
        if name not in self.by_id:
            raise TokenBackendError("Token is signed with a key that is gone")
        return self.by_id[name]

    def _key_that_fits(self, token: Any) -> Any:
        for key in self.by_id.values():
            with suppress(jwt.InvalidTokenError):
                jwt.PyJWS().decode(token, key, algorithms=[self.algorithm])
                return key
        return self.prepared_signing_key
