"""Django's settings, every one that differs between places read from the environment (see .env.example)."""

import os
from pathlib import Path
from typing import Any

import django_stubs_ext
import environ
from django.utils.translation import gettext_lazy as _

from config.env import Environment, SettingError, tell_setting_errors_plainly
from config.unfold import UNFOLD as UNFOLD
from core import broker_address

django_stubs_ext.monkeypatch()  # lets code name the model of a generic class: ModelAdmin[Institution]

tell_setting_errors_plainly()
BASE_DIR = Path(__file__).resolve().parent.parent
environ.Env.read_env(os.environ.get("CHENGYI_ENV_FILE", str(BASE_DIR / ".env")), overwrite=False)
env = Environment(os.environ)

# Names are compared character by character: pypinyin's phrases would cost each process 45 MiB for nothing.
os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "true")

# --- where we are -----------------------------------------------------------------------------------
DEMO = env.demo
DEBUG = env.flag("DEBUG")
if DEBUG and not DEMO:
    raise SettingError(
        "DEBUG shows secrets to visitors: unset it, or set CHENGYI_DEMO=1 where there are no real data."
    )
CHENGYI_VAR = env.folder("CHENGYI_VAR", BASE_DIR / "var")
CHENGYI_TODAY = env.day("CHENGYI_TODAY")
if CHENGYI_TODAY and not DEMO:
    raise SettingError(
        "CHENGYI_TODAY stops the calendar: unset it, or set CHENGYI_DEMO=1 where there are no real data."
    )
if DEMO:
    (CHENGYI_VAR / "static").mkdir(parents=True, exist_ok=True)

# --- secrets ----------------------------------------------------------------------------------------
SECRET_KEY = env.secret("SECRET_KEY")
CHENGYI_SEAL_KEYS = env.seal_keys("CHENGYI_SEAL_KEYS")  # the first one seals, all of them open
CHENGYI_INDEX_KEY = env.index_key("CHENGYI_INDEX_KEY")

# --- doors ------------------------------------------------------------------------------------------
PORT = env.number("PORT", 8000)
SANDBOX_PORT = env.number("SANDBOX_PORT", PORT + 100)
SANDBOX_URL = env.text("SANDBOX_URL", f"http://127.0.0.1:{SANDBOX_PORT}")
SANDBOX_SECRET = env.text("SANDBOX_SECRET", "", demo="demonstration-only-sandbox-secret")
SANDBOX_TOKEN = env.text("SANDBOX_TOKEN", "", demo="demonstration-only-sandbox-token")
ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS", demo="localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.origins("CSRF_TRUSTED_ORIGINS")
PUBLIC_URL = env.origins(
    "PUBLIC_URL", f"https://{ALLOWED_HOSTS[0].lstrip('.')}", demo=f"http://127.0.0.1:{PORT}"
)[0]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

# --- applications -----------------------------------------------------------------------------------
HOUSE_APPS = [
    "core",
    "accounts",
    "exchange",
    "credit",
    "institutions",
    "practitioners",
    "blacklist",
    "supervision",
    "disclosure",
]
INSTALLED_APPS = [
    "config.supervisors_site.ThemeConfig",
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "unfold.contrib.inlines",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "js_lib_bootstrap5",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "axes",
    *HOUSE_APPS,
]
MIDDLEWARE = [
    "core.client_address.ClientAddressMiddleware",
    "core.request_id.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.policy.ContentSecurityPolicyMiddleware",
    "config.refusals.RefusalMiddleware",
    "accounts.lost_session.LostSessionMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "accounts.second_factor.middleware.SecondFactorMiddleware",
    "axes.middleware.AxesMiddleware",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- data -------------------------------------------------------------------------------------------
DATABASES = {"default": env.database("DATABASE_URL", demo=f"sqlite:///{CHENGYI_VAR / 'chengyi.sqlite3'}")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MEDIA_ROOT = CHENGYI_VAR / "uploads"  # never served: workbooks hold personal data
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# --- queue ------------------------------------------------------------------------------------------
BROKER_URL = env.broker("BROKER_URL", demo=broker_address.url(CHENGYI_VAR))
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": broker_address.cache_url(BROKER_URL),
        "OPTIONS": {"socket_timeout": 2, "socket_connect_timeout": 2},
    }
}
CELERY_BROKER_URL = BROKER_URL
CELERY_TIMEZONE = "Asia/Shanghai"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# Longer than the longest task, else it runs twice; long jobs come back sooner through their lease.
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {"visibility_timeout": 1800, "socket_timeout": 10}
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 2, "interval_start": 0.1, "interval_step": 0.2}

