# What a person types. Each line does one thing; the work itself is in scripts/.
# The first run of any of them makes .venv (Python 3.11 with venv and pip is all it needs).

SHELL := /bin/bash
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.PHONY: help setup demo test lint check bench messages pins

help: ## say what there is to do
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## make .venv ready for development
	@PYTHON="$(PYTHON)" scripts/setup dev

demo: ## a country to explore on this machine (ARGS="--people 500 --port 8100", or "--check --json")
	@PYTHON="$(PYTHON)" scripts/setup run
	@.venv/bin/arraigo demo $(ARGS)

test: setup ## all tests, on SQLite and on PostgreSQL (ARGS="tests/people -x" for some, on SQLite)
	@scripts/test $(ARGS)

lint: setup ## format, lint, types, layers, migrations, translations, content: nothing is changed
	@scripts/lint

check: lint test ## all that CI checks
	@$(MAKE) demo ARGS="--check --json" > test-artifacts/demo-check.json
	@echo "· The whole loop, from an arrivals list to a goal: test-artifacts/demo-check.json"

bench: setup ## every measurement of bench/, each with the ratio to its baseline
	@shopt -s nullglob; for script in bench/*.py; do echo "· $$script"; .venv/bin/python $$script $(ARGS) || exit 1; done

messages: setup ## bring the translation catalogues up to date with the source (needs gettext's programs)
	@.venv/bin/python scripts/translations.py merge $(ARGS)

pins: setup ## write requirements/*.txt anew (ARGS=--upgrade takes the newest)
	@PATH="$$PWD/.venv/bin:$$PATH" scripts/pin_requirements.sh $(ARGS)
