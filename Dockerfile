# One image for every part: web, worker, beat and the one-shot migration differ only in their command.

FROM python:3.13-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONDONTWRITEBYTECODE=1
RUN python -m venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
COPY requirements/base.txt /tmp/base.txt
RUN pip install --require-hashes --requirement /tmp/base.txt
COPY . /app
WORKDIR /app
# Settings are read, nothing is reached: these values exist only during this step.
RUN SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(64))')" \
    ALLOWED_HOSTS=build.invalid \
    DATABASE_URL=postgresql://build.invalid/build \
    REDIS_URL=redis://build.invalid/0 \
    python manage.py collectstatic --noinput \
 && python -m compileall -q warroom

FROM python:3.13-slim
RUN groupadd --gid 10001 warroom \
 && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin warroom
ENV PATH="/opt/venv/bin:$PATH" \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=warroom.settings \
    WARROOM_ENV=production \
    HOST=0.0.0.0 \
    PORT=8000
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
WORKDIR /app
USER 10001:10001
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=6s --start-period=30s --retries=3 \
    CMD ["python", "-m", "warroom.health.probe", "web"]
CMD ["python", "-m", "warroom.serve"]
