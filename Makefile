.DEFAULT_GOAL := help
.PHONY: run test test-fast db db-stop import demo client-dev openapi examples format lint bench bench-history bench-segments bench-risk soak timings screenshots ci clean help

run: ## Serves API and client at http://localhost:5080 (PORT=, HOST=, POSTGRES=docker|system|embedded)
	@exec deploy/run.sh
test: ## Runs every test: C#, client, browser
	@deploy/test.sh all
test-fast: ## Runs every test but the browser's
	@deploy/test.sh fast
db: ## Starts the local PostgreSQL where it is not up, and prints its connection string
	@deploy/postgres.sh up
db-stop: ## Stops the local PostgreSQL
	@deploy/postgres.sh down
import: ## Loads an extract: DIR=folder PROFILE=name [AS_OF=YYYY-MM-DD]
	@deploy/program.sh import "$(or $(DIR),$(error DIR= names the folder of the extract))" --profile "$(or $(PROFILE),$(error PROFILE= names the mapping profile))" $(if $(AS_OF),--as-of "$(AS_OF)")
demo: ## Generates a demo book and loads it in place of what is loaded: LOANS=n [SEED=n]
	@deploy/program.sh demo --replace --loans $(or $(LOANS),20000) --seed $(or $(SEED),1)
client-dev: ## Serves the client with hot reload against a running API (API_URL=, default http://localhost:5080)
	@cd client && npm ci --no-audit --no-fund --loglevel=error && npm run dev
examples: ## Takes the examples of the contract from a fresh demo book; then make openapi
	@deploy/examples.sh
openapi: ## Writes openapi.json and the client's types from the code
	@"$$(deploy/build.sh program)" openapi --out openapi.json
	@cd client && npm ci --no-audit --no-fund --loglevel=error && npm run types
format: ## Lays out all code
	@dotnet tool restore >/dev/null && dotnet csharpier format .
	@cd client && npm ci --no-audit --no-fund --loglevel=error && npm run format
lint: ## Checks layout and style, and the contract
	@dotnet tool restore >/dev/null && dotnet csharpier check .
	@cd client && npm ci --no-audit --no-fund --loglevel=error && npm run lint && npm run --if-present spectral
bench: ## Measures import and answers on a large demo book [LOANS=200000]
	@deploy/bench.sh $(LOANS)
bench-history: ## Measures the repayment history alone [LOANS=200000]
	@deploy/bench.sh history $(LOANS)
bench-segments: ## Measures k-means beside scikit-learn's (Debian: python3-sklearn)
	@dotnet run -c Release --project tests/LoanAnalytics.Benchmarks -- segments
bench-risk: ## Measures gradient boosting beside scikit-learn's (Debian: python3-sklearn), and scoring
	@dotnet run -c Release --project tests/LoanAnalytics.Benchmarks -- risk
soak: ## Runs the tests that can be long in their long form [PART=contract] [SEED=n]
	@deploy/soak.sh $(PART)
timings: ## Measures in a browser how long a reader waits [LOANS=200000]
	@deploy/with-book.sh timings $(or $(LOANS),200000) node client/e2e/timings.mjs
screenshots: ## Pictures of every page, wide and narrow, light and dark: FOLDER=screenshots [BOOK=seed:../shared/data/seed or a number of loans]
	@deploy/with-book.sh screenshots $(or $(BOOK),20000) node client/e2e/screenshots.mjs $(or $(FOLDER),screenshots)
ci: ## Everything that must hold before a change lands
	@deploy/ci.sh
clean: ## Removes what was built; the database stays
	@rm -rf src/*/bin src/*/obj tests/*/bin tests/*/obj client/dist client/node_modules
help: ## Lists the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
