.DEFAULT_GOAL := help
.PHONY: help run stop demo-reset replay test test-fast chaos fuzz mutants lint lint-style lint-imports lint-security lint-migrations audit format bench pictures docs lock vendor system-run system-test ready
.DELETE_ON_ERROR:

PYTHON := .venv/bin/python
INSTALLED := .venv/.installed
# The public index alone, whatever this machine's pip is told, so that everyone makes the same lock files.
COMPILE := env -u PIP_FIND_LINKS -u PIP_EXTRA_INDEX_URL PIP_CONFIG_FILE=/dev/null CUSTOM_COMPILE_COMMAND="make lock" \
	$(PYTHON) -m piptools compile --quiet --generate-hashes --allow-unsafe --strip-extras \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links
MUTANT_GROUPS := permissions scope gates deadlines destruction suppression
# The tests start many processes of the system: each would compile it anew where the environment says to keep nothing.
unexport PYTHONDONTWRITEBYTECODE
TEST_SETTINGS := DJANGO_SETTINGS_MODULE=sanktion.config.settings.test

help: ## Vis denne liste
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14

run: system-run $(INSTALLED) ## Start hele systemet med demodata og skriv adressen
	@exec $(PYTHON) -m sanktion.config.run

stop: $(INSTALLED) ## Stop de indbyggede servere, hvis en kørsel er gået ned
	@$(PYTHON) -m sanktion.config.embedded stop

demo-reset: system-run $(INSTALLED) ## Slet alt i den indbyggede database, og indlæs demodata på ny
	@$(PYTHON) -m sanktion.config.run --reset

replay: system-run $(INSTALLED) ## Efter en gendannelse: slet igen de kørelister, der er destrueret siden
	@$(PYTHON) -m sanktion.config.run --replay

test: ready lint ## Kør alle kontroller og alle prøver
	$(PYTHON) -m pytest -n 2 --dist worksteal -m "not e2e"
	$(PYTHON) -m pytest -n 2 -m e2e tests/e2e

test-fast: system-test $(INSTALLED) ## Kør de hurtige prøver: uden browser, og uden dem, der er grundige
	$(PYTHON) -m pytest -n 2 --dist worksteal -m "not e2e and not thorough"

chaos: system-test $(INSTALLED) ## Slå hver slags proces ihjel mindst 250 gange, mens alt arbejde går; SEED=7 giver andre øjeblikke
	SANKTION_KILLS=250 SANKTION_SEED=$(or $(SEED),2018) SANKTION_REDIS_GONE=60 $(PYTHON) -m pytest tests/chaos -s
	SANKTION_KILLS=200 $(PYTHON) -m pytest tests/koerelister/test_kill_loop.py -s

fuzz: system-test $(INSTALLED) ## Send 10.000 fjendtlige forespørgsler; SEED=7 giver andre
	SANKTION_HOSTILE=10000 SANKTION_HOSTILE_SEED=$(or $(SEED),6) $(PYTHON) -m pytest tests/sanktion/test_hostile_requests.py -s

mutants: system-test $(INSTALLED) ## Ændr ét sted ad gangen i det, alt hviler på, og se prøverne fejle; GROUP=gates tager én gruppe
	@for group in $(or $(GROUP),$(MUTANT_GROUPS)); do $(PYTHON) .ci/mutants.py $$group || exit 1; done

lint: $(INSTALLED) ## Kontrollér stil, importretning, sikkerhed og migrationer
	@$(MAKE) --no-print-directory --jobs=2 --output-sync lint-style lint-imports lint-security lint-migrations

lint-style:
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .

lint-imports:
	.venv/bin/lint-imports --no-cache

lint-security:
	$(PYTHON) .ci/bandit.py

lint-migrations:
	$(TEST_SETTINGS) $(PYTHON) manage.py makemigrations --check --dry-run

# A package that can't be looked up is a failure too: no answer is not «nothing known».
audit: $(INSTALLED) ## Spørg, om der er kendte sårbarheder i pakkerne (kræver netværk)
	$(PYTHON) -m pip_audit --strict --require-hashes --disable-pip -r requirements.txt
	$(PYTHON) -m pip_audit --strict --require-hashes --disable-pip -r requirements-dev.txt
	npm audit

format: $(INSTALLED) ## Ret det, ruff selv kan rette
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

bench: system-run $(INSTALLED) ## Mål hastigheden, og skriv benchmarks/results.json; SIZE=1000000 måler siderne i en større by
	@$(PYTHON) -m benchmarks

pictures: system-test $(INSTALLED) ## Tag billederne til README på ny; `make run` skal køre imens
	$(PYTHON) -m docs.pictures $(ADDRESS)

docs: $(INSTALLED) ## Lav de filer i docs/, som er lavet af koden, på ny
	@$(PYTHON) -m docs.making

lock: $(INSTALLED) ## Lav låsefilerne ud fra pyproject.toml
	$(COMPILE) --output-file requirements.txt pyproject.toml
	$(COMPILE) --extra embedded --extra dev --constraint requirements.txt --output-file requirements-dev.txt pyproject.toml

vendor: ## Hent designsystem og htmx på ny til static/vendor
	npm ci
	npm run vendor

system-run:
	@.ci/install run

system-test:
	@.ci/install test

# The machine's packages and Python's beside each other: neither needs the other.
ready:
	@$(MAKE) --no-print-directory --jobs=2 system-test $(INSTALLED)

# Python compiles what is used, and keeps it: most of the packages never is.
$(INSTALLED): requirements-dev.txt
	@.ci/install python
	@echo "Installerer Python-pakker …"
	@test -x $(PYTHON) || "$$(.ci/python)" -m venv .venv
	@$(PYTHON) -m pip install --quiet --no-compile --disable-pip-version-check --no-input --require-hashes -r requirements-dev.txt
	@touch $@
