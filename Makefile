# The commands people use. `make site` and `make test` install what they need into .venv.

PYTHON ?= python3
BIN = .venv/bin

.PHONY: site serve check test lint bench messages lock clean

site: .venv/installed  ## Build every guide and the site.
	$(BIN)/python build_guides.py

serve: .venv/installed  ## Build the site and show it at http://127.0.0.1:8000/.
	$(BIN)/python build_guides.py serve

check: .venv/installed  ## Tell every mistake in data/ and locale/.
	$(BIN)/python build_guides.py check

test: lint  ## Run every test, in a real browser too.
	@tools/need.sh chromium command -v chromium
	@tools/need.sh poppler-utils command -v pdftotext
	@tools/need.sh default-jdk-headless javac -version
	$(BIN)/pytest

lint: .venv/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: .venv/installed .venv-bench/installed  ## Measure how much time the work takes, as ratios.
	$(BIN)/python tools/bench.py .venv-bench/bin/python

messages: .venv/installed  ## Bring new and changed English sentences into the catalogues.
	$(BIN)/python build_guides.py messages

lock:  ## Lock the newest versions pyproject.toml allows.
	$(PYTHON) -m venv --clear .venv-lock
	.venv-lock/bin/pip install --quiet pip-tools
	.venv-lock/bin/pip-compile --quiet --upgrade --all-extras --strip-extras --generate-hashes --no-header \
	  --no-emit-index-url --no-emit-trusted-host --no-emit-find-links -o requirements.txt pyproject.toml
	rm -rf .venv-lock

.venv/installed: requirements.txt
	@tools/need.sh python3-venv $(PYTHON) -c "import ensurepip, venv"
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'Python 3.11 or newer is needed.')"
	$(PYTHON) -m venv --clear .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.txt
	touch $@

.venv-bench/installed:
	@tools/need.sh libpangoft2-1.0-0 sh -c "ldconfig -p | grep -q libpangoft2"
	$(PYTHON) -m venv --clear .venv-bench
	.venv-bench/bin/pip install --quiet --disable-pip-version-check weasyprint==70.0
	touch $@

clean:  ## Delete everything that is generated.
	rm -rf .venv .venv-bench .cache site preview .site-new .site-old
	find guides -mindepth 1 ! -name README.md -delete
