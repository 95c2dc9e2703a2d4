"""Every app brings its own addresses. `/healthz` and `/readyz` are answered before any of them."""

from importlib.util import find_spec

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/", admin.site.urls),
]
for app in ("accounts", "workspace", "incidents", "approvals", "publishing", "reporting"):
    if find_spec(f"{app}.urls"):
        urlpatterns.append(path("", include(f"{app}.urls")))
