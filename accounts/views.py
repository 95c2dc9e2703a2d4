from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse


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
