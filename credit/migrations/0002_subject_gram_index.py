"""The index behind the search of subjects by one or more Chinese characters."""

from __future__ import annotations

from django.db import migrations

from core.search_index import AddGramIndex


class Migration(migrations.Migration):
    dependencies = [("credit", "0001_initial")]

    operations = [AddGramIndex("Subject", "grams")]
