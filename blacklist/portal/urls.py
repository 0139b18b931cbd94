"""Addresses of listings in the portal."""

from django.urls import path

from blacklist.portal.views import ask_hearing, listing, notice

app_name = "portal_lists"
urlpatterns = [
    path("<int:key>/lists/<int:listing>/", listing, name="listing"),
    path("<int:key>/lists/<int:listing>/hearing/", ask_hearing, name="hearing"),
    path("<int:key>/lists/<int:listing>/notice/", notice, name="notice"),
]
