# Two commands matter: `make run` and `make test`. Both build .venv from the hashed lock when it is missing or old.
# Written for GNU make 3.81, the one that macOS ships.

PYTHON ?= python3
WORKERS ?= 2

# A PYTHONPATH or an active environment of the caller must not leak into ours.
unexport PYTHONPATH
unexport PYTHONHOME
unexport VIRTUAL_ENV

PY := .venv/bin/python
FORECAST := .venv/bin/forecast
LOCK := requirements/dev.txt
BENCH_LOCK := requirements/bench.txt
PTX_LOCK := requirements/ptx.txt
BENCH_PY := .venv-bench/bin/python
STAMP := .venv/.complete
PIP := $(PY) -m pip install -qq --disable-pip-version-check --no-input --no-deps

.DEFAULT_GOAL := help
.PHONY: help install run today test validate lint docs findings choices front_change influence studies posterior posterior-2025 rebase hindcast bench lock clean

define CHECK_PYTHON
@command -v "$(PYTHON)" >/dev/null 2>&1 || { echo "frontcast: '$(PYTHON)' was not found; install CPython 3.11" \
  "to 3.14, or name another one: make PYTHON=/path/to/python3.12" >&2; exit 1; }
@"$(PYTHON)" requirements/check_python.py
endef

# .venv is made anew when the checkout was moved, or when PYTHON= by hand names another interpreter than it holds.
MADE_IN := $(shell cat .venv/.folder 2>/dev/null)
ifneq "$(MADE_IN)" "$(CURDIR)"
.PHONY: .venv/.locked
endif
ifneq "$(shell cat .venv-bench/.folder 2>/dev/null)" "$(CURDIR)"
.PHONY: .venv-bench/.complete
endif
ifneq "$(origin PYTHON)" "file"
VERSION := $(shell "$(PYTHON)" -c 'import sys; print(sys.version.split()[0])' 2>/dev/null)
ifneq "$(VERSION)" "$(shell cat .venv/.version 2>/dev/null)"
.PHONY: .venv/.locked
endif
endif

help:
	@echo "make install   install into .venv and nothing else; every other target does it too"
	@echo "make run       simulate configs/offer.yaml, print the branch table, write the report"
	@echo "make today     simulate configs/today.yaml, the same question from 29 November 2025, and write its report"
	@echo "make test      lint, types, layers and all fast tests"
	@echo "make validate  the long statistical tests"
	@echo "make lint      lint, types and layers only"
	@echo "make docs      regenerate docs/config.md, results.md and parameters.md, and the tree of rooms in README.md"
	@echo "make influence regenerate docs/influence.md: what each input and mechanism changes (takes minutes)"
	@echo "make choices   run the study and a sweep of the surge, and write docs/choices.md"
	@echo "make findings  run the study, its switches and deciding inputs, write docs/findings.md and the table of README.md"
	@echo "make front_change  write docs/front_change.md: what the new law of the front and the later maps do to the study"
	@echo "make studies DATA=DIR    regenerate every page of docs/ that a study writes (about half an hour)"
	@echo "make posterior DATA=DIR  fit the front to the training series again, into configs/posteriors/"
	@echo "make posterior-2025 DATA=DIR  the same with the year after (AND=DIR/2025), for configs/today.yaml"
	@echo "make rebase DATA=DIR     write the measured part of the baseline of 29 November 2025 again"
	@echo "make hindcast DATA=DIR   forecast the front from past dates on both maps, score it, draw docs/figures/"
	@echo "make bench     measure the kernel and its peers in .venv-bench (quarter of an hour); JSON=1: object last"
	@echo "make lock      resolve the lock files again (needs uv)"
	@echo "make clean     remove .venv, .venv-bench and caches; results/ stays"
	@echo "PYTHON=/path/to/python3.12 chooses the interpreter (CPython 3.11 to 3.14)"

install: $(STAMP)

run: $(STAMP)
	@$(FORECAST) run configs/offer.yaml
	@$(FORECAST) report results/offer --record docs/record.md

today: $(STAMP)
	@$(FORECAST) run configs/today.yaml
	@$(FORECAST) report results/today --record docs/record.md
	@$(PY) -m studies today results/today

test: lint
	@$(PY) -m pytest -n $(WORKERS) -q -m "not validate and not timing"
	@$(PY) -m pytest -q -m timing tests/cli

validate: $(STAMP) .venv/.ptx
	@$(PY) -m pytest -n $(WORKERS) -q -m validate

lint: $(STAMP)
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@.venv/bin/lint-imports --no-logo

