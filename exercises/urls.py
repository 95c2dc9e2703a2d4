from django.urls import path

from exercises.views import packs

urlpatterns = [
    path("packs/", packs.index, name="packs"),
    path("packs/replays/", packs.replay, name="replay"),
    path("packs/imports/", packs.bring, name="pack_import"),
]
