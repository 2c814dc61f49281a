"""Settings that every environment shares; what differs is read from the environment."""

from pathlib import Path
from typing import Any

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from oscar.defaults import *

from marketplace.settings import env
from marketplace.settings.apps import INSTALLED_APPS as INSTALLED_APPS
from marketplace.settings.apps import SHARED_APPS as SHARED_APPS
from marketplace.settings.apps import TENANT_APPS as TENANT_APPS
from marketplace.settings.archives import *
from marketplace.settings.capacity import *
from marketplace.settings.headers import *
from marketplace.settings.limits import *
from marketplace.settings.logins import *
from marketplace.settings.rest import *

BASE_DIR = Path(__file__).resolve().parents[2]
HOME_DIR = Path(env.text("GALLERIA_HOME", default=str(BASE_DIR / "var")))

DEBUG = False
# The demo's password is published: only settings for trying out and for tests allow it.
DEMO_ALLOWED = False

# --- hosts -----------------------------------------------------------------------------------
PORT = env.integer("PORT", default=8000)
MARKET_HOST = env.text("MARKET_HOST", default="localhost")
SITE_SCHEME = env.text("SITE_SCHEME", default="http")
# Written into links where the server does not stand behind ports 80 or 443.
SITE_PORT = env.text("SITE_PORT", default=str(PORT))
# How many proxies of our own stand in front, each adding to X-Forwarded-For (requests/clients.py).
TRUSTED_PROXIES = env.integer("TRUSTED_PROXIES", default=0, maximum=10)
ALLOWED_HOSTS = ["*"]  # the tenant middleware answers 404 for every host it does not know

# --- database and tenancy ---------------------------------------------------------------------
DATABASE_ROUTERS = ["tenants.registry.routers.SchemaRouter"]
TENANT_SYNC_ROUTER = "tenants.registry.routers.SchemaRouter"
# What web and worker log in as, where that is not the owner: `prepare` lets it at the rows.
DATABASE_WEB_ROLE = ""
# Whether /readyz is 503 where the role is a superuser or the like, instead of telling it alone.
REFUSE_POWERFUL_ROLE = False
TENANT_MODEL = "tenants.Retailer"
TENANT_DOMAIN_MODEL = "tenants.Domain"
TENANT_LIMIT_SET_CALLS = True
MARKET_SCHEMA = "market"
TEMPLATE_SCHEMA = "template"
SPARE_SCHEMAS = env.integer("SPARE_SCHEMAS", default=2)
# What a suspended shop still serves on its host, for its staff.
STAFF_PATHS = (
    *("/seller/", "/auth/", "/handoff/", "/invitations/", "/media/", "/theme.css"),
    *("/favicon.", "/site.webmanifest"),
)
MARKET_URLCONF = "marketplace.urls.market"
RETAILER_URLCONF = "marketplace.urls.retailer"
ROOT_URLCONF = MARKET_URLCONF
# No table of API keys: tenants/shop/rest, docs/decisions/0005.
MIGRATION_MODULES = {"oscarapi": None}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SILENCED_SYSTEM_CHECKS = ["fields.W342"]

# Functions by dotted path, each idempotent (docs/tenancy.md): step() inside the template when
# it is made or upgraded, step() inside the market, step(retailer) inside a shop that opens.
PUBLIC_STEPS = [
    "marketplace.discovery.taxonomy.seed_taxonomy",
    "marketplace.discovery.rates.furnish",
]
TEMPLATE_STEPS = [
    "tenants.staff.provisioning.create_groups",
    "tenants.shop.provisioning.seed_shop",
    "cms.provisioning.seed_site",
]
MARKET_STEPS = ["cms.provisioning.seed_market"]
PROVISIONING_STEPS = [
    "tenants.shop.provisioning.open_shop",
    "marketplace.accounts.provisioning.welcome_owner",
    "cms.provisioning.open_site",
]
# step() in the market, each shop and each spare, when they follow the template after an upgrade.
FOLLOWER_STEPS = ["tenants.staff.provisioning.grant_pages", "cms.provisioning.follow_template"]
# () -> the folder of a PostgreSQL's programs, for whoever has none; raises RuntimeError.
EMBEDDED_PROGRAMS = "marketplace.runtime.postgres.binaries"
# What the marketplace's own pages lead to in header and foot; a shop's stand on its row.
MARKET_LINKS = "cms.links.links_of_market"
# Between two looks at whether a pooler parts sessions (tenants/registry/poolers.py).
SESSION_PROBE_SECONDS = 60
# How long a migration may wait for a busy table before it gives way and tries again later.
MIGRATION_LOCK_TIMEOUT = env.text("MIGRATION_LOCK_TIMEOUT", default="3s")

