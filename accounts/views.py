from django.contrib.auth.views import LoginView


class SignInView(LoginView):
    """Username and password. Single sign-on and second factors will stand beside this view, not inside it."""

    template_name = "accounts/sign_in.html"
    redirect_authenticated_user = True
