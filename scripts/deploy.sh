#!/usr/bin/env bash
# Build an egg of this checkout and send it to a Scrapyd. Usage: scripts/deploy.sh [TARGET]
#   TARGET   one of the [deploy:TARGET] sections of scrapy.cfg (default: local)
#   VERSION  environment; default: the time of the commit, or now where files differ from it
set -eu
cd "$(dirname "$0")/.."

BIN=${BIN:-.venv/bin}
TARGET=${1:-local}

say() { printf 'deploy: %s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

section() { sed -n "/^\[deploy:$1\]/,/^\[/p" scrapy.cfg; }
wanted() { { section "$TARGET"; sed -n '/^\[deploy\]/,/^\[/p' scrapy.cfg; } | grep -o '\$[A-Z_]*' | tr -d '$'; }

# Whole numbers that grow: Scrapyd runs the highest version unless a job names one.
version() {
    stamp=$(TZ=UTC0 git log -1 --date=format-local:%Y%m%d%H%M%S --format=%cd 2>/dev/null) || stamp=""
    if [ -n "$stamp" ] && [ -z "$(git status --porcelain)" ]; then
        printf '%s\n' "$stamp"
    else
        date -u +%Y%m%d%H%M%S
    fi
}

[ -n "$(section "$TARGET")" ] || die "scrapy.cfg has no section [deploy:$TARGET]"
for name in $(wanted); do
    [ -n "${!name:-}" ] || die "$name is not set: scrapy.cfg takes it from the environment"
done

VERSION=${VERSION:-$(version)}
say "version $VERSION to $TARGET"
# Compiled modules in the egg save each job their compilation.
answer=$(env -u PYTHONDONTWRITEBYTECODE "$BIN/scrapyd-deploy" "$TARGET" --version "$VERSION") || die "failed: $answer"
printf '%s\n' "$answer"
# Scrapyd tells of errors with status 200, and keeps an egg whose spiders it could not list.
case $answer in
    *'"status": "ok"'*) ;;
    *) die "Scrapyd refused version $VERSION: where listversions.json shows it, remove it with delversion.json" ;;
esac
