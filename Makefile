# Two commands do everything: `make up` and `make test`. The rest is for those who work on Stoa.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# Some environments set it; then every start compiles every module again.
unexport PYTHONDONTWRITEBYTECODE
export UV_COMPILE_BYTECODE := 1
export SOLCX_BINARY_PATH := $(CURDIR)/tools/solcx
export PATH := $(CURDIR)/.venv/bin:$(CURDIR)/node_modules/.bin:$(PATH)

UV := 0.13.8
STAMPS := .stamps
HALMOS = FOUNDRY_PROFILE=proofs .venv-proofs/bin/halmos --forge-build-out .build/proofs/out --function check_ --solver-timeout-assertion 60000
CONTRACTS := $(shell find contracts -name '*.sol' 2>/dev/null)
PAGE := $(shell find frontend -type f -not -path '*/node_modules/*' -not -path '*/dist*/*' 2>/dev/null)

##@ Use
.PHONY: up down reset help
up: setup frontend/dist/index.html ## Start the whole market and serve it at one address (STOA_PORT, STOA_DATA)
	@exec python -m tools.up up

down: $(STAMPS)/python ## Stop it
	@python -m tools.up down

reset: $(STAMPS)/python ## Stop it and delete its chain and database (asks first; YES=1 does not)
	@python -m tools.up reset $(if $(YES),--yes)

help: ## Show this
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} /^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' Makefile

##@ Work
.PHONY: setup test test-forge deep prove mutate chaos coverage test-python test-fork test-page check fmt gas bench bench-indexer generate build lock chromium
setup: $(STAMPS)/python $(STAMPS)/node $(STAMPS)/page ## Install everything from the lock files

test: setup build chromium test-page test-forge test-python ## Run every test

test-page:
	@cd frontend && npm test --silent

test-forge: $(STAMPS)/contracts
	@forge test

deep: setup build ## Random histories of the contracts, many more and longer
	@FOUNDRY_PROFILE=deep forge test
	@STOA_MACHINE=deep python -m pytest tests/contracts/test_state_machine.py tests/contracts/test_membership_machine.py

prove: setup $(STAMPS)/proofs ## Read the contracts for known flaws (slither), prove arithmetic and states of orders (halmos)
	@PATH="$(CURDIR)/.venv-proofs/bin:$$PATH" FOUNDRY_PROFILE=slither slither . 2>&1 | tee /dev/stderr | grep 'analyzed ([1-9]' >/dev/null
	@$(HALMOS) --match-contract '(Bps|Ruling)Proofs' --loop 12 --solver-command '.venv-proofs/bin/python tools/prove/integers.py'
	@$(HALMOS) --match-contract OrderProofs

mutate: setup ## Put faults into the contracts and count those that the tests find (SAMPLE, SEED)
	@python -m tools.mutate --sample $(or $(SAMPLE),100) --seed $(or $(SEED),1)

chaos: setup build ## Kill what follows the chain 200 times while the market goes on, and compare (KILLS, SEED)
	@python -m tests.chaos --kills $(or $(KILLS),200) --seed $(or $(SEED),1)

coverage: setup ## Count the lines and branches of the contracts that the Python tests reach
	@python -m tools.coverage

# Ape winds its chain back between tests, so what deploys through it runs by itself.
test-python: frontend/dist/index.html
	@python -m pytest tests/contracts
	@python -m pytest tests/scripts
	@$(MAKE) test-fork
	@python -m pytest -p no:ape_test tests/up tests/tools tests/api tests/indexer tests/chaos tests/e2e

test-fork: setup build ## On a fork of Ethereum: of the node that STOA_MAINNET_RPC names, or of a mainnet of its own
	@python -m pytest tests/fork --network ethereum:mainnet-fork:foundry

check: setup build ## Format, lint, types, import directions, generated files fresh
	ruff format --check .
	ruff check .
	mypy
	lint-imports
	solhint --max-warnings 0 'contracts/**/*.sol'
	prettier --check 'contracts/**/*.sol' 'tests/**/*.sol'
	python -m tools.fresh
	python -m tools.gas --check
	cd frontend && npm run check --silent

fmt: setup ## Put everything in its format
	ruff format .
	ruff check --fix .
	prettier --write 'contracts/**/*.sol' 'tests/**/*.sol'
	cd frontend && npm run format --silent

gas: setup build ## Measure what each step of a sale costs, and write the snapshot
	@python -m tools.gas

bench-indexer: setup build ## Measure the indexer beside Ponder, on one chain and one database (takes minutes)
	@python -m benchmarks.indexer

bench: gas bench-indexer ## Measure everything that is measured; figures go to benchmarks/results/

generate: setup build ## Write again what is generated: ABIs, OpenAPI, the page's types
	@python -m tools.fresh --write

build: $(STAMPS)/contracts

lock: $(STAMPS)/python ## Resolve the Python dependencies anew (no host is recorded)
	uv pip compile -q --universal --generate-hashes --no-header --no-annotate requirements-dev.in -o requirements-dev.txt
	uv pip compile -q --universal --generate-hashes --no-header --no-annotate -c requirements-dev.txt requirements.in -o requirements.txt
	uv pip compile -q --universal --generate-hashes --no-header --no-annotate requirements-proofs.in -o requirements-proofs.txt

chromium: ## Find a browser for the tests, or install Debian's
	@tools/chromium

$(STAMPS)/python: requirements-dev.txt
	@tools/require
	@echo "  Python packages"
	@test -x .venv/bin/python || python3 -m venv .venv
	@.venv/bin/pip install -q --disable-pip-version-check uv==$(UV)
	@.venv/bin/uv pip sync -q --require-hashes --python .venv/bin/python requirements-dev.txt
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/proofs: requirements-proofs.txt $(STAMPS)/python
	@test -x .venv-proofs/bin/python || python3 -m venv .venv-proofs
	@uv pip sync -q --require-hashes --python .venv-proofs/bin/python requirements-proofs.txt
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/node: package-lock.json
	@tools/require
	@echo "  Contract tool chain"
	@npm ci --no-audit --no-fund --silent
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/page: frontend/package-lock.json
	@echo "  Page packages"
	@cd frontend && npm ci --no-audit --no-fund --silent
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/contracts: $(CONTRACTS) foundry.toml $(STAMPS)/node
	@echo "  Contracts"
	@forge build --quiet --skip test
	@mkdir -p $(STAMPS) && touch $@

frontend/dist/index.html: $(PAGE) $(STAMPS)/page
	@echo "  Page"
	@cd frontend && npm run build:demo --silent
	@touch $@
