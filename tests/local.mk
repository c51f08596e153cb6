### tests; see CONTRIBUTING.md
#
# Every test is a program that prints TAP: Check programs check_*.c, scripts check_*.sh. The harness
# counts each test point, and ./bootstrap check adds them up.

TEST_EXTENSIONS = .sh
LOG_DRIVER = env AM_TAP_AWK='$(AWK)' $(SHELL) $(top_srcdir)/build-aux/tap-driver.sh
SH_LOG_DRIVER = $(LOG_DRIVER)
SH_LOG_COMPILER = $(SHELL)
AM_TESTS_ENVIRONMENT = \
	GRADUS_TEST_SRC='$(abs_top_srcdir)'; export GRADUS_TEST_SRC; \
	GRADUS='$(abs_top_builddir)/gradus'; export GRADUS; \
	GRADUS_PATH='$(abs_top_srcdir)'; export GRADUS_PATH; \
	LC_ALL=C.UTF-8; export LC_ALL; \
	LSAN_OPTIONS='suppressions=$(abs_top_srcdir)/tests/lsan.supp:print_suppressions=0'; \
	export LSAN_OPTIONS;

check_programs_c = \
	tests/check_csv \
	tests/check_csv_write \
	tests/check_elementary \
	tests/check_expression \
	tests/check_expression_fold \
	tests/check_expression_text \
	tests/check_file \
	tests/check_output \
	tests/check_paths \
	tests/check_random \
	tests/check_yaml \
	tests/check_yaml_values

check_scripts = \
	tests/check_headers.sh

TESTS = $(check_programs_c) $(check_scripts)
check_PROGRAMS = $(check_programs_c)
check_LIBRARIES = libtestsupport.a
libtestsupport_a_SOURCES = tests/support.c tests/support.h tests/faults.c tests/faults.h
libtestsupport_a_CPPFLAGS = $(AM_CPPFLAGS) $(CHECK_CFLAGS)

# What every Check program is linked with; automake's default for programs of one source.
LDADD = libtestsupport.a libgradus.a $(NCURSESW_LIBS) $(SLEEF_LIBS) $(CMARK_LIBS) $(YAML_LIBS) \
	$(CSV_LIBS) $(CHECK_LIBS)
AM_CPPFLAGS += $(CHECK_CFLAGS) -I$(top_srcdir)/tests

EXTRA_DIST += $(check_scripts) tests/lsan.supp tests/layers.txt tests/make_elementary_table.py \
	tests/data/elementary.csv
