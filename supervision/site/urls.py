"""Addresses of the public pages of supervision."""

from django.urls import URLPattern, path

from supervision.site.complaints import complain, follow

app_name = "supervision"
urlpatterns: list[URLPattern] = [
    path("complaints/", complain, name="complaint_new"),
    path("complaints/follow/", follow, name="complaint_follow"),
]
