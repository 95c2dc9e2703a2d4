from django.urls import path

from reporting.views import closures, figures

urlpatterns = [
    path("rooms/<int:pk>/closure/", closures.show, name="closure"),
    path("rooms/<int:pk>/figures/", figures.show, name="figures"),
]
