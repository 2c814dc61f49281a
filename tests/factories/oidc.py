"""A provider of social logins on this machine: real keys, served and used over real HTTP."""

import json
import time
from base64 import urlsafe_b64encode
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from secrets import token_urlsafe
from threading import Thread
from urllib.parse import parse_qs

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import RSAAlgorithm

CLIENT = "app.galleria.example"
ISSUER = "https://issuer.example"
VERIFIER = "v" * 43


def challenge_of(verifier):
    return urlsafe_b64encode(sha256(verifier.encode()).digest()).decode().rstrip("=")


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.provider.fetched += 1
        self._answer(200, {"keys": self.server.provider.public_keys})

    def do_POST(self):
        body = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        form = {name: values[0] for name, values in body.items()}
        self._answer(*self.server.provider.redeem(form))

    def _answer(self, status, document):
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(document).encode())

    def log_message(self, *args):
        pass


class Provider:
    """`keys` are its private keys by id; `codes` what it gave out: code -> (form, claims)."""

    def __init__(self):
        self.keys = {"first": rsa.generate_private_key(public_exponent=65537, key_size=2048)}
        self.codes, self.forms, self.fetched, self.failing = {}, [], 0, False
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self.server.provider = self
        Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    @property
    def public_keys(self):
        return [
            json.loads(RSAAlgorithm.to_jwk(key.public_key()))
            | {"kid": kid, "use": "sig", "alg": "RS256"}
            for kid, key in self.keys.items()
        ]

    def settings(self, **changes):
        """For settings.SOCIAL_PROVIDERS."""
        return {
            "client_ids": [CLIENT, "phone.galleria.example"],
            "client_secret": "shared-secret",
            "issuers": [ISSUER],
            "authorize_url": f"{self.url}/authorize",
            "scopes": ["openid", "email"],
            "keys_url": f"{self.url}/keys",
            "token_url": f"{self.url}/token",
            "trusts_email": True,
        } | changes

    def claims(self, **changes):
        now = int(time.time())
        made = {
            "iss": ISSUER,
            "aud": CLIENT,
            "sub": "110169484474386276334",
            "iat": now,
            "jti": token_urlsafe(8),
            "exp": now + 3600,
            "email": "Ada@mail.example",
            "email_verified": True,
            "given_name": "Ada",
            "family_name": "Lovelace",
        } | changes
        return {name: value for name, value in made.items() if value is not None}

    def token(self, *, kid="first", key=None, algorithm="RS256", **changes):
        return jwt.encode(
            self.claims(**changes), key or self.keys[kid], algorithm, headers={"kid": kid}
        )

    def give_code(self, code="code-1", *, verifier=VERIFIER, **claims):
        self.codes[code] = (challenge_of(verifier), claims)
        return code

    def redeem(self, form):
        self.forms.append(form)
        if self.failing:
            return 503, {"error": "temporarily_unavailable"}
        challenge, claims = self.codes.pop(form.get("code"), (None, {}))
        if challenge is None or challenge_of(form.get("code_verifier", "")) != challenge:
            return 400, {"error": "invalid_grant"}
        return 200, {"access_token": "x", "id_token": self.token(**claims)}


def elliptic_key():
    return ec.generate_private_key(ec.SECP256R1())
