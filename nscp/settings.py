"""All settings. What differs between machines comes from the environment; .env.example lists it."""

import os
from pathlib import Path

from nscp.kit import environment as env
from nscp.kit.release import fingerprint

BASE = Path(__file__).resolve().parent.parent
env.read_file(Path(os.environ.get("ENV_FILE", BASE / ".env")))

# Where it runs

DEBUG = env.flag("DEBUG", default=False)
SECRET_KEY = env.text("SECRET_KEY", "for development only, everyone knows it" if DEBUG else None)
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", [] if DEBUG else None)
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS", [])
TRUSTED_PROXIES = env.number("TRUSTED_PROXIES", default=0)
# Names the running code in what readers keep; without it, a digest of the code does.
RELEASE = env.text("RELEASE", "") or fingerprint(
    BASE / name for name in ("nscp", "regions", "members", "templates", "static")
)
NSCP_DEMO_PASSWORD = env.text("NSCP_DEMO_PASSWORD", "")

# Data. No ATOMIC_REQUESTS: on SQLite every page view would then take the lock that writers need.

DATABASES = {
    "default": env.database("DATABASE_URL", default=f"sqlite:///{BASE / 'var' / 'nscp.sqlite3'}")
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Counts of the limits per address: more than Django's 300, or many addresses push each other out.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}

# What it is made of

INSTALLED_APPS = [
    "nscp.apps.DirectoryAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django_filters",
    "django_htmx",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "regions",
    "members",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "nscp.kit.security.ContentSecurityPolicy",
    "nscp.kit.requests.RequestId",
    "regions.caching.PublicPages",
    "nscp.kit.api.answers.ApiAnswers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "regions.tracking.ActorMiddleware",
]

ROOT_URLCONF = "nscp.urls"
WSGI_APPLICATION = "nscp.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["nscp.kit.tags", "nscp.kit.head"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Style sheets, scripts, pictures. In production `collectstatic` names each file after its content.

STATIC_URL = "/static/"
STATIC_ROOT = BASE / "var" / "static"
STATICFILES_DIRS = [BASE / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage",
    },
}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = DEBUG

# The regions lie in four time zones, and the directory speaks of days: UTC favors none of them.

TIME_ZONE = "UTC"
USE_TZ = True

# People

LOGIN_URL = "admin:login"
AUTHENTICATION_BACKENDS = ["regions.accounts.AccountBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# Mail: on a developer's machine each becomes a file in var/mail.

vars().update(
    env.mail(
        "EMAIL_URL",
        default=f"filemail://{BASE / 'var' / 'mail'}" if DEBUG else "smtp://localhost:25",
    )
)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("MAIL_FROM", "directory@localhost")

# The API

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "nscp.kit.api.schema.ResourceSchema",
    "EXCEPTION_HANDLER": "nscp.kit.api.problems.handler",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "National Smart Coalitions Partnership: the directory",
    "DESCRIPTION": "Regions, members, memberships, focus areas and places, as JSON, CSV, GeoJSON. "
    "Anyone may read. Unknown parameters and values are refused, never ignored.",
    "VERSION": "1.0",
    "OAS_VERSION": "3.1.0",
    "POSTPROCESSING_HOOKS": [],  # values stay where they are used, not in components of their own
}

# What browsers are told. HTTPS=0 tries production settings where there is no certificate.

HTTPS = env.flag("HTTPS", default=not DEBUG)
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # probes come from inside, without TLS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SILENCED_SYSTEM_CHECKS = [
    "security.W021"
]  # preloading binds the whole domain, which is its owner's to decide
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
}

# Logs go to standard output, for whatever runs the process to keep.

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"format": "{levelname} {name}: {message}", "style": "{"},
        "json": {"()": "nscp.kit.logs.JsonFormatter"},
    },
    "handlers": {
        "stdout": {
            "class": "logging.StreamHandler",
            "stream": "ext://sys.stdout",
            "formatter": "plain" if DEBUG else "json",
        },
    },
    "root": {"handlers": ["stdout"], "level": "INFO"},
    "loggers": {"django": {"handlers": [], "level": "INFO", "propagate": True}},
}
