# kpi: build, test, install. `make help` lists the targets.

VERSION = 0.4.0
SONAME = 0
OBJCOPY = objcopy
PREFIX = /usr/local
LIBDIR = $(PREFIX)/lib
COMPLETION_BASH = $(PREFIX)/share/bash-completion/completions
COMPLETION_ZSH = $(PREFIX)/share/zsh/site-functions
CC = cc
BUILD = build/release
CFLAGS = -O2 -g
# Digits must be the same on every machine: no fused multiply-add.
# The library is linked from the same objects: only what it exports is seen.
KPI_CFLAGS = -std=c11 -D_POSIX_C_SOURCE=200809L -ffp-contract=off \
	-fPIC -fvisibility=hidden \
	-Wall -Wextra -Wconversion -Wshadow -I. -DKPI_VERSION='"$(VERSION)"' \
	-DKPI_FORMATS='"$(PREFIX)/share/kpi/formats"' \
	-DKPI_LOCALE='"$(PREFIX)/share/locale"' \
	$(if $(filter true,$(CI)),-Werror)
# What is being built, a line a file; V=1 prints the commands, -s nothing.
silent = $(findstring s,$(filter-out ---%,$(firstword -$(MAKEFLAGS))))
say = $(if $(V),,@$(if $(silent),,printf '  %-6s%s\n' $(1) $(2);))
LIBRARIES = -lcsv -lxlsxwriter -lgsl -lgslcblas -lgmp -lyaml -ljansson -lnettle \
	-lunistring -lminizip -lexpat -lz -lsqlite3 -lreadline -lm -lpthread

# Those that the library needs.
LIBRARY_LIBRARIES = -lcsv -lgsl -lgslcblas -lgmp -lyaml -lnettle -lunistring \
	-lminizip -lexpat -lz -lm -lpthread

BUILD_PACKAGES = gcc make gettext libc6-dev libcsv-dev libxlsxwriter-dev libgsl-dev libgmp-dev \
	libyaml-dev libjansson-dev nettle-dev libunistring-dev libminizip-dev \
	libexpat1-dev zlib1g-dev libsqlite3-dev libreadline-dev
TEST_PACKAGES = $(BUILD_PACKAGES) libcmocka-dev python3-minimal \
	libpython3-stdlib python3-yaml python3-jsonschema binutils

# The layers, lowest first; each links only with those before it.
LAYERS = engine locale metrics package import run export cli
sources_below = $(sort $(shell find $(1) -name '*.c'))
engine_SOURCES = $(call sources_below,engine)
metrics_SOURCES = $(call sources_below,metrics)
locale_SOURCES = $(call sources_below,io/locale)
package_SOURCES = $(call sources_below,io/package)
import_SOURCES = $(call sources_below,io/import)
run_SOURCES = $(call sources_below,io/run)
export_SOURCES = $(call sources_below,io/export)
cli_SOURCES = $(filter-out io/cli/main.c,$(call sources_below,io/cli))
library_SOURCES = $(call sources_below,io/library)
LIBRARY = $(BUILD)/libkpi
ARCHIVES = $(LAYERS:%=$(BUILD)/%.a)
SOURCES = $(foreach layer,$(LAYERS) library,$($(layer)_SOURCES)) io/cli/main.c

