"""Strict readers of the process environment.

Every setting that an operator may change is read here, once, at start. A variable that is
missing or cannot be understood is remembered and a harmless placeholder is returned, so that
`finish()` can report *all* of them together instead of one per restart.

Any variable `NAME` may instead be given as `NAME_FILE`, the path of a file that holds the value
(Docker and Kubernetes secrets). An empty variable counts as absent.
"""

import os
from collections.abc import Callable, Mapping
from ipaddress import ip_network
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parents[2]
TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off"})
POSTGRES_SCHEMES = ("postgres", "postgresql")
DATABASE_ENGINE = "tenants.postgresql"
# For libpq: a host that vanishes without a word is given up after some seconds (the last, in
# milliseconds), not when the kernel does.
UNREACHABLE = {
    "connect_timeout": "5",
    "keepalives_idle": "15",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "30000",
}

T = TypeVar("T")


class Environment:
    """Reads variables from a mapping and collects what is wrong with them."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self.variables = variables
        self.problems: dict[str, str] = {}

    def text(self, name: str, *, default: str | None = None) -> str:
        """A string; without a default the variable is required."""
        value = self._value(name)
        if value is not None:
            return value
        if default is None:
            self._refuse(name, "is not set", "set it (see .env.example)")
            return ""
        return default

    def choice(self, name: str, *, options: tuple[str, ...], default: str) -> str:
        """One of a few words."""
        value = self.text(name, default=default)
        if value not in options:
            self._refuse(name, f"is {value!r}", f"use {' or '.join(options)}")
            return default
        return value

    def boolean(self, name: str, *, default: bool | None = None) -> bool:
        value = self._value(name)
        if value is None:
            return self._absent(name, default, False)
        if value.lower() in TRUE | FALSE:
            return value.lower() in TRUE
        self._refuse(name, f"is {value!r}, which is neither yes nor no", "use true or false")
        return False

    def integer(
        self, name: str, *, default: int | None = None, minimum: int = 0, maximum: int | None = None
    ) -> int:
        value = self._value(name)
        if value is None:
            return self._absent(name, default, minimum)
        number = int(value) if value.lstrip("-").isdecimal() else None
        if number is None or number < minimum or (maximum is not None and number > maximum):
            limit = f"at least {minimum}" + ("" if maximum is None else f" and at most {maximum}")
            self._refuse(name, f"is {value!r}", f"use a whole number, {limit}")
            return minimum
        return number

    def listing(self, name: str, *, default: list[str] | None = None) -> list[str]:
        """A list of strings written with commas: `a.example, b.example`."""
        value = self._value(name)
        if value is None:
            return list(self._absent(name, default, []))
        return [part.strip() for part in value.split(",") if part.strip()]

    def networks(self, name: str, *, default: list[str]) -> list[str]:
        """A list of networks written with commas: `10.1.0.0/16, fd00::/8`."""
        texts = self.listing(name, default=default)
        for text in texts:
            try:
                ip_network(text)
            except ValueError:
                self._refuse(name, f"has {text!r}", "write networks as 10.1.0.0/16, with commas")
        return texts

    def rates(
        self, name: str, *, default: Mapping[str, tuple[int, ...]]
    ) -> dict[str, tuple[int, ...]]:
        """Numbers by a name, those that are given in the place of the defaults': `a=5/60, b=9/1`.

        Each has as many numbers as its default; the second, a number of seconds, is not 0.
        """
        rates, wrong = dict(default), []
        for part in self.listing(name, default=[]):
            scope, _, text = (word.strip() for word in part.partition("="))
            words = text.split("/")
            numbers = tuple(int(word) for word in words if word.isdecimal() and len(word) < 10)
            if len(numbers) == len(words) == len(default.get(scope, ())) and numbers[1]:
                rates[scope] = numbers
            else:
                wrong.append(part)
        if wrong:
            example = "login-address=200/900, and login-everywhere=1000/86400/20/30/900"
            self._refuse(name, f"has {', '.join(wrong)}", f"write it like {example}")
        return rates

    def url(self, name: str, *, schemes: tuple[str, ...], default: str | None = None) -> str:
        """An absolute URL of one of these schemes, unchanged; a default of "" makes it optional."""
        value = self._value(name)
        if value is None:
            return self._absent(name, default, "")
        parts = urlsplit(value)
        if parts.scheme not in schemes or not (parts.netloc or parts.path):
            prefixes = " or ".join(f"{scheme}://" for scheme in schemes)
            self._refuse(name, f"starts with {parts.scheme or 'nothing'}://", f"use {prefixes}")
            return ""
        return value

    def secret(
        self,
        name: str,
        *,
        default: str | None = None,
        minimum: int = 0,
        unlike: tuple[str, ...] = (),
    ) -> str:
        """A string that no message ever repeats; `minimum` is its least length in characters.

        `unlike`: what published values start with, which anybody could use.
        """
        value = self._value(name)
        if value is None:
            return self._absent(name, default, "")
        if len(value) < minimum:
            self._refuse(name, f"has {len(value)} characters", f"use {minimum} random ones or more")
        if value.startswith(unlike):
            self._refuse(name, "is one that stands in the source", "use 50 random characters")
        return value

    def database_url(
        self, name: str, *, default: str | Callable[[], str] | None = None
    ) -> dict[str, Any]:
        """A PostgreSQL URL as an entry of DATABASES; a callable default is called when needed.

        `postgres://user:password@host:5432/name?sslmode=require`; a socket's folder is given as
        `?host=/run/postgresql`. Any other engine is refused.
        """
        value = self._value(name)
        if value is None:
            value = self._absent(name, default() if callable(default) else default, "")
        scheme = value.partition("://")[0].lower()
        if value and ("://" not in value or scheme not in POSTGRES_SCHEMES):
            self._refuse(
                name,
                f"names the engine {scheme!r}" if "://" in value else "is not a URL",
                "Galleria runs on PostgreSQL only: use postgres://user:password@host:5432/name",
            )
            value = ""
        return self._database(name, value)

    def finish(self) -> None:
        """Raise ImproperlyConfigured naming every problem met so far, or return."""
        if self.problems:
            listed = "\n".join(f"  - {problem}" for problem in self.problems.values())
            raise ImproperlyConfigured(f"The environment needs attention:\n{listed}")

    def _database(self, name: str, value: str) -> dict[str, Any]:
        try:
            parts = urlsplit(value)
            port = parts.port
        except ValueError:
            self._refuse(name, "has a malformed host or port", "percent-encode the password")
            parts, port = urlsplit(""), None
        options = dict(parse_qsl(parts.query))
        host = options.pop("host", unquote(parts.hostname or ""))
        if value and parts.path in {"", "/"}:
            self._refuse(name, "names no database", "end it with /name")
        return {
            "ENGINE": DATABASE_ENGINE,
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": host,
            "PORT": str(options.pop("port", port or "")),
            "CONN_MAX_AGE": self.integer("DATABASE_CONN_MAX_AGE", default=600),
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": UNREACHABLE | options,
        }

    def _value(self, name: str) -> str | None:
        direct = self.variables.get(name, "").strip() or None
        path = self.variables.get(f"{name}_FILE", "").strip()
        if not path:
            return direct
        if direct is not None:
            self._refuse(name, f"and {name}_FILE are both set", "keep one of them")
            return direct
        try:
            return Path(path).read_text(encoding="utf-8").strip() or None
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
            self._refuse(f"{name}_FILE", f"can't be read ({reason})", "name a readable file")
            return None

    def _absent(self, name: str, default: T | None, placeholder: T) -> T:
        if default is not None:
            return default
        self._refuse(name, "is not set", "set it (see .env.example)")
        return placeholder

    def _refuse(self, name: str, what: str, remedy: str) -> None:
        """Remember the first problem of a variable; later ones would only follow from it."""
        self.problems.setdefault(name.removesuffix("_FILE"), f"{name} {what}: {remedy}.")


def load_file(path: Path) -> None:
    """Read `NAME=value` lines into the process environment; what is already set there wins."""
    if not path.is_file():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        name, separator, value = line.strip().partition("=")
        if separator and not name.startswith("#"):
            os.environ.setdefault(name.strip(), value.strip().strip("\"'"))


process = Environment(os.environ)
text = process.text
choice = process.choice
boolean = process.boolean
integer = process.integer
listing = process.listing
networks = process.networks
rates = process.rates
url = process.url
secret = process.secret
database_url = process.database_url
finish = process.finish
