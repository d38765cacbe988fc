# Two commands do everything: `make serve` and `make test`. `make help` lists the rest.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt
# Browser tests are run once, on SQLite; everything else on both databases.
PYTEST := $(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder --durations=15 --durations-min=2

# Each process of a run reads what the first one compiled, the tests' rewritten assertions included.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help serve test test-databases test-sqlite test-postgresql lint fuzz benchmark lock clean

help: ## List the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort | column -t -s "$$(printf '\t')"

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(VENV)/bin/python pyproject.toml constraints.txt
	@echo "Installing what the program needs (about half a minute) ..."
	@$(PIP) -e .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	@echo "Installing what the tests need (about a minute) ..."
	@$(PIP) -e '.[dev]'
	@touch $@

serve: $(VENV)/.installed ## Prepare the database and serve the catalog and the workshop on 127.0.0.1:$(PORT)
	@PORT=$(PORT) $(BIN)/python manage.py prepare_workshop
	@exec $(BIN)/gunicorn config.wsgi --bind 127.0.0.1:$(PORT) --worker-class gthread --threads 8 --log-level warning

test: $(VENV)/.installed-dev ## Check and test everything, on SQLite and on PostgreSQL
	@$(MAKE) --no-print-directory --jobs=2 lint test-databases

# One after the other: each takes all cores.
test-databases:
	@$(MAKE) --no-print-directory test-sqlite
	@$(MAKE) --no-print-directory test-postgresql

test-sqlite: $(VENV)/.installed-dev
	$(PYTEST)

test-postgresql: $(VENV)/.installed-dev ## The suite on a PostgreSQL it starts itself, or on TEST_DATABASE_URL
	$(PYTEST) -p tests.postgresql -m "not browser"

lint: $(VENV)/.installed-dev ## Style, types, import contracts, dependencies, migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djade --check --target-version 5.2 $$(git ls-files 'templates/*.html')
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/deptry .
	$(BIN)/bandit --quiet --recursive config catalog interviews --severity-level medium
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py check

fuzz: $(VENV)/.installed-dev ## Ten thousand new examples for every invariant
	HYPOTHESIS_PROFILE=fuzz $(BIN)/python -m pytest -n auto $$(git grep -l "from hypothesis" -- tests)

benchmark: $(VENV)/.installed-dev ## Timings, as ratios to something measured in the same run
	$(BIN)/python -m pytest tests/benchmarks --benchmark-only -s -p no:xdist

lock: ## Renew constraints.txt from pyproject.toml (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --all-extras --no-header --no-annotate --no-emit-index-url \
		--upgrade pyproject.toml -o constraints.txt

clean: ## Remove the environment and the local database
	rm -rf $(VENV) var
