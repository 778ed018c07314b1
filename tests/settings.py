"""
The product's own settings, in a home that lasts as long as the test run.

The home is set before the product's settings are read: a test can never touch the register of a developer.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

HOME = Path(tempfile.mkdtemp(prefix="arraigo-tests-"))
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
(HOME / "static").mkdir()
os.environ["ARRAIGO_HOME"] = str(HOME)
os.environ["ARRAIGO_COUNTRY"] = "GTM"

from arraigo.site.settings import *  # noqa: E402, F403
from arraigo.site.settings import DATABASES  # noqa: E402

# A file, as in production: in memory, the threads of the live server would share one connection and its transactions.
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["TEST"] = {"NAME": str(HOME / "test.sqlite3")}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
