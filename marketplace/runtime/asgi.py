"""The entry of the web server, which speaks ASGI; Django is run by marketplace.runtime.wsgi."""

from marketplace.runtime.door import Door
from marketplace.runtime.wsgi import application as django
from marketplace.settings.capacity import WEB_THREADS

application = Door(django, threads=WEB_THREADS)
