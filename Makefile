# make run | test | check | bench | admin | lock        (see README.md)
PYTHON ?= python3
# So many processes test at once; 0: all in one, as a debugger wants it.
TESTERS ?= 2
VENV := .venv
BIN := $(VENV)/bin
export OMP_NUM_THREADS ?= 1

.PHONY: run test check bench admin lock screenshots icons browser clean
.DEFAULT_GOAL := run

run: $(VENV)/runs
	@MUSIC="$(MUSIC)" PORT="$(PORT)" $(BIN)/python -m clipfeed.run

test: $(VENV)/tests browser
	$(BIN)/python -m pytest --numprocesses $(TESTERS) $(ARGS)

check: $(VENV)/tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/djlint --lint --quiet templates
	$(BIN)/python manage.py makemigrations --check --dry-run
	HTTPS=1 $(BIN)/python manage.py check --deploy --fail-level WARNING

bench: $(VENV)/tests
	$(BIN)/python -m tests.bench $(ARGS)

icons: $(VENV)/runs
	$(BIN)/python -m clipfeed.icons

screenshots: $(VENV)/tests browser
	$(BIN)/python -m tests.browser.screenshots $(ARGS)

admin: $(VENV)/runs
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py createsuperuser

# A browser for the tests: found, or fetched; where neither works the tests say so.
browser: $(VENV)/tests
	@$(BIN)/python -m tests.browser.chromium

lock: $(VENV)/tests
	$(BIN)/pip-compile --quiet --upgrade --no-header --strip-extras --allow-unsafe \
	  --no-emit-index-url --no-emit-find-links --no-emit-trusted-host -o requirements.txt requirements.in
	$(BIN)/pip-compile --quiet --upgrade --no-header --strip-extras --allow-unsafe \
	  --no-emit-index-url --no-emit-find-links --no-emit-trusted-host -o requirements-dev.txt requirements-dev.in

$(VENV)/runs: requirements.txt
	@command -v $(PYTHON) >/dev/null || { echo "ClipFeed needs Python 3.11 or newer: there is no $(PYTHON) here." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "ClipFeed needs Python 3.11 or newer, and $(PYTHON) is $$($(PYTHON) --version 2>&1). Name another one: make run PYTHON=python3.12" >&2; exit 1; }
	@[ -w . ] || { echo "ClipFeed cannot be installed: this user may not write to $$(pwd)." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) has no venv module; on Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	@echo "Installing ClipFeed's packages into $(VENV) (once; a minute or two) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/tests: $(VENV)/runs requirements-dev.txt
	@echo "Installing the tools for tests and checks ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@
