#!/usr/bin/env bash
# Prepare this checkout. Usage: scripts/setup.sh [runtime|dev|system|nginx]...
#   runtime  .venv with what a crawl needs (requirements.txt)
#   dev      .venv with what tests and checks need as well (requirements-dev.txt)
#   system   Debian packages that tests use: browser, PostgreSQL, Redis, certutil
#   nginx    nginx, whose configuration a test checks; apart, for where it is installed it may begin to serve
# Running it again is quick: packages are installed only after a requirements file changed.
set -eu
cd "$(dirname "$0")/.."

VENV=${VENV:-.venv}
MINIMUM="3.11"
# Debian keeps the server's programs out of the path.
POSTGRESQL=${POSTGRESQL:-/usr/lib/postgresql}

say() { printf 'setup: %s\n' "$*" >&2; }
die() { say "$*"; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }
has_any() { [ -e "$1" ]; }
can_apt() { [ "$(id -u)" = 0 ] && have apt-get; }

new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
    for name in ${PYTHON:-} python3 python3.13 python3.12 python3.11 python; do
        if have "$name" && new_enough "$name"; then command -v "$name"; return; fi
    done
    return 1
}

apt_install() {
    DEBIAN_FRONTEND=noninteractive apt-get update -qq </dev/null >&2 || return 1
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" </dev/null >&2
}

make_venv() {
    if [ -x "$VENV/bin/python" ] && new_enough "$VENV/bin/python"; then return; fi
    [ ! -e "$VENV" ] || die "$VENV has no Python $MINIMUM or newer: remove it and start again"
    if have uv; then
        uv venv --quiet --python "$(find_python || echo ">=$MINIMUM")" "$VENV" && return
        die "uv could not make $VENV"
    fi
    python=$(find_python) || die "no Python $MINIMUM or newer found: install one (Debian: apt install python3 python3-venv), or name it: PYTHON=/path/to/python make setup"
    if ! "$python" -c 'import ensurepip' 2>/dev/null; then
        can_apt && apt_install python3-venv || die "$python cannot make environments: apt install python3-venv"
    fi
    say "making $VENV with $python"
    "$python" -m venv "$VENV"
}

pip_install() {
    if have uv; then uv pip install --quiet --python "$VENV/bin/python" -r "$1"; return; fi
    "$VENV/bin/python" -m pip install --quiet --disable-pip-version-check -r "$1"
}

# One stamp a requirements file: the checksum of the files that it was installed from.
install() {
    stamp="$VENV/.installed-$1"
    sum=$(cat requirements.txt "$2" | cksum)
    if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$sum" ]; then return; fi
    say "installing $2"
    pip_install "$2" || die "could not install $2: see above"
    printf '%s\n' "$sum" >"$stamp"
}

missing_packages() {
    have chromium || have chromium-browser || have google-chrome-stable || have google-chrome \
        || have microsoft-edge || echo chromium
    have certutil || echo libnss3-tools
    have redis-server || echo redis-server
    have initdb || has_any "$POSTGRESQL"/*/bin/initdb || echo postgresql
}

# A crawl needs none of them, tests need them all; a test that misses one says so, so nothing here is an error.
install_system() {
    missing=$(missing_packages | xargs)
    [ -n "$missing" ] || return 0
    if can_apt; then
        say "installing $missing"
        # shellcheck disable=SC2086
        apt_install $missing || say "could not install all of: $missing"
    elif have apt-get; then
        say "not installed: $missing (tests need them, crawls do not); to have them: sudo apt-get install $missing"
    else
        say "not installed (Debian names): $missing (tests need them, crawls do not); use your system's packages"
    fi
}

install_nginx() {
    have nginx || { can_apt && apt_install nginx-light; } || say "not installed: nginx (one test needs it)"
}

for part in "${@:-runtime}"; do
    case "$part" in
        runtime) make_venv; install runtime requirements.txt ;;
        dev) make_venv; install dev requirements-dev.txt ;;
        system) install_system ;;
        nginx) install_nginx ;;
        *) die "unknown part '$part': runtime, dev, system or nginx" ;;
    esac
done
