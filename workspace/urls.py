from django.urls import path

from workspace.views import finding, home, looks, manifest, passes, room, tours

urlpatterns = [
    path("manifest.webmanifest", manifest.show, name="manifest"),
    path("", home.home, name="home"),
    path("tour/", tours.end, name="tour_end"),
    path("rooms/", home.create, name="room_create"),
    path("rooms/<int:pk>/", room.show, name="room"),
    path("rooms/<int:pk>/rail/", room.rail, name="rail"),
    path("rooms/<int:pk>/desk/", room.desk, name="desk"),
    path("rooms/<int:pk>/find/", finding.show, name="find"),
    path("rooms/<int:pk>/threads/", room.threads, name="threads"),
    path("rooms/<int:pk>/pass/", passes.show, name="pass"),
    path("rooms/<int:pk>/looks/", looks.create, name="looks"),
    path("rooms/<int:pk>/executive/", room.executive, name="executive"),
]