# --- accounts --------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["marketplace.accounts.backends.IdentifierBackend"]
SESSION_ENGINE = "marketplace.accounts.logins.sessions"
SESSION_COOKIE_NAME = "galleria_session"
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "marketplace.pages.shared.errors.csrf_failure"
LOGIN_URL = "/auth/login"
LOGIN_REDIRECT_URL = "/"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# Who keeps something about people (docs/privacy.md): modules with MODELS, collect and forget, in
# the order in which they forget. The second list is asked inside each shop.
PERSONAL_DATA = [
    "marketplace.requests.personal",
    "marketplace.activities.personal",
    "marketplace.audit.personal",
    "marketplace.notifications.personal",
    "marketplace.reviews.personal",
    "marketplace.wishlists.personal",
    "marketplace.cart.personal",
    "marketplace.purchases.personal",
    "marketplace.payments.personal",
    "marketplace.privacy.personal",
    "marketplace.accounts.personal",
]
PERSONAL_DATA_IN_SHOPS = ["tenants.shop.personal", "tenants.staff.personal"]

# --- requests --------------------------------------------------------------------------------
MIDDLEWARE = [
    "marketplace.requests.middleware.TraceMiddleware",
    *CORS_MIDDLEWARE,  # before all that refuses: a script reads the problem then
    "marketplace.requests.health.HealthMiddleware",
    "marketplace.requests.content_policy.ContentPolicyMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "marketplace.requests.known_hosts.KnownHosts",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tenants.registry.middleware.TenantMiddleware",
    "marketplace.accounts.logins.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "marketplace.pages.shared.preview_gate.ComingSoon",
    "marketplace.accounts.logins.middleware.EnrolmentMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "marketplace.pages.shared.middleware.MethodNotAllowedPage",
    "marketplace.pages.shared.middleware.NulRefusal",
    "marketplace.pages.shared.middleware.UnreadableRefusal",
    "marketplace.pages.shared.middleware.SupportNotes",
    "cms.redirects.MovedPages",
    "marketplace.requests.middleware.GiveBackMiddleware",
]
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
X_FRAME_OPTIONS = "SAMEORIGIN"  # Wagtail's preview panel frames the shop's own pages
APPEND_SLASH = False  # both forms are routed; a redirect would drop the body of a POST

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "oscar.core.context_processors.metadata",
                "wagtail.contrib.settings.context_processors.settings",
                "marketplace.pages.shared.context_processors.chrome",
            ],
        },
    }
]

# --- language, files, caches ------------------------------------------------------------------
LANGUAGE_CODE = "en"
# A language is offered once all our own texts have a catalogue in it: Django's forms in German
# among our English would be read out in a wrong voice.
LANGUAGES = [("en", "English")]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
LOCALE_PATHS = [BASE_DIR / "marketplace" / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = HOME_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "marketplace" / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env.text("MEDIA_ROOT", default=str(HOME_DIR / "media")))
MULTITENANT_RELATIVE_MEDIA_ROOT = "%s"
STORAGES = {
    "default": {"BACKEND": "tenants.joints.django_tenants.SchemaFileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
REDIS_URL = ""  # production only
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
        "KEY_FUNCTION": "django_tenants.cache.make_key",
        "REVERSE_KEY_FUNCTION": "django_tenants.cache.reverse_key",
    },
    # Wagtail would keep renditions here; another process would show a replaced picture.
    "renditions": {
        "BACKEND": "django.core.cache.backends.dummy.DummyCache",
        "KEY_FUNCTION": "django_tenants.cache.make_key",
    },
}

# --- tasks and mail ---------------------------------------------------------------------------
TASKS = {
    "default": {
        "BACKEND": "tenants.tasks.backend.SchemaBackend",
        "QUEUES": ["default", "mail", "imports"],
    },
}
# Imports run beside a worker's other tasks, each in a process that may take so much memory more
# than it has at its start.
IMPORTS_AT_ONCE = env.integer("IMPORTS_AT_ONCE", default=1, minimum=1)
IMPORT_MEMORY_MB = env.integer("IMPORT_MEMORY_MB", default=200, minimum=50)
# Networks inside which pictures of feeds may be fetched all the same: 10.1.0.0/16, fd00::/8.
FETCH_NETWORKS = env.networks("FETCH_NETWORKS", default=[])
# What a monitor sends to read /api/core/metrics/; without it operators alone read that.
METRICS_TOKEN = env.secret("METRICS_TOKEN", default="", minimum=20)
# How a task goes on with the trace of the request that enqueued it.
TASK_TRACE = {
    "current": "marketplace.requests.traces.current_trace",
    "use": "marketplace.requests.traces.use_trace",
}
# Functions by dotted path, and the seconds between two runs by the task worker.
PERIODIC_JOBS = {
    "tenants.provisioning.spares.refill": 10,
    "tenants.tasks.schedule.prune": 3600,
    "tenants.staff.services.remove_expired": 60,
    "tenants.shop.catalogue.tasks.enqueue_each_fetch": 3600,
    "marketplace.accounts.jobs.clear_expired": 3600,
    "marketplace.requests.idempotency.delete_expired": 3600,
    "marketplace.requests.tasks.forget_tries": 600,
    "marketplace.cart.tasks.clear_abandoned": 60,
    "marketplace.activities.tasks.forget_old": 24 * 3600,
    "marketplace.notifications.tasks.forget_old": 24 * 3600,
    "marketplace.audit.jobs.forget_old": 24 * 3600,
    "marketplace.privacy.jobs.forget_old_exports": 3600,
    "marketplace.purchases.quotes.clear_expired": 3600,
    "marketplace.payments.confirmations.clear_expired": 3600,
    "cms.schedules.publish_due": 60,
    "marketplace.discovery.jobs.refresh_rates": 6 * 3600,
    "marketplace.discovery.jobs.follow_rates": 600,
    "marketplace.discovery.jobs.fold_counts": 10,
    "marketplace.discovery.jobs.learn_terms": 10,
    "marketplace.discovery.jobs.rewrite_listings": 10,
}
EMAIL_BACKEND = env.text("EMAIL_BACKEND", default="django.core.mail.backends.console.EmailBackend")
# Where a machine of one's own has what it sent, for /dev/mail; nowhere else there is such a page.
MAILBOX_BACKEND = "marketplace.notifications.mailbox.MailboxBackend"
MAILBOX_DIR: Path | None = None
# Who is told of a hole: an e-mail address or an https:// page (/.well-known/security.txt).
SECURITY_CONTACT = env.text("SECURITY_CONTACT", default="")
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", default="Galleria <hello@galleria.example>")

