"""The settings tests run with: the product's own, made quick, and kept from reaching outside."""

from warroom.settings import *  # noqa: F403

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",  # what the running house of the journeys reads
]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# It looks at every static file anew for each test client; journeys have it, on the product's own settings.
MIDDLEWARE = [each for each in MIDDLEWARE if each != "warroom.handler.StaticFiles"]  # noqa: F405
# A hundred who press one button at the same moment stand in line for a connection; how long is the box's affair.
DATABASES["default"]["OPTIONS"].get("pool", {})["timeout"] = 120  # noqa: F405
