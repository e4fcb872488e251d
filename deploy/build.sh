#!/usr/bin/env bash
# Builds what has changed since the last build, and prints the program's path.   deploy/build.sh [all | program]
set -euo pipefail
cd "$(dirname "$0")/.."
. deploy/common.sh
prerequisites
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
program=$PWD/src/LoanAnalytics.Api/bin/Release/net10.0/LoanAnalytics.Api
# newer THAN WHERE...: folders count too, since a deleted file leaves its trace only there.
newer() {
    local than=$1
    shift
    [ ! -e "$than" ] || [ -n "$(find "$@" \( -name bin -o -name obj -o -name dist -o -name node_modules -o -name TestResults \) -prune -o -newer "$than" -print | head -1)" ]
}
if newer "$program" src Directory.*.props global.json .editorconfig; then
    dotnet build src/LoanAnalytics.Api -c Release -v quiet -nologo >&2
    touch "$program"
fi
if [ "${1:-all}" = all ]; then
    cd client
    if newer node_modules/.package-lock.json package-lock.json; then
        npm ci --no-audit --no-fund --loglevel=error >&2
        touch node_modules/.package-lock.json
    fi
    if newer dist/index.html .; then
        npm run --silent build >&2
        touch dist/index.html
    fi
fi
echo "$program"
