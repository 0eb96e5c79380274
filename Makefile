# Every target is `name: ## help`; README and a test keep the list honest.
.DEFAULT_GOAL := help
SHELL := /bin/sh
BIN := .venv/bin
PYTEST ?= $(BIN)/python -m pytest
CODE := app.py dashboard datasources intake layouts callbacks
TWO := --numprocesses 2 --dist loadfile
THREE := --numprocesses 3 --dist loadfile
HEAVY := --ignore=tests/soak --ignore=tests/accept --ignore=tests/engines --ignore=tests/bench
REST := $(HEAVY) --ignore=tests/browser --ignore=tests/project

.PHONY: help setup setup-test setup-engines run check test coverage accept soak engines bench bench-10m docs sbom advisories bundle \
	screenshots lock vendor

help: ## list the targets
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sort | sed -E 's/:[^#]*## /\t/' | while IFS="$$(printf '\t')" read -r name text; do printf '  %-14s %s\n' "$$name" "$$text"; done

setup: ## make .venv with the locked dependencies and the situation-room command
	@scripts/setup.sh run

setup-test: ## the same with all that the tests need: Chromium, fonts, PostgreSQL 15
	@scripts/setup.sh test

setup-engines: ## the same with ClickHouse's engine (chDB)
	@scripts/setup.sh engines

run: setup ## set up, make the demonstration town in an empty home, serve http://127.0.0.1:8050/
	@scripts/run.sh

check: setup-test ## lint, types, arrows and sizes
	$(BIN)/ruff check .
	$(BIN)/mypy $(wildcard $(CODE))
	$(PYTEST) -q tests/project

test: check ## every test but the soak, browser and PostgreSQL included
	$(PYTEST) $(REST) $(THREE)
	$(PYTEST) tests/browser $(TWO)

coverage: setup-test ## the tests without a browser again, with branch coverage: it makes them half as slow again
	$(PYTEST) $(REST) $(TWO) --cov --cov-report=term

accept: setup-test ## the proofs on the data of ../shared; fails without it
	$(PYTEST) tests/accept

soak: setup-test ## hours: outages, heap, kills, fuzz
	ROOM_EXAMPLES=fuzz $(PYTEST) tests/domain tests/datasources tests/cache --numprocesses 2
	$(PYTEST) --capture=sys tests/soak

engines: setup-engines ## every metric on ClickHouse's engine too
	$(PYTEST) tests/engines

bench: setup-test ## ratios of one run at 10 thousand and 1 million questions
	$(BIN)/python -m bench

bench-10m: setup-test ## the same at 10 million
	$(BIN)/python -m bench --rows 10000000

docs: setup ## write the generated pages of docs/
	$(BIN)/python scripts/catalogue.py

screenshots: setup-test ## draw every scene and page at 1920×1080 into docs/pictures
	$(BIN)/python scripts/screenshots.py

sbom: ## write dist/sbom.json (CycloneDX) from the locks
	@scripts/python.sh scripts/sbom.py requirements.lock dist/sbom.json

advisories: setup ## compare the lock with advisories on this machine: make advisories DATA=all.zip
	$(BIN)/python scripts/advisories.py requirements.lock $(DATA)

bundle: setup ## dist/bundle: source, wheels with hashes, installer for a machine without a network
	@scripts/bundle.sh

lock: setup-test ## resolve pyproject.toml anew into the three locks
	scripts/lock.sh

vendor: ## fetch bootstrap, fonts and the figures' Russian locale from npm again
	scripts/vendor-assets.sh