findings: $(STAMP)
	@$(FORECAST) run configs/offer.yaml
	@$(FORECAST) run configs/switches.yaml
	@$(FORECAST) run configs/deciding.yaml
	@$(FORECAST) run configs/switch_pairs.yaml
	@$(PY) -m studies findings results/offer results
	@$(PY) -m studies question_record results/offer configs/questions/december-2024.yaml \
	  --resolved configs/questions/december-2024-resolved.yaml
	@$(PY) -m studies gallery results/offer

choices: $(STAMP)
	@$(FORECAST) run configs/offer.yaml
	@$(FORECAST) run configs/sweep_surge.yaml
	@$(PY) -m studies choices results/offer results/sweep_surge

front_change: $(STAMP)
	@$(FORECAST) run configs/checks/front_law_before.yaml --set design.draws=2_000 --out results/checks
	@$(FORECAST) run configs/checks/front_cut_before.yaml --set design.draws=2_000 --out results/checks
	@$(FORECAST) run configs/offer.yaml --set design.draws=2_000 --out results/checks
	@$(PY) -m studies front_change results/checks/front_law_before results/checks/front_cut_before results/checks/offer

docs: $(STAMP)
	@$(PY) -m studies pages config results parameters
	@$(PY) -m studies architecture

influence: $(STAMP)
	@$(PY) -m studies pages influence

# Every page that a study writes, the two above included; worlds, influence, what_decides and ladder take most of the time.
studies: $(STAMP)
	@test -n "$(DATA)" || { echo "name the folder of the training series: make studies DATA=DIR" >&2; exit 2; }
	@$(PY) -m studies pages --data "$(DATA)"

# DATA: the folder of the training series, which are not part of this repository. AND: a folder of the same tables for the
# time after; each series then runs on without a seam.
AND ?= $(wildcard $(DATA)/2025)
FIRST_MAP := territory_weekly_sector.csv
SECOND_MAP := territory_weekly_sector_uacontrolmap.csv
tables = "$(DATA)/$(1)" $(if $(AND),"$(AND)/$(1)")

