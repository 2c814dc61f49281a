"""How gunicorn serves: `gunicorn -c python:marketplace.runtime.gunicorn_conf <wsgi>`.

Threads, because requests wait for PostgreSQL; preloaded, so that the workers share the memory of
the code.
"""

import gc
from pathlib import Path
from typing import Any

from marketplace.runtime import exposure
from marketplace.settings import env
from marketplace.settings.serving import WEB_THREADS

bind = f"{exposure.bind_address()}:{env.integer('PORT', default=8000)}"
workers = env.integer("WEB_WORKERS", default=2, minimum=1)
threads = WEB_THREADS
worker_class = "gthread"
preload_app = True
timeout = 60
graceful_timeout = 8
keepalive = 5
# The heartbeat file must not wait for a disk.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
accesslog = None  # TraceMiddleware writes a line that names the retailer and hides secrets
loglevel = "warning"
control_socket_disable = True


def when_ready(server: Any) -> None:
    """Keep the collector from touching, and so copying, pages that the workers share."""
    from django.db import connections

    connections.close_all()
    gc.collect()
    gc.freeze()


env.finish()
