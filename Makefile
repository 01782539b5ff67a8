# Every target works from a fresh clone: what it needs is made first, and skipped when it is up to date.
# What each does stands in tools/.
PYTHON ?= python3

.DEFAULT_GOAL := help

help: ## Show this list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z0-9-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

install: ## Set up the Python and Node environments and build the web app
up: ## Run everything on this machine: http://localhost:3000 (WITHOUT="api web" leaves parts to you)
down: ## End what `make up` started, from another terminal or after a crash
logs: ## Follow the logs of `make up`
reset: ## Remove the local database, mails and logs, after asking (YES=1 answers)
seed: ## Fill the local database with the city again; it may be run twice
flower: ## Watch Celery's tasks in the browser: http://localhost:5555
test: ## Every test of the back and front end, on servers of their own
test-backend: ## pytest alone
test-web: ## The web app's unit tests alone
test-e2e: ## The browser tests alone, against a product of their own
check: ## Format, lint, types, import contracts, migrations, generated client, lock files
check-backend: ## The Python part of it
check-web: ## The web app's part of it
prove: ## The proofs at their full scale: tens of thousands of attempts, minutes each (ARGS="-k rush" picks one)
mutate: ## Change the rules of time and booking in small ways and see that a test notices each
status: ## Run the tests that show what works and write docs/project-status from them
bench: ## Measure the main operations against a bare answer and their own raw SQL
bench-search: ## Search in synthetic cities of 1,000, 10,000 and 100,000 instructors, with the plans
eval-search: ## Judge search by labelled queries: what is understood, found and how it is ordered
screenshots: ## Take the README's pictures from the running product (ARGS="home search" picks some)
lighthouse: ## Lighthouse on home, search and a profile: scores and times, reports in .data/lighthouse
client: ## Generate the web app's types from the API
format: ## Format every source file
lock: ## Write the Python lock files from pyproject.toml (UPGRADE=1 takes the newest versions)

VERBS := install up down logs reset seed flower test test-backend test-web test-e2e check check-backend check-web prove mutate status bench bench-search eval-search screenshots lighthouse client format lock
$(VERBS):
	@$(PYTHON) tools/bootstrap.py $@

.PHONY: help $(VERBS)
