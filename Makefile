# Everything a checkout does, one meaning each; `make help` lists it. Needs python3 (3.11 or later), python3-venv and
# make; all else goes to .venv. Stamp files in .venv remember what is set up, and a changed requirement sets it up again.

PYTHON ?= python3
PORT ?= 8000
SECONDS ?= 600
ARGS ?=

# Images of Python set it. Without byte code, each of the hundred commands that tests start compiles the engine again.
export PYTHONDONTWRITEBYTECODE :=

BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install --quiet --require-hashes
# pip's hash mode refuses an editable project, so that comes second, built with the pinned build tools.
INSTALL_PROJECT := $(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
PROJECT := pyproject.toml hatch_build.py src/ratecard/__init__.py
COMPILE := $(BIN)/uv pip compile --quiet --generate-hashes --universal --python-version 3.11 --no-config \
	--custom-compile-command "make requirements" $(UPGRADE)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup serve test lint types check schema schema-check docs edition faults second-opinion fuzz fuzz-http floods kills bench bench-reload bench-guards bench-plan bench-cost bench-http count count-sales count-following \
	snapshots format requirements clean

help: ## List these targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' Makefile | while IFS='|' read -r name text; do \
		printf '  make %-16s %s\n' "$$name" "$$text"; done

setup: .venv/run.stamp ## Set up what the commands need, in .venv
	@echo "ready: try $(BIN)/ratecard --help"

serve: .venv/run.stamp ## Serve the shipped rules over GraphQL on this machine (PORT=8000)
	$(BIN)/ratecard serve --port $(PORT)

test: .venv/dev.stamp ## Run the tests (ARGS="-k rounding")
	$(BIN)/pytest --numprocesses auto --dist loadgroup $(ARGS)

lint: .venv/dev.stamp ## Check style and formatting
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/dev.stamp ## Check types, strictly
	$(BIN)/mypy

check: .venv/run.stamp ## Check the shipped rules, and their form
	$(BIN)/ratecard check
	$(BIN)/ratecard fmt --check
	$(BIN)/ratecard fmt --check --book world
	$(BIN)/ratecard test

schema: .venv/run.stamp ## Write the published contracts in schema/ anew
	$(BIN)/python -m ratecard.api.types.sdl --write
	$(BIN)/python -m ratecard.schemas --write

schema-check: .venv/run.stamp ## Compare schema/ with what the code publishes
	$(BIN)/python -m ratecard.api.types.sdl
	$(BIN)/python -m ratecard.schemas

docs: .venv/dev.stamp ## Write anew what the README, the guides, the diagnostics pages and the architecture page show
	$(BIN)/python -m tests.update_readme
	$(BIN)/python -m tests.guides
	$(BIN)/python -m tests.diagnostics.update
	$(BIN)/python -m tests.contributing.forms

edition: .venv/dev.stamp ## Show what the library changed since a commit or folder (ARGS="v0.1.0"), or list it (ARGS="v0.1.0 --write")
	$(BIN)/python -m tests.world.editions $(ARGS)

faults: .venv/dev.stamp ## Put faults into a copy of the engine, one by one, and see each caught
	$(BIN)/python -m tests.faults

second-opinion: .venv/proof.stamp ## Ask a solver, z3, what the guards of margin and round trip prove (ARGS=100)
	$(BIN)/python -m tests.proofs $(ARGS)

fuzz: .venv/fuzz.stamp ## Look for files that break the reader (SECONDS=600); crashes go to build/fuzz
	$(BIN)/python -m tests.fuzz $(SECONDS)

fuzz-http: .venv/dev.stamp ## Ask the server what nobody would, and see no fault (SECONDS=600)
	$(BIN)/python -m tests.api.http.fuzzing $(SECONDS)

floods: .venv/dev.stamp ## Flood a server with connections, and see health answered and memory bounded (ARGS="8 'long URLs'")
	$(BIN)/python -m tests.api.http.floods $(ARGS)

bench: .venv/bench.stamp ## Measure the engine beside its peers
	$(BIN)/python -m tests.benchmarks $(ARGS)

bench-guards: .venv/dev.stamp ## Measure each guard on books of 2,880 and 20,000 prices
	$(BIN)/python -m tests.benchmarks.guards $(ARGS)

bench-plan: .venv/dev.stamp ## Measure what a plan takes on books of 2,880 and 20,000 prices
	$(BIN)/python -m tests.benchmarks.plans $(ARGS)

bench-cost: .venv/dev.stamp ## Measure what a unit of cost takes of a processor (ARGS="lots want")
	$(BIN)/python -m tests.benchmarks.costs $(ARGS)

kills: .venv/dev.stamp ## Kill a server that follows its files at random moments; each start answers from a whole book (ARGS="200 2026")
	$(BIN)/python -m tests.live.kills $(ARGS)

bench-reload: .venv/dev.stamp ## Measure how soon an edit is answered from, and what a reload costs (ARGS="50 30")
	$(BIN)/python -m tests.live.measuring $(ARGS)

bench-http: .venv/run.stamp ## Measure the server beside its own route of constant bytes
	$(BIN)/python -m tests.benchmarks.http $(ARGS)

count: .venv/dev.stamp ## Count the instructions of five workloads here and at a commit, by valgrind (ARGS=ce12510)
	$(BIN)/python -m tests.benchmarks.instructions $(ARGS)

count-sales: .venv/dev.stamp ## Count the instructions of quotes with promotions against those without, by valgrind
	$(BIN)/python -m tests.benchmarks.instructions.sales

count-following: .venv/dev.stamp ## Count the instructions of prices that follow others against stated ones, by valgrind
	$(BIN)/python -m tests.benchmarks.instructions.following

snapshots: .venv/dev.stamp ## Write digests of all that the engine says, to compare before and after (ARGS=FILE)
	$(BIN)/python -m tests.snapshots $(ARGS)

format: .venv/dev.stamp ## Format the code, and mend what ruff can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

requirements: .venv/compile.stamp ## Compile requirements/ from pyproject.toml (UPGRADE=--upgrade for newer versions)
	$(COMPILE) pyproject.toml --output-file requirements/run.txt
	$(COMPILE) --group build --constraint requirements/run.txt --output-file requirements/build.txt
	$(COMPILE) pyproject.toml --group build --group dev --extra serve --extra sheets --extra parquet --constraint requirements/run.txt \
		--constraint requirements/build.txt --output-file requirements/dev.txt
	$(COMPILE) pyproject.toml --extra serve --constraint requirements/dev.txt --output-file requirements/serve.txt
	$(COMPILE) pyproject.toml --extra sheets --constraint requirements/dev.txt --output-file requirements/sheets.txt
	$(COMPILE) pyproject.toml --extra parquet --constraint requirements/dev.txt --output-file requirements/parquet.txt
	$(COMPILE) pyproject.toml --extra bench --constraint requirements/run.txt --output-file requirements/bench.txt
	$(COMPILE) pyproject.toml --group build --group dev --extra serve --extra sheets --extra parquet --extra proof --constraint requirements/dev.txt \
		--output-file requirements/proof.txt
	$(COMPILE) pyproject.toml --extra fuzz --constraint requirements/run.txt --output-file requirements/fuzz.txt
	$(COMPILE) --group compile --output-file requirements/compile.txt

clean: ## Remove everything that was set up or built
	rm -rf .venv build dist .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	$(PYTHON) -m venv .venv

.venv/run.stamp: requirements/run.txt requirements/build.txt $(PROJECT) | $(BIN)/python
	$(INSTALL) --requirement requirements/run.txt --requirement requirements/build.txt
	$(INSTALL_PROJECT)
	touch $@

# dev.txt holds all of run.txt and build.txt, so one set-up serves both.
.venv/dev.stamp: requirements/dev.txt $(PROJECT) | $(BIN)/python
	$(INSTALL) --requirement requirements/dev.txt
	$(INSTALL_PROJECT)
	touch .venv/run.stamp $@

.venv/bench.stamp: requirements/bench.txt .venv/run.stamp
	$(INSTALL) --requirement requirements/bench.txt
	touch $@

.venv/fuzz.stamp: requirements/fuzz.txt .venv/run.stamp
	$(INSTALL) --requirement requirements/fuzz.txt
	touch $@

.venv/proof.stamp: requirements/proof.txt .venv/dev.stamp
	$(INSTALL) --requirement requirements/proof.txt
	touch $@

.venv/compile.stamp: requirements/compile.txt | $(BIN)/python
	$(INSTALL) --requirement requirements/compile.txt
	touch $@
