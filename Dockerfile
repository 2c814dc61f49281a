# The same steps as `make run` and CI: .ci/environment installs, manage.py prepares and serves.
FROM python:3.13-slim-bookworm

ENV PYTHONUNBUFFERED=1 \
    PATH=/srv/galleria/.venv/bin:$PATH \
    DJANGO_SETTINGS_MODULE=marketplace.settings.production \
    GALLERIA_HOME=/srv/galleria/var \
    BIND_ADDRESS=0.0.0.0

RUN useradd --create-home --uid 10001 galleria
WORKDIR /srv/galleria
COPY .ci/environment .ci/environment
COPY requirements.txt constraints.txt ./
RUN sh .ci/environment run
COPY . .
# Values of this one command: nothing of them stays in the image.
RUN SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(48))')" \
    ALLOWED_HOSTS=localhost MARKET_HOST=localhost TRUSTED_PROXIES=0 DATABASE_URL=postgres://none@/none \
    python manage.py collectstatic --no-input --verbosity 0 \
    && mkdir -p var/media && chown -R galleria var
USER galleria
VOLUME /srv/galleria/var/media
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz')"]
CMD ["gunicorn", "--config", "python:marketplace.runtime.gunicorn_conf", "marketplace.runtime.asgi:application"]
