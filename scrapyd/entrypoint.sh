#!/bin/sh
# Run Scrapyd; when asked to stop, end it first, so that it starts nothing more, then let its crawls end in order.
set -eu

: "${SCRAPYD_PASSWORD:?set a password for Scrapyd}"

scrapyd --pidfile= &
server=$!

jobs_of() { cat "/proc/$1/task/$1/children" 2>/dev/null || true; }
is_alive() { grep -q . "/proc/$1/cmdline" 2>/dev/null; }

stop() {
    trap '' TERM INT
    jobs=$(jobs_of "$server")
    kill -TERM "$server" 2>/dev/null || true
    wait "$server" || true
    for job in $jobs; do
        kill -INT "$job" 2>/dev/null || true
    done
    for job in $jobs; do
        while is_alive "$job"; do sleep 0.2; done
    done
    exit 0
}

trap stop TERM INT
wait "$server"
