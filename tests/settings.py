"""The project's settings as the tests run them: demonstration defaults, all in a temporary folder."""

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

from core import broker_address

if "pytest" not in sys.modules:  # the type checker reads these settings too, and runs nothing
    os.environ.setdefault("CHENGYI_TEST_RUN", str(Path(tempfile.gettempdir()) / f"cy-{os.getuid()}-types"))
if "CHENGYI_TEST_RUN" not in os.environ:  # the first process of a run makes the folder, and removes it
    os.environ["CHENGYI_TEST_RUN"] = tempfile.mkdtemp(prefix="cy-")
    atexit.register(shutil.rmtree, os.environ["CHENGYI_TEST_RUN"], ignore_errors=True)
RUN_FOLDER = Path(os.environ["CHENGYI_TEST_RUN"])

BROKER_FOLDER = RUN_FOLDER / os.environ.get("PYTEST_XDIST_WORKER", "main")  # one broker for each test process

os.environ["CHENGYI_DEMO"] = "1"
os.environ["CHENGYI_ENV_FILE"] = ""
os.environ["CHENGYI_VAR"] = str(RUN_FOLDER)
os.environ["BROKER_URL"] = broker_address.url(BROKER_FOLDER)
os.environ.pop("DEBUG", None)
os.environ.pop("CHENGYI_TODAY", None)

from config.settings import *  # noqa: E402
from config.settings import CELERY_BROKER_TRANSPORT_OPTIONS, DATABASES, LOGGING, REST_FRAMEWORK  # noqa: E402

DATABASE = DATABASES["default"]
if DATABASE["ENGINE"] == "django.db.backends.sqlite3":
    # A file, not memory: threads, workers and the live server must see the same rows.
    DATABASE["TEST"] = {"NAME": str(RUN_FOLDER / "test.sqlite3")}
    DATABASE["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
else:
    DATABASE["CONN_MAX_AGE"] = 0

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AXES_ENABLED = False
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
CELERY_BROKER_TRANSPORT_OPTIONS = {**CELERY_BROKER_TRANSPORT_OPTIONS, "visibility_timeout": 5}
CELERY_TASK_PUBLISH_RETRY = False
REGRADE_WINDOW_SECONDS = 0
REST_FRAMEWORK = {**REST_FRAMEWORK, "DEFAULT_THROTTLE_CLASSES": []}
LOGGING = {**LOGGING, "root": {"handlers": [], "level": "WARNING"}}
WHITENOISE_AUTOREFRESH = True  # looks a static file up when it is asked for, not all at each client's start
INFORMANT_SCRYPT_N = 16  # a keeper's passphrase is stretched hardly at all
