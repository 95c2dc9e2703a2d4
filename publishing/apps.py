from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublishingConfig(AppConfig):
    name = "publishing"
    verbose_name = _("Publications")

    def ready(self) -> None:
        import_module("publishing.entries")
        import_module("publishing.actions.corrections")
