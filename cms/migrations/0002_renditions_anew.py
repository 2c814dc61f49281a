from django.db import migrations

# Those in other formats may carry where their picture was taken; Wagtail makes them anew, as WebP.
FORGET = "DELETE FROM wagtailimages_rendition WHERE file NOT LIKE '%.webp'"


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0001_initial"),
        ("wagtailimages", "0027_image_description"),
    ]

    operations = [migrations.RunSQL(FORGET, migrations.RunSQL.noop)]
