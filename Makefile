# photonlink: `make run` shows a house, `make test` runs every test. `make help` lists the rest.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip -qq --disable-pip-version-check

help: ## list the targets
	@grep -hE '^[a-z][a-z-]*:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1|\2/' | column -t -s '|'

$(VENV)/.created:
	@scripts/create-venv "$(PYTHON)" "$(VENV)"
	@touch $@

$(VENV)/.run: $(VENV)/.created cloud/pyproject.toml simulator/pyproject.toml
	@echo "Installing photonlink and its simulator into $(VENV) ..." >&2
	@$(PIP) install -e cloud -e simulator
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements-dev.txt
	@echo "Installing what the tests need into $(VENV) ..." >&2
	@$(PIP) install -e cloud -e 'simulator[compiler]' -r requirements-dev.txt
	@touch $@

install: $(VENV)/.dev ## install everything into .venv: the commands, the compiler, pytest
	@echo "Installed. The command is $(BIN)/photonlink"

run: $(VENV)/.run ## start a simulated house, speak one sentence to it, serve until Ctrl-C
	@$(BIN)/photonlink run

test: install lint ## run every test, those with real parts included
	@scripts/test-tools
	@$(BIN)/python -m photonsim.photon.build --prepare
	@$(BIN)/pytest -n 2

test-fast: $(VENV)/.dev ## run the tests that need no other tools; under a minute
	@$(BIN)/python -m photonsim.photon.build --prepare
	@$(BIN)/pytest -n 2 -m "not slow"

lint: $(VENV)/.dev ## check format, style and types
	@$(BIN)/ruff format --check cloud simulator tests scripts
	@$(BIN)/ruff check cloud simulator tests scripts
	@$(BIN)/mypy cloud/photonlink simulator/photonsim

format: $(VENV)/.dev ## format the Python sources
	@$(BIN)/ruff format cloud simulator tests scripts
	@$(BIN)/ruff check --fix cloud simulator tests scripts

firmware: $(VENV)/.dev ## rebuild the modules of our own firmware and its variants that ship with the simulator
	@$(BIN)/python -m photonsim.photon.build firmware/photon-lights simulator/photonsim/photon/built/photon-lights.wasm
	@$(BIN)/python -m photonsim.photon.variants firmware

flash: ## put photon-lights on a Photon of yours: make flash DEVICE=name; over USB, in DFU mode: make flash USB=1
	@scripts/flash "$(DEVICE)" "$(USB)"

lambda: $(VENV)/.run ## build the Lambda's zip, dist/photonlink-lambda.zip
	@$(BIN)/python -m photonlink.packaging

bench: $(VENV)/.dev ## measure speed and memory; compares within one run
	@$(BIN)/python -m pytest tests/benchmarks -q -p no:xdist

clean: ## remove what was installed and built
	@rm -rf $(VENV) build dist

.PHONY: help install run test test-fast lint format firmware flash lambda bench clean