# tests/unit/LAYER/X_test.c links LAYER and what is below it.
UNIT_TESTS = $(wildcard tests/unit/*/*_test.c)
UNIT_PROGRAMS = $(UNIT_TESTS:%.c=$(BUILD)/%)
engine_BELOW = engine
locale_BELOW = locale engine
statistics_BELOW = metrics engine
metrics_BELOW = metrics engine
import_BELOW = import package locale engine
run_BELOW = run locale engine
export_BELOW = export package run locale engine
cli_BELOW = cli export run import package metrics locale engine
# Prints the analyses, for a test that computes them again.
DUMP = tests/analysis/dump
layer_of = $(word 3,$(subst /, ,$(1)))

.PHONY: all library translations demo test unit sanitize valgrind faults mutants bench fuzz gcov torture coverage install \
	deb uninstall fmt clean help build-deps test-deps
.SECONDARY:

all: build/kpi ## build the program: build/kpi

# What is said in other languages; a program finds its catalogues beside it.
CATALOGUE = locale/vi/LC_MESSAGES/kpi.mo

build/kpi: $(BUILD)/kpi build/$(CATALOGUE)
	@mkdir -p $(@D)
	$(call say,COPY,$@)cp $< $@

$(sort $(BUILD)/$(CATALOGUE) build/$(CATALOGUE)): io/locale/vi.po
	@mkdir -p $(@D)
# What is UTF-8 stays so. Where the catalogue names its charset, libc looks for a
# conversion, and crashes if memory runs out just then (glibc 2.36).
	$(call say,MSGFMT,$@)msgfmt -o $@.part $< && \
		LC_ALL=C sed 's/charset=/Charset=/' $@.part >$@ && rm $@.part

$(BUILD)/kpi: $(BUILD)/io/cli/main.o $(ARCHIVES) $(BUILD)/$(CATALOGUE)
	$(call say,LINK,$@)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $< \
		$(foreach layer,$(cli_BELOW),$(BUILD)/$(layer).a) \
		$(LIBRARIES)

library: $(LIBRARY).a $(LIBRARY).so ## build libkpi, static and shared

# One object, in which all that is hidden is local.
$(LIBRARY).o: $(library_SOURCES:%.c=$(BUILD)/%.o) \
		$(foreach layer,import package metrics locale engine,$($(layer)_SOURCES:%.c=$(BUILD)/%.o))
	$(call say,LINK,$@)$(LD) -r -o $@ $^
	@$(OBJCOPY) --localize-hidden $@

$(LIBRARY).a: $(LIBRARY).o
	@rm -f $@
	$(call say,AR,$@)ar rcsD $@ $<

$(LIBRARY).so: $(LIBRARY).o
	$(call say,LINK,$@)$(CC) $(CFLAGS) $(LDFLAGS) -shared -Wl,-soname,libkpi.so.$(SONAME) \
		-Wl,--as-needed -Wl,-z,defs -o $@ $< $(LIBRARY_LIBRARIES)

# Files of different rooms may have one name: each is appended, none replaced.
define LAYER_RULE
$(BUILD)/$(1).a: $$($(1)_SOURCES:%.c=$(BUILD)/%.o)
	@rm -f $$@
	$$(call say,AR,$$@)ar qcsD $$@ $$^
endef
$(foreach layer,$(LAYERS),$(eval $(call LAYER_RULE,$(layer))))

$(BUILD)/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(call say,CC,$<)$(CC) $(KPI_CFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

.SECONDEXPANSION:
$(BUILD)/tests/unit/%: $(BUILD)/tests/unit/%.o $(BUILD)/tests/unit/unit.o $$($$(notdir $$*)_MORE) \
		$$(foreach layer,$$($$(word 1,$$(subst /, ,$$*))_BELOW),$(BUILD)/$$(layer).a)
	$(call say,LINK,$@)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ -lcmocka $(LIBRARIES)
# It exports nothing of io/export: what then becomes of workbook/parts.c?
$(BUILD)/tests/unit/export/hidden_parts_test: LDFLAGS += -Wl,--exclude-libs,export.a

$(BUILD)/$(DUMP): $(BUILD)/$(DUMP).o $(ARCHIVES)
	$(call say,LINK,$@)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $< \
		$(foreach layer,$(cli_BELOW),$(BUILD)/$(layer).a) \
		$(LIBRARIES)

COVERAGE = tests/bench/coverage
$(BUILD)/$(COVERAGE): $(BUILD)/$(COVERAGE).o $(BUILD)/metrics.a $(BUILD)/engine.a
	$(call say,LINK,$@)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBRARIES)

-include $(SOURCES:%.c=$(BUILD)/%.d) $(BUILD)/$(DUMP).d $(BUILD)/$(COVERAGE).d $(UNIT_TESTS:%.c=$(BUILD)/%.d) \
	$(BUILD)/tests/unit/unit.d $(wildcard $(BUILD)/tests/fuzz/*.d)

demo: build-deps ## install what is missing, build, run the sample quarter
	@$(MAKE) --no-print-directory all
	build/kpi run samples/agency --out build/demo
	@echo
	@echo "The dashboard of the sample quarter: build/demo/dashboard.xlsx"
	@echo "Open it with any spreadsheet program, such as:"
	@echo "    libreoffice build/demo/dashboard.xlsx"

test: test-deps ## install what is missing, build, run every test
	@$(MAKE) --no-print-directory all library $(UNIT_PROGRAMS) $(BUILD)/$(DUMP)
	@BUILD=$(BUILD) tests/run

unit: $(UNIT_PROGRAMS) ## build and run the unit tests only
	@BUILD=$(BUILD) tests/run unit

sanitize: test-deps ## the tests under ASan and UBSan, then TSan
	@$(MAKE) --no-print-directory sanitized $(ADDRESS)
	@$(MAKE) --no-print-directory sanitized $(THREAD)

ADDRESS = NAME=address FLAGS="-fsanitize=address,undefined -fno-sanitize-recover=all"
THREAD = NAME=thread FLAGS="-fsanitize=thread"

.PHONY: sanitized sanitizer
sanitizer:
	@$(MAKE) --no-print-directory CFLAGS="-O1 -g $(FLAGS)" \
		BUILD=build/$(NAME) build/$(NAME)/kpi \
		build/$(NAME)/$(DUMP) $(UNIT_TESTS:%.c=build/$(NAME)/%)

sanitized: sanitizer
	@BUILD=build/$(NAME) KPI=build/$(NAME)/kpi \
		CFLAGS="-O1 -g $(FLAGS)" tests/run

valgrind: all ## the sample run under valgrind
	valgrind -q --error-exitcode=9 --leak-check=full build/kpi run \
		samples/agency --out build/valgrind

faults: all ## each allocation and each write fails once: hours
	python3 tests/faults/run.py build/kpi --all

MUTANTS = 200
MUTANTS_IN = io/export io/cli/diff
MUTANTS_SEED = 1
MUTANTS_MINUTES = 600
mutants: test-deps ## one-line faults planted in MUTANTS_IN: which do no tests notice?
	@python3 tests/mutants/run.py $(MUTANTS_IN) --count $(MUTANTS) \
		--seed $(MUTANTS_SEED) --minutes $(MUTANTS_MINUTES)

coverage: $(BUILD)/$(COVERAGE) ## how often the 95 % intervals hold the truth, simulated
	@$<

# Programs of the tests that are not tests: they link what they measure.
TOOLS = $(BUILD)/tests/bench/generate $(BUILD)/tests/bench/limits
$(TOOLS): $(BUILD)/tests/%: $(BUILD)/tests/%.o $(BUILD)/import.a $(BUILD)/locale.a $(BUILD)/engine.a
	$(call say,LINK,$@)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBRARIES)

bench: all $(TOOLS) ## kpi against other programs; tests/bench/run.py has settings
	@mkdir -p build/bench
	@cp $(BUILD)/tests/bench/generate $(BUILD)/tests/bench/limits build/bench
	@tests/bench/run.py
	@tests/bench/sheets.py

# The targets of tests/fuzz, with libFuzzer and without it.
FUZZ_OBJECTS = $(patsubst %,$(BUILD)/tests/fuzz/%.o,targets folder workbook read_both)
$(BUILD)/tests/fuzz/libfuzzer $(BUILD)/tests/fuzz/replay: %: %.o $(FUZZ_OBJECTS) $(ARCHIVES)
	$(call say,LINK,$@)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $< $(FUZZ_OBJECTS) \
		$(foreach layer,$(cli_BELOW),$(BUILD)/$(layer).a) \
		$(LIBRARIES)
fuzz_test_MORE = $(FUZZ_OBJECTS)
-include $(FUZZ_OBJECTS:.o=.d) $(BUILD)/tests/fuzz/libfuzzer.d $(BUILD)/tests/fuzz/replay.d

FUZZ_SECONDS = 60
FUZZ_CC = clang
fuzz: all fuzzer ## any bytes as any input, FUZZ_SECONDS for each target: clang's libFuzzer
	@tests/fuzz/all.py build/kpi build/fuzz/tests/fuzz/libfuzzer --seconds $(FUZZ_SECONDS)

.PHONY: fuzzer
fuzzer:
	@$(MAKE) --no-print-directory CC="$(FUZZ_CC)" BUILD=build/fuzz \
		CFLAGS="-O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all" \
		LDFLAGS=-fsanitize=fuzzer build/fuzz/tests/fuzz/libfuzzer

torture: test-deps ## everything long, within two hours
	@$(MAKE) --no-print-directory all library $(BUILD)/$(DUMP) fuzzer
	@$(MAKE) --no-print-directory sanitizer $(ADDRESS)
	@$(MAKE) --no-print-directory sanitizer $(THREAD)
	@tests/torture

GCOV_FLAGS = -O0 -g --coverage
gcov: test-deps ## which lines and branches of the program the tests run
	@$(MAKE) --no-print-directory CFLAGS="$(GCOV_FLAGS)" BUILD=build/gcov \
		build/gcov/tests/gcov/exit.o
	@LDFLAGS="build/gcov/tests/gcov/exit.o -Wl,--wrap=_exit" \
		$(MAKE) --no-print-directory CFLAGS="$(GCOV_FLAGS)" BUILD=build/gcov \
		build/gcov/kpi build/gcov/$(DUMP) $(UNIT_TESTS:%.c=build/gcov/%)
	@find build/gcov -name '*.gcda' -delete
	-@BUILD=build/gcov KPI=build/gcov/kpi CFLAGS="$(GCOV_FLAGS)" \
		WITHOUT="house faults library recipes" tests/run
	@tests/gcov/report.py build/gcov

install: all library ## install to DESTDIR/PREFIX: program, manual, library
	install -d "$(DESTDIR)$(LIBDIR)/pkgconfig"
	install -D -m 644 io/library/kpi.h "$(DESTDIR)$(PREFIX)/include/kpi.h"
	install -m 644 $(LIBRARY).a "$(DESTDIR)$(LIBDIR)/libkpi.a"
	install -m 644 $(LIBRARY).so "$(DESTDIR)$(LIBDIR)/libkpi.so.$(VERSION)"
	ln -sf libkpi.so.$(VERSION) "$(DESTDIR)$(LIBDIR)/libkpi.so.$(SONAME)"
	ln -sf libkpi.so.$(SONAME) "$(DESTDIR)$(LIBDIR)/libkpi.so"
	sed 's|@PREFIX@|$(subst &,\&,$(PREFIX))|; s|@LIBDIR@|$(subst &,\&,$(LIBDIR))|; s|@VERSION@|$(VERSION)|; s|@LIBRARIES@|$(LIBRARY_LIBRARIES)|' \
		io/library/kpi.pc.in >"$(DESTDIR)$(LIBDIR)/pkgconfig/kpi.pc"
	install -D -m 755 build/kpi "$(DESTDIR)$(PREFIX)/bin/kpi"
	for folder in man/ man/vi/; do for page in $$(build/kpi man); do \
		language=en; [ $$folder = man/ ] || language=vi; \
		place="$(DESTDIR)$(PREFIX)/share/$${folder}man$${page##*.}"; \
		install -d "$$place" && \
		build/kpi --lang $$language man $$page >"$$place/$$page" && \
		chmod 644 "$$place/$$page" || exit 1; done; done
	install -D -m 644 $(BUILD)/$(CATALOGUE) "$(DESTDIR)$(PREFIX)/share/$(CATALOGUE)"
	install -d "$(DESTDIR)$(COMPLETION_BASH)" "$(DESTDIR)$(COMPLETION_ZSH)"
	build/kpi completion bash >"$(DESTDIR)$(COMPLETION_BASH)/kpi"
	build/kpi completion zsh >"$(DESTDIR)$(COMPLETION_ZSH)/_kpi"
	install -d "$(DESTDIR)$(PREFIX)/share/kpi/formats"
	install -m 644 io/import/formats/*.yaml "$(DESTDIR)$(PREFIX)/share/kpi/formats"

uninstall: ## remove what install put there
	rm -f "$(DESTDIR)$(PREFIX)/bin/kpi" \
		"$(DESTDIR)$(PREFIX)/share/man/"man1/kpi.1 \
		"$(DESTDIR)$(PREFIX)/share/man/"man1/kpi-*.1 \
		"$(DESTDIR)$(PREFIX)/share/man/"man5/kpi.yaml.5 \
		"$(DESTDIR)$(PREFIX)/share/man/"man5/kpi-formats.5 \
		"$(DESTDIR)$(PREFIX)/share/man/vi/"man1/kpi*.1 \
		"$(DESTDIR)$(PREFIX)/share/man/vi/"man5/kpi*.5 \
		"$(DESTDIR)$(PREFIX)/share/$(CATALOGUE)"
	rm -rf "$(DESTDIR)$(PREFIX)/share/kpi"
	rm -f "$(DESTDIR)$(COMPLETION_BASH)/kpi" "$(DESTDIR)$(COMPLETION_ZSH)/_kpi" \
		"$(DESTDIR)$(PREFIX)/include/kpi.h" "$(DESTDIR)$(LIBDIR)/"libkpi.* \
		"$(DESTDIR)$(LIBDIR)/pkgconfig/kpi.pc"

# A copy of the sources becomes packages, so that nothing of this build does.
DEB = build/deb/kpi-$(VERSION)
DEB_PACKAGES = debhelper dpkg-dev
deb: build-deps ## Debian packages: build/deb/*.deb
	@tests/install-packages $(DEB_PACKAGES)
	@rm -rf build/deb && mkdir -p $(DEB)
	@tar -cf - --exclude=./build --exclude=./out --exclude=./.git . | tar -xf - -C $(DEB)
	@cp -r io/debian $(DEB)/debian
	@sed -i 's/@BUILD_PACKAGES@/$(shell echo $(BUILD_PACKAGES) | sed "s/ /, /g")/' $(DEB)/debian/control
	@printf 'kpi (%s) bookworm; urgency=medium\n\n  * See the README.\n\n -- %s  %s\n' \
		$(VERSION) "$$(sed -n 's/^Maintainer: //p' io/debian/control)" \
		"$$(LC_ALL=C date -R -u -r io/debian/control)" >$(DEB)/debian/changelog
	@cd $(DEB) && dpkg-buildpackage -us -uc -b >../log 2>&1 || { tail -40 ../log; exit 1; }
	@rm -rf $(DEB)
	@ls build/deb/*.deb

translations: ## bring io/locale/vi.po up to what the sources say
	@tests/house/messages.py --update

fmt: ## format the sources with clang-format
	clang-format -i $$(git ls-files '*.c' '*.h')

clean: ## remove everything that was built
	rm -rf build

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | \
		expand -t 20

build-deps:
	@tests/install-packages $(BUILD_PACKAGES)

test-deps:
	@tests/install-packages $(TEST_PACKAGES)
