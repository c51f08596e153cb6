/* bench.h - what the benches share: a workbench with figures that change as much as they can, and
 * the printing of figures beside their limits.
 *
 * A bench is not a test: what it prints depends on the machine. But a figure over its limit ends it
 * with status 1.
 */
#ifndef GRADUS_TESTS_BENCH_H
#define GRADUS_TESTS_BENCH_H

#include "terminal.h"

#include "gradus/experiment.h"

enum { GR_WAVE_STEPS = 10000 };

extern const gr_experiment gr_wave;

/* Milliseconds of a clock that only runs forward. */
double gr_bench_now(void);

/* Milliseconds that this process has computed: others on the machine do not count. */
double gr_bench_processor(void);

/* Sorts; the p-th part of them is no larger than what is returned, 0.5 giving the median. */
double gr_bench_quantile(double *values, size_t count, double p);

/* A line: what, a number with its unit, a remark (may be ""), and the limit; 0: none. Fails the
 * bench when the number is not below the limit. */
void gr_bench_print(const char *what, double value, const char *unit, double limit,
                    const char *remark);

/* A line: what, and a ratio that has to be at least `least`. */
void gr_bench_share(const char *what, double value, double least);

/* A lesson of one page that shows a figure of the wave; its path, heap. */
char *gr_bench_lesson(const char *folder, const char *figure);

/* Run it as a suite of one, since the terminal of the tests tells through Check what goes wrong;
 * returns the exit status. */
int gr_bench_main(const char *name, void (*run)(void));

#endif
