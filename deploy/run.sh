#!/usr/bin/env bash
# From nothing to the served product: database, schema, demo data where there are none, client, server.
set -euo pipefail
cd "$(dirname "$0")/.."
command -v dotnet >/dev/null && dotnet --list-sdks | grep -q '^10\.' || { echo "Missing: the .NET 10 SDK."; exit 1; }
command -v node >/dev/null && node -e 'const[a,b]=process.versions.node.split(".").map(Number);process.exit(a>20||(a===20&&b>=19)?0:1)' || { echo "Missing: Node 20.19 or later."; exit 1; }
port=${PORT:-5080} host=${HOST:-127.0.0.1}
started=$([ -n "${ConnectionStrings__LoanAnalytics:-}" ] && [ -z "${POSTGRES:-}" ] || echo yes)
connection=$(deploy/postgres.sh up)
pid=
stop() {
    trap - INT TERM EXIT
    [ -n "$pid" ] && kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null
    [ -n "$started" ] && deploy/postgres.sh down
    exit 0
}
trap stop INT TERM EXIT
export ConnectionStrings__LoanAnalytics=$connection Client__Root=$PWD/client/dist ASPNETCORE_URLS=http://$host:$port
unset POSTGRES
program=$(deploy/build.sh)
"$program" migrate
# 3 says that data are loaded already.
"$program" demo >/dev/null 2>&1 || [ $? = 3 ]
"$program" serve &
pid=$!
until curl -fs "http://127.0.0.1:$port/health/ready" >/dev/null 2>&1; do kill -0 "$pid" 2>/dev/null || exit 1; sleep 0.3; done
echo "LoanAnalytics is served at http://localhost:$port (API: /swagger)"
wait "$pid"
