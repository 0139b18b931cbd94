"""What reviews of the credit file asked for: who last changed a case, so that four eyes hold for them too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("credit", "0011_warnings"),
    ]

    operations = [
        migrations.AddField(
            model_name="objection",
            name="changed_by",
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="repair",
            name="changed_by",
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="repairbatch",
            name="examined_by",
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
    ]
