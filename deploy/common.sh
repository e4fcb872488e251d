# shellcheck shell=bash
# What several scripts need. Only Node is taken for granted, since curl, ss and the like may be missing.

# shellcheck disable=SC2034 # the scripts use it
program=$PWD/src/LoanAnalytics.Api/bin/Release/net10.0/LoanAnalytics.Api

# Ends with one line where something is missing that only its user can install.
missing() { echo "Missing: $*" >&2; exit 1; }
prerequisites() {
    if ! command -v dotnet >/dev/null || ! dotnet --list-sdks 2>/dev/null | grep -q '^10\.'; then
        missing "the .NET 10 SDK (https://dotnet.microsoft.com/download)."
    fi
    node_and_npm
}
node_and_npm() {
    if ! command -v node >/dev/null || ! command -v npm >/dev/null ||
        ! node -e 'const[a,b]=process.versions.node.split(".").map(Number);process.exit(a>20||(a===20&&b>=19)?0:1)'; then
        missing "Node 20.19 or later, with npm (https://nodejs.org)."
    fi
}

# A port on the loopback address: the one given where it is free, else any.
free_port() {
    node -e 'const net=require("net");const on=(p,or)=>{const s=net.createServer();s.once("error",or);
        s.listen(p,"127.0.0.1",()=>{console.log(s.address().port);s.close()})};
        const fail=e=>{console.error(e.message);process.exit(1)};on(Number(process.argv[1]||0),()=>on(0,fail))' "${1:-}"
}

# wait_ready URL PID: until the server answers 200; fails when the process has ended, or after two minutes.
wait_ready() {
    node -e 'const [url,pid]=process.argv.slice(1),end=Date.now()+120000;(async()=>{while(Date.now()<end){
        try{process.kill(Number(pid),0)}catch{process.exit(1)}
        try{if((await fetch(url)).status===200)process.exit(0)}catch{}
        await new Promise(r=>setTimeout(r,150))}process.exit(1)})()' "$1" "$2"
}

# Runs as root, with sudo where there is one.
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }

# The folder of a local instance, one for each checkout: outside the checkout for root, whose server runs as nobody.
state_folder() {
    if [ "$(id -u)" = 0 ]; then echo "/var/tmp/loananalytics-$(pwd -P | cksum | cut -d' ' -f1)"; else echo "$PWD/.local"; fi
}

# The local server, also where the connection string has been exported for the program.
local_postgres() { env -u ConnectionStrings__LoanAnalytics deploy/postgres.sh "$@"; }
