/* injection_runs.h - what the tests of `injection` share: runs to their end, cells of their rows
 * and of their data, and what pulses do to a path, pulse by pulse. */
#ifndef GRADUS_TESTS_INJECTION_RUNS_H
#define GRADUS_TESTS_INJECTION_RUNS_H

#include "runs.h"

/* Columns of the table `dataset`. */
enum { DEMO, T, X, V, NOISE, INTENDED, EXECUTED, LABEL, MADE };

const gr_experiment *gr_noise_experiment(void);

/* A run at its end, one cell of its trace, and one of the present row. */
gr_run *gr_noise_ended(const char *settings);
double gr_noise_at(const gr_run *run, long step, const char *column);
double gr_noise_last(const gr_run *run, const char *column);
void gr_noise_dataset(const gr_run *run, gr_table *table);

/* Within a share of what is expected. */
void gr_noise_near(double is, long double expected, long double relative);

/* --- plants by hand --- */

typedef struct gr_noise_plant {
    const char *settings;
    bool inertia;     /* with the gain 0.6 */
    long double pole; /* of the scalar plant */
    long double start, noise, jitter;
} gr_noise_plant;

/* One step of the closed loop, without noise. */
void gr_noise_closed(const gr_noise_plant *p, long double z[2]);

/* How a pulse is shaped at its step j, its mean square 1. */
long double gr_noise_shape(long j, long duration);

/* E of x_t x_t, x_t v_t, v_t v_t around the nominal path: pulse by pulse, each the sum of what its
 * steps lead to. */
void gr_noise_pulses(const gr_noise_plant *p, long duration, long t, long double square[3]);

#endif
