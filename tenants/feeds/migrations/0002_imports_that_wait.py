from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("feeds", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="importjob",
            name="is_dry_run",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="importjob",
            name="upload",
            field=models.CharField(blank=True, max_length=255),
        ),
        migrations.AlterField(
            model_name="importjob",
            name="format",
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AlterField(
            model_name="importjob",
            name="status",
            field=models.CharField(
                choices=[
                    ("queued", "Queued"),
                    ("running", "Running"),
                    ("done", "Done"),
                    ("failed", "Failed"),
                ],
                default="running",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="importjob",
            name="work_digest",
            field=models.CharField(blank=True, max_length=32),
        ),
    ]
