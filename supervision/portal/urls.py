"""Addresses of the portal's supervision pages."""

from django.urls import URLPattern

app_name = "portal_supervision"
urlpatterns: list[URLPattern] = []
