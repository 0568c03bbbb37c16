# Wardlight in a container: Debian, Node.js 24, only what runs, as a user who owns nothing but /data.
# The ONNX runtime needs glibc: a base on musl (Alpine) does not work.
ARG BASE=docker.io/library/node:24-bookworm-slim

FROM ${BASE} AS build
WORKDIR /src
ENV NEXT_TELEMETRY_DISABLED=1 ORT_DISABLE_TELEMETRY=1
COPY package.json package-lock.json ./
# No package needs its install script, and the ONNX runtime's would go looking for CUDA.
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN BUILD_STANDALONE=1 npm run build && node scripts/gather-release.mjs /release

FROM ${BASE}
RUN groupadd --gid 10001 wardlight \
 && useradd --uid 10001 --gid 10001 --home-dir /data --no-create-home --shell /usr/sbin/nologin wardlight \
 && install -d -o 10001 -g 10001 -m 0700 /data
ENV NODE_ENV=production \
    NEXT_TELEMETRY_DISABLED=1 \
    ORT_DISABLE_TELEMETRY=1 \
    # Wardlight finishes what it is writing and closes its database itself when it is told to stop.
    NEXT_MANUAL_SIG_HANDLE=1 \
    WARDLIGHT_ROOT=/app \
    WARDLIGHT_DATA_DIR=/data \
    PORT=3000
COPY --from=build /release /app
COPY --chmod=0755 deploy/container/wardlight /usr/local/bin/wardlight
WORKDIR /app
USER 10001:10001
VOLUME /data
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=120s --retries=3 CMD ["node", "/app/deploy/container/health-check.mjs"]
CMD ["node", "/app/deploy/container/serve.mjs"]
