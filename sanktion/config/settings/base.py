"""Settings shared by every environment. What differs between sites is read from the environment."""

from datetime import timedelta
from pathlib import Path

from celery.schedules import crontab

from sanktion.base import logs
from sanktion.config import env

ROOT = Path(__file__).resolve().parents[3]
VAR = Path(env.text("SANKTION_VAR", str(ROOT / "var")))

SECRET_KEY = env.text("SECRET_KEY")
# While the key is changed: what the old one signed (sessions, half-sent forms) is read still. See docs/keys.md.
SECRET_KEY_FALLBACKS = env.listing("SECRET_KEY_FALLBACKS")
DEBUG = False
ALLOWED_HOSTS = env.listing("ALLOWED_HOSTS", "localhost,127.0.0.1")
CSRF_TRUSTED_ORIGINS = env.listing("CSRF_TRUSTED_ORIGINS")
ROOT_URLCONF = "sanktion.config.urls"
WSGI_APPLICATION = "sanktion.config.wsgi.application"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_static",
    "django_otp.plugins.otp_totp",
    "guardian",
    "simple_history",
    "django_filters",
    "sanktion",
    "parthoering",
    "koerelister",
    "tilsyn",
]

MIDDLEWARE = [
    "sanktion.base.middleware.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "sanktion.base.middleware.SecurityHeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "sanktion.base.middleware.MachinesFirstMiddleware",
    "koerelister.middleware.LedgerMiddleware",
    "tilsyn.middleware.LedgerMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "sanktion.views.identity.IdentityMiddleware",
    "sanktion.views.oidc.RenewalMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "sanktion.base.middleware.ActingUserMiddleware",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sanktion.views.context.site",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# The application runs as a role that owns nothing; migrations run with the owner's DATABASE_URL.
DATABASES = {"default": env.database(env.text("DATABASE_URL"))}
# Plans of the largest queries are kept (base/compiled.py). Off for a PgBouncer that can't.
DATABASE_PREPARES = env.flag("DATABASE_PREPARES", True)
DATABASE_APP_ROLE = env.text("DATABASE_APP_ROLE", "sanktion_app")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env.text("REDIS_URL")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        # A Redis that doesn't answer must not hold up a page: the cache holds progress bars only.
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
    }
}

AUTH_USER_MODEL = "sanktion.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "sanktion.base.backends.RoleBackend",
    "sanktion.actions.oidc.OidcBackend",
]
GUARDIAN_MONKEY_PATCH_USER = False
# Guardian's own backend is left out on purpose: exceptions are read with the user, see base/backends.py.
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]
ANONYMOUS_USER_NAME = None
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "sanktion.forms.staff.NotTheDemosPassword"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
SESSION_ENGINE = "sanktion.models.session"
# Whoever leaves a machine is asked again; after a working day it ends, however busy it was.
SANKTION_SESSION_IDLE_MINUTES = env.integer("SANKTION_SESSION_IDLE_MINUTES", 30)
SANKTION_SESSION_HOURS = env.integer("SANKTION_SESSION_HOURS", 10)
# How long it counts to have said who one is, before what leaves the house, is switched on or is protected.
SANKTION_CONFIRM_MINUTES = env.integer("SANKTION_CONFIRM_MINUTES", 10)
SESSION_COOKIE_AGE = SANKTION_SESSION_HOURS * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True

