"""Addresses of the open API."""

from django.urls import path
from django.views.generic import RedirectView

from disclosure.api.views import EntryDetail, EntryList

app_name = "api"
urlpatterns = [
    path("", RedirectView.as_view(pattern_name="api-docs"), name="home"),
    path("entries/", EntryList.as_view(), name="entries"),
    path("entries/<uuid:guid>/", EntryDetail.as_view(), name="entry"),
]
