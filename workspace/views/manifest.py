from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.templatetags.static import static
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

# name, size in pixels, purpose: what a system may do with the picture
ICONS = [("icon-192", 192, "any"), ("icon-512", 512, "any"), ("icon-maskable-512", 512, "maskable")]


@login_not_required
@require_GET
def show(request: HttpRequest) -> JsonResponse:
    """The web app manifest. Browsers fetch it without cookies, so it says nothing that is anybody's."""
    drawn = {"src": static("img/mark.svg"), "type": "image/svg+xml", "sizes": "any"}
    painted = [
        {
            "src": static(f"img/{name}.png"),
            "type": "image/png",
            "sizes": f"{size}x{size}",
            "purpose": purpose,
        }
        for name, size, purpose in ICONS
    ]
    manifest = {
        "id": "/",
        "name": _("War-room"),
        "short_name": _("War-room"),
        "lang": get_language(),
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#f5f3ee",
        "theme_color": "#f5f3ee",
        "icons": [drawn, *painted],
    }
    return JsonResponse(manifest, content_type="application/manifest+json")
