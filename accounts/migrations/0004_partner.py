"""Officers of partner departments."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_second_factor"),
    ]

    operations = [
        migrations.AlterField(
            model_name="post",
            name="role",
            field=models.CharField(
                choices=[
                    ("clerk", "Clerk"),
                    ("reviewer", "Reviewer"),
                    ("reader", "Reader"),
                    ("auditor", "Auditor"),
                    ("administrator", "Administrator"),
                    ("machine", "Machine"),
                    ("partner", "Partner department"),
                ],
                max_length=20,
                verbose_name="role",
            ),
        ),
    ]