# Users with a password of ours. A municipality has its own login; then these are left off.
SANKTION_LOCAL_ACCOUNTS = env.flag("SANKTION_LOCAL_ACCOUNTS", False)
SANKTION_REQUIRE_SECOND_FACTOR = env.flag("SANKTION_REQUIRE_SECOND_FACTOR", True)
# How long a password that an administrator gave can be used for the first time.
SANKTION_TEMPORARY_PASSWORD_DAYS = env.integer("SANKTION_TEMPORARY_PASSWORD_DAYS", 7)
OTP_TOTP_ISSUER = "Sanktion"
# Failed logins in a row: from one address to one account, and to one account from anywhere. Never from one address
# alone, for a whole unit may stand behind it. In the database and not in Redis: what is counted must outlive a restart,
# and a Redis that is away must neither let guesses through nor keep everybody out.
SANKTION_LOGIN_FAILURES = env.integer("SANKTION_LOGIN_FAILURES", 5)
SANKTION_ACCOUNT_FAILURES = env.integer("SANKTION_ACCOUNT_FAILURES", 25)
SANKTION_LOCKOUT_MINUTES = env.integer("SANKTION_LOCKOUT_MINUTES", 15)
# Addresses or networks of the proxies whose X-Forwarded-For is believed.
SANKTION_TRUSTED_PROXIES = env.listing("SANKTION_TRUSTED_PROXIES")
AXES_HANDLER = "sanktion.base.lockout.LockoutHandler"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"], "username"]
AXES_FAILURE_LIMIT = SANKTION_LOGIN_FAILURES
AXES_COOLOFF_TIME = timedelta(minutes=SANKTION_LOCKOUT_MINUTES)
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_USERNAME_CALLABLE = "sanktion.base.lockout.account"
AXES_CLIENT_IP_CALLABLE = "sanktion.base.lockout.client_address"
AXES_LOCKOUT_CALLABLE = "sanktion.base.lockout.page_as_it_is"
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# The municipality's own login (OpenID Connect); without SANKTION_OIDC_CLIENT_ID there is none. See docs/login.md.
SANKTION_OIDC = bool(env.text("SANKTION_OIDC_CLIENT_ID", ""))
SANKTION_OIDC_ISSUER = env.text("SANKTION_OIDC_ISSUER", "")
SANKTION_OIDC_LOGOUT_URL = env.text("SANKTION_OIDC_LOGOUT_URL", "")
SANKTION_OIDC_USERNAME_CLAIM = env.text("SANKTION_OIDC_USERNAME_CLAIM", "preferred_username")
SANKTION_OIDC_ROLES_CLAIM = env.text("SANKTION_OIDC_ROLES_CLAIM", "groups")
SANKTION_OIDC_TEAMS_CLAIM = env.text("SANKTION_OIDC_TEAMS_CLAIM", "groups")
SANKTION_OIDC_PRIVILEGES_CLAIM = env.text("SANKTION_OIDC_PRIVILEGES_CLAIM", "")
SANKTION_OIDC_ROLE_MAP = env.mapping("SANKTION_OIDC_ROLE_MAP")
SANKTION_OIDC_TEAM_MAP = env.mapping("SANKTION_OIDC_TEAM_MAP")
OIDC_RP_CLIENT_ID = env.text("SANKTION_OIDC_CLIENT_ID", "")
OIDC_RP_CLIENT_SECRET = env.text("SANKTION_OIDC_CLIENT_SECRET", "")
OIDC_RP_SCOPES = env.text("SANKTION_OIDC_SCOPES", "openid profile email")
OIDC_RP_SIGN_ALGO = env.text("SANKTION_OIDC_ALGORITHM", "RS256")
OIDC_OP_AUTHORIZATION_ENDPOINT = env.text("SANKTION_OIDC_AUTHORIZATION_URL", "")
OIDC_OP_TOKEN_ENDPOINT = env.text("SANKTION_OIDC_TOKEN_URL", "")
OIDC_OP_USER_ENDPOINT = env.text("SANKTION_OIDC_USERINFO_URL", "")
OIDC_OP_JWKS_ENDPOINT = env.text("SANKTION_OIDC_JWKS_URL", "")
# Off only for a provider with one key that doesn't say which (OpenID Connect Core 1.0 § 10.1 allows it).
OIDC_VERIFY_KID = env.flag("SANKTION_OIDC_VERIFY_KID", True)
OIDC_USE_PKCE = True
OIDC_TIMEOUT = 10
# The provider is asked, without the user seeing it, whether its own login still stands.
OIDC_RENEW_ID_TOKEN_EXPIRY_SECONDS = 60 * env.integer("SANKTION_OIDC_RENEW_MINUTES", 15)
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = 30 * 1024 * 1024
# Files with citizens in them stay in memory: a temporary file on disk would hold them unencrypted.
FILE_UPLOAD_HANDLERS = ["sanktion.base.uploads.MemoryOnlyUploadHandler"]
SANKTION_UPLOAD_MAX_MB = env.integer("SANKTION_UPLOAD_MAX_MB", 20)
SANKTION_UPLOAD_MAX_PAGES = env.integer("SANKTION_UPLOAD_MAX_PAGES", 500)
# For all the files of one request together; the import's largest file fits too.
FILE_UPLOAD_MAX_MEMORY_SIZE = (SANKTION_UPLOAD_MAX_MB + 10) * 1024 * 1024
# The dotted path of a function that takes the bytes and raises UploadRefused, e.g. sanktion.base.scanning.clamd.
SANKTION_SCANNER = env.text("SANKTION_SCANNER", "")
SANKTION_CLAMD = env.text("SANKTION_CLAMD", "localhost:3310")
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LANGUAGE_CODE = "da"
TIME_ZONE = "Europe/Copenhagen"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "static/"
STATICFILES_DIRS = [ROOT / "static"]
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(VAR / "static")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": VAR / "media"}},
    "staticfiles": {"BACKEND": "sanktion.base.static.ModuleStorage"},
}

