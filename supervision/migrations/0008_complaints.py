"""Tables of complaints."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("supervision", "0007_interviews")]

    operations: list[migrations.operations.base.Operation] = []
