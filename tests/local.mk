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
	GRADUS_COMMANDS='$(abs_top_builddir)/tests/commands'; export GRADUS_COMMANDS; \
	GRADUS_PATH='$(abs_top_srcdir)'; export GRADUS_PATH; \
	XDG_CONFIG_HOME='$(abs_top_builddir)/tests/no-settings'; export XDG_CONFIG_HOME; \
	GRADUS_STUDENT=-; export GRADUS_STUDENT; \
	LC_ALL=C.UTF-8; export LC_ALL; \
	ASAN_OPTIONS='allocator_may_return_null=1'; export ASAN_OPTIONS; \
	LSAN_OPTIONS='suppressions=$(abs_top_srcdir)/tests/lsan.supp:print_suppressions=0'; \
	export LSAN_OPTIONS;

check_programs_c = \
	tests/check_adafactor \
	tests/check_alloc \
	tests/check_alloc_compare \
	tests/check_alloc_descent \
	tests/check_alloc_imitate \
	tests/check_alloc_scenes \
	tests/check_alloc_screen \
	tests/check_app \
	tests/check_app_fields \
	tests/check_app_review \
	tests/check_bindings \
	tests/check_bins \
	tests/check_canvas \
	tests/check_capsule \
	tests/check_compare \
	tests/check_compounding \
	tests/check_compounding_dials \
	tests/check_compounding_rare \
	tests/check_contour \
	tests/check_csv \
	tests/check_csv_write \
	tests/check_curve_items \
	tests/check_curves \
	tests/check_dagger \
	tests/check_dagger_figures \
	tests/check_dagger_history \
	tests/check_dagger_view \
	tests/check_descent \
	tests/check_descent_changes \
	tests/check_descent_view \
	tests/check_describe \
	tests/check_draws \
	tests/check_elementary \
	tests/check_endings \
	tests/check_evaluate \
	tests/check_expression \
	tests/check_expression_fold \
	tests/check_expression_gradient \
	tests/check_expression_sizes \
	tests/check_expression_text \
	tests/check_facts \
	tests/check_file \
	tests/check_fill \
	tests/check_formula \
	tests/check_gate \
	tests/check_gate_lesson \
	tests/check_gate_view \
	tests/check_ghost \
	tests/check_grid \
	tests/check_guard \
	tests/check_heads \
	tests/check_homework \
	tests/check_image \
	tests/check_injection \
	tests/check_injection_plant \
	tests/check_interrupt \
	tests/check_items \
	tests/check_kernel \
	tests/check_kills \
	tests/check_landmark \
	tests/check_layout \
	tests/check_learners \
	tests/check_lesson \
	tests/check_lesson_large \
	tests/check_lessons \
	tests/check_loops \
	tests/check_memory \
	tests/check_modes \
	tests/check_modes_view \
	tests/check_moves \
	tests/check_nearest \
	tests/check_network \
	tests/check_neuron \
	tests/check_neuron_read \
	tests/check_neuron_view \
	tests/check_number \
	tests/check_optimizer_parabola \
	tests/check_optimizer_rules \
	tests/check_optimizers \
	tests/check_output \
	tests/check_page_rows \
	tests/check_panels \
	tests/check_param \
	tests/check_param_names \
	tests/check_parameters \
	tests/check_paths \
	tests/check_plan \
	tests/check_plan_write \
	tests/check_plots \
	tests/check_pool \
	tests/check_progress \
	tests/check_prose \
	tests/check_race \
	tests/check_race_view \
	tests/check_ramp \
	tests/check_random \
	tests/check_record \
	tests/check_registry \
	tests/check_regression \
	tests/check_resume \
	tests/check_review \
	tests/check_review_session \
	tests/check_rows \
	tests/check_run \
	tests/check_run_events \
	tests/check_run_random \
	tests/check_schedules \
	tests/check_session \
	tests/check_settings \
	tests/check_sketch \
	tests/check_study \
	tests/check_study_fold \
	tests/check_study_groups \
	tests/check_surface_minima \
	tests/check_surfaces \
	tests/check_table_log \
	tests/check_term_parts \
	tests/check_terminal \
	tests/check_terminal_copy \
	tests/check_terminal_curve \
	tests/check_terminal_gate \
	tests/check_terminal_hostile \
	tests/check_terminal_input \
	tests/check_terminal_items \
	tests/check_terminal_kinds \
	tests/check_terminal_lessons \
	tests/check_terminal_loop \
	tests/check_terminal_record \
	tests/check_terminal_resize \
	tests/check_terminal_review \
	tests/check_terminal_signals \
	tests/check_terminal_sizes \
	tests/check_terminal_sweep \
	tests/check_text \
	tests/check_ticks \
	tests/check_train \
	tests/check_trajectories \
	tests/check_worlds \
	tests/check_weighing \
	tests/check_yaml \
	tests/check_yaml_values

