/* runs.h - what the tests about runs share: making them, moving them, and all there is to know of
 * one as text, so that "the same" means equal bytes. Everything here fails the test on an error. */
#ifndef GRADUS_TESTS_RUNS_H
#define GRADUS_TESTS_RUNS_H

#include "gradus/plan.h"
#include "gradus/study.h"
#include "support.h"

#include <string.h>

/* Keeps everything, as the workbench does; keeps nothing, as batch runs do. */
extern const gr_run_keep gr_test_keep, gr_test_lean;

/* Defaults with settings on top: "layers=3-2 finish=7", blanks between them. */
void gr_test_values(const gr_experiment *experiment, const char *settings, gr_values *values);

/* A run at birth, and one that stands at step 0. */
gr_run *gr_test_born(const gr_experiment *experiment, const char *settings, uint64_t seed,
                     gr_run_keep keep);
gr_run *gr_test_run(const gr_experiment *experiment, const char *settings, gr_run_keep keep);

void gr_test_seek(gr_run *run, long step);
gr_set_result gr_test_set(gr_run *run, const char *knob, const char *value);
void gr_test_act(gr_run *run, int action);

/* Events with the effect of those of `run`, for a run that has none yet. */
void gr_test_schedule_all(gr_run *run, const gr_run *of);

/* Position, knobs, present row and all tables; the trace up to the present step as CSV. Heap. */
char *gr_test_present(const gr_run *run);
char *gr_test_trace(const gr_run *run);

/* Two runs stand at the same place with the same numbers and the same past. */
void gr_test_same(const gr_run *a, const gr_run *b);

/* A plan made of assignments, as on the command line, and the CSV that it gives. Heap. */
void gr_test_plan(gr_plan *plan, const gr_experiment *experiment, const char *assignments);
char *gr_test_csv(const gr_plan *plan, size_t jobs);

/* Equal texts, or the first lines that differ are shown. Frees both. */
void gr_test_equal(char *a, char *b);

#endif
