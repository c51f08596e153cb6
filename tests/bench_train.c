/* How fast networks are trained, beside the most that one core can do: multiplying, rounding, adding,
 * rounding, which is what every sum here is made of. Rounds of all are interleaved; medians count. */
#include "bench.h"

#include "runs.h"

#include "gradus/elementary.h"
#include "gradus/kernel.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 15 };

/* --- the peak --- */

/* Eight sums at a time, each in a register of its own; the factors are kept from being known. */
#define PEAK(name, lanes, target)                                                                  \
    typedef double name##_lanes __attribute__((vector_size(lanes * sizeof(double))));              \
    target __attribute__((noinline)) static double name(long count)                                \
    {                                                                                              \
        name##_lanes zero = { 0 }, x = zero + 1e-9, y = zero + 2e-9;                               \
        name##_lanes s0 = zero, s1 = zero, s2 = zero, s3 = zero;                                   \
        name##_lanes s4 = zero, s5 = zero, s6 = zero, s7 = zero;                                   \
        for (long k = 0; k < count; k++) {                                                         \
            name##_lanes p = x, q = y, r = x, t = y;                                               \
            __asm__ volatile("" : "+v"(p), "+v"(q), "+v"(r), "+v"(t));                             \
            s0 += p * x, s1 += q * x, s2 += r * x, s3 += t * x;                                    \
            s4 += p * y, s5 += q * y, s6 += r * y, s7 += t * y;                                    \
        }                                                                                          \
        zero = ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));                                  \
        return zero[0];                                                                            \
    }

#if defined __x86_64__
PEAK(peak_two, 2, )
PEAK(peak_four, 4, __attribute__((target("avx"))))
PEAK(peak_eight, 8, __attribute__((target("avx512f"))))
#endif

static volatile double sink; /* what is computed is looked at */

enum { PEAK_TIMES = 400000 };

/* Billions of multiplications and additions a second. */
static double measure_peak(void)
{
#if defined __x86_64__
    int width = gr_simd_width();
    double from = gr_bench_processor();

    sink = width == 8 ? peak_eight(PEAK_TIMES) : width == 4 ? peak_four(PEAK_TIMES)
                                                            : peak_two(PEAK_TIMES);
    return 2.0 * 8 * width * PEAK_TIMES / (gr_bench_processor() - from) / 1e6;
#else
    return 0;
#endif
}

/* --- kernels --- */

typedef struct kernel {
    const char *name;
    size_t rows, columns, depth;
    bool across; /* A is a transpose, as in the gradient by the weights */
} kernel;

static const kernel kernels[] = {
    { "32 samples, 128 to 128", 32, 128, 128, false },
    { "32 samples, 64 to 128", 32, 128, 64, false },
    { "gradient of 128 x 128, 32 samples", 128, 128, 32, true },
    { "32 samples, 128 to 10", 32, 10, 128, false },
    { "1 sample, 128 to 128", 1, 128, 128, false },
};

static double a[128 * 128], b[128 * 128], c[128 * 128], start[128];

static double measure_kernel(const kernel *k)
{
    const gr_product p = { k->rows, k->columns, k->depth, a, k->across ? 1 : k->depth,
                           k->across ? k->rows : 1, b, k->columns, start, c, k->columns };
    double flops = 2.0 * (double)(k->rows * k->columns * k->depth);
    long times = (long)(1e7 / flops) + 1;
    double from = gr_bench_processor();

    for (long i = 0; i < times; i++)
        gr_product_make(&p);
    return flops * (double)times / (gr_bench_processor() - from) / 1e6;
}

/* --- training --- */

enum { SAMPLES = 1797 };
static const char net[] = "layers=64-128-128-10 standardise=yes activation=relu lr=0.001";

/* 4 operations a weight and sample in the first layer, 6 in each after it. */
static const double FLOPS = 4.0 * 64 * 128 + 6.0 * 128 * 128 + 6.0 * 128 * 10;