check_scripts = \
	tests/check_authors.sh \
	tests/check_broken.sh \
	tests/check_cli.sh \
	tests/check_cli_hostile.sh \
	tests/check_cli_neuron.sh \
	tests/check_cli_options.sh \
	tests/check_curve.sh \
	tests/check_descent_formula.sh \
	tests/check_doc.sh \
	tests/check_drive.sh \
	tests/check_frames.sh \
	tests/check_grade.sh \
	tests/check_grade_hostile.sh \
	tests/check_guide.sh \
	tests/check_headers.sh \
	tests/check_lesson_hostile.sh \
	tests/check_loop.sh \
	tests/check_maps.sh \
	tests/check_notes.sh \
	tests/check_plain.sh \
	tests/check_review.sh \
	tests/check_show.sh \
	tests/check_status.sh \
	tests/check_status_class.sh \
	tests/check_sweep.sh

TESTS = $(check_programs_c) $(check_scripts)
check_PROGRAMS = $(check_programs_c) tests/commands
check_LIBRARIES = libtestsupport.a libtestterminal.a

# What the programs share; linked where it is used.
libtestsupport_a_SOURCES = \
	tests/apps.c tests/apps.h \
	tests/dagger_runs.c tests/dagger_runs.h \
	tests/faults.c tests/faults.h \
	tests/figures.c tests/figures.h \
	tests/formulas.c tests/formulas.h \
	tests/journey.c tests/journey.h \
	tests/injection_runs.c tests/injection_runs.h \
	tests/knobs.c tests/knobs.h \
	tests/runs.c tests/runs.h \
	tests/sessions.c tests/sessions.h \
	tests/shapes.c tests/shapes.h \
	tests/starve.c tests/starve.h \
	tests/support.c tests/support.h \
	tests/terrains.c tests/terrains.h \
	tests/toy.c tests/toy.h \
	tests/toy_view.c tests/toy_view.h \
	tests/walk.c tests/walk.h \
	tests/worlds.c tests/worlds.h
libtestsupport_a_CPPFLAGS = $(AM_CPPFLAGS)

# A terminal that a test reads and types on.
libtestterminal_a_SOURCES = \
	tests/terminal.c tests/terminal.h \
	tests/terminal_private.h \
	tests/terminal_screen.c \
	tests/terminal_twin.c
libtestterminal_a_CPPFLAGS = $(AM_CPPFLAGS) $(VTERM_CFLAGS)

# What every Check program is linked with; automake's default for programs of one source.
libraries = $(NCURSESW_LIBS) $(SLEEF_LIBS) $(CMARK_LIBS) $(YAML_LIBS) $(CSV_LIBS) $(CHECK_LIBS)
tests_commands_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/src
LDADD = libtestsupport.a libgradus.a $(libraries)
AM_CPPFLAGS += $(CHECK_CFLAGS) -I$(top_srcdir)/tests

terminal_libraries = libtestterminal.a $(LDADD) $(VTERM_LIBS)
tests_check_terminal_LDADD = $(terminal_libraries)
tests_check_terminal_copy_LDADD = $(terminal_libraries)
tests_check_terminal_curve_LDADD = $(terminal_libraries)
tests_check_terminal_gate_LDADD = $(terminal_libraries)
tests_check_terminal_hostile_LDADD = $(terminal_libraries)
tests_check_terminal_input_LDADD = $(terminal_libraries)
tests_check_terminal_items_LDADD = $(terminal_libraries)
tests_check_terminal_kinds_LDADD = $(terminal_libraries)
tests_check_terminal_lessons_LDADD = $(terminal_libraries)
tests_check_terminal_loop_LDADD = $(terminal_libraries)
tests_check_terminal_record_LDADD = $(terminal_libraries)
tests_check_terminal_resize_LDADD = $(terminal_libraries)
tests_check_terminal_review_LDADD = $(terminal_libraries)
tests_check_terminal_signals_LDADD = $(terminal_libraries)
tests_check_terminal_sizes_LDADD = $(terminal_libraries)
tests_check_terminal_sweep_LDADD = $(terminal_libraries)

# These look at what is private to the command line, and to an experiment.
tests_check_bins_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/src
tests_check_interrupt_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/src
tests_check_progress_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/src

