# syntax=docker/dockerfile:1
# Two stages: the first builds the virtual environment, the second carries nothing but it.

FROM python:3.11-slim AS build
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never UV_PROJECT_ENVIRONMENT=/app/.venv
RUN pip install --no-cache-dir uv==0.13.9
WORKDIR /app
COPY pyproject.toml uv.lock README.md LICENSE ./
RUN uv sync --locked --no-dev --no-install-project
COPY bot ./bot
COPY digests ./digests
RUN uv sync --locked --no-dev --no-editable

FROM python:3.11-slim
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DIEMTIN_DATABASE_URL=sqlite+aiosqlite:////data/diemtin.db DIEMTIN_LOG_FORMAT=json
RUN useradd --system --uid 10001 --home-dir /data --create-home diemtin
COPY --from=build --chown=root:root /app/.venv /app/.venv
USER diemtin
WORKDIR /data
VOLUME /data
HEALTHCHECK --interval=60s --timeout=10s --start-period=30s CMD ["diemtin", "stats", "--json"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["diemtin"]
CMD ["run"]
