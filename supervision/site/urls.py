"""Addresses of the public pages of supervision."""

from django.urls import URLPattern, path

from supervision.site.complaints import complain, follow
from supervision.site.draws import draw, draw_file, draws, items, plan, script
from supervision.site.inspections import download, inspection, inspections
from supervision.site.service import benefits, guide, guides, rate, rate_form

app_name = "supervision"
urlpatterns: list[URLPattern] = [
    path("complaints/", complain, name="complaint_new"),
    path("complaints/follow/", follow, name="complaint_follow"),
    path("inspections/", inspections, name="inspections"),
    path("inspections/download/", download, name="inspections_download"),
    path("inspections/<uuid:inspected>/", inspection, name="inspection"),
    path("draws/", draws, name="draws"),
    path("draws/items/", items, name="draw_items"),
    path("draws/recompute.py", script, name="draw_script"),
    path("draws/plans/<int:plan_id>/", plan, name="plan"),
    path("draws/<str:drawn>/", draw, name="draw"),
    path("draws/<str:drawn>/<str:name>", draw_file, name="draw_file"),
    path("services/", guides, name="services"),
    path("services/<int:approval>/", guide, name="service"),
    path("benefits/", benefits, name="benefits"),
    path("rate/", rate_form, name="rate_form"),
    path("rate/<str:visit>/", rate, name="rate"),
]
