# make run   装好，显示本周跟踪清单        make test  装好，跑 CI 跑的一切(长的故事另有 make test-slow)
# make fix   整理格式                      make coverage 量着覆盖率测，发布以前跑
# make told  把终端会话重写成程序现在的样子(提交前读 diff)
# make bench 和同类工具比快慢              make bench-quick  两分钟以内，不改文件
# make bundle 不用 Python 的一个文件夹     make wheelhouse  不联网也能 pip 安装的一个文件夹
# make lake-test 汇总在 Spark 上和 DuckDB 逐字节一样

PYTHON ?= python3
UV := $(shell command -v uv 2>/dev/null)
VENV ?= .venv
BIN := $(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
STAMP := $(VENV)/.installed
PEERS := .venv-bench
LAKE := .venv-lake
FREEZER := .venv-bundle
FREEZE := $(subst $(VENV),$(FREEZER),$(BIN))
# 给别的系统下载：make wheelhouse PLATFORM=win_amd64 FOR=3.12
PLATFORM ?=
FOR ?= 3.11

# 装环境：有 uv 用 uv(几秒)，没有用 pip(一分钟)；都不先编译，用到哪个库才编译哪个。$(call venv,文件夹,bin) 建好，$(call install,bin,要装的) 装好。
QUIETLY = -m pip install --quiet --no-compile --disable-pip-version-check
venv = $(if $(UV),$(UV) venv --quiet --allow-existing --seed --python $(PYTHON) $(1),$(PYTHON) -m venv $(1) && $(2)/python $(QUIETLY) --upgrade pip)
install = $(if $(UV),$(UV) pip install --quiet --python $(1)/python,$(1)/python $(QUIETLY)) $(2)
# 测试要起很多次 Python：字节码不存下来，每次都要重新编译。
unexport PYTHONDONTWRITEBYTECODE

.PHONY: lake-test run test check lint types tests coverage test-slow fix picture told schema fuzz bench corpus bench-quick bench-deps ci-deps clean bundle wheelhouse

run: $(STAMP)
	@$(BIN)/hyzs track --week
	@echo ''
	@echo '程序在 $(abspath $(BIN))/hyzs：照下面写全，或先 . $(BIN)/activate，以后只写 hyzs。接着试：'
	@echo '  $(BIN)/hyzs who 衡南县                                  # 一个单位牵头、负责什么'
	@echo '  $(BIN)/hyzs show p26-k7m3                               # 一个项目从头到尾'
	@echo '  $(BIN)/hyzs log p25-e7q5 --progress 设备到场 --dry-run  # 填一行，先看会改什么'
	@echo '  $(BIN)/hyzs report overview -o ../一页通.html           # 领导看的一页，用浏览器打开'
	@echo '  $(BIN)/hyzs init ../我的仓库 --sample                   # 带示例的仓库，随便改'

test: $(STAMP) lint types tests check

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; assert sys.version_info >= (3, 11), "需要 Python 3.11 以上"'
	$(call venv,$(VENV),$(BIN))
	$(call install,$(BIN),--constraint constraints.txt --editable . --group dev)
	$(BIN)/python -m compileall -q -j 0 src
	@$(BIN)/python -c 'open("$(STAMP)", "w").close()'

lint: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(STAMP)
	$(BIN)/mypy

tests: $(STAMP)
	$(BIN)/python -m pytest -n auto --dist worksteal -m "not slow" --ignore=tests/spark

# 也量测试起的进程；只在测得着的房间里量，随机的测试不量(tests/conftest.py)：一刻钟。test_warm 看导入了什么，量的时候会多出来，不跑。
coverage: $(STAMP)
	$(BIN)/python -m pytest -n auto --dist worksteal --ignore=tests/slow --ignore=tests/spark --ignore=tests/cli/test_warm.py --cov --cov-report=
	$(BIN)/python -m coverage report --skip-covered --include='*/model/*,*/yamldoc/*,*/store/*,*/index/*,*/checking/*,*/writing/*,*/diagnostics/*,*/fields/*,*/query/*,*/reports/*' --fail-under=95

# 汇总的 SQL 在 Spark 上也跑一遍，和 DuckDB 逐字节比；自己的环境(四百多兆)，要 Java。
$(LAKE)/.installed: pyproject.toml constraints.txt
	$(call venv,$(LAKE),$(subst $(VENV),$(LAKE),$(BIN)))
	$(call install,$(subst $(VENV),$(LAKE),$(BIN)),--constraint constraints.txt --editable '.[lake]' --group lake)
	@$(subst $(VENV),$(LAKE),$(BIN))/python -c 'open("$@", "w").close()'

lake-test: $(LAKE)/.installed
	$(subst $(VENV),$(LAKE),$(BIN))/python -m pytest -p no:cacheprovider tests/spark

test-slow: $(STAMP)
	$(BIN)/python -m pytest -n auto --dist worksteal -m slow --ignore=tests/spark

check: $(STAMP)
	$(BIN)/hyzs check

fix: $(STAMP)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

told: $(STAMP)
	HYZS_TELL=1 $(BIN)/python -m pytest tests/sessions tests/slow/test_case.py

schema: $(STAMP)
	$(BIN)/hyzs schema --all -o schema

fuzz: $(STAMP)
	HYZS_FUZZ=1 $(BIN)/python -m pytest -n auto --dist worksteal --ignore=tests/slow --ignore=tests/spark -m hypothesis
	HYZS_FUZZ=1 $(BIN)/python -m pytest -n auto --dist worksteal tests/slow tests/writing tests/cli/test_at.py

# 同类工具装不上也照跑：没有的那几行写“未安装”。
$(PEERS)/.installed: pyproject.toml
	-$(call venv,$(PEERS),$(subst $(VENV),$(PEERS),$(BIN))) && $(call install,$(subst $(VENV),$(PEERS),$(BIN)),--group bench) && $(BIN)/python -c 'open("$@", "w").close()'

bench: $(STAMP) $(PEERS)/.installed
	$(BIN)/python -m bench --write

# 责任注释读得准不准：公开文件里的 146 条，逐条比对。
corpus: $(STAMP)
	$(BIN)/python -m bench.corpus_quality

bench-quick: $(STAMP) $(PEERS)/.installed
	$(BIN)/python -m bench --quick

bench-deps:
	apt-get update -qq
	DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends git hledger taskwarrior >/dev/null

ci-deps:
	apt-get update -qq
	DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends git binutils chromium poppler-utils libreoffice-calc libreoffice-writer fonts-noto-cjk zsh fish bash-completion jq python3-venv default-jre-headless >/dev/null

clean:
	$(PYTHON) -c 'import shutil; [shutil.rmtree(d, True) for d in ("$(VENV)", "$(PEERS)", "$(LAKE)", "$(FREEZER)", ".hyzs", ".hyzs-bench", "dist", ".mypy_cache", ".ruff_cache", ".pytest_cache")]'

# 不用 Python、不联网的一个文件夹：dist/hyzs；装好就在 PATH 为空的地方试一遍。
bundle: pyproject.toml constraints.txt
	$(PYTHON) -c 'import shutil; shutil.rmtree("$(FREEZER)", True)'
	$(call venv,$(FREEZER),$(FREEZE))
	$(call install,$(FREEZE),--constraint constraints.txt '.[all]' --group bundle)
	$(FREEZE)/pyinstaller --noconfirm --clean --log-level ERROR --distpath dist --workpath $(FREEZER)/work bundle/hyzs.spec
	cp -r README.md README.en.md LICENSE bundle/先看我.txt docs/手册 dist/hyzs/
	$(PYTHON) bundle/try.py dist/hyzs

# 不联网也能 pip 安装的一个文件夹：pip install --no-index --find-links wheelhouse 'hyzs[all]'
# pip 给别的系统下载时，条件依赖仍按这台机器判断：Windows 才要的 colorama 另写。
wheelhouse: $(STAMP)
	$(PYTHON) -c 'import shutil; shutil.rmtree("dist/wheelhouse", True)'
	$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir dist/wheelhouse .
	$(BIN)/python -m pip download --quiet --disable-pip-version-check --only-binary=:all: $(if $(PLATFORM),--platform $(PLATFORM) --python-version $(FOR)) --constraint constraints.txt --dest dist/wheelhouse "$$(ls dist/wheelhouse/hyzs-*.whl)[all]" $(if $(findstring win,$(PLATFORM)),colorama)
	@ls dist/wheelhouse | wc -l

picture: $(STAMP)
	$(BIN)/python docs/picture.py
