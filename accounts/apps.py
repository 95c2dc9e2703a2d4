from importlib import import_module

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("People")

    def ready(self) -> None:
        # Django's own login(), in which every way of signing in ends, says so only by a signal.
        user_logged_in.connect(import_module("accounts.proof").just_signed_in, dispatch_uid="proof")
