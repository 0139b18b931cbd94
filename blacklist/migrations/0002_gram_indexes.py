"""The indexes behind checks of names and the search in other departments' lists."""

from __future__ import annotations

from django.db import migrations

from core.search_index import AddGramIndex


class Migration(migrations.Migration):
    dependencies = [("blacklist", "0001_initial")]

    operations = [AddGramIndex("CheckEntry", "tokens"), AddGramIndex("ForeignEntry", "grams")]
