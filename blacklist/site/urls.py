"""Addresses of the public pages of the lists."""

from django.urls import path

from blacklist.site.four_lists import download, four_lists, version

app_name = "lists"
urlpatterns = [
    path("lists/four/", four_lists, name="four_lists"),
    path("lists/four/<int:four>/", version, name="four_list"),
    path("lists/four/<int:four>/<str:form>/", download, name="four_list_download"),
]
