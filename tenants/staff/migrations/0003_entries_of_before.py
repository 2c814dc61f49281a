"""Takes each shop's own audit over into the one of all shops, and leaves none behind.

What an operator did stood in the shop and in the market: it is taken from the market, for shops that
were never open too. Accounts are named by their ids from now on, so that an erased one is nobody: an
e-mail address that no account has (any more) is dropped.
"""

from django.db import migrations

OF_OPERATORS = """(
  action LIKE 'shop.%' AND action <> 'shop.data-taken'
  OR action LIKE 'domain.%' OR action = 'support.granted'
)"""
TAKE_OVER = """
INSERT INTO public.audit_entry
  (uuid, at, retailer_id, kind, what, who_id, person_id, "on", source, trace, before, after)
SELECT gen_random_uuid(), entry.at, shop.id,
  CASE
    WHEN entry.action = 'second_factor.reset' THEN 'accounts'
    WHEN entry.action LIKE 'support.%' THEN 'support'
    WHEN entry.action = 'shop.data-taken' THEN 'exports'
    WHEN <of operators> THEN 'shop'
    ELSE 'staff'
  END,
  left(entry.action, 40), entry.actor_id,
  CASE
    WHEN entry.action = 'support.granted' THEN entry.actor_id
    WHEN entry.action = 'support.expired' AND entry.subject ~ '^[0-9]{1,18}$'
      THEN entry.subject::bigint
    ELSE person.id
  END,
  CASE WHEN entry.subject = shop.slug THEN entry.subject ELSE '' END,
  '', '',
  CASE
    WHEN entry.details ? 'before' THEN jsonb_build_object('role', entry.details -> 'before')
    ELSE '{}'
  END,
  entry.details - 'before'
FROM staff_auditentry AS entry
LEFT JOIN public.accounts_user AS person ON person.email = entry.subject
LEFT JOIN public.tenants_retailer AS shop ON CASE
  WHEN current_schema() = 'market' THEN <of operators> AND shop.slug = entry.subject
  ELSE shop.schema_name = current_schema()
END
WHERE current_schema() = 'market' OR (shop.id IS NOT NULL AND NOT <of operators>)
ORDER BY entry.id
""".replace("<of operators>", OF_OPERATORS)


class Migration(migrations.Migration):
    dependencies = [
        ("staff", "0002_invitation"),
        ("audit", "0001_initial"),
        ("accounts", "0009_names_in_one_line"),
        ("tenants", "0007_names_in_one_line"),
    ]

    operations = [
        migrations.RunSQL(TAKE_OVER, migrations.RunSQL.noop),
        migrations.RunSQL("DELETE FROM staff_auditentry", migrations.RunSQL.noop),
    ]