# --- prices of several currencies -------------------------------------------------------------
# What the marketplace itself reckons in: price filters mean it where they name no currency.
MARKET_CURRENCY = env.text("MARKET_CURRENCY", default="EUR")
# Where the day's rates are fetched; without it those of tenants/kernel/rates.json are used.
RATES_URL = env.url("RATES_URL", schemes=("https", "http"), default="")
# Parts of /readyz that other stages look after: name -> a function that gives {"ok", ...}.
HEALTH_CHECKS = {"rates": "marketplace.discovery.rates.check_rates"}

# --- orders ----------------------------------------------------------------------------------
RETURN_DAYS = 14  # after an order was handed over

# --- shop (Oscar) -----------------------------------------------------------------------------
SITE_ID = 1
OSCAR_SHOP_NAME = "Galleria"
OSCAR_DEFAULT_CURRENCY = "EUR"
OSCAR_ALLOW_ANON_CHECKOUT = True
OSCAR_INITIAL_ORDER_STATUS = "pending"
OSCAR_INITIAL_LINE_STATUS = "pending"
OSCARAPI_INITIAL_ORDER_STATUS = "pending"
OSCARAPI_BLOCK_ADMIN_API_ACCESS = True
OSCAR_CATALOGUE_USE_POSTGRES_MATERIALISED_VIEWS = False
OSCAR_EAGER_ALERTS = False
OSCAR_OFFERS_INCL_TAX = True
OSCAR_OFFER_ROUNDING_FUNCTION = "tenants.shop.offer.amounts.round_down"
OSCAR_HIDDEN_FEATURES = ["wishlists"]
OSCAR_DELETE_IMAGE_FILES = False
OSCAR_IMAGE_FOLDER = "products/%Y/%m/"
OSCAR_HOMEPAGE = reverse_lazy("catalogue:index")
# Oscar's default would hand every saved row to an index that nobody reads.
HAYSTACK_SIGNAL_PROCESSOR = "haystack.signals.BaseSignalProcessor"
# Oscar's own list names sections that have no address here (docs/decisions/0005).
OSCAR_DASHBOARD_NAVIGATION = [
    {"label": _("Orders"), "url_name": "dashboard:order-list"},
    {"label": _("Products"), "url_name": "dashboard:catalogue-product-list"},
    {"label": _("Categories"), "url_name": "dashboard:catalogue-category-list"},
]
HAYSTACK_CONNECTIONS = {"default": {"ENGINE": "haystack.backends.simple_backend.SimpleEngine"}}

# --- editing (Wagtail) ------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Galleria"
WAGTAIL_ALLOW_UNICODE_SLUGS = True
WAGTAILADMIN_BASE_URL = f"{SITE_SCHEME}://{MARKET_HOST}"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
# The library takes what every other door takes, and what it shows is WebP (cms/library.py).
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.library.PictureForm"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "gif"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 15 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILIMAGES_FORMAT_CONVERSIONS = dict.fromkeys(
    ("jpeg", "png", "webp", "gif", "avif", "bmp", "tiff"), "webp"
)
# Nothing that a browser would run (cms/documents.py bounds the size).
WAGTAILDOCS_EXTENSIONS = "csv docx ods odt pdf pptx rtf txt xlsx zip".split()
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms.documents.DocumentForm"
# An account is looked after at /account, for all shops at once (cms/refusals.py).
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAIL_FRONTEND_LOGIN_URL = LOGIN_URL
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
