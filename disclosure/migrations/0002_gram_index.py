"""The index behind the public search by one or more Chinese characters."""

from __future__ import annotations

from django.db import migrations

from core.search_index import AddGramIndex


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0001_initial")]

    operations = [AddGramIndex("PublicEntry", "grams")]
