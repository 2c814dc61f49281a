"""What the product says when it is ready: where to go and who to be."""

import json
import sys
from contextlib import closing
from pathlib import Path

import psycopg2

from marketplace.runtime import exposure

Shop = tuple[str, str]


def shops(url: str, *, limit: int = 12) -> list[Shop]:
    """Slug and name of the open shops, by slug."""
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT slug, name FROM public.tenants_retailer WHERE status = 'active'"
            " ORDER BY slug LIMIT %s",
            [limit],
        )
        return [(str(slug), str(name)) for slug, name in cursor.fetchall()]


def text(home: Path, host: str, port: int, shops: list[Shop]) -> str:
    market = address(host, port)
    lines = ["", f"  Marketplace      {market}", f"  Operator         {market}/admin-panel/"]
    lines += [f"  API              {market}/api/docs/"]
    lines += [f"  {name[:16]:<16} {address(f'{slug}.{host}', port)}" for slug, name in shops]
    if shops:
        first = address(f"{shops[0][0]}.{host}", port)
        lines += [
            "",
            f"  A shop's editor  {first}/cms/",
            f"  A shop's orders  {first}/seller/orders",
        ]
    if exposure.is_loopback(exposure.bind_address()):
        lines += ["", f"  Mails, texts     {market}/dev/mail"]
    return "\n".join([*lines, *_accounts(home), ""])


def address(host: str, port: int) -> str:
    return f"http://{host}" if port == 80 else f"http://{host}:{port}"


def _accounts(home: Path) -> list[str]:
    """Who can log in, from `demo.json`: [{"role", "email", "password"}], left there by `demo`."""
    path = home / "demo.json"
    if not path.exists():
        return []
    accounts = json.loads(path.read_text(encoding="utf-8"))
    role, email = (max(len(account[key]) for account in accounts) for key in ("role", "email"))
    return (
        ["", "  Demo accounts (role, e-mail, password):"]
        + [
            f"    {account['role']:<{role}}  {account['email']:<{email}}  {account['password']}"
            for account in accounts
        ]
        + [
            "",
            "  The operator logs in with a code as well; it stands above the mails, or comes from",
            f"    {sys.executable} manage.py otp {accounts[0]['email']}",
        ]
    )
