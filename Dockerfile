FROM python:3.11-slim-bookworm AS packages
COPY requirements.txt /tmp/requirements.txt
RUN python -m venv /opt/venv \
    && /opt/venv/bin/pip install --no-cache-dir --no-input --disable-pip-version-check \
        --require-hashes --only-binary :all: -r /tmp/requirements.txt

FROM python:3.11-slim-bookworm
# The libraries WeasyPrint draws with; fonts lie in static/fonts.
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 openssl \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin sanktion \
    && install -d -o sanktion -g sanktion /data /ledger
COPY --from=packages /opt/venv /opt/venv
WORKDIR /app
COPY manage.py ./
COPY static static
COPY templates templates
COPY sanktion sanktion
COPY parthoering parthoering
COPY koerelister koerelister
COPY tilsyn tilsyn
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=sanktion.config.settings.production \
    SANKTION_VAR=/data
# The files are the image's, not the data volume's. Nothing is connected to and nothing is encrypted here.
RUN STATIC_ROOT=/app/static-collected SECRET_KEY=build DATABASE_URL=postgresql://build@/build REDIS_URL=redis:// \
    SANKTION_TEXT_KEYS=1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= \
    SANKTION_LOOKUP_KEYS=1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= \
    python manage.py collectstatic --no-input --verbosity 0
ENV STATIC_ROOT=/app/static-collected
USER sanktion
VOLUME /data /ledger
EXPOSE 8000
CMD ["gunicorn", "sanktion.config.wsgi", "--config", "python:sanktion.config.gunicorn", "--bind", "0.0.0.0:8000"]
