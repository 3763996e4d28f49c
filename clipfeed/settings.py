"""Every setting: read from the environment, with defaults that suit one machine.

README.md lists the environment variables. A value that makes no sense stops the start.
"""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import dj_database_url
from environs import Env
from kombu import Queue

from clipfeed.secret import read_or_make_secret_key

env = Env()

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.str("CLIPFEED_VAR", str(BASE_DIR / "var"))).expanduser().resolve()
VAR_DIR.mkdir(parents=True, exist_ok=True)

DEBUG = env.bool("DEBUG", False)
SECRET_KEY = env.str("SECRET_KEY", "") or read_or_make_secret_key(VAR_DIR / "secret_key")
# A household opens the feed by address, name or mDNS name; a public service names its hosts.
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["*"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])
HTTPS = env.bool("HTTPS", False)
# How many proxies in front of this server may be believed about a client's address.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 0)

INSTALLED_APPS = [
    "clipfeed.apps.ClipFeedAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "clipfeed.apps.StaticFilesConfig",
    "django_htmx",
    "template_partials",
    "allauth",
    "allauth.account",
    "catalog",
    "social",
    "feed",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "clipfeed.middleware.content_security_policy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "clipfeed.middleware.TextGZipMiddleware",
    "feed.api.middleware.direct",
    "clipfeed.errors.wrong_method",
    "clipfeed.middleware.forget_when_logged_out",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "social.middleware.listener",
]

ROOT_URLCONF = "clipfeed.urls"
WSGI_APPLICATION = "clipfeed.wsgi.application"

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
    }
]


def _database() -> dict[str, Any]:
    url = env.str("DATABASE_URL", "")
    if url:
        config: dict[str, Any] = dict(dj_database_url.parse(url))
        if config["ENGINE"] == "django.db.backends.postgresql":
            config.setdefault("OPTIONS", {}).update(
                pool={"min_size": 1, "max_size": 20, "timeout": 10},
                # Planning the statements of a swipe anew takes as long as answering them.
                server_side_binding=True,
                prepare_threshold=5,
            )
        return config
    return {
        "ENGINE": "clipfeed.sqlite",
        "NAME": VAR_DIR / "clipfeed.sqlite3",
        "OPTIONS": {
            # Without IMMEDIATE, a transaction that reads before it writes fails under load.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
                " PRAGMA mmap_size=134217728; PRAGMA temp_store=MEMORY;"
            ),
        },
        # Opening the file for each request takes longer than most requests.
        "CONN_MAX_AGE": 60,
        # A test database in memory cannot be shared by threads and processes.
        "TEST": {"NAME": VAR_DIR / "test.sqlite3"},
    }


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


def _cache() -> dict[str, Any]:
    url = env.str("CACHE_URL", "")
    if url:
        return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}
    return {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": VAR_DIR / "cache",
    }


CACHES = {"default": _cache()}

AUTH_USER_MODEL = "social.User"
AUTHENTICATION_BACKENDS = ["social.authenticating.AccountBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
    )
]
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "clipfeed.accounts.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "clipfeed.account_forms.LoginForm",
    "signup": "clipfeed.account_forms.SignupForm",
    "add_email": "clipfeed.account_forms.AddEmailForm",
    "change_password": "clipfeed.account_forms.ChangePasswordForm",
    "reset_password": "clipfeed.account_forms.ResetPasswordForm",
    "reset_password_from_key": "clipfeed.account_forms.ResetPasswordKeyForm",
    "reauthenticate": "clipfeed.account_forms.ReauthenticateForm",
}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "optional" if env.str("EMAIL_URL", "") else "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_USERNAME_BLACKLIST = ["admin", "api", "clipfeed", "me", "settings"]
ACCOUNT_PRESERVE_USERNAME_CASING = False
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES

if env.str("EMAIL_URL", ""):
    vars().update(env.dj_email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR_DIR / "mail"
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "ClipFeed <clipfeed@localhost>")

LANGUAGE_CODE = "en"
TIME_ZONE = env.str("TIME_ZONE", "UTC")
USE_I18N = False
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "clipfeed.static.HashedStaticFiles"},
}
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 500
MAX_AUDIO_BYTES = env.int("MAX_AUDIO_BYTES", 2 * 1024**3)
API_REQUESTS_PER_MINUTE = env.int("API_REQUESTS_PER_MINUTE", 600)

# Which model is active and which songs are newest: seconds until a web process asks again.
SHARED_ANSWERS_S = 2.0

CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", "") or "filesystem://localhost"
if CELERY_BROKER_URL.startswith("filesystem:"):
    _queue = VAR_DIR / "queue"
    for _folder in ("messages", "done", "control"):
        (_queue / _folder).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_queue / "messages"),
        "data_folder_out": str(_queue / "messages"),
        "processed_folder": str(_queue / "done"),
        "control_folder": str(_queue / "control"),
        "store_processed": False,
        "polling_interval": 0.25,
    }
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CONCURRENCY = env.int("WORKER_PROCESSES", os.cpu_count() or 1)
# A process holds 280 MB before its first song and 590 MB after one of three hours: what exceeds
# this has grown, and is replaced.
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 700_000  # kilobytes
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_DEFAULT_QUEUE = "clipfeed"
# Workers take turns: fitting does not wait behind a library that is being analysed, nor do new
# songs behind those that are analysed again and play on meanwhile.
CELERY_TASK_QUEUES = [Queue("fitting"), Queue("clipfeed"), Queue("again")]
CELERY_TASK_ROUTES = {"feed.tasks.*": {"queue": "fitting"}}
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "catalog.tasks.sweep", "schedule": timedelta(seconds=30)},
    "erase-deleted-comments": {
        "task": "social.tasks.erase_deleted_comments",
        "schedule": timedelta(minutes=30),
    },
    "refit": {
        "task": "feed.tasks.refit",
        "schedule": timedelta(seconds=env.int("REFIT_SECONDS", 30)),
        "options": {"expires": 60},
    },
}

SESSION_COOKIE_AGE = CSRF_COOKIE_AGE = 365 * 24 * 3600
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_ENGINE = (
    "django.contrib.sessions.backends.cached_db"
    if env.str("CACHE_URL", "")
    else "clipfeed.sessions"
)
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    USE_X_FORWARDED_HOST = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
}
