"""Addresses of the interface to the lists."""

from django.urls import path

from blacklist.api.checks import AskCheck
from blacklist.api.foreign import FileForeignEntries

app_name = "lists-api"
urlpatterns = [
    path("checks/", AskCheck.as_view(), name="ask-check"),
    path("foreign-lists/<slug:source>/entries/", FileForeignEntries.as_view(), name="file-foreign-entries"),
]
