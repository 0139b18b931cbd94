"""Conduct records, events and grades as JSON. No answer holds a personal number."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.masking import redact
from credit.grading.explaining import explain
from credit.models import ConductRecord, Grade
from credit.rules.explanation import Line
from credit.timeline import Event


class MaskedText(serializers.CharField):
    """A free text whose personal data are masked, as on every page."""

    def to_representation(self, value: Any) -> str:
        """Return the masked text."""
        return redact(str(value))


class RecordSerializer(serializers.ModelSerializer[ConductRecord]):
    """A conduct record of the file."""

    title = MaskedText(read_only=True)
    facts = MaskedText(read_only=True)
    polarity = serializers.CharField(read_only=True, help_text=_("good, bad or basic"))

    class Meta:
        model = ConductRecord
        fields = [
            "id",
            "item_code",
            "title",
            "facts",
            "polarity",
            "count",
            "authority_name",
            "document_no",
            "happened_on",
            "final_on",
            "known_at",
            "review",
            "state",
            "disputed_from",
            "disputed_until",
            "superseded_on",
            "withdrawn_on",
            "annulled_on",
            "repaired_on",
        ]
        read_only_fields = fields


class EventSerializer(serializers.Serializer[Event]):
    """One event of a time line."""

    on = serializers.DateField()
    kind = serializers.CharField()
    text = MaskedText()
    note = MaskedText()


class TimelineSerializer(serializers.Serializer[Any]):
    """A page of a time line, newest first."""

    events = EventSerializer(many=True)
    older = serializers.CharField(
        allow_null=True, help_text=_("To be sent as `from` for the next page; null on the last one.")
    )


class LineSerializer(serializers.Serializer[Line]):
    """One line of the explanation of a grade."""

    kind = serializers.CharField()
    text = MaskedText()
    happened_on = serializers.DateField(allow_null=True)
    clause = serializers.CharField()
    document_no = serializers.CharField()
    change = serializers.DecimalField(max_digits=9, decimal_places=2, allow_null=True)
    running = serializers.DecimalField(max_digits=9, decimal_places=2, allow_null=True)


class GradeSerializer(serializers.Serializer[Grade]):
    """A standing grade and how it came about."""

    standard = serializers.CharField(source="standard.code")
    version = serializers.CharField(source="standard.version")
    title = serializers.CharField(source="standard.title")
    document = serializers.CharField(source="standard.document")
    label = serializers.CharField()  # type: ignore[assignment]  # the name in the interface
    score = serializers.DecimalField(max_digits=9, decimal_places=2)
    points = serializers.DecimalField(max_digits=9, decimal_places=2)
    veto = serializers.BooleanField()
    as_of = serializers.DateField()
    cycle_start = serializers.DateField()
    cycle_end = serializers.DateField()
    explanation = serializers.SerializerMethodField()

    @extend_schema_field(LineSerializer(many=True))
    def get_explanation(self, grade: Grade) -> Any:
        """Tell the grade line by line, in the language that was asked for.

        Facts that need the subject's own authority keep their weight and lose their words.
        """
        lines: Any = explain(grade, authorised=False)
        return LineSerializer(lines, many=True).data


class WrongSerializer(serializers.Serializer[Any]):
    """Why a request was refused."""

    detail = serializers.CharField()
    field = serializers.CharField(required=False)
