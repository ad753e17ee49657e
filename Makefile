# make portal   build what is stale and serve it at port 8000
# make test     every test; ARGS goes to pytest: make test ARGS='-k house'
# make fuzz     the gate beside frictionless on new tables; TABLES=30000
# make check    style, types, and who may import whom
# make env      .venv alone, from requirements.txt; WHEELS=folder needs no network
# make wheels   everything for that, into wheels/
# make format   let ruff mend what it can
# make hook     judge what is pushed, before it leaves this computer
# make lock     requirements.txt anew from pyproject.toml
# make bench    measure building and answering; writes BENCHMARKS.md
# make bench-gate  measure judging one large table; writes its section there
# make clean    remove everything made

SHELL := /bin/sh
.DELETE_ON_ERROR:

# The first that is new enough and can make an environment; requirements.txt was resolved on 3.11.
PYTHON ?= $(firstword $(foreach name,python3.11 python3.12 python3.13 python3,$(shell \
	$(name) -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && command -v $(name))))
VENV := .venv
BIN := $(VENV)/bin
OFFLINE := $(if $(WHEELS),--no-index --find-links $(abspath $(WHEELS)))

.PHONY: portal test fuzz check env wheels lock bench bench-gate picture format hook clean

portal: env
	$(BIN)/python build.py serve

test: env
	tests/system-packages
	$(BIN)/pytest --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder $(ARGS)

check: env
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

env: $(VENV)/installed

# The stamp is as old as the last installation; a newer requirements.txt starts afresh, so that nothing lingers.
$(VENV)/installed: requirements.txt
	@test -n "$(PYTHON)" || { echo "Missing: Python 3.11 or newer with venv (on Debian: python3-venv)." >&2; exit 1; }
	rm -rf $(VENV)
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check $(OFFLINE) --requirement requirements.txt
	@touch $@

wheels: env
	$(BIN)/python -m pip download --quiet --disable-pip-version-check --dest wheels --requirement requirements.txt

# Every dependency at its newest that pyproject.toml allows. One alone: make lock ARGS='--upgrade-package polars';
# only what pyproject.toml newly asks for: make lock ARGS=--no-upgrade
lock: env
	CUSTOM_COMPILE_COMMAND='make lock' $(BIN)/pip-compile --quiet --all-extras --generate-hashes --allow-unsafe \
		--strip-extras --no-annotate --no-emit-index-url --no-emit-trusted-host --no-emit-find-links \
		$(or $(ARGS),--upgrade) --output-file requirements.txt pyproject.toml

fuzz: env
	KAIMEN_FUZZ=$(or $(TABLES),30000) $(BIN)/pytest tests/test_gate_fuzz.py --quiet $(ARGS)

bench: env
	$(BIN)/python -m tests.benchmarks.bench $(ARGS)

bench-gate: env
	$(BIN)/python -m tests.benchmarks.gate --keep $(ARGS)

picture: env
	tests/system-packages
	$(BIN)/python -m tests.browser.picture
	$(BIN)/python -m tests.browser.stewards

format: env
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

hook: env
	git config core.hooksPath .githooks

clean:
	rm -rf $(VENV) .releases output .cache .lighthouse .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