# These see the toy beside the registered experiments.
tests_check_alloc_SOURCES = tests/check_alloc.c tests/toy_registry.c
tests_check_alloc_compare_SOURCES = tests/check_alloc_compare.c tests/toy_registry.c
tests_check_capsule_SOURCES = tests/check_capsule.c tests/toy_registry.c
tests_check_compare_SOURCES = tests/check_compare.c tests/toy_registry.c
tests_check_describe_SOURCES = tests/check_describe.c tests/toy_registry.c
tests_check_registry_SOURCES = tests/check_registry.c tests/toy_registry.c
tests_check_moves_SOURCES = tests/check_moves.c tests/toy_registry.c

EXTRA_DIST += $(check_scripts) tests/tap.sh tests/command.sh tests/make_class.sh tests/hostile.sh tests/hostile.txt \
	tests/lsan.supp tests/layers.txt tests/facts tests/make_elementary_table.py tests/data/elementary.csv \
	tests/make_surfaces.py tests/data/surfaces.csv tests/make_trajectories.py \
	tests/make_network.py tests/data/net_samples.csv tests/data/net_init.csv \
	tests/data/net_order.csv tests/data/net_expected.csv \
	tests/trajectory_rules.py tests/data/trajectories.csv \
	tests/data/910-loop.md tests/data/drive.md tests/data/every-kind.md tests/data/help_rebound.txt tests/data/plain-030.txt tests/broken tests/golden tests/same_bytes.c \
	tests/same_bytes.sh

# Figures, not tests: nothing above depends on time. bench_gradus is the program with figures that
# change as much as they can.
EXTRA_PROGRAMS = tests/bench_bytes tests/bench_descent tests/bench_gradus tests/bench_imitate \
	tests/bench_keys tests/bench_start tests/bench_sweep tests/bench_train
CLEANFILES += $(EXTRA_PROGRAMS)
bench_common = tests/bench.c tests/bench.h tests/bench_wave.c tests/toy_registry.c
bench_flags = $(AM_CPPFLAGS) -DGR_EXTRA_EXPERIMENT=gr_wave
tests_bench_bytes_SOURCES = tests/bench_bytes.c $(bench_common)
tests_bench_bytes_CPPFLAGS = $(bench_flags)
tests_bench_bytes_LDADD = $(terminal_libraries)
tests_bench_descent_SOURCES = tests/bench_descent.c $(bench_common)
tests_bench_descent_CPPFLAGS = $(bench_flags)
tests_bench_descent_LDADD = $(terminal_libraries)
tests_bench_gradus_SOURCES = src/main.c tests/bench.h tests/bench_wave.c tests/toy_registry.c
tests_bench_gradus_CPPFLAGS = $(bench_flags) -I$(top_srcdir)/src
tests_bench_imitate_SOURCES = tests/bench_imitate.c $(bench_common)
tests_bench_imitate_CPPFLAGS = $(bench_flags)
tests_bench_imitate_LDADD = $(terminal_libraries)
tests_bench_keys_SOURCES = tests/bench_keys.c $(bench_common)
tests_bench_keys_CPPFLAGS = $(bench_flags)
tests_bench_keys_LDADD = $(terminal_libraries)
tests_bench_start_SOURCES = tests/bench_start.c $(bench_common)
tests_bench_start_CPPFLAGS = $(bench_flags)
tests_bench_start_LDADD = $(terminal_libraries)
tests_bench_sweep_SOURCES = tests/bench_sweep.c $(bench_common)
tests_bench_sweep_CPPFLAGS = $(bench_flags)
tests_bench_sweep_LDADD = $(terminal_libraries)
tests_bench_train_SOURCES = tests/bench_train.c $(bench_common)
tests_bench_train_CPPFLAGS = $(bench_flags)
tests_bench_train_LDADD = $(terminal_libraries)

bench: gradus $(EXTRA_PROGRAMS)
	$(AM_TESTS_ENVIRONMENT) tests/bench_start
	$(AM_TESTS_ENVIRONMENT) GRADUS='$(abs_top_builddir)/tests/bench_gradus' tests/bench_bytes
	$(AM_TESTS_ENVIRONMENT) GRADUS='$(abs_top_builddir)/tests/bench_gradus' tests/bench_keys
	$(AM_TESTS_ENVIRONMENT) tests/bench_descent
	$(AM_TESTS_ENVIRONMENT) tests/bench_imitate
	$(AM_TESTS_ENVIRONMENT) tests/bench_sweep
	$(AM_TESTS_ENVIRONMENT) tests/bench_train

.PHONY: bench
