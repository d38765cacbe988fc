"""The WSGI application that gunicorn serves: first the database is brought to where its ledgers are."""

import os

from django.core.wsgi import get_wsgi_application

from config.last_resort import with_nothing_escaping

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = with_nothing_escaping(get_wsgi_application())

# Models can be imported only now. A process that may not serve ends here, and says why in one line.
from catalog.guard import start_or_exit  # noqa: E402

start_or_exit()
