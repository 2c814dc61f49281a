"""How gunicorn serves: `gunicorn -c python:marketplace.runtime.gunicorn_conf <asgi>`.

An event loop holds the connections and hands whole requests to threads (door.py), so slow clients
hold none; preloaded, so that the workers share the memory of the code. `timeout` ends a worker
whose loop stands still; a stuck request keeps its thread until the database ends its statement.
"""

import atexit
import gc
import os
import resource
import shutil
import tempfile
from pathlib import Path
from typing import Any

from marketplace.runtime import exposure
from marketplace.settings import env

bind = f"{exposure.bind_address()}:{env.integer('PORT', default=8000)}"
workers = env.integer("WEB_WORKERS", default=2, minimum=1)
worker_class = "marketplace.joints.gunicorn.WebWorker"
asgi_lifespan = "off"
asgi_loop = "asyncio"
limit_request_line = 4094  # bytes of method and address; 414 beyond
limit_request_fields = 100
limit_request_field_size = 8190  # bytes of a header; 431 beyond
preload_app = True
timeout = 60
graceful_timeout = 8
keepalive = 5
# The heartbeat file must not wait for a disk.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
accesslog = None  # TraceMiddleware writes a line that names the retailer and hides secrets
loglevel = "warning"
control_socket_disable = True


def allow_open_files(most: int = 8192) -> None:
    """A connection is a file, and so is a large body: 1,024 are soon spent."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def make_metrics_folder() -> None:
    """Where each worker counts, in files of its own that lie in memory where that is had. Named
    before the code is loaded, which looks at it then (marketplace/requests/metrics.py)."""
    folder, maker = tempfile.mkdtemp(prefix="galleria-metrics-", dir=worker_tmp_dir), os.getpid()
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder

    def remove() -> None:
        if os.getpid() == maker:  # a worker that ends leaves its counts to the others
            shutil.rmtree(folder, ignore_errors=True)

    atexit.register(remove)


def when_ready(server: Any) -> None:
    """Keep the collector from touching, and so copying, pages that the workers share."""
    from django.db import connections

    connections.close_all()
    gc.collect()
    gc.freeze()
    gc.enable()


def post_worker_init(worker: Any) -> None:
    """After the fork: threads and sessions do not survive one."""
    from django.apps import apps

    if apps.ready:  # not where something else than the product is served so
        from tenants.registry.listener import HostListener

        HostListener().start()


env.finish()
allow_open_files()
make_metrics_folder()
gc.disable()  # until all is loaded, of which nothing is garbage: a quarter of the time to load it
