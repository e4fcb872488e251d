#!/usr/bin/env bash
# From nothing to the served product: database, schema, demo data where there are none, client, server.
set -euo pipefail
cd "$(dirname "$0")/.."
. deploy/common.sh
prerequisites
port=${PORT:-5080} host=${HOST:-127.0.0.1}
case $host in 0.0.0.0 | '*' | '[::]' | '+') probe=127.0.0.1 ;; *) probe=$host ;; esac
[ "$(free_port "$port")" = "$port" ] || { echo "Port $port is in use; choose another with PORT=." >&2; exit 1; }

server='' client='' compiler='' ours=''
stop() {
    local status=$? group
    set +e
    trap '' INT TERM
    trap - EXIT
    if [ -n "$server" ]; then kill "$server" 2>/dev/null; wait "$server" 2>/dev/null; fi
    for group in $client $compiler; do kill -- "-$group" 2>/dev/null && wait "$group" 2>/dev/null; done
    if [ -n "$ours" ]; then local_postgres down 2>/dev/null; fi
    exit "${1:-$status}"
}
trap 'stop 0' INT TERM HUP
trap stop EXIT

if ! deploy/postgres.sh url >/dev/null 2>&1; then ours=yes; fi
connection=$(deploy/postgres.sh up)
# Side by side, each in a process group of its own, which can be stopped with all that it started.
set -m
deploy/build.sh client </dev/null &
client=$!
deploy/build.sh program </dev/null >/dev/null &
compiler=$!
set +m
wait "$compiler"
compiler=''
export ConnectionStrings__LoanAnalytics=$connection Client__Root=$PWD/client/dist ASPNETCORE_URLS=http://$host:$port
"$program" migrate
# Into an empty database only; 3 says that data are loaded already.
echo "Looking for data; an empty database gets a demo portfolio." >&2
demo=$("$program" demo --loans 20000 --seed 1 2>&1) || { status=$?; [ $status = 3 ] || { echo "$demo" >&2; exit $status; }; }
wait "$client"
client=''
"$program" serve &
server=$!
wait_ready "http://$probe:$port/health/ready" "$server" || { echo "The server did not start." >&2; exit 1; }
echo "LoanAnalytics: http://$([ "$probe" = 127.0.0.1 ] && echo localhost || echo "$host"):$port (Swagger: /swagger)"
wait "$server"
