"""What the role that serves requests may do: rows, and four acts that run as the owner.

The owner migrates. The web and the worker log in as a role that may read and write rows and
nothing else; yet they open and purge shops, in the transaction of the approval. For this the owner
lends them functions, which look at the registry before they act (docs/decisions/0020). The web may
write the registry too: so a shop's schema also has a shop's name, whatever stands there.
"""

from collections.abc import Sequence

from django.conf import settings
from django.db import connection, transaction

from tenants.joints.django import MIGRATIONS_TABLE
from tenants.provisioning.ddl import quote

# The name of the schema where temporary tables live stands last: where it is not named it comes
# first, and what a caller put there would be found before the tables of the new schema.
FUNCTIONS = """
CREATE OR REPLACE FUNCTION public.galleria_clone(target text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $function$
DECLARE script text; granted regrole;
BEGIN
  IF session_user <> current_user AND target !~ '^spare_[0-9a-f]{12}$' AND NOT (
    target ~ '^shop_' AND EXISTS (
      SELECT FROM public.tenants_retailer WHERE schema_name = target AND status <> 'closed'
    )
  ) THEN
    RAISE insufficient_privilege USING MESSAGE = format('%s is no shop that opens', target);
  END IF;
  SELECT sql INTO STRICT script FROM public.tenants_clonescript WHERE id = 1;
  EXECUTE format('CREATE SCHEMA %I', target);
  PERFORM set_config('search_path', format('%I, public, pg_temp', target), true);
  EXECUTE script;
  FOR granted IN
    SELECT DISTINCT rights.grantee FROM pg_class AS c, aclexplode(c.relacl) AS rights
    WHERE c.oid = format('%I.<migrations>', target)::regclass
      AND rights.grantee NOT IN (0, c.relowner)
  LOOP
    EXECUTE format(
      'REVOKE INSERT, UPDATE, DELETE ON %I.<migrations> FROM %s', target, granted
    );
  END LOOP;
END $function$;

CREATE OR REPLACE FUNCTION public.galleria_claim(spare text, target text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $function$
BEGIN
  IF session_user <> current_user AND NOT (
    spare ~ '^spare_[0-9a-f]{12}$'
    AND target ~ '^shop_'
    AND EXISTS (SELECT FROM public.tenants_spareschema WHERE schema_name = spare)
    AND EXISTS (
      SELECT FROM public.tenants_retailer WHERE schema_name = target AND status <> 'closed'
    )
  ) THEN
    RAISE insufficient_privilege USING MESSAGE = format('%s may not become %s', spare, target);
  END IF;
  EXECUTE format('ALTER SCHEMA %I RENAME TO %I', spare, target);
END $function$;

CREATE OR REPLACE FUNCTION public.galleria_drop(target text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $function$
BEGIN
  IF session_user <> current_user AND NOT (
    target ~ '^shop_' AND EXISTS (
      SELECT FROM public.tenants_retailer
      WHERE schema_name = target AND status = 'closed' AND closed_at IS NOT NULL
    )
  ) THEN
    RAISE insufficient_privilege USING MESSAGE = format('%s is no closed shop', target);
  END IF;
  EXECUTE format('DROP SCHEMA IF EXISTS %I CASCADE', target);
END $function$;

CREATE OR REPLACE FUNCTION public.galleria_age_audit() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $function$
BEGIN
  DELETE FROM public.audit_entry
    WHERE kind = 'logins' AND at < now() - interval '90 days';
  DELETE FROM public.audit_entry
    WHERE kind = 'accounts' AND at < now() - interval '1 year';
  DELETE FROM public.audit_entry AS entry USING public.tenants_retailer AS shop
    WHERE shop.id = entry.retailer_id AND entry.kind <> 'shop'
      AND shop.purged_at < now() - interval '30 days';
  UPDATE public.audit_entry SET source = ''
    WHERE at < now() - interval '90 days' AND source ~ '^[0-9a-f.:/]+$';
END $function$;

REVOKE ALL ON FUNCTION
  public.galleria_clone, public.galleria_claim, public.galleria_drop,
  public.galleria_age_audit FROM PUBLIC;
""".replace("<migrations>", MIGRATIONS_TABLE)
TABLES = "SELECT, INSERT, UPDATE, DELETE"
SEQUENCES = "USAGE, SELECT, UPDATE"
# The first one's text is executed by the owner; the other tells, in each schema, what the owner has
# done there.
READ_ONLY = ("tenants_clonescript", MIGRATIONS_TABLE)
# Who could change the audit could hide what was done; what is too old goes by galleria_age_audit.
ADD_ONLY = ("audit_entry",)
WITHOUT_RIGHTS = """
SELECT nspname FROM pg_namespace
WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
  AND (nspname = 'public' OR NOT has_schema_privilege(%s, oid, 'USAGE'))
ORDER BY nspname
"""
WRITABLE = """
SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relname = ANY(%s) AND c.relkind = 'r'
  AND has_table_privilege(%s, c.oid, %s)
ORDER BY 1, 2
"""


def write_functions() -> None:
    """Make, or make anew, the four functions; they belong to who prepares."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(FUNCTIONS, None)


def grant(role: str | None = None) -> None:
    """Let the web's role at the rows of every schema there is, and of all that the owner will make.

    One transaction a schema. Nothing to do where the owner itself serves.
    """
    role = settings.DATABASE_WEB_ROLE if role is None else role
    if not role:
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_defaults(quote(role)), None)
        cursor.execute(WITHOUT_RIGHTS, [role])
        schemas = [name for (name,) in cursor.fetchall()]
    for schema in schemas:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_rights(quote(schema), quote(role)), None)
    keep_read_only(role)


def keep_read_only(role: str | None = None) -> None:
    """In schemas that are there, those of earlier releases too; a clone sees to its own.

    Once more after the template is made: its tables come with the rights of all others.
    """
    role = settings.DATABASE_WEB_ROLE if role is None else role
    if not role:
        return
    _take(role, READ_ONLY, "INSERT, UPDATE, DELETE")
    _take(role, ADD_ONLY, "UPDATE, DELETE")


def _take(role: str, names: Sequence[str], rights: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(WRITABLE, [list(names), role, rights])
        tables = [f"{quote(schema)}.{quote(table)}" for schema, table in cursor.fetchall()]
    for table in tables:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"REVOKE {rights} ON {table} FROM {quote(role)}")


def _defaults(role: str) -> str:
    return (
        f"ALTER DEFAULT PRIVILEGES GRANT USAGE ON SCHEMAS TO {role};"
        f"ALTER DEFAULT PRIVILEGES GRANT {TABLES} ON TABLES TO {role};"
        f"ALTER DEFAULT PRIVILEGES GRANT {SEQUENCES} ON SEQUENCES TO {role};"
        f"GRANT EXECUTE ON FUNCTION public.galleria_clone, public.galleria_claim,"
        f" public.galleria_drop, public.galleria_age_audit TO {role}"
    )


def _rights(schema: str, role: str) -> str:
    return (
        f"GRANT USAGE ON SCHEMA {schema} TO {role};"
        f"GRANT {TABLES} ON ALL TABLES IN SCHEMA {schema} TO {role};"
        f"GRANT {SEQUENCES} ON ALL SEQUENCES IN SCHEMA {schema} TO {role}"
    )
