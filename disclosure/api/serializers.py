"""Public entries as JSON. Nothing is derived here: the entry holds its public form already."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from disclosure.models import PublicEntry
from disclosure.site.labels import label_of

LISTED = (
    "guid",
    "kind",
    "list_kind",
    "list_code",
    "party_name",
    "party_kind",
    "uscc",
    "title",
    "document_no",
    "decided_on",
    "authority_name",
    "division_code",
    "regime",
    "publicity_class",
    "earliest_repair_on",
    "published_on",
    "shown_until",
    "disputed_since",
    "state",
)


class EntrySerializer(serializers.ModelSerializer[PublicEntry]):
    """An entry in a list."""

    url = serializers.HyperlinkedIdentityField(view_name="api:entry", lookup_field="guid")

    class Meta:
        model = PublicEntry
        fields = [*LISTED, "url"]
        read_only_fields = fields


class ColumnSerializer(serializers.Serializer[Any]):
    """One column of the standard: its code, its official name, its value."""

    code = serializers.CharField()
    name = serializers.CharField()
    value = serializers.JSONField()


class EntryDetailSerializer(EntrySerializer):
    """One entry with all its public columns; a withdrawn one carries the date and the reason only."""

    columns = serializers.SerializerMethodField()

    class Meta:
        model = PublicEntry
        fields = [*LISTED, "columns"]
        read_only_fields = fields

    @extend_schema_field(ColumnSerializer(many=True))
    def get_columns(self, entry: PublicEntry) -> list[dict[str, Any]]:
        """Return the columns in the order of the standard."""
        return [{"code": code, "name": str(label_of(code)), "value": value} for code, value in entry.details]


class WithdrawnSerializer(serializers.ModelSerializer[PublicEntry]):
    """What is left of an entry that was withdrawn."""

    class Meta:
        model = PublicEntry
        fields = ["guid", "state", "withdrawn_on", "withdrawn_reason"]
        read_only_fields = fields
