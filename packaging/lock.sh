#!/bin/sh
# Writes both lock files anew; needs uv.  No addresses go into them.
set -eu
cd "$(dirname "$0")/.."
options="--universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-annotate --quiet"
# shellcheck disable=SC2086
uv pip compile $options --extra build pyproject.toml -o requirements.lock
# shellcheck disable=SC2086
uv pip compile $options --extra build --extra dev pyproject.toml -o requirements-dev.lock
