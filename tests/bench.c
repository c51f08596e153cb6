#include "bench.h"

#include "support.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static bool over; /* a figure was over its limit */
static void (*body)(void);

static double read_clock(clockid_t clock)
{
    struct timespec time;

    clock_gettime(clock, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

double gr_bench_now(void)
{
    return read_clock(CLOCK_MONOTONIC);
}

double gr_bench_processor(void)
{
    return read_clock(CLOCK_PROCESS_CPUTIME_ID);
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

double gr_bench_quantile(double *values, size_t count, double p)
{
    qsort(values, count, sizeof *values, by_size);
    size_t place = (size_t)ceil(p * (double)count); /* counted from 1 */
    return values[place > 0 ? place - 1 : 0];
}

void gr_bench_print(const char *what, double value, const char *unit, double limit,
                    const char *remark)
{
    bool whole = strcmp(unit, "ms") != 0;

    printf("  %-34s %9.*f %-6s", what, whole ? 0 : 2, value, unit);
    if (limit > 0)
        printf(" limit %-6.0f %s", limit, value < limit ? "kept" : "OVER");
    printf("%s%s\n", remark[0] != '\0' ? "  " : "", remark);
    fflush(stdout);
    over = over || (limit > 0 && !(value < limit));
}

void gr_bench_share(const char *what, double value, double least)
{
    bool kept = value >= least;

    printf("  %-34s %9.2f        least %.2f %s\n", what, value, least, kept ? "kept" : "UNDER");
    fflush(stdout);
    over = over || !kept;
}

char *gr_bench_lesson(const char *folder, const char *figure)
{
    char text[512], name[64];

    snprintf(text, sizeof text,
             "---\ntitle: Bench\n---\n\n## A figure\n\nIt changes as it is stepped.\n\n"
             "```experiment\nexperiment: wave\nplots: [%s]\nsteps: %d\n```\n",
             figure, GR_WAVE_STEPS);
    snprintf(name, sizeof name, "900-%s.md", figure);
    char *path = strdup(gr_test_path(folder, name));
    gr_test_write(path, text, strlen(text));
    return path;
}

START_TEST(bench)
{
    body();
    ck_assert_msg(!over, "a figure is over its limit");
}
END_TEST

int gr_bench_main(const char *name, void (*run)(void))
{
    Suite *suite = suite_create(name);
    TCase *tcase = gr_test_case(suite, name);

    setlocale(LC_CTYPE, "C.UTF-8");
    body = run;
    tcase_add_test(tcase, bench);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_SILENT);
    int failed = srunner_ntests_failed(runner);
    if (failed > 0)
        srunner_print(runner, CK_NORMAL);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
