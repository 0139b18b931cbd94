"""Addresses of the second factor; they lie under the supervisors' door."""

from django.urls import path

from accounts.second_factor.views import ask, enrol, manage

app_name = "second_factor"
urlpatterns = [
    path("", ask, name="ask"),
    path("enrol/", enrol, name="enrol"),
    path("manage/", manage, name="manage"),
]
