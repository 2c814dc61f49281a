import os

from django.core.wsgi import get_wsgi_application

from marketplace.runtime.door import Door

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.stock.settings"
application = get_wsgi_application()
served = Door(application, threads=4)