CELERY_BROKER_URL = REDIS_URL
# Work that takes long waits in a queue of its own kind, so that neither stands in the way of the rest. A worker that is
# told no queue takes them all; docs/scaling.md says when and how they are divided.
CELERY_TASK_QUEUES: dict[str, dict] = {name: {} for name in ("celery", "letters", "imports", "bundles")}
CELERY_TASK_ROUTES = {
    "parthoering.tasks.send_letter": {"queue": "letters"},
    "parthoering.tasks.run_hearing_batch": {"queue": "letters"},
    "sanktion.tasks.run_import": {"queue": "imports"},
    "tilsyn.tasks.make_bundle": {"queue": "bundles"},
    "tilsyn.tasks.send_orientations": {"queue": "letters"},
}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "socket_connect_timeout": 1,
    "socket_timeout": 5,
    # A page that sends a task asks once: the sweepers send it later. The worker has its own, patient way to connect.
    "max_retries": 1,
    "interval_start": 0,
}
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE = {
    "expire-hearings": {"task": "parthoering.tasks.expire_hearings", "schedule": crontab(minute="*/5")},
    "send-waiting-letters": {"task": "parthoering.tasks.send_waiting_letters", "schedule": crontab(minute="*")},
    "resume-hearing-batches": {"task": "parthoering.tasks.resume_hearing_batches", "schedule": crontab(minute="*")},
    "send-reminders": {"task": "parthoering.tasks.send_reminders", "schedule": crontab(minute="20", hour="7-15")},
    "read-receipts": {"task": "parthoering.tasks.read_receipts", "schedule": crontab(minute="*")},
    "take-orders": {"task": "koerelister.tasks.take_orders", "schedule": crontab(minute="*/5")},
    "resume-plans": {"task": "koerelister.tasks.resume_plans", "schedule": crontab(minute="*")},
    "catch-up-ledger": {"task": "koerelister.tasks.catch_up_ledger", "schedule": crontab(minute="*/5")},
    "erase-physically": {"task": "koerelister.tasks.erase_physically", "schedule": crontab(minute="30", hour="2-23")},
    "destroy-selection-lists": {"task": "tilsyn.tasks.destroy_selection_lists", "schedule": crontab(minute="*/5")},
    # Until it has worked: after the first time of the day it does nothing.
    "nightly-checks": {"task": "sanktion.tasks.run_nightly_checks", "schedule": crontab(minute="15", hour="3-23")},
    "resume-imports": {"task": "sanktion.tasks.resume_imports", "schedule": crontab(minute="*")},
    "discard-left-imports": {
        "task": "sanktion.tasks.discard_left_imports",
        "schedule": crontab(minute="25", hour="2-4"),
    },
    "resume-subject-accesses": {"task": "sanktion.tasks.resume_subject_accesses", "schedule": crontab(minute="*")},
    "resume-disposals": {"task": "sanktion.tasks.resume_disposals", "schedule": crontab(minute="*")},
    "settle-reading-rooms": {"task": "tilsyn.tasks.settle_reading_rooms", "schedule": crontab(minute="*")},
    "resume-bundles": {"task": "tilsyn.tasks.resume_bundles", "schedule": crontab(minute="*")},
    "resume-dispatches": {"task": "tilsyn.tasks.resume_dispatches", "schedule": crontab(minute="*")},
    "seal-access-log": {"task": "sanktion.tasks.seal_access_log", "schedule": crontab(minute="*")},
    "make-access-months": {"task": "sanktion.tasks.make_access_months", "schedule": crontab(minute="40")},
    "drop-access-months": {"task": "sanktion.tasks.drop_access_months", "schedule": crontab(minute="50", hour="2-4")},
    "find-unusual-access": {"task": "sanktion.tasks.find_unusual_access", "schedule": crontab(minute="35", hour="4-8")},
    "delete-subject-accesses": {"task": "sanktion.tasks.delete_subject_accesses", "schedule": crontab(minute="20")},
    "clear-sessions": {"task": "sanktion.tasks.clear_sessions", "schedule": crontab(minute="40")},
    # On the 1st; the days after take up what was lost, and do nothing for a team whose month is drawn.
    "draw-mock-supervision": {"task": "tilsyn.tasks.draw_last_month", "schedule": crontab(minute="5", hour="5-8")},
}

