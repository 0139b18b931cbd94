"""The open read API. It asks for no account and sets no cookie."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, PolymorphicProxySerializer, extend_schema
from rest_framework.generics import ListAPIView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from disclosure.api.filters import EntryFilter
from disclosure.api.paging import NewestFirst
from disclosure.api.serializers import EntryDetailSerializer, EntrySerializer, WithdrawnSerializer
from disclosure.choices import PublicState
from disclosure.models import PublicEntry
from disclosure.site.selectors import on_display
from disclosure.site.views.entry import shown_on_display

_UNREADABLE = OpenApiResponse(OpenApiTypes.OBJECT, description=_("A parameter cannot be read or searched."))
_GONE = OpenApiResponse(OpenApiTypes.OBJECT, description=_("There is no such entry on display."))
_TOO_MANY = OpenApiResponse(OpenApiTypes.OBJECT, description=_("Too many requests; try again later."))


@extend_schema(
    tags=["entries"],
    summary=_("Entries on display, newest first"),
    responses={200: EntrySerializer(many=True), 400: _UNREADABLE, 429: _TOO_MANY},
)
class EntryList(ListAPIView[PublicEntry]):
    """Permits, penalties and entries of lists on display, newest first, page by page without a count."""

    authentication_classes = []
    permission_classes = [AllowAny]
    serializer_class = EntrySerializer
    pagination_class = NewestFirst
    filterset_class = EntryFilter

    def get_queryset(self) -> Any:
        """Return what anyone may see today."""
        return on_display().defer("details", "grams", "name_norm")


class EntryDetail(APIView):
    """One published permit, penalty or entry of a list."""

    authentication_classes = []
    permission_classes = [AllowAny]

    @extend_schema(
        tags=["entries"],
        summary=_("One entry with all its public columns"),
        responses={
            200: PolymorphicProxySerializer(
                component_name="EntryOrNotice",
                serializers=[EntryDetailSerializer, WithdrawnSerializer],
                resource_type_field_name=None,
            ),
            404: _GONE,
            429: _TOO_MANY,
        },
    )
    def get(self, request: Request, guid: UUID) -> Response:
        """Answer with the entry, or with the notice of its withdrawal."""
        entry = PublicEntry.objects.defer("grams", "name_norm").filter(guid=guid).first()
        if entry is not None and entry.state == PublicState.WITHDRAWN:
            return Response(WithdrawnSerializer(entry).data)
        if entry is None or not shown_on_display(entry):
            raise Http404
        return Response(EntryDetailSerializer(entry, context={"request": request}).data)
