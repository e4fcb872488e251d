#!/usr/bin/env bash
# Builds what has changed since the last build, and prints the program's path.   deploy/build.sh [all | program | client]
set -euo pipefail
cd "$(dirname "$0")/.."
. deploy/common.sh
prerequisites
# No compiler or build server stays behind: what a run starts ends with it.
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0
# newer THAN WHERE...: folders count too, since a deleted file leaves its trace only there.
newer() {
    local than=$1
    shift
    [ ! -e "$than" ] || [ -n "$(find "$@" \( -name bin -o -name obj -o -name dist -o -name node_modules -o -name TestResults \) -prune -o -newer "$than" -print | head -1)" ]
}
build_program() {
    if ! newer "$program" src Directory.*.props global.json .editorconfig; then return; fi
    echo "Building the program." >&2
    local said
    said=$(dotnet build src/LoanAnalytics.Api -c Release -v quiet -nologo -p:UseSharedCompilation=false 2>&1) || { echo "$said" >&2; return 1; }
    touch "$program"
}
build_client() {
    cd client
    if newer node_modules/.package-lock.json package-lock.json; then
        echo "Installing the client's packages." >&2
        npm ci --no-audit --no-fund --loglevel=error --silent >&2
        touch node_modules/.package-lock.json
    fi
    if newer dist/index.html .; then
        echo "Building the client." >&2
        npm run --silent build -- --logLevel error >&2
        touch dist/index.html
    fi
}
case ${1:-all} in
    program) build_program ;;
    client) build_client; exit ;;
    all) # The client's packages come over the network while the compiler works.
        (build_client) &
        client=$!
        build_program
        wait "$client"
        ;;
    *) echo "Usage: deploy/build.sh [all|program|client]" >&2; exit 2 ;;
esac
echo "$program"
