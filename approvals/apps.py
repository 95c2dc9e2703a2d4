from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApprovalsConfig(AppConfig):
    name = "approvals"
    verbose_name = _("Statements and sign-off")

    def ready(self) -> None:
        import_module("approvals.entries")
        import_module("approvals.actions.withdrawals")
