# syntax=docker/dockerfile:1
# Two stages: the first builds the virtual environment, the second carries nothing but it.
# For an image that can be built again byte for byte, name the base by its digest:
#   docker build --build-arg PYTHON_IMAGE=python:3.11-slim@sha256:... .
# For both architectures: docker buildx build --platform linux/amd64,linux/arm64 .

ARG PYTHON_IMAGE=python:3.11-slim

FROM ${PYTHON_IMAGE} AS build
# With a fixed date, compiled files depend on their sources alone; uv.lock holds every hash.
ENV SOURCE_DATE_EPOCH=0 \
    UV_COMPILE_BYTECODE=1 \
    UV_LINK_MODE=copy \
    UV_PYTHON_DOWNLOADS=never \
    UV_PROJECT_ENVIRONMENT=/app/.venv
RUN pip install --no-cache-dir uv==0.13.9
WORKDIR /app
COPY pyproject.toml uv.lock README.md LICENSE ./
RUN uv sync --locked --no-dev --no-install-project
COPY bot ./bot
COPY digests ./digests
RUN uv sync --locked --no-dev --no-editable

FROM ${PYTHON_IMAGE}
ENV PATH=/app/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    MPLCONFIGDIR=/tmp/matplotlib \
    DIEMTIN_DATABASE_URL=sqlite+aiosqlite:////data/diemtin.db \
    DIEMTIN_METRICS_PORT=9464 \
    DIEMTIN_LOG_FORMAT=json
RUN useradd --system --uid 10001 --home-dir /data --create-home diemtin
COPY --from=build --chown=root:root /app/.venv /app/.venv
USER 10001
WORKDIR /data
VOLUME /data
HEALTHCHECK --interval=60s --timeout=10s --start-period=60s CMD ["python", "-c", "import os, urllib.request as u; u.urlopen('http://127.0.0.1:' + os.environ['DIEMTIN_METRICS_PORT'] + '/healthz', timeout=8)"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["diemtin"]
CMD ["run"]
