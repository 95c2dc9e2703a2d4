from django.urls import path

from reporting.views import closures, exports, figures

urlpatterns = [
    path("rooms/<int:pk>/closure/", closures.show, name="closure"),
    path("rooms/<int:pk>/figures/", figures.show, name="figures"),
    path("rooms/<int:pk>/exports/", exports.index, name="exports"),
    path("exports/<int:pk>/", exports.file, name="export_file"),
]
