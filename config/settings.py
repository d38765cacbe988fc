"""Settings of both sites, driven by the environment (docs/reference/settings.md lists every variable).

`SITE_ROLE=workshop` (the default) serves the public catalog and the private admin.
`SITE_ROLE=public` serves the catalog alone: the app `interviews`, users, sessions and the admin are not
installed, and a database role that may read `catalog_*` tables is enough.
"""

from pathlib import Path

from django.core.management.utils import get_random_secret_key
from django.utils.translation import gettext_lazy as _

from config.env import env_bool, env_choice, env_database, env_licence, env_list, env_package, env_required, env_str
from config.local_secrets import local_secret

BASE_DIR = Path(__file__).resolve().parent.parent
STATE_DIR = Path(env_str("STATE_DIR", str(BASE_DIR / "var")))

DEBUG = env_bool("DEBUG", False)
# A development machine makes its own secrets on first use; production must bring them.
PRODUCTION = env_bool("PRODUCTION", False)
SITE_ROLE = env_choice("SITE_ROLE", ["workshop", "public"], "workshop")
IS_WORKSHOP = SITE_ROLE == "workshop"

if PRODUCTION:
    SECRET_KEY = env_required("SECRET_KEY", remedy="give it 50 random characters")
elif IS_WORKSHOP:
    SECRET_KEY = env_str("SECRET_KEY", "") or local_secret(STATE_DIR / "secret-key", get_random_secret_key)
else:
    # The public site signs nothing that outlives the process.
    SECRET_KEY = env_str("SECRET_KEY", "") or get_random_secret_key()

ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS", [])
# Absolute address of the public site, for permalinks in exports and feeds.
SITE_URL = env_str("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
# Under which licence the catalog's texts and quotes may be reused: whoever owns them chooses one, or none. Whom to ask
# where there is none.
LICENCE = env_licence("LICENCE_NAME", "LICENCE_URL")
LICENCE_CONTACT = env_str("LICENCE_CONTACT", "")

PUBLIC_APPS = ["django.contrib.staticfiles", "django_filters", "catalog"]
WORKSHOP_APPS = [
    # Django's admin with a first page of our own.
    "interviews.apps.WorkshopAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "axes",
    "interviews",
]
INSTALLED_APPS = [*(WORKSHOP_APPS if IS_WORKSHOP else []), *PUBLIC_APPS]

PUBLIC_MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.content_security_policy",
    "catalog.api.serving.open_to_every_site",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "config.middleware.only_what_may_be_served",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
WORKSHOP_MIDDLEWARE = [
    "config.middleware.workshop_language",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "axes.middleware.AxesMiddleware",
]
MIDDLEWARE = [*PUBLIC_MIDDLEWARE, *(WORKSHOP_MIDDLEWARE if IS_WORKSHOP else [])]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "catalog.context.site",
                *(
                    [
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                    ]
                    if IS_WORKSHOP
                    else []
                ),
            ],
        },
    },
]

DATABASES = {"default": env_database("DATABASE_URL", default=STATE_DIR / "catalog.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    # Roles in a study open the catalog's part of the admin.
    "interviews.backends.MembershipBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "admin:login"
# Ten wrong passwords lock a name at an address for an hour.
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 1
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
# A password typed as a name is not kept.
AXES_USERNAME_CALLABLE = "interviews.attempts.name_to_keep"
AXES_LOCKOUT_TEMPLATE = "admin/lockout.html"

# Keys that wrap the data keys of raw text and identities, newest first (docs/how-to/keys.md).
IDENTITY_KEYS = env_list("IDENTITY_KEYS", [])
IDENTITY_KEYS_FILE = STATE_DIR / "identity-keys"

# What was taken down, kept outside the database (docs/how-to/withdraw.md). Nothing private is in the first.
LEDGER = Path(env_str("LEDGER", str(STATE_DIR / "ledger")))
PARTICIPANT_LEDGER = Path(env_str("PARTICIPANT_LEDGER", str(STATE_DIR / "participant-ledger")))
# What brings the database to where these are; catalog reads this setting and imports nothing.
LEDGER_FOLLOWERS = (
    ["interviews.actions.follow.WorkshopQuotes", "interviews.actions.follow.Participants"]
    if IS_WORKSHOP
    else ["catalog.followers.Quotes"]
)
# The package of a model that recognises names, beside the rules of our own (docs/how-to/deidentify.md).
NAME_MODEL = env_package("NAME_MODEL", remedy="pip install -e '.[names]', or unset it") if IS_WORKSHOP else ""

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = STATE_DIR / "static"
if not PRODUCTION:
    # Only production collects files there, but whitenoise warns where the directory is missing.
    STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
# Outside production files are served from where they lie: no collectstatic before the first page.
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = DEBUG

# Uploads of transcripts are read in memory and never stored as files.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 40 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 45 * 1024 * 1024

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if PRODUCTION:
    SECURE_SSL_REDIRECT = env_bool("SECURE_SSL_REDIRECT", True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

# Formats of `manage.py export` that need private data; catalog reads this setting and imports nothing.
PRIVATE_EXPORT_FORMATS = (
    {
        "codings-csv": "interviews.exports.codings_csv.CodingsCsv",
        "refi-codebook": "interviews.exports.refi_codebook.RefiCodebook",
        "refi-qda": "interviews.exports.refi_project.RefiProject",
    }
    if IS_WORKSHOP
    else {}
)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_private_words": {"()": "config.logs.NoPrivateWords"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["no_private_words"]}},
    "root": {"handlers": ["console"], "level": env_str("LOG_LEVEL", "WARNING")},
    "loggers": {
        # Django's own loggers would mail and print tracebacks with local variables.
        "django": {"handlers": ["console"], "level": env_str("LOG_LEVEL", "WARNING"), "propagate": False},
        "axes": {"level": "ERROR"},
    },
}
# Django's error reports list local variables; ours never do (config/logs.py).
DEFAULT_EXCEPTION_REPORTER_FILTER = "config.logs.NothingPrivateFilter"
DEFAULT_EXCEPTION_REPORTER = "config.logs.NamesOnlyReporter"

TEST_RUNNER = "django.test.runner.DiscoverRunner"