# «line» for people, «json» for machines.
LOGGING = logs.configuration(env.text("LOG_FORMAT", "json"), env.text("LOG_LEVEL", "INFO"))

# Keys stand outside the database. Each setting is "version:base64,version:base64", newest first;
# each key is 32 bytes. Changed while the site runs: docs/keys.md.
SANKTION_TEXT_KEYS = env.text("SANKTION_TEXT_KEYS")
SANKTION_LOOKUP_KEYS = env.text("SANKTION_LOOKUP_KEYS")

# B001, B050, B051: who writes the letters is a setting, not code.
SANKTION_SENDER = {
    "municipality": env.text("SANKTION_MUNICIPALITY", "Eksempel Kommune"),
    "administration": env.text("SANKTION_ADMINISTRATION", "Beskæftigelsesforvaltningen"),
    "unit": env.text("SANKTION_UNIT", "Sanktionsenheden"),
    "address": env.text("SANKTION_ADDRESS", "Rådhuspladsen 1, 5000 Eksempelby"),
    "phone": env.text("SANKTION_PHONE", "00 00 00 00"),
    "email": env.text("SANKTION_EMAIL", "sanktion@eksempel.invalid"),
    "web": env.text("SANKTION_WEB", "www.eksempel.invalid"),
    "signatory": env.text("SANKTION_SIGNATORY", ""),
    "signatory_title": env.text("SANKTION_SIGNATORY_TITLE", ""),
}
SANKTION_ACCESSIBILITY_URL = env.text("SANKTION_ACCESSIBILITY_URL", "")

