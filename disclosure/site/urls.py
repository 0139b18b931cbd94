"""Addresses of the public site."""

from django.urls import path, register_converter
from django.views.decorators.csrf import csrf_exempt
from django.views.i18n import set_language

from disclosure.site.converters import CreditCodeConverter
from disclosure.site.views.about import about
from disclosure.site.views.commitments import commitment, commitments, of_body
from disclosure.site.views.entry import entry
from disclosure.site.views.home import home
from disclosure.site.views.lists import list_of, lists
from disclosure.site.views.search import download, search
from disclosure.site.views.subject import subject

register_converter(CreditCodeConverter, "uscc")

app_name = "disclosure"
urlpatterns = [
    path("", home, name="home"),
    path("search/", search, name="search"),
    path("search/download/", download, name="download"),
    path("entry/<uuid:guid>/", entry, name="entry"),
    path("subject/<uscc:uscc>/", subject, name="subject"),
    path("subject/<uscc:uscc>/commitments/", of_body, name="body_commitments"),
    path("commitments/", commitments, name="commitments"),
    path("commitments/<uuid:promise>/", commitment, name="commitment"),
    path("lists/", lists, name="lists"),
    path("lists/<slug:scheme>/", list_of, name="list"),
    path("about/", about, name="about"),
    # Harmless from elsewhere, and so no visitor of the public site needs a cookie to change the language.
    path("language/", csrf_exempt(set_language), name="language"),
]