# Changes of one subject within so many seconds cause one regrade; 0: each change at once.
REGRADE_WINDOW_SECONDS = env.number("REGRADE_WINDOW_SECONDS", 3)

# --- people -----------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.Officer"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "/admin/"
LOGOUT_REDIRECT_URL = "/"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "locked_out.html"
AXES_ENABLE_ADMIN = False

# Officers may set up a one-time code; agencies (in their form) and these roles demand it.
SECOND_FACTOR = env.flag("SECOND_FACTOR", default=not DEMO)
SECOND_FACTOR_ROLES = env.names("SECOND_FACTOR_ROLES")

# Work of scrypt on the passphrases of keepers of informants (a power of two); a key remembers its own.
INFORMANT_SCRYPT_N = env.power_of_two("INFORMANT_SCRYPT_N", 1 << 12 if DEMO else 1 << 16)

DEMO_SIGN_INS = "accounts.demo.SIGN_INS"  # printed by `manage.py serve`

# --- language and time ------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

# --- static files -----------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = CHENGYI_VAR / "static" if DEMO else BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = DEMO  # the demonstration starts without a collecting step
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEMO
        else "whitenoise.storage.CompressedManifestStaticFilesStorage",
        # Collected by root while the image is built, read by another user: not as private as uploads are.
        "OPTIONS": {"file_permissions_mode": 0o644, "directory_permissions_mode": 0o755},
    },
}

# --- credit reports ---------------------------------------------------------------------------------
REPORT_BATCH_DAYS = env.number("REPORT_BATCH_DAYS", 7)  # after so many days a file of many is deleted
REPORT_BATCH_MOST = env.number("REPORT_BATCH_MOST", 5000)
VERIFY_PER_MINUTE = env.number("VERIFY_PER_MINUTE", 30)  # checks of reports from one address

# --- open API ---------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": [
        "rest_framework.permissions.IsAuthenticated"
    ],  # a public view says so itself
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.CursorPagination",
    "PAGE_SIZE": 20,
    "DEFAULT_THROTTLE_CLASSES": [
        "core.throttling.VisitorThrottle",
        "core.throttling.OfficerThrottle",
    ],
    "NUM_PROXIES": 0,  # the address is the visitor's already: see core.client_address
    "DEFAULT_THROTTLE_RATES": {"anon": "120/min", "user": "600/min", "machine": "300/min"},
}
SPECTACULAR_SETTINGS = {
    "TITLE": _("Chengyi open API"),
    "DESCRIPTION": _("Published permits, penalties, lists and credit facts of health institutions."),
    "VERSION": "1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "ENUM_NAME_OVERRIDES": {"PublicStateEnum": "disclosure.choices.PublicState"},
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}

# --- transport security -----------------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = not DEMO
SECURE_SSL_REDIRECT = not DEMO
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 0 if DEMO else 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not DEMO
# Proxies of ours that each add to X-Forwarded-For; the addresses before theirs could be anybody's invention.
CHENGYI_PROXIES = 0
if env.flag("CHENGYI_BEHIND_PROXY"):  # only where the proxy itself sets the headers, else anybody could
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    CHENGYI_PROXIES = env.number("CHENGYI_PROXIES", 1)

# --- log --------------------------------------------------------------------------------------------
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"redact": {"()": "core.logs.RedactingFilter"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["redact"]}},
    "root": {"handlers": ["console"], "level": env.one_of("LOG_LEVEL", "INFO", LEVELS)},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
        # Scanners ask under every name: their questions are refused, and need no stack trace.
        "django.security.DisallowedHost": {"handlers": [], "level": "CRITICAL", "propagate": False},
        "axes": {"level": "WARNING"},  # its lines name the account that tried
    },
}
