from django.urls import path

from publishing.views import publications, reach

urlpatterns = [
    path("statements/<int:pk>/publications/", publications.index, name="publications"),
    path("publications/<int:pk>/reach/", reach.create, name="reach"),
]
