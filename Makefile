# Every target is described by the comment after its name; `make help` shows them.
.DEFAULT_GOAL := help
.PHONY: help demo test check bench docs deploy setup clean runtime dev

BIN := .venv/bin
# The number of processes that tests use: one more than two cores, for they wait a good deal.
JOBS ?= 3
# Options for a target: make demo ARGS="--users 1", make test ARGS="tests/store".
ARGS ?=
# Where an egg goes: a [deploy:...] section of scrapy.cfg.
TARGET ?= local

help: ## Show this list
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 8

demo: runtime ## Crawl the local stand-in and show what comes out; needs nothing but Python
	@$(BIN)/scrapy demo $(ARGS)

test: setup ## Run all tests with coverage
	$(BIN)/python -m pytest -q -n $(JOBS) --dist loadfile --no-loadscope-reorder --cov --cov-report=term:skip-covered --cov-fail-under=95 $(ARGS)

check: dev ## Check style, types, layers and docs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/mypy scripts examples
	$(BIN)/lint-imports
	$(BIN)/python scripts/docs.py --check

bench: dev ## Measure what docs/performance.md quotes
	$(BIN)/python -m benchmarks $(ARGS)

docs: dev ## Write the generated reference pages in docs/
	$(BIN)/python scripts/docs.py

deploy: dev ## Build an egg and send it to the Scrapyd that scrapy.cfg names: make deploy TARGET=remote
	@scripts/deploy.sh $(TARGET)

setup: dev ## Make .venv with everything, and install the system packages that tests use
	@scripts/setup.sh system

clean: ## Remove the environment, caches and the demo's output
	rm -rf .venv .coverage .coverage.* htmlcov .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis demo
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

runtime:
	@scripts/setup.sh runtime

dev:
	@scripts/setup.sh dev
