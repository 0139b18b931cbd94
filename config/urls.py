"""The doors: the public site and open API, the portal, the officers' admin."""

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.views import LogoutView
from django.urls import include, path
from django.views.generic import RedirectView
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from config.health import healthz

handler500 = "config.outage.server_error"
urlpatterns = [
    path("healthz", healthz, name="healthz"),
    # Browsers ask for it by themselves on pages that name no icon, such as what is to be printed.
    path("favicon.ico", RedirectView.as_view(url=f"{settings.STATIC_URL}site/favicon.svg"), name="favicon"),
    path("admin/second-factor/", include("accounts.second_factor.urls")),
    # Officers land at their door again: the next one on a shared telephone begins there.
    path("admin/logout/", LogoutView.as_view(next_page="admin:login"), name="sign_out"),
    path("admin/", admin.site.urls),
    path("i18n/", include("django.conf.urls.i18n")),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/docs/", SpectacularSwaggerSplitView.as_view(), name="api-docs"),
    path("api/", include("credit.api.urls")),
    path("api/", include("blacklist.api.urls")),
    path("api/", include("disclosure.api.urls")),
    path("portal/", include("supervision.portal.urls")),
    path("portal/", include("blacklist.portal.urls")),
    path("portal/", include("institutions.portal.urls")),
    path("", include("credit.site.urls")),
    path("", include("supervision.site.urls")),
    path("", include("blacklist.site.urls")),
    path("", include("disclosure.site.urls")),
]
