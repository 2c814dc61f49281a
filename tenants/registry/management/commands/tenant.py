"""Shops from the command line: `manage.py tenant create|list|status|suspend|...`."""

import time
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from tenants.archives.dumps import dump, dump_all, snapshot
from tenants.archives.errors import ArchiveError
from tenants.archives.files import verify
from tenants.archives.restores import finish, restore, restore_all
from tenants.kernel.errors import Refusal
from tenants.provisioning.broadcast import SchemasLeftBehind
from tenants.provisioning.followers import find_behind
from tenants.provisioning.services import migrate_shops
from tenants.provisioning.spares import refill
from tenants.registry import services
from tenants.registry.accounts import find_account
from tenants.registry.models import Retailer, SpareSchema
from tenants.staff.services import grant_support


class Command(BaseCommand):
    help = "Open, list, suspend, resume, close, purge and migrate shops."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        commands = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
        self._add_create(commands.add_parser("create", help="open a shop at once"))
        self._add(commands, "list", self.list, "all shops and applications", slug=False)
        self._add(commands, "status", self.status, "one shop: hosts, schema, migrations")
        self._add(commands, "approve", self.approve, "make the shop of an application")
        self._add(commands, "open", self.open, "let customers in, as its owner would")
        decline = self._add(commands, "decline", self.decline, "refuse an application")
        suspend = self._add(commands, "suspend", self.suspend, "answer 503 until resumed")
        self._add(commands, "resume", self.resume, "end a suspension")
        close = self._add(commands, "close", self.close, "for good; the data is kept")
        for command in (decline, suspend, close):
            command.add_argument("--reason", default="", help="told to the shop")
        purge = self._add(commands, "purge", self.purge, "drop a closed shop's data")
        purge.add_argument("--early", action="store_true", help="within 30 days of closing")
        spares = self._add(commands, "spares", self.spares, "count or refill", slug=False)
        spares.add_argument("--make", type=int, help="clone until there are so many")
        self._add(commands, "migrate", self.migrate, "bring every schema up to date", slug=False)
        add = self._add(commands, "add-domain", self.add_domain, "a host name of the shop's own")
        add.add_argument("--primary", action="store_true", help="the one in the shop's links")
        remove = self._add(commands, "remove-domain", self.remove_domain, "take one away")
        for command in (add, remove):
            command.add_argument("domain", help="as www.shop.example; it has to point here")
        self._add_archives(commands)
        self._add_support(self._add(commands, "support", self.support, "let an operator in"))

    def handle(self, *, run: Callable[..., None], **options: Any) -> None:
        try:
            run(**options)
        except Refusal as refusal:
            raise CommandError(_sentence(refusal)) from refusal
        except (SchemasLeftBehind, ArchiveError) as error:
            raise CommandError(str(error)) from error

    def create(
        self, *, slug: str, name: str, owner: str, currency: str, language: str, **options: Any
    ) -> None:
        begun = time.perf_counter()
        retailer = services.create_shop(
            name=name or slug, slug=slug, owner_email=owner, currency=currency, language=language
        )
        took = time.perf_counter() - begun
        self.stdout.write(f"{retailer.name} is open at {retailer.url} ({took:.2f} s)")

    def list(self, **options: Any) -> None:
        for shop in Retailer.objects.order_by("slug"):
            status = "purged" if shop.purged_at else shop.status
            self.stdout.write(f"{shop.slug:<24} {status:<10} {shop.schema_name:<30} {shop.name}")

    def status(self, *, slug: str, **options: Any) -> None:
        shop = _find(slug)
        behind = {follower.schema: len(follower.missing) for follower in find_behind()}.get(
            shop.schema_name, 0
        )
        rows = {
            "name": shop.name,
            "status": f"{shop.status} {shop.status_reason}".strip(),
            "schema": shop.schema_name,
            "hosts": ", ".join(shop.domains.order_by("domain").values_list("domain", flat=True)),
            "owner": shop.owner_email,
            "migrations behind": behind,
            "purged": shop.purged_at or "no",
        }
        for title, value in rows.items():
            self.stdout.write(f"{title + ':':<20} {value}")

    def approve(self, *, slug: str, **options: Any) -> None:
        shop = services.approve(retailer=_find(slug))
        self.stdout.write(f"{shop.name} is made; its owner opens it at {shop.url}")

    def open(self, *, slug: str, **options: Any) -> None:
        shop = services.open_shop(retailer=_find(slug))
        self.stdout.write(f"{shop.name} is open at {shop.url}")

    def decline(self, *, slug: str, reason: str, **options: Any) -> None:
        services.decline(retailer=_find(slug), reason=reason)
        self.stdout.write(f"The application of {slug} is declined")

    def suspend(self, *, slug: str, reason: str, **options: Any) -> None:
        services.suspend(retailer=_find(slug), reason=reason)
        self.stdout.write(f"{slug} is suspended")

    def resume(self, *, slug: str, **options: Any) -> None:
        shop = services.resume(retailer=_find(slug))
        self.stdout.write(f"{slug} is {shop.status} again")

    def close(self, *, slug: str, reason: str, **options: Any) -> None:
        services.close(retailer=_find(slug), reason=reason)
        self.stdout.write(f"{slug} is closed; its data is kept until `tenant purge {slug}`")

    def purge(self, *, slug: str, early: bool, **options: Any) -> None:
        services.purge(retailer=_find(slug), early=early)
        self.stdout.write(f"Nothing of {slug} is left but its row in the registry")

    def spares(self, *, make: int | None, **options: Any) -> None:
        if make is not None:
            refill(make)
        self.stdout.write(f"{SpareSchema.objects.count()} of {settings.SPARE_SCHEMAS} spares")

    def add_domain(self, *, slug: str, domain: str, primary: bool, **options: Any) -> None:
        row = services.add_domain(retailer=_find(slug), domain=domain, primary=primary)
        self.stdout.write(f"{slug} answers at {row.domain}")

    def remove_domain(self, *, slug: str, domain: str, **options: Any) -> None:
        services.remove_domain(retailer=_find(slug), domain=domain)
        self.stdout.write(f"{slug} no longer answers at {domain}")

    def migrate(self, **options: Any) -> None:
        """First what `prepare` does when the code is new, then whoever is behind besides."""
        call_command("prepare", stdout=self.stdout)
        count = migrate_shops(self.stdout.write)
        self.stdout.write(f"{count} schemas migrated" if count else "Nobody is behind")

    def dump(self, *, slug: str | None, everything: bool, to: Path, **options: Any) -> None:
        if everything == bool(slug):
            raise CommandError("Name a shop, or say --all.")
        to.mkdir(mode=0o700, parents=True, exist_ok=True)
        if slug is None:
            self._tell_failures(dump_all(folder=to, progress=self.stdout.write))
            return
        shop = _find(slug)
        with snapshot() as moment:
            self.stdout.write(f"{dump(shop, snapshot=moment, folder=to)}")

    def verify(self, *, archives: Sequence[Path], **options: Any) -> None:
        for path in archives:
            manifest = verify(path)
            self.stdout.write(
                f"{path}: {manifest['shop'] or 'the market'} of {manifest['taken_at']},"
                f" {len(manifest['members'])} files, whole"
            )

    def restore(self, *, archives: Sequence[Path], **options: Any) -> None:
        failures = []
        for path in archives:
            if path.is_dir():
                failures += restore_all(folder=path, progress=self.stdout.write)
            else:
                self.stdout.write(f"{restore(path)['shop'] or 'the market'} is restored")
        finish()
        self._tell_failures(failures)

    def _tell_failures(self, failures: Sequence[str]) -> None:
        if failures:
            raise CommandError("\n".join(failures))

    def support(
        self, *, slug: str, operator: str, hours: float, reason: str, **options: Any
    ) -> None:
        member = grant_support(
            operator=find_account(operator), hours=hours, reason=reason, retailer=_find(slug)
        )
        self.stdout.write(f"{operator} may support {slug} until {member.expires_at:%Y-%m-%d %H:%M}")

    def _add(
        self, commands: Any, verb: str, run: Callable[..., None], text: str, *, slug: bool = True
    ) -> ArgumentParser:
        parser: ArgumentParser = commands.add_parser(verb, help=text)
        parser.set_defaults(run=run)
        if slug:
            parser.add_argument("slug", help="the shop's short name, as in its host")
        return parser

    def _add_create(self, parser: ArgumentParser) -> None:
        parser.set_defaults(run=self.create)
        parser.add_argument("slug")
        parser.add_argument("--name", default="")
        parser.add_argument("--owner", required=True, help="e-mail address; gets an invitation")
        parser.add_argument("--currency", default="EUR")
        parser.add_argument("--language", default="en")

    def _add_archives(self, commands: Any) -> None:
        dump = self._add(commands, "dump", self.dump, "into an archive", slug=False)
        dump.add_argument("slug", nargs="?", help="the shop's short name, as in its host")
        dump.add_argument(
            "--all", dest="everything", action="store_true", help="every shop, and the market"
        )
        dump.add_argument("--to", type=Path, required=True, help="folder; made if need be")
        check = self._add(commands, "verify", self.verify, "is an archive whole?", slug=False)
        check.add_argument("archives", nargs="+", type=Path)
        bring = self._add(commands, "restore", self.restore, "into a new database", slug=False)
        bring.add_argument(
            "archives", nargs="+", type=Path, help="the market's first; or the folder of all"
        )

    def _add_support(self, parser: ArgumentParser) -> None:
        parser.add_argument("operator", help="e-mail address of a platform admin")
        parser.add_argument("--hours", type=float, default=4)
        parser.add_argument("--reason", required=True, help="the shop reads it")


def _sentence(refusal: Refusal) -> str:
    fields = "; ".join(f"{name}: {' '.join(texts)}" for name, texts in refusal.fields.items())
    return " ".join(filter(None, [refusal.sentence, fields]))


def _find(slug: str) -> Retailer:
    try:
        return Retailer.objects.get(slug=slug)
    except Retailer.DoesNotExist as error:
        raise CommandError(f"There is no shop {slug}: see `manage.py tenant list`.") from error
