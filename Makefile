# Galleria. `make run` serves the product, `make test` checks it; both make what they need.

PYTHONBIN := .venv/bin/python
CATALOGUE := marketplace/locale/en/LC_MESSAGES/django.po
WORKERS ?= 2
SHORT := not slow and not fuzz and not storm
export PYTHONUNBUFFERED := 1
# What is loaded is compiled once, whatever the environment says: not by each process that a test
# starts, nor at each start of the product.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help run test test-worlds test-all test-data search-quality coverage fuzz mutants lint schema messages \
	bench migrations baseline constraints clean

help:  ## List the commands
	@sed -n 's/^\([a-z-]*\):.*## /  make \1	/p' Makefile | expand -t 22

run:  ## Serve a demo marketplace (PORT=8000, DATABASE_URL= for a PostgreSQL of your own)
	@sh .ci/environment run
	@exec $(PYTHONBIN) -m marketplace.runtime.supervisor

test:  ## Run the tests but the long ones and the worlds
	@sh .ci/environment dev
	@exec $(PYTHONBIN) -m pytest -n $(WORKERS) -m "$(SHORT) and not world" $(ARGS)

test-worlds:  ## Run the worlds of rows, crawls, floods, meetings at locks, servers that go away
	@sh .ci/environment dev
	@exec $(PYTHONBIN) -m pytest -n $(WORKERS) -m "$(SHORT) and world" $(ARGS)

test-all:  ## Run all tests, storms and the longest too
	@sh .ci/environment dev
	@exec $(PYTHONBIN) -m pytest -n $(WORKERS) $(ARGS)

test-data:  ## Import real catalogues: REAL_DATA=/path/to/data make test-data
	@test -n "$(REAL_DATA)" || { echo "Name the folder: REAL_DATA=../shared/data make test-data" >&2; exit 2; }
	@sh .ci/environment dev
	@REAL_DATA="$(abspath $(REAL_DATA))" exec $(PYTHONBIN) -m pytest -m realdata $(ARGS)

search-quality:  ## nDCG@10 and recall@50 beside BM25: REAL_DATA=/path/to/data make search-quality
	@test -n "$(REAL_DATA)" || { echo "Name the folder: REAL_DATA=../shared/data make search-quality" >&2; exit 2; }
	@sh .ci/environment dev
	@REAL_DATA="$(abspath $(REAL_DATA))" exec $(PYTHONBIN) -m pytest -m realdata tests/discovery/test_esci.py $(ARGS)

coverage:  ## Run the tests and show the lines that none of them ran (ARGS=tests/cart for some)
	@sh .ci/environment dev
	@rm -f var/coverage/data*
	@COVERAGE_PROCESS_START=$(CURDIR)/pyproject.toml $(PYTHONBIN) -m coverage run -m pytest \
		-n $(WORKERS) -m "$(SHORT)" $(ARGS)
	@$(PYTHONBIN) -m coverage combine --quiet
	@exec $(PYTHONBIN) -m coverage report

fuzz:  ## Ask every operation, page and form odd questions as everybody (FUZZ_CASES=20000)
	@sh .ci/environment dev
	@FUZZ_CASES="$${FUZZ_CASES:-20000}" exec $(PYTHONBIN) -m pytest -n $(WORKERS) -rP --show-capture=stdout \
		-m fuzz tests/api/test_fuzz.py tests/pages/fuzz $(ARGS)

mutants:  ## Break the code on purpose and name the test that notices (ARGS=money for an area)
	@sh .ci/environment dev
	@WORKERS=$(WORKERS) exec $(PYTHONBIN) -m tests.mutants $(ARGS)

lint schema messages: export DJANGO_SETTINGS_MODULE = marketplace.settings.test
# No check connects: this spares a start of PostgreSQL.
lint schema messages: export DATABASE_URL = postgres://nobody@/none?host=/nonexistent
lint:  ## Check style, types, imports, dead code, templates, scripts, migrations, the API's reference
	@sh .ci/environment dev
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	$(PYTHONBIN) -m tests.architecture.dead_code
	.venv/bin/djhtml --check --tabwidth 2 templates
	$(PYTHONBIN) -W ignore manage.py makemigrations --check --dry-run
	@if sh .ci/node; then npm run --silent lint; \
	elif [ "$${CI:-}" = true ]; then exit 1; \
	else echo "left out: scripts, style sheets and the rules of .spectral.yaml"; fi

schema:  ## Write docs/api/ anew from the code, unless that would break clients
	@sh .ci/environment dev
	@exec $(PYTHONBIN) -W ignore -m api.contract

messages:  ## Collect what people read into marketplace/locale (needs GNU gettext)
	@command -v xgettext >/dev/null || { \
		echo "make messages needs xgettext, of GNU gettext: apt-get install gettext" >&2; exit 2; }
	@sh .ci/environment dev
	@$(PYTHONBIN) -W ignore manage.py makemessages --locale en --no-obsolete --no-wrap \
		--add-location file --ignore .venv --ignore node_modules --ignore var --ignore tests \
		--ignore docs --ignore "templates/components/examples/*" --ignore "*styleguide*"
	@sed '/^"POT-Creation-Date/d' $(CATALOGUE) > $(CATALOGUE).new && mv $(CATALOGUE).new $(CATALOGUE)

bench:  ## Measure requests, imports and provisioning; writes .bench/latest.json
	@sh .ci/environment dev
	@exec $(PYTHONBIN) -m tests.benchmarks $(ARGS)

migrations:  ## Write migrations for changed models
	@sh .ci/environment dev
	@exec $(PYTHONBIN) manage.py makemigrations

baseline:  ## Write down what the migrations make (tenants/provisioning/sql); half a minute
	@sh .ci/environment dev
	@exec $(PYTHONBIN) -W ignore -m tests.tenants.baseline

constraints:  ## Pin the versions that requirements*.txt resolve to
	@sh .ci/environment dev
	@{ sed -n '1p' constraints.txt; .venv/bin/pip freeze; } > constraints.new && mv constraints.new constraints.txt

clean:  ## Forget the environment, the data and all caches (stop the product first)
	@for data in var/postgres var/test-postgres; do \
		if [ -L $$data ]; then rm -rf "$$(readlink $$data)"; fi; \
	done
	rm -rf .venv var .bench .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
