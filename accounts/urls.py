from django.urls import path

from accounts.views import LanguageView, SignInView, SignOutView

urlpatterns = [
    path("sign-in/", SignInView.as_view(), name="sign_in"),
    path("sign-out/", SignOutView.as_view(), name="sign_out"),
    path("language/", LanguageView.as_view(), name="language"),
]
