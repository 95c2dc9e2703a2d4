"""Settings, read from the environment (see .env.example). Production by default; DEBUG=1 for a laptop."""

from django.urls import reverse_lazy

from warroom.settings.boot import refuse_unsafe
from warroom.settings.database import database
from warroom.settings.env import BASE_DIR, env
from warroom.settings.jobs import *  # noqa: F403  CELERY_*
from warroom.settings.logs import *  # noqa: F403  LOGGING
from warroom.settings.security import *  # noqa: F403  CSP, cookies, headers

DEBUG = env.bool("DEBUG", default=False)
# A key everyone can read, good for a laptop only: production refuses it.
SECRET_KEY = env.str("SECRET_KEY", default="insecure-development-key" if DEBUG else "")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if DEBUG else [])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# The image says it is production, so that a stray DEBUG=1 cannot make it anything else.
if not DEBUG or env.str("WARROOM_ENV", default="") == "production":
    refuse_unsafe(env, debug=DEBUG, secret_key=SECRET_KEY, hosts=ALLOWED_HOSTS)

# -- Apps, top floor first ------------------------------------------------------------------------
INSTALLED_APPS = [
    "exercises",
    "workspace",
    "reporting",
    "publishing",
    "approvals",
    "incidents",
    "jobs",
    "live",
    "accounts",
    "common",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "pgtrigger",
    "django_htmx",
    "template_partials",
    "lucide",
    "csp",
    "django_structlog",
]

MIDDLEWARE = [
    "warroom.health.middleware.Probes",
    "django.middleware.security.SecurityMiddleware",
    "warroom.handler.StaticFiles",
    "django.middleware.gzip.GZipMiddleware",  # pads at random, and every token is masked anew: decision 0016
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "warroom.middleware.KeepNothing",
    "accounts.middleware.SignInMiddleware",
    "common.refusals.RefusalMiddleware",
    "warroom.middleware.OurOwnNotFound",
]

ROOT_URLCONF = "warroom.urls"
ASGI_APPLICATION = "warroom.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# -- People ---------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = reverse_lazy("sign_in")
LOGIN_REDIRECT_URL = "/"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]

# -- Stores ---------------------------------------------------------------------------------------
DATABASES = {"default": database(env, debug=DEBUG)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env.str("REDIS_URL", default="redis://127.0.0.1:1/0" if DEBUG else "")
# Hints, the cache and the broker live here, and nothing privileged ever does.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "warroom",
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
    },
}
CELERY_BROKER_URL = REDIS_URL

# -- Languages and time ---------------------------------------------------------------------------
LANGUAGE_CODE = env.str("LANGUAGE_CODE", default="en")
LANGUAGES = [("en", "English"), ("ko", "한국어")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", default="UTC")

# -- Static files ---------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = env.path("STATIC_ROOT", default=str(BASE_DIR / "staticfiles"))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "warroom.bundles.storage.BundledStorage"
    },
}
SERVESTATIC_USE_FINDERS = DEBUG
SERVESTATIC_AUTOREFRESH = DEBUG
