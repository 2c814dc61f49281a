"""Which reviews wait with reports is written at their copies in public, for those of before."""

from django.db import migrations

FILL = """
UPDATE public.public_reviews_reviewcopy AS copy SET is_reported = true
FROM reviews_productreview AS review
WHERE review.report_count > 0 AND copy.uuid = review.uuid
"""


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0002_one_per_customer_and_marks"),
        ("public_reviews", "0004_lists_by_index"),
    ]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
