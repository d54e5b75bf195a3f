# Guanxia: set up, serve, test. Every target works from a fresh checkout; a second run does only what is new.
SHELL := /bin/sh
.DEFAULT_GOAL := serve
.DELETE_ON_ERROR:

HOST ?= 127.0.0.1
PORT ?= 8000
export PIP_DISABLE_PIP_VERSION_CHECK = 1

HERE := $(shell CDPATH= cd -- "$$(dirname -- "$(strip $(MAKEFILE_LIST))")" && pwd -P)

ifneq ($(CURDIR),$(HERE))
# Called with -f from another folder: do it there.
$(or $(MAKECMDGOALS),serve):
	@$(MAKE) --no-print-directory -C "$(HERE)" $@
.PHONY: $(or $(MAKECMDGOALS),serve)
else

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done)
PIP := .venv/bin/python -m pip install --quiet
# Hashes are those of the one index: other sources of this machine do not count.
LOCK := env -u PIP_FIND_LINKS -u PIP_EXTRA_INDEX_URL PIP_CONFIG_FILE=/dev/null CUSTOM_COMPILE_COMMAND="make lock" \
	.venv-lock/bin/pip-compile --quiet --no-config --generate-hashes --strip-extras --allow-unsafe \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host

.PHONY: help serve assets test test-engines lint check bench lock upgrade wheel clean
help:
	@echo "make serve [PORT=8000]   set up and serve                         安装并启动服务"
	@echo "make assets              editor and charts of the query page      查询页面的编辑器与图表"
	@echo "make test                format, lint, types, all tests           格式、静态检查、类型与全部测试"
	@echo "make test-engines        the same answers from Virtuoso           另在 Virtuoso 上测试"
	@echo "make check               prove and check the law in ontology/     验证 ontology/ 中的法律数据"
	@echo "make bench               measure the speed                        测量速度"
	@echo "make wheel               build dist/guanxia-….whl                 构建安装包"
	@echo "make lock, make upgrade  lock the requirements; to newer versions 锁定依赖；升级依赖"
	@echo "make clean               remove what these made                   清除上述产物"

serve: .venv/serve.stamp .venv/assets.stamp
	@exec .venv/bin/guanxia serve --host "$(HOST)" --port "$(PORT)"

assets: .venv/serve.stamp
	@.venv/bin/guanxia assets

test: lint
	@if [ -f tests/browser_setup.py ]; then .venv/bin/python tests/browser_setup.py; fi
	@.venv/bin/guanxia assets $(if $(filter true,$(CI)),,--try)
	.venv/bin/python -m pytest -n auto --maxprocesses 4 --dist loadfile

test-engines: .venv/dev.stamp
	.venv/bin/python tests/engines/setup_virtuoso.py
	.venv/bin/python -m pytest -m other_engine tests/engines

lint: .venv/dev.stamp
	.venv/bin/python -m ruff format --check
	.venv/bin/python -m ruff check
	.venv/bin/python -m mypy

check: .venv/dev.stamp
	.venv/bin/guanxia check

bench: .venv/dev.stamp
	.venv/bin/python tests/bench/run.py $(ARGS)
	$(if $(ARGS),,.venv/bin/python tests/bench/packages.py)
	$(if $(ARGS),,.venv/bin/python tests/bench/endpoint.py)

wheel: .venv/serve.stamp
	.venv/bin/python -m hatchling build -t wheel

lock upgrade: .venv-lock/ready.stamp
	$(LOCK) $(if $(filter upgrade,$@),--upgrade) -o requirements.txt pyproject.toml
	$(LOCK) $(if $(filter upgrade,$@),--upgrade) -c requirements.txt --extra check --extra dev -o requirements-dev.txt pyproject.toml
	$(LOCK) $(if $(filter upgrade,$@),--upgrade) --only-build-deps --build-deps-for=editable --build-deps-for=wheel -o requirements-build.txt pyproject.toml
clean:
	rm -rf .venv .venv-bench .venv-lock dist .mypy_cache .pytest_cache .ruff_cache .hypothesis

.venv/bin/python:
	@if [ -z "$(PYTHON)" ]; then \
		echo "Guanxia needs Python 3.11 or later. 需要 Python 3.11 或更高版本。" >&2; exit 1; fi
	@echo "Setting up .venv (once) · 正在准备运行环境（仅首次）"
	@"$(PYTHON)" -m venv .venv

.venv/serve.stamp: requirements.txt requirements-build.txt pyproject.toml | .venv/bin/python
	@$(PIP) --require-hashes -r requirements-build.txt -r requirements.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

# Tried once: without npm or a network the query page has a text box, until make assets.
.venv/assets.stamp: service/guanxia/assets.toml | .venv/serve.stamp
	@.venv/bin/guanxia assets --try
	@touch $@

.venv/dev.stamp: requirements-dev.txt .venv/serve.stamp
	@$(PIP) --require-hashes -r requirements-dev.txt
	@touch $@

.venv-lock/ready.stamp:
	@"$(PYTHON)" -m venv .venv-lock
	@.venv-lock/bin/python -m pip install --quiet "pip-tools>=7.6,<8"
	@touch $@
endif
