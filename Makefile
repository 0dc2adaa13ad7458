# `make` lists the targets. PYTHON chooses the interpreter (3.11 or newer): make test PYTHON=python3.13

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Each has a database server of its own; they wait for it more than they compute.
TEST_PROCESSES ?= 4
# What `make lock` resolves with; nothing else needs it.
UV_VERSION := 0.13.9
LOCK := $(BIN)/uv pip compile --universal --python-version 3.11 \
	--generate-hashes --no-annotate --no-header --quiet --upgrade

# Byte code is kept, whatever the caller's environment says: each process imports every test.
PYTEST := PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest --numprocesses $(TEST_PROCESSES) --dist loadfile --no-loadscope-reorder

SQL_FOLDERS := schema/migrations/sql schema/objects schema/triggers $(wildcard checks)

.DEFAULT_GOAL := help
.PHONY: help run test test-proofs lint format snapshot demo psql proof-spine proof-payments proof-relay proof-soketi proof-checks proof-walls proof-guests proof-faults proof-speed proof-lifecycle proof-growth proof-profile torture proof-torture proof-mutation plots lock clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(VENV)/.runtime ## Start PostgreSQL, API, relay and, with Stripe's key, the payments worker; a demo hotel
	@exec $(BIN)/hotelmate run

test: $(VENV)/.dev ## Run the tests; the heavier proofs among them are left out, and counted
	$(PYTEST) -m 'not proof' $(ARGS)

test-proofs: $(VENV)/.dev ## Run the heavier proofs among the tests
	$(PYTEST) -m proof $(ARGS)

lint: $(VENV)/.dev ## Run every linter and the type checker
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/sqlfluff lint --disable-progress-bar $(SQL_FOLDERS)
	$(BIN)/squawk schema/migrations/sql/*.up.sql
	$(BIN)/squawk --config .squawk-adoption.toml schema/adoption.sql

format: $(VENV)/.dev ## Format the Python files
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

snapshot: $(VENV)/.runtime ## Write schema/snapshot.sql and the files made like it
	$(BIN)/hotelmate snapshot

demo: $(VENV)/.runtime ## Play a stay and a payment by card against `make run`, then what must be refused
	@$(BIN)/hotelmate demo

psql: $(VENV)/.runtime ## Open psql on the database as its owner
	@$(BIN)/hotelmate psql

proof-spine: $(VENV)/.dev ## Race the rules and measure their cost (SECONDS=20 for a short run)
	$(BIN)/python -m bench.proof_spine

proof-payments: $(VENV)/.dev ## Play payment histories against Stripe's truth (SECONDS=20 for a short run)
	$(BIN)/python -m bench.proof_payments

proof-relay: $(VENV)/.dev ## Kill the relay, PostgreSQL and Pusher under load (SECONDS=30 for a short run)
	$(BIN)/python -m bench.proof_relay

proof-soketi: $(VENV)/.dev ## From COMMIT to a browser's client through soketi; needs node and npm (SECONDS=10)
	$(BIN)/python -m bench.proof_soketi

proof-checks: $(VENV)/.dev ## All checks over 1,000 hotels with 5,000,000 bookings; 60 GB (SCALE=0.01 for a short run)
	$(BIN)/python -m bench.proof_checks

proof-walls: $(VENV)/.dev ## Try to get through the walls, and measure what they cost (SECONDS=30 for a short run)
	$(BIN)/python -m bench.proof_walls

proof-guests: $(VENV)/.dev ## Submit, refuse, erase, photograph and tell guests (SECONDS=30 for a short run)
	$(BIN)/python -m bench.proof_guests

proof-faults: $(VENV)/.dev ## Kill, cut, fill, lock, delay and fail over under load (SECONDS=30 for a short run)
	$(BIN)/python -m bench.proof_faults

proof-speed: $(VENV)/.dev ## Both proofs of speed: proof-lifecycle, then proof-growth (SECONDS=30 SCALE=0.01)
	$(BIN)/python -m bench.proof_speed

proof-lifecycle: $(VENV)/.dev ## Stays over HTTP beside their row writes as bare SQL (SECONDS=30 for a short run)
	$(BIN)/python -m bench.proof_lifecycle

proof-growth: $(VENV)/.dev ## The same requests after up to 5,000,000 bookings, 60 GB (SCALE=0.01 for a short run)
	$(BIN)/python -m bench.proof_growth

proof-profile: $(VENV)/.dev ## Say what PostgreSQL and the API compute for a stay; needs perf and py-spy
	$(BIN)/python -m bench.proof_profile

torture: proof-torture ## The same as proof-torture
proof-torture: $(VENV)/.dev ## A million writes of any value to any column (SECONDS=30 for a short run)
	$(BIN)/python -m bench.proof_torture

proof-mutation: $(VENV)/.dev ## Take each constraint, unique index and trigger away in turn, and see which test tells (NAMES=regex picks)
	$(BIN)/python -m bench.proof_mutation

plots: $(VENV)/.plots ## Draw docs/plots/ and write the tables in docs/, of the figures that proofs kept with KEEP=1
	$(BIN)/python -m bench.plots $(ARGS)

lock: $(VENV)/.runtime ## Resolve pyproject.toml anew into requirements/
	$(BIN)/python -m pip install --quiet uv==$(UV_VERSION)
	$(LOCK) pyproject.toml --group build --output-file requirements/runtime.txt
	$(LOCK) pyproject.toml --group build --group dev --constraint requirements/runtime.txt \
		--output-file requirements/dev.txt
	$(LOCK) --group plots --constraint requirements/dev.txt --output-file requirements/plots.txt

clean: ## Remove the virtual environment and caches; data folders stay
	rm -rf $(VENV) build *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The environment is made anew when the pins change, so that nothing old stays in it.
$(VENV)/.runtime: requirements/runtime.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo 'Python 3.11 or newer is needed: make PYTHON=/path/to/python3' >&2; exit 1; }
	rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo 'The venv module of $(PYTHON) is incomplete; on Debian or Ubuntu: apt install python3-venv' >&2; \
		exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/runtime.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.runtime
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

$(VENV)/.plots: requirements/plots.txt $(VENV)/.runtime
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/plots.txt
	@touch $@
