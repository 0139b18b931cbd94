"""Addresses of the authorised interface."""

from django.urls import path

from credit.api.cases import FileObjection, FileRepair
from credit.api.evaluations import FileEvaluations
from credit.api.reading import (
    BodyGrades,
    BodyRecords,
    BodyTimeline,
    PersonGrades,
    PersonRecords,
    PersonTimeline,
)
from credit.api.records import FileRecords

app_name = "files-api"
urlpatterns = [
    path("evaluations/", FileEvaluations.as_view(), name="file-evaluations"),
    path("objections/", FileObjection.as_view(), name="file-objection"),
    path("repairs/", FileRepair.as_view(), name="file-repair"),
    path("records/", FileRecords.as_view(), name="file-records"),
    path("bodies/<str:uscc>/records/", BodyRecords.as_view(), name="body-records"),
    path("bodies/<str:uscc>/timeline/", BodyTimeline.as_view(), name="body-timeline"),
    path("bodies/<str:uscc>/grades/", BodyGrades.as_view(), name="body-grades"),
    path("persons/records/", PersonRecords.as_view(), name="person-records"),
    path("persons/timeline/", PersonTimeline.as_view(), name="person-timeline"),
    path("persons/grades/", PersonGrades.as_view(), name="person-grades"),
]
