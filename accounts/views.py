from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.decorators import method_decorator
from django.views import View

from accounts.actions.languages import choose_language
from accounts.forms.language import LanguageForm
from accounts.models import User
from common.verdicts import Refused


class SignInView(LoginView):
    """Username and password. Single sign-on and second factors will stand beside this view, not inside it."""

    template_name = "accounts/sign_in.html"
    redirect_authenticated_user = True


class SignOutView(LogoutView):
    """Ends the session, and has the browser forget what it kept of ours: half-typed words above all."""

    next_page = "sign_in"

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response: HttpResponse = super().post(request, *args, **kwargs)
        response["Clear-Site-Data"] = '"storage"'
        return response


@method_decorator(login_not_required, name="dispatch")
class LanguageView(View):
    """Goes back to the same page, in another language. A cookie remembers it for as long as nobody is signed in."""

    def post(self, request: HttpRequest) -> HttpResponse:
        form = LanguageForm(request.POST)
        if not form.is_valid():
            raise Refused(str(next(iter(form.errors.values()))[0]))
        language = form.cleaned_data["language"]
        if isinstance(request.user, User):
            choose_language(language, by=request.user)
        response = HttpResponseRedirect(form.cleaned_data["next"])
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite="Lax",
        )
        return response