# V005: how many decided cases each team reviews of its own a month.
SANKTION_MOCK_CASES = env.integer("SANKTION_MOCK_CASES", 10)
# The law sets no number of days for the hearing (requirements, reading note 4); delivery days depend on the channel.
SANKTION_HEARING_DAYS = env.integer("SANKTION_HEARING_DAYS", 14)
SANKTION_DELIVERY_DAYS = {
    "digital_post": env.integer("SANKTION_DELIVERY_DAYS_DIGITAL", 0),
    "letter": env.integer("SANKTION_DELIVERY_DAYS_LETTER", 6),
}
# How many days before the deadline a reminder has arrived; 0 sends none.
SANKTION_REMINDER_DAYS = env.integer("SANKTION_REMINDER_DAYS", 0)
# The unit's own goals in calendar days, for the steps that no law gives a date: shown as the case's next deadline.
SANKTION_GOAL_DAYS = {
    "registered": env.integer("SANKTION_GOAL_DAYS_REGISTERED", 7),
    "seeking_contact": env.integer("SANKTION_GOAL_DAYS_SEEKING_CONTACT", 14),
    "answered": env.integer("SANKTION_GOAL_DAYS_ANSWERED", 7),
    "ready": env.integer("SANKTION_GOAL_DAYS_READY", 7),
}
# Aktindsigt: working days (offentlighedsloven § 36, stk. 2; to be confirmed by a lawyer). The others are the unit's own
# goals in calendar days.
SANKTION_INQUIRY_DAYS = {
    "access": env.integer("SANKTION_INQUIRY_DAYS_ACCESS", 7),
    "council": env.integer("SANKTION_INQUIRY_DAYS_COUNCIL", 14),
    "press": env.integer("SANKTION_INQUIRY_DAYS_PRESS", 7),
    "other": env.integer("SANKTION_INQUIRY_DAYS_OTHER", 14),
}
# How long a citizen's export (art. 15) is kept, and whether its access log names colleagues or only their roles.
SANKTION_SUBJECT_ACCESS_DAYS = env.integer("SANKTION_SUBJECT_ACCESS_DAYS", 30)
# How long a file that was neither loaded nor thrown away is kept.
SANKTION_IMPORT_DAYS = env.integer("SANKTION_IMPORT_DAYS", 14)
# 0: kept for good. The database itself drops no month that is younger than 24.
SANKTION_ACCESS_LOG_MONTHS = env.integer("SANKTION_ACCESS_LOG_MONTHS", 0)
SANKTION_SUBJECT_ACCESS_NAMES_STAFF = env.flag("SANKTION_SUBJECT_ACCESS_NAMES_STAFF", False)
SANKTION_DELIVERY_BACKEND = {
    "digital_post": env.text("SANKTION_DELIVERY_BACKEND_DIGITAL", "parthoering.delivery.memo.MemoSpool"),
    "letter": env.text("SANKTION_DELIVERY_BACKEND_LETTER", "parthoering.delivery.paper.PrintQueue"),
}
# Letters for the gateways are put in folders below the outbox; their receipts are read from the inbox.
SANKTION_OUTBOX = Path(env.text("SANKTION_OUTBOX", str(VAR / "outbox")))
SANKTION_INBOX = Path(env.text("SANKTION_INBOX", str(VAR / "inbox")))
SANKTION_EXEMPTION_BACKEND = env.text("SANKTION_EXEMPTION_BACKEND", "parthoering.delivery.exemption.CitizenFlag")
SANKTION_EXEMPT_LIST = env.text("SANKTION_EXEMPT_LIST", "")
SANKTION_CVR = env.text("SANKTION_CVR", "00000000")
# No source gives a KLE number for sanctions: left out of the message while the subject is empty.
SANKTION_KLE = {
    "subject": env.text("SANKTION_KLE_SUBJECT", ""),
    "facet": env.text("SANKTION_KLE_FACET", ""),
    "version": env.text("SANKTION_KLE_VERSION", ""),
}
# As agreed with the printer.
SANKTION_PRINT = {
    "type": env.text("SANKTION_PRINT_TYPE", ""),
    "envelope": env.text("SANKTION_PRINT_ENVELOPE", "C5"),
    "category": env.text("SANKTION_PRINT_CATEGORY", ""),
}
# How many hearing letters are sent in one action at most.
SANKTION_MAX_LETTERS = env.integer("SANKTION_MAX_LETTERS", 500)
SANKTION_MAX_STOPS = env.integer("SANKTION_MAX_STOPS", 40)
# Days after which a visit must be on the next list.
SANKTION_VISIT_URGENT_DAYS = env.integer("SANKTION_VISIT_URGENT_DAYS", 5)
# How much is searched for better lists of one area: what an ordinary processor reaches in so many seconds.
SANKTION_PLAN_SECONDS = env.integer("SANKTION_PLAN_SECONDS", 1)
# The table of a route service on the municipality's own host; empty, and the planner asks nobody.
SANKTION_TRAVEL_URL = env.text("SANKTION_TRAVEL_URL", "")
SANKTION_TRAVEL_SPEED_KMH = env.integer("SANKTION_TRAVEL_SPEED_KMH", 18)
# A figure below this leaves the unit in no export and no print (B038). Kept with each month when it is closed; never
# less than Statistics Denmark's own 3.
SANKTION_SMALL_CELL = env.integer("SANKTION_SMALL_CELL", 5)
# B044: how many days after its own day a route list may wait before the manager is told.
SANKTION_DESTROY_DAYS = env.integer("SANKTION_DESTROY_DAYS", 1)
# How long what was destroyed may lie on the disk before the nightly check says so.
SANKTION_ERASE_HOURS = env.integer("SANKTION_ERASE_HOURS", 36)
# Each destruction is written here too, outside the database: after a restore it tells what to delete again.
SANKTION_LEDGER = Path(env.text("SANKTION_LEDGER", str(VAR / "ledger")))
# Whether those who drive may have today's own list on the phone, encrypted, and note visits without a network.
SANKTION_OFFLINE = env.flag("SANKTION_OFFLINE", False)
# V054, V085: what goes to the directorate. «smtp» needs a server with TLS, «file» is a folder a gateway fetches from;
# empty, and only post is left. The key and the certificate to sign with are files outside the database.
SANKTION_MAIL = env.text("SANKTION_MAIL", "")
SANKTION_MAIL_HOST = env.text("SANKTION_MAIL_HOST", "")
SANKTION_MAIL_PORT = env.integer("SANKTION_MAIL_PORT", 587)
SANKTION_MAIL_CA = env.text("SANKTION_MAIL_CA", "")
SANKTION_MAIL_USER = env.text("SANKTION_MAIL_USER", "")
SANKTION_MAIL_PASSWORD = env.text("SANKTION_MAIL_PASSWORD", "")
SANKTION_MAIL_FROM = env.text("SANKTION_MAIL_FROM", "") or SANKTION_SENDER["email"]
SANKTION_MAIL_CERT = env.text("SANKTION_MAIL_CERT", "")
SANKTION_MAIL_KEY = env.text("SANKTION_MAIL_KEY", "")
SANKTION_MAIL_SPOOL = Path(env.text("SANKTION_MAIL_SPOOL", str(VAR / "mail")))
# aes-256-gcm only when the recipient has said that it can be read.
SANKTION_MAIL_CIPHER = env.text("SANKTION_MAIL_CIPHER", "aes-256-cbc")
# Sealed messages on their way lie here, for seconds: best a file system in memory.
SANKTION_SEAL_DIR = Path(env.text("SANKTION_SEAL_DIR", str(VAR / "seal")))
# How long after a dispatch a receipt may be missing before it is shown.
SANKTION_RECEIPT_DAYS = env.integer("SANKTION_RECEIPT_DAYS", 3)
# Where Prometheus asks (`manage.py metrics`); never an address that the outside reaches. The processes count in files.
SANKTION_METRICS_BIND = env.text("SANKTION_METRICS_BIND", "127.0.0.1:9464")
SANKTION_METRICS_DIR = Path(env.text("SANKTION_METRICS_DIR", str(VAR / "metrics")))
# A file that the backup touches when it is done.
SANKTION_BACKUP_STAMP = env.text("SANKTION_BACKUP_STAMP", "")
SANKTION_DEMO = False