typedef struct training {
    const char *name, *knobs;
    double batch;
    bool rows;    /* every row recorded: the loss over all samples after each update */
    double least; /* share of the peak; 0: none */
} training;

static const training trainings[] = {
    { "gd, batch 1", "optimizer=gd batch=1", 1, false, 0 },
    { "gd, batch 32", "optimizer=gd batch=32", 32, false, 0.5 },
    { "gd, full batch", "optimizer=gd batch=full", SAMPLES, false, 0.7 },
    { "adam, batch 1", "optimizer=adam batch=1", 1, false, 0 },
    { "adam, batch 32", "optimizer=adam batch=32", 32, false, 0 },
    { "adam, full batch", "optimizer=adam batch=full", SAMPLES, false, 0.7 },
    { "gd, batch 1, rows", "optimizer=gd batch=1", 1, true, 0 },
    { "gd, batch 32, rows", "optimizer=gd batch=32", 32, true, 0 },
    { "gd, full batch, rows", "optimizer=gd batch=full", SAMPLES, true, 0 },
    { "adam, batch 1, rows", "optimizer=adam batch=1", 1, true, 0 },
    { "adam, batch 32, rows", "optimizer=adam batch=32", 32, true, 0 },
    { "adam, full batch, rows", "optimizer=adam batch=full", SAMPLES, true, 0 },
};

static gr_run *runs[GR_LEN(trainings)];

/* Samples a second, in thousands. A row reads all samples once more. */
static double measure_training(size_t which)
{
    const training *t = &trainings[which];
    double samples = t->batch + (t->rows ? SAMPLES / 3.0 : 0);
    long updates = (long)(12000 / samples) + 1;
    double from = gr_bench_processor();

    ck_assert(gr_run_steps(runs[which], updates, NULL));
    return (double)updates * t->batch / (gr_bench_processor() - from);
}

/* --- all of it --- */

static double median(double *values)
{
    return gr_bench_quantile(values, ROUNDS, 0.5);
}

static void begin_runs(void)
{
    for (size_t i = 0; i < GR_LEN(trainings); i++) {
        char knobs[200];
        snprintf(knobs, sizeof knobs, "%s %s", net, trainings[i].knobs);
        const gr_run_keep keep = { .trace = trainings[i].rows };
        runs[i] = gr_test_run(gr_experiment_find("train", NULL), knobs, keep);
        measure_training(i); /* once to warm up */
    }
}

static void run(void)
{
    static double peak[ROUNDS], made[GR_LEN(kernels)][ROUNDS], trained[GR_LEN(trainings)][ROUNDS];
    static double share[GR_LEN(trainings)][ROUNDS]; /* of the same round's peak */

    begin_runs();
    for (int r = 0; r < ROUNDS; r++) {
        peak[r] = measure_peak();
        for (size_t i = 0; i < GR_LEN(kernels); i++)
            made[i][r] = measure_kernel(&kernels[i]);
        for (size_t i = 0; i < GR_LEN(trainings); i++) {
            trained[i][r] = measure_training(i);
            share[i][r] = trained[i][r] * FLOPS / 1e6 / peak[r];
        }
    }
    double most = median(peak);
    printf("training 64-128-128-10 on %d digits, vectors of %d, one core\n", SAMPLES,
           gr_simd_width());
    printf("  peak, multiply then add            %9.1f GF/s\n", most);
    for (size_t i = 0; i < GR_LEN(kernels); i++) {
        double speed = median(made[i]);
        printf("  %-34s %9.1f GF/s   %.2f of it\n", kernels[i].name, speed, speed / most);
    }
    for (size_t i = 0; i < GR_LEN(trainings); i++) {
        double part = median(share[i]);
        printf("  %-34s %9.0f samples/s   %.3f of the peak\n", trainings[i].name,
               1000 * median(trained[i]), part);
        if (trainings[i].least > 0)
            gr_bench_share(trainings[i].name, part, trainings[i].least);
        gr_run_free(runs[i]);
    }
}

int main(void)
{
    return gr_bench_main("train", run);
}
