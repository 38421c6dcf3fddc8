# auth401 in a container: `docker build -t auth401 .`; docs/operating.md tells how it is run.
FROM python:3.11-slim AS build
WORKDIR /src
RUN python -m venv /opt/auth401
COPY requirements.txt ./
RUN /opt/auth401/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.txt
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY knowledge knowledge
RUN /opt/auth401/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps .

FROM python:3.11-slim
RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/auth401 --shell /usr/sbin/nologin auth401
COPY --from=build /opt/auth401 /opt/auth401
ENV HOST=0.0.0.0 PORT=3000 AUTH401_DATA=/var/lib/auth401
USER 10001
WORKDIR /var/lib/auth401
VOLUME /var/lib/auth401
EXPOSE 3000
STOPSIGNAL SIGTERM
# Alive, not ready: a database that is away is no reason to restart. No proxy, whatever the environment names.
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
  CMD ["/opt/auth401/bin/python", "-c", "import os, urllib.request as r; r.build_opener(r.ProxyHandler({})).open('http://127.0.0.1:' + os.environ['PORT'] + '/livez', timeout=3)"]
ENTRYPOINT ["/opt/auth401/bin/auth401"]
CMD ["run"]
