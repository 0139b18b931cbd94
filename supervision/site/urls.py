"""Addresses of the public pages of supervision."""

from django.urls import URLPattern, path

from supervision.site.complaints import complain, follow
from supervision.site.inspections import download, inspection, inspections

app_name = "supervision"
urlpatterns: list[URLPattern] = [
    path("complaints/", complain, name="complaint_new"),
    path("complaints/follow/", follow, name="complaint_follow"),
    path("inspections/", inspections, name="inspections"),
    path("inspections/download/", download, name="inspections_download"),
    path("inspections/<uuid:inspected>/", inspection, name="inspection"),
]
