from django.urls import path

from publishing.views import glasses, lines, publications, reach

urlpatterns = [
    path("statements/<int:pk>/publications/", publications.index, name="publications"),
    path("publications/<int:pk>/reach/", reach.create, name="reach"),
    path("statements/<int:pk>/break-glass/", glasses.open_, name="glass_open"),
    path("statements/<int:pk>/uses/", lines.use, name="line_use"),
    path("break-glass/<int:pk>/second/", glasses.second, name="glass_second"),
    path("break-glass/<int:pk>/review/", glasses.review, name="glass_review"),
]
