#!/usr/bin/env bash
# Serves a book on a database of its own, runs a command against it, and removes all again.
#   deploy/with-book.sh NAME LOANS COMMAND...   LOANS: a generated book of so many loans (seed 1), or a folder as PROFILE:FOLDER
# The command finds the server in BASE_URL, its process in SERVER. CLIENT=no serves the API alone.
set -euo pipefail
cd "$(dirname "$0")/.."
. deploy/common.sh
export PGNAME=$1
book=$2
shift 2
program=$(deploy/build.sh program)
if [ "${CLIENT:-yes}" = yes ]; then
    deploy/build.sh client >&2
    export Client__Root=$PWD/client/dist
fi
ConnectionStrings__LoanAnalytics=$(POSTGRES_DB=loananalytics local_postgres up)
export ConnectionStrings__LoanAnalytics
server=''
trap 'if [ -n "$server" ]; then kill "$server" 2>/dev/null && wait "$server" 2>/dev/null; fi; local_postgres remove' EXIT
"$program" migrate >&2
case $book in
    *:*) "$program" import "${book#*:}" --profile "${book%%:*}" >&2 ;;
    *) "$program" demo --loans "$book" --seed 1 --replace >&2 ;;
esac
BASE_URL=http://127.0.0.1:$(free_port "${PORT:-0}")
export BASE_URL
ASPNETCORE_URLS=$BASE_URL "$program" serve >&2 &
server=$!
export SERVER=$server
wait_ready "$BASE_URL/health/ready" "$server"
"$@"
