"""Every app brings its own addresses. `/healthz` and `/readyz` are answered before any of them."""

from django.contrib import admin
from django.urls import include, path

from warroom.styleguide.views import show as styleguide

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("accounts.urls")),
    path("", include("workspace.urls")),
    path("", include("incidents.urls")),
    path("", include("approvals.urls")),
    path("", include("publishing.urls")),
    path("", include("reporting.urls")),
    path("", include("exercises.urls")),
    path("", include("jobs.urls")),
    path("styleguide/", styleguide, name="styleguide"),
]
