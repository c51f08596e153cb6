#include "injection_runs.h"

#include <math.h>

const gr_experiment *gr_noise_experiment(void)
{
    return gr_experiment_find("injection", NULL);
}

gr_run *gr_noise_ended(const char *settings)
{
    gr_run *run = gr_test_run(gr_noise_experiment(), settings, gr_test_keep);

    gr_test_seek(run, gr_run_length(run));
    return run;
}

double gr_noise_at(const gr_run *run, long step, const char *column)
{
    long index = gr_columns_find(gr_run_columns(run), column);

    ck_assert_int_ge(index, 0);
    return gr_table_cell(gr_run_trace(run), (size_t)step, (size_t)index);
}

double gr_noise_last(const gr_run *run, const char *column)
{
    return gr_noise_at(run, gr_run_step_number(run), column);
}

void gr_noise_near(double is, long double expected, long double relative)
{
    ck_assert_msg(fabsl(is - expected) <= relative * fabsl(expected), "%.17g, not %.17Lg", is,
                  expected);
}

void gr_noise_dataset(const gr_run *run, gr_table *table)
{
    *table = (gr_table){ 0 };
    ck_assert(gr_run_table(run, 0, table, NULL));
}

void gr_noise_closed(const gr_noise_plant *p, long double z[2])
{
    long double gain = 0.6L, x = z[0] + 0.1L * z[1];

    if (p->inertia)
        z[1] -= 0.1L * (gain * z[0] + 2 * sqrtl(gain) * z[1]);
    z[0] = p->inertia ? x : p->pole * z[0];
}

long double gr_noise_shape(long j, long duration)
{
    long double squares = 0, value = 0;

    for (long i = 0; i < duration; i++) {
        long double up = (2 * i + 1) / (long double)duration, w = up < 1 ? up : 2 - up;
        squares += w * w / (long double)duration;
        value = i == j ? w : value;
    }
    return value / sqrtl(squares);
}

void gr_noise_pulses(const gr_noise_plant *p, long duration, long t, long double square[3])
{
    square[0] = square[1] = square[2] = 0;
    for (long begin = 0; begin < t; begin += duration) {
        long double z[2] = { 0, 0 };
        for (long i = begin; i < t; i++) {
            long double push =
                i < begin + duration ? p->noise * gr_noise_shape(i - begin, duration) : 0;
            gr_noise_closed(p, z);
            z[p->inertia] += push * (p->inertia ? 0.1L : 1);
        }
        square[0] += z[0] * z[0];
        square[1] += z[0] * z[1];
        square[2] += z[1] * z[1];
    }
}
