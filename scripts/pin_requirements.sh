#!/usr/bin/env bash
# Write requirements/*.txt anew: every package with its hash, and no address of any registry.
#
#   scripts/pin_requirements.sh            keep what still fits pyproject.toml
#   scripts/pin_requirements.sh --upgrade  take the newest of everything
#
# uv.lock itself stays out of the repository: it names hosts.
set -euo pipefail
cd "$(dirname "$0")/.."

uv=$(command -v uv || echo .venv/bin/uv)
[ -x "$uv" ] || { echo "uv is needed: run «make setup» first." >&2; exit 1; }

"$uv" lock --quiet "$@"
export_pins() {
    "$uv" export --quiet --frozen --no-header --no-emit-project --format requirements-txt "$@"
}
export_pins --no-dev --group build --extra linkage --extra pictures >requirements/run.txt
export_pins --group build --all-extras >requirements/dev.txt

if grep -nE 'https?://' requirements/*.txt; then
    echo "These pins name an address; they must not." >&2
    exit 1
fi
# uv itself, for machines that have only pip.
version=$("$uv" --version | cut -d' ' -f2)
echo "uv==$version" | "$uv" pip compile --quiet --no-header --no-annotate --generate-hashes --no-emit-index-url - >requirements/uv.txt
echo "Pinned: $(grep -c == requirements/run.txt) packages to run, $(grep -c == requirements/dev.txt) to develop, uv $version."
