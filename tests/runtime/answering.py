"""What the web server's tests serve: an application that says what it was asked."""

import json
import os
import time

from django.conf import settings

from marketplace.runtime.door import Door

if not settings.configured:  # what the door refuses is said in the words that are written
    settings.configure(USE_I18N=False)


def answer(environ, start_response):
    path = environ["PATH_INFO"]
    if path == "/sleep":
        time.sleep(3)
    if path == "/large":
        start_response("200 OK", [("Content-Type", "application/octet-stream")])
        return (b"x" * 2**16 for _ in range(640))  # 40 MB
    body = environ["wsgi.input"].read()
    told = {
        "worker": os.getpid(),
        "method": environ["REQUEST_METHOD"],
        "path": path,
        "query": environ["QUERY_STRING"],
        "length": environ.get("CONTENT_LENGTH"),
        "read": len(body),
        "host": environ.get("HTTP_HOST"),
        "forwarded_for": environ.get("HTTP_X_FORWARDED_FOR"),
        "proto": environ.get("HTTP_X_FORWARDED_PROTO"),
        "cookie": environ.get("HTTP_COOKIE"),
        "scheme": environ["wsgi.url_scheme"],
    }
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps(told).encode()]


application = Door(answer, threads=4)