# The last week of the maps before week 0, 20 December 2024; the daily claims end on 30 November.
WEEK := 2024-12-14
POSTERIOR := configs/posteriors/front-$(WEEK)
SALIENT = --salient "$(DATA)/kursk_salient_daily.csv" $(if $(AND),--salient "$(AND)/kursk_salient_daily.csv")
SHIPPED := results/shipped
TRAINING := $(SHIPPED)/posteriors
posterior: $(STAMP)
	@test -n "$(DATA)" || { echo "name the folder of the training series: make posterior DATA=DIR" >&2; exit 2; }
	@test -n "$(AND)" || { echo "name the folder of the weeks after November 2024: make posterior DATA=DIR AND=DIR" >&2; exit 2; }
	@$(PY) -m studies observations $(call tables,$(FIRST_MAP)) --until $(WEEK) --out $(TRAINING)/first.csv \
	  --losses "$(DATA)/losses_russia_daily.csv" --side ru $(SALIENT)
	@$(PY) -m studies observations $(call tables,$(SECOND_MAP)) --until $(WEEK) --out $(TRAINING)/second.csv \
	  $(SALIENT) --salient-column uacm_km2
	@$(FORECAST) calibrate configs/offer.yaml --until $(WEEK) --out $(SHIPPED) \
	  --observations $(TRAINING)/first.csv --observations $(TRAINING)/second.csv
	@cp $(TRAINING)/front-$(WEEK)/*.yaml $(POSTERIOR)/

# The later year has no daily claims, and its salient is gone: only the front is fitted.
LATER_WEEK := 2025-11-29
posterior-2025: $(STAMP)
	@test -n "$(DATA)" || { echo "name the folder of the training series: make posterior-2025 DATA=DIR" >&2; exit 2; }
	@test -n "$(AND)" || { echo "name the folder of the later year: make posterior-2025 DATA=DIR AND=DIR" >&2; exit 2; }
	@$(PY) -m studies observations $(call tables,$(FIRST_MAP)) --out $(TRAINING)/first.csv
	@$(PY) -m studies observations $(call tables,$(SECOND_MAP)) --out $(TRAINING)/second.csv
	@$(FORECAST) calibrate configs/today.yaml --until $(LATER_WEEK) --out $(SHIPPED) \
	  --observations $(TRAINING)/first.csv --observations $(TRAINING)/second.csv
	@cp $(TRAINING)/front-$(LATER_WEEK)/*.yaml configs/posteriors/front-$(LATER_WEEK)/

rebase: $(STAMP)
	@test -n "$(DATA)" || { echo "name the folder of the training series: make rebase DATA=DIR" >&2; exit 2; }
	@$(PY) -m studies rebase "$(DATA)" "$(AND)" --date $(LATER_WEEK) --out configs/baselines/ukraine-$(LATER_WEEK)

# Forecasts from past dates on both maps, each scored with the other as the second map; the figures of docs/hindcast.md.
OBSERVED := results/observations
LAST_ORIGIN = $(if $(AND),2025-08-30,2024-08-31)
DATES = --origins 2023-06-03:$(LAST_ORIGIN):28d --horizons 1,4,13,26,52
DEEPSTATE := --observations $(OBSERVED)/deepstate.csv
UACONTROLMAP := --observations $(OBSERVED)/uacontrolmap.csv
DRAW := $(PY) -m studies hindcast_figures
NEWEST = $$(ls -d results/offer/hindcasts/* | tail -1)
hindcast: $(STAMP)
	@test -n "$(DATA)" || { echo "name the folder of the training series: make hindcast DATA=DIR" >&2; exit 2; }
	@mkdir -p $(OBSERVED)
	@$(PY) -m studies observations $(call tables,$(FIRST_MAP)) --out $(OBSERVED)/deepstate.csv
	@$(PY) -m studies observations $(call tables,$(SECOND_MAP)) --out $(OBSERVED)/uacontrolmap.csv
	@$(FORECAST) hindcast configs/offer.yaml $(DEEPSTATE) $(UACONTROLMAP) $(DATES)
	@$(DRAW) $(NEWEST) --out docs/figures/hindcast_deepstate.svg --credit "Map: DeepStateMap.live (DeepStateUA)."
	@$(FORECAST) hindcast configs/offer.yaml $(UACONTROLMAP) $(DEEPSTATE) $(DATES)
	@$(DRAW) $(NEWEST) --out docs/figures/hindcast_uacontrolmap.svg --credit "Map: UA Control Map (Project Owl)."

# Each stamp is written last: an interrupted installation leaves none, and the next make starts it again.
# pip would compile on one core only; compileall uses all of them, also where PYTHONDONTWRITEBYTECODE is set.
$(STAMP): .venv/.locked pyproject.toml
	@$(PIP) --no-build-isolation -e .
	@$(PY) -m compileall -q -j 0 forecast kernels >/dev/null || true
	@touch $(STAMP)

.venv/.locked: $(LOCK) requirements/check_python.py
	$(CHECK_PYTHON)
	@echo "Installing into .venv, about a minute ..." >&2
	@rm -rf .venv
	@"$(PYTHON)" -m venv .venv
	@pwd > .venv/.folder
	@$(PY) -c 'import sys; print(sys.version.split()[0])' > .venv/.version
	@$(PIP) --no-compile --require-hashes -r $(LOCK)
	@$(PY) -m compileall -q -j 0 .venv/lib >/dev/null || true
	@touch .venv/.locked

# Compiler libraries of a GPU, 150 MB: only the long tests compile for one.
.venv/.ptx: $(STAMP) $(PTX_LOCK)
	@$(PIP) --no-compile --require-hashes -r $(PTX_LOCK)
	@touch .venv/.ptx

# An environment of its own: the peers' packages must not touch that of the product. ARGS: see benchmarks/README.md.
bench: .venv-bench/.complete
	@$(BENCH_PY) -m benchmarks $(if $(JSON),--json) $(ARGS)

.venv-bench/.complete: $(BENCH_LOCK) pyproject.toml requirements/check_python.py
	$(CHECK_PYTHON)
	@echo "Installing into .venv-bench, about a minute ..." >&2
	@rm -rf .venv-bench
	@"$(PYTHON)" -m venv .venv-bench
	@$(BENCH_PY) -m pip install -qq --disable-pip-version-check --no-input --no-deps --require-hashes -r $(BENCH_LOCK)
	@$(BENCH_PY) -m pip install -qq --disable-pip-version-check --no-input --no-deps --no-build-isolation -e .
	@pwd > .venv-bench/.folder
	@touch .venv-bench/.complete

# The only step that needs uv. --universal: one file for every platform and Python that pyproject.toml allows.
lock:
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-header --quiet $(UVFLAGS) --output-file $(LOCK)
	uv pip compile pyproject.toml --extra bench --constraints $(LOCK) --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --quiet $(UVFLAGS) \
	  --output-file $(BENCH_LOCK)
	uv pip compile requirements/ptx.in --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-emit-find-links --no-header --quiet $(UVFLAGS) --output-file $(PTX_LOCK)

clean:
	rm -rf .venv .venv-bench build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find forecast kernels tests -name __pycache__ -type d -prune -exec rm -rf {} +
