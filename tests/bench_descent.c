/* How fast a descent advances: Adam on Rosenbrock, against the same update written out by hand in a
 * plain loop. Rounds are interleaved, so that all see the same machine. */
#include "bench.h"

#include "support.h"

#include "gradus/memory.h"
#include "gradus/run.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { ROUNDS = 101, STEPS = 40000 };

/* --- the rival --- */

static volatile double sink; /* so that no loop is left out */

static void plain_loop(void)
{
    const double lr = 0.001, beta1 = 0.9, beta2 = 0.999, eps = 1e-8;
    double x[2] = { -1.2, 1 }, m[2] = { 0 }, v[2] = { 0 }, power1 = 1, power2 = 1;

    for (long k = 0; k < STEPS; k++) {
        double a = 1 - x[0], b = x[1] - x[0] * x[0];
        const double g[] = { -2 * a - 400 * x[0] * b, 200 * b };
        power1 *= beta1;
        power2 *= beta2;
        for (int i = 0; i < 2; i++) {
            m[i] = beta1 * m[i] + (1 - beta1) * g[i];
            v[i] = beta2 * v[i] + (1 - beta2) * (g[i] * g[i]);
            x[i] -= lr * (m[i] / (1 - power1)) / (sqrt(v[i] / (1 - power2)) + eps);
        }
    }
    sink = x[0] + x[1];
}

/* --- the engine --- */

static const gr_setting built_in[] = { { "surface", "rosenbrock" } };
static const gr_setting typed[] = { { "surface", "formula" },
                                    { "formula", "(1 - x)^2 + 100*(y - x^2)^2" } };

static gr_run *start(const gr_setting *settings, size_t count, bool trace)
{
    static const gr_setting common[] = { { "optimizer", "adam" }, { "lr", "0.001" },
                                         { "tolerance", "0" },    { "x", "-1.2" },
                                         { "y", "1" } };
    const gr_experiment *descent = gr_experiment_find("descent", NULL);
    gr_setting all[GR_LEN(common) + GR_LEN(typed)];
    gr_values values;
    gr_error err;

    memcpy(all, settings, count * sizeof *all);
    memcpy(all + count, common, sizeof common);
    if (!gr_values_init(&values, descent->params, &err) ||
        !gr_values_apply(&values, all, count + GR_LEN(common), &err))
        ck_abort_msg("%s", err.message);
    gr_run *run = gr_run_new(descent, &values, 1, (gr_run_keep){ .trace = trace }, &err);
    ck_assert_msg(run != NULL, "%s", err.message);
    gr_values_clear(&values);
    return run;
}

static double time_run(const gr_setting *settings, size_t count, bool trace)
{
    gr_run *run = start(settings, count, trace);
    double begin = gr_bench_processor();

    ck_assert(gr_run_steps(run, STEPS, NULL));
    double took = gr_bench_processor() - begin;
    ck_assert_int_eq(gr_run_step_number(run), STEPS);
    gr_run_free(run);
    return took;
}

static double time_plain(void)
{
    double begin = gr_bench_processor();

    plain_loop();
    return gr_bench_processor() - begin;
}

/* --- what is compared --- */

typedef struct rival {
    const char *what;
    const gr_setting *settings;
    size_t count;
    bool trace;
    double least; /* share of the plain loop's speed */
} rival;

static const rival rivals[] = {
    { "built-in surface", built_in, GR_LEN(built_in), false, 0.7 },
    { "formula", typed, GR_LEN(typed), false, 0.2 },
    { "built-in, every row recorded", built_in, GR_LEN(built_in), true, 0.7 / 3 },
    { "formula, every row recorded", typed, GR_LEN(typed), true, 0.2 / 3 },
};

static void run_bench(void)
{
    double plain[ROUNDS], times[GR_LEN(rivals)][ROUNDS];

    for (int i = 0; i < ROUNDS; i++) {
        plain[i] = time_plain();
        for (size_t k = 0; k < GR_LEN(rivals); k++)
            times[k][i] = time_run(rivals[k].settings, rivals[k].count, rivals[k].trace);
    }
    double median = gr_bench_quantile(plain, ROUNDS, 0.5);
    printf("Adam on Rosenbrock, %d steps: medians of %d rounds, beside a plain loop\n", STEPS,
           ROUNDS);
    printf("  %-34s %9.1f million steps a second\n", "plain loop", STEPS / median / 1e3);
    for (size_t k = 0; k < GR_LEN(rivals); k++) {
        double took = gr_bench_quantile(times[k], ROUNDS, 0.5);
        printf("  %-34s %9.1f million steps a second\n", rivals[k].what, STEPS / took / 1e3);
        gr_bench_share("  share of the plain loop", median / took, rivals[k].least);
    }
}

int main(void)
{
    return gr_bench_main("descent", run_bench);
}
