"""Settings shared by every environment. What differs between sites is read from the environment."""

from pathlib import Path

from celery.schedules import crontab

from sanktion.config import env

ROOT = Path(__file__).resolve().parents[3]
VAR = Path(env.text("SANKTION_VAR", str(ROOT / "var")))

SECRET_KEY = env.text("SECRET_KEY")
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
    "guardian",
    "simple_history",
    "django_filters",
    "sanktion",
    "parthoering",
    "koerelister",
    "tilsyn",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "sanktion.base.middleware.SecurityHeadersMiddleware",
    "koerelister.middleware.LedgerMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "sanktion.base.middleware.ActingUserMiddleware",
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
AUTHENTICATION_BACKENDS = ["sanktion.base.backends.RoleBackend"]
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
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
SESSION_COOKIE_AGE = 9 * 60 * 60  # a working day
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
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
    "resume-subject-accesses": {"task": "sanktion.tasks.resume_subject_accesses", "schedule": crontab(minute="*")},
    "resume-disposals": {"task": "sanktion.tasks.resume_disposals", "schedule": crontab(minute="*")},
    "settle-reading-rooms": {"task": "tilsyn.tasks.settle_reading_rooms", "schedule": crontab(minute="*")},
    "resume-bundles": {"task": "tilsyn.tasks.resume_bundles", "schedule": crontab(minute="*")},
    "resume-dispatches": {"task": "tilsyn.tasks.resume_dispatches", "schedule": crontab(minute="*")},
    "seal-access-log": {"task": "sanktion.tasks.seal_access_log", "schedule": crontab(minute="*")},
    "make-access-months": {"task": "sanktion.tasks.make_access_months", "schedule": crontab(minute="40")},
    "find-unusual-access": {"task": "sanktion.tasks.find_unusual_access", "schedule": crontab(minute="35", hour="4-8")},
    "delete-subject-accesses": {"task": "sanktion.tasks.delete_subject_accesses", "schedule": crontab(minute="20")},
    # On the 1st; the days after take up what was lost, and do nothing for a team whose month is drawn.
    "draw-mock-supervision": {"task": "tilsyn.tasks.draw_last_month", "schedule": crontab(minute="5", hour="5-8")},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "class": "sanktion.base.logs.WordlessFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
    # WeasyPrint tells at length what it draws, fontTools what it subsets, pikepdf what it mends.
    "loggers": {"weasyprint": {"level": "WARNING"}, "fontTools": {"level": "WARNING"}, "pikepdf": {"level": "WARNING"}},
}

# Keys stand outside the database. Each setting is "version:base64,version:base64", newest first;
# each key is 32 bytes. See README, «Nøglerotation».
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
# The offices' own closing days move the citizen's deadline on; they never make one of the municipality's longer.
SANKTION_CLOSING_DAYS = env.days("SANKTION_CLOSING_DAYS")
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
SANKTION_DEMO = False
