"""Reading: the records, the time line and the grades of one subject within the machine's divisions."""

from __future__ import annotations

from typing import Any

from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.access import ApiKeyAuthentication, HoldsScope, MachineThrottle
from accounts.models.api_keys import ApiKey, ApiScope
from accounts.permissions import P
from credit.api.serializers import GradeSerializer, RecordSerializer, TimelineSerializer, WrongSerializer
from credit.api.subjects import PersonSerializer, body_file, machine_of, person_file
from credit.choices import Usage
from credit.models import ConductRecord, Grade, Subject
from credit.rules.terms import StandardState
from credit.timeline import kinds, timeline

REFUSALS: dict[int, Any] = {
    401: OpenApiResponse(WrongSerializer, description=_("No key, or one that opens nothing.")),
    403: OpenApiResponse(WrongSerializer, description=_("The key may not be used for this.")),
    404: OpenApiResponse(WrongSerializer, description=_("There is no such file in your divisions.")),
    429: OpenApiResponse(WrongSerializer, description=_("Too many requests; try again later.")),
}
_USCC = OpenApiParameter("uscc", OpenApiTypes.STR, OpenApiParameter.PATH, description=_("Credit code."))
_PAGES = [
    OpenApiParameter("cursor", OpenApiTypes.STR, description=_("Part of `next` of the page before.")),
    OpenApiParameter("page_size", OpenApiTypes.INT, description=_("At most 200.")),
]
_STRETCH = [
    OpenApiParameter("kind", OpenApiTypes.STR, description=_("Code of one kind of event.")),
    OpenApiParameter("from", OpenApiTypes.STR, description=_("`older` of the page before.")),
]


@method_decorator(never_cache, name="dispatch")
class KeyedView(APIView):
    """A view for machines: a key, its scope, a limit on how often, and nothing kept by a cache."""

    authentication_classes = [ApiKeyAuthentication]
    permission_classes = [HoldsScope]
    throttle_classes = [MachineThrottle]
    scope: ApiScope


class RecordPages(CursorPagination):
    """Fifty records a page, newest first, by key."""

    ordering = "-id"
    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200


class RecordsView(KeyedView):
    """What the views of records share."""

    scope = ApiScope.RECORD_READ

    def answer(self, request: Request, subject: Subject) -> Response:
        """Return a page of records; those that need the subject's own authority are left out."""
        rows = ConductRecord.objects.filter(subject_id=subject.pk)
        free = rows.exclude(item__scope=Usage.AUTHORISED).select_related("item")
        pages = RecordPages()
        page: Any = pages.paginate_queryset(free, request, view=self)
        return pages.get_paginated_response(RecordSerializer(page or [], many=True).data)


class TimelineView(KeyedView):
    """What the views of time lines share."""

    scope = ApiScope.RECORD_READ

    def answer(self, request: Request, subject: Subject) -> Response:
        """Return a page of the time line as the subject itself may read it, without internal notes.

        Facts that need the subject's own authority are left out, as among the records; so are grades, points
        and warnings of them for a key that may not read grades.
        """
        kind = request.query_params.get("kind", "")
        page = timeline(
            subject,
            machine_of(request),
            own=True,
            authorised=False,
            kind=kind if kind in dict(kinds()) else "",
            start=request.query_params.get("from", ""),
            withheld=() if ApiScope.GRADE_READ in _uses(request) else (P.GRADE_VIEW,),
        )
        told = {"events": page.events, "older": page.older or None}
        return Response(TimelineSerializer(told).data)


def _uses(request: Request) -> list[str]:
    """Return what the request's key may be used for."""
    return list(request.auth.scopes) if isinstance(request.auth, ApiKey) else []


class GradesView(KeyedView):
    """What the views of grades share."""

    scope = ApiScope.GRADE_READ

    def answer(self, request: Request, subject: Subject) -> Response:
        """Return the standing grades under adopted standards, each told line by line."""
        rows = Grade.objects.filter(subject_id=subject.pk, standard__state=StandardState.ADOPTED)
        ordered: Any = rows.select_related("standard", "subject").order_by("standard__code", "-as_of")
        return Response(GradeSerializer(ordered, many=True).data)


@extend_schema(
    tags=["files"],
    summary=_("Conduct records of a body"),
    parameters=[_USCC, *_PAGES],
    responses={200: RecordSerializer(many=True), **REFUSALS},
)
class BodyRecords(RecordsView):
    """Conduct records of a body, newest first."""

    def get(self, request: Request, uscc: str) -> Response:
        """Answer with a page of records."""
        return self.answer(request, body_file(request, uscc, P.FILE_VIEW))


@extend_schema(
    tags=["files"],
    summary=_("Conduct records of a person"),
    request=PersonSerializer,
    parameters=_PAGES,
    responses={200: RecordSerializer(many=True), **REFUSALS},
)
class PersonRecords(RecordsView):
    """Conduct records of a person, newest first. The number travels in the body and is in no answer."""

    def post(self, request: Request) -> Response:
        """Answer with a page of records."""
        return self.answer(request, person_file(request, P.FILE_VIEW))


@extend_schema(
    tags=["files"],
    summary=_("Time line of a body"),
    parameters=[_USCC, *_STRETCH],
    responses={200: TimelineSerializer, **REFUSALS},
)
class BodyTimeline(TimelineView):
    """Everything that happened to a body, newest first, without internal notes."""

    def get(self, request: Request, uscc: str) -> Response:
        """Answer with a page of events."""
        return self.answer(request, body_file(request, uscc, P.FILE_VIEW))


@extend_schema(
    tags=["files"],
    summary=_("Time line of a person"),
    request=PersonSerializer,
    parameters=_STRETCH,
    responses={200: TimelineSerializer, **REFUSALS},
)
class PersonTimeline(TimelineView):
    """Everything that happened to a person, newest first, without internal notes."""

    def post(self, request: Request) -> Response:
        """Answer with a page of events."""
        return self.answer(request, person_file(request, P.FILE_VIEW))


@extend_schema(
    tags=["files"],
    summary=_("Grades of a body, with their explanation"),
    parameters=[_USCC],
    responses={200: GradeSerializer(many=True), **REFUSALS},
)
class BodyGrades(GradesView):
    """Standing grades of a body, each told line by line."""

    def get(self, request: Request, uscc: str) -> Response:
        """Answer with the grades."""
        return self.answer(request, body_file(request, uscc, P.GRADE_VIEW))


@extend_schema(
    tags=["files"],
    summary=_("Grades of a person, with their explanation"),
    request=PersonSerializer,
    responses={200: GradeSerializer(many=True), **REFUSALS},
)
class PersonGrades(GradesView):
    """Standing grades of a person, each told line by line."""

    def post(self, request: Request) -> Response:
        """Answer with the grades."""
        return self.answer(request, person_file(request, P.GRADE_VIEW))
