.DEFAULT_GOAL := help
.PHONY: run test test-fast db db-stop import demo client-dev openapi format lint ci clean help
PROGRAM = $$(deploy/build.sh)
WITH_DB = ConnectionStrings__LoanAnalytics="$$(deploy/postgres.sh up)"

run: ## Serves API and client at http://localhost:5080 (PORT=, HOST=, POSTGRES=docker|system|embedded)
	@exec deploy/run.sh
test: ## Runs every test: C#, client, browser
	@npm --prefix client ci --no-audit --no-fund >/dev/null && deploy/test.sh all
test-fast: ## Runs every test but the browser's
	@npm --prefix client ci --no-audit --no-fund >/dev/null && deploy/test.sh fast
db: ## Starts the local PostgreSQL where it is not up, and prints its connection string
	@deploy/postgres.sh up
db-stop: ## Stops the local PostgreSQL
	@deploy/postgres.sh down
import: ## Loads an extract: DIR=folder PROFILE=name [AS_OF=YYYY-MM-DD]
	@export $(WITH_DB); $(PROGRAM) migrate && $(PROGRAM) import "$(DIR)" --profile "$(PROFILE)" $(if $(AS_OF),--as-of "$(AS_OF)")
demo: ## Generates and loads a demo book in place of what is loaded: LOANS=n [SEED=n]
	@export $(WITH_DB); $(PROGRAM) migrate && $(PROGRAM) demo --replace --loans $(or $(LOANS),20000) --seed $(or $(SEED),1)
client-dev: ## Serves the client with hot reload against a running API
	@cd client && npm ci --no-audit --no-fund >/dev/null && npm run dev
openapi: ## Writes openapi.json and the client's types from the code
	@$(PROGRAM) openapi --out openapi.json && cd client && npm run types
format: ## Lays out all code
	@dotnet tool restore >/dev/null && dotnet csharpier format . && cd client && npm run format
lint: ## Checks layout and style
	@dotnet tool restore >/dev/null && dotnet csharpier check . && cd client && npm run lint
ci: ## Everything that must hold before a change lands
	@deploy/ci.sh
clean: ## Removes what was built
	@rm -rf src/*/bin src/*/obj tests/*/bin tests/*/obj client/dist client/node_modules
help: ## Lists the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1|/' | awk -F'|' '{printf "  make %-11s %s\n", $$1, $$2}'
