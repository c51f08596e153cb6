/* How long gradus takes to its first whole frame, what it holds then, and how much it writes.
 *
 * Not a test: run by `make bench`. Each round starts /bin/true and gradus in turn, on a pty, so
 * that the machine's own pace is seen beside ours. */
#include "terminal.h"

#include "support.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { ROUNDS = 21, IDLE_MS = 500 };

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static void print_times(const char *what, double *times)
{
    qsort(times, ROUNDS, sizeof *times, by_size);
    printf("%-34s %8.2f ms   (%.2f to %.2f)\n", what, times[ROUNDS / 2], times[0],
           times[ROUNDS - 1]);
}

/* --- starting --- */

static double time_true(void)
{
    double begin = now();
    gr_pty *pty = gr_pty_start(&(gr_pty_setup){ .program = "/bin/true" }, NULL);

    gr_pty_wait_end(pty);
    double took = now() - begin;
    gr_pty_free(pty);
    return took;
}

/* To the moment when the bytes that complete the frame have come. */
static double time_gradus(gr_twin *twin, const char *lesson, long *peak, double *processor)
{
    double begin = now(), last = begin;
    gr_pty *pty = gr_pty_start(&(gr_pty_setup){ .width = 80 }, (const char *[]){ lesson, NULL });

    do {
        gr_pty_pump(pty, 1000);
        last = now();
    } while (!gr_pty_equals_twin(pty, twin));
    *peak = gr_pty_peak_memory(pty);
    gr_pty_type(pty, "Q");
    *processor = gr_pty_wait_end(pty).seconds * 1e3;
    gr_pty_free(pty);
    return last - begin;
}

static void bench_start(const char *lesson, const char *name)
{
    double floors[ROUNDS], starts[ROUNDS], processor[ROUNDS];
    gr_twin twin;
    long peak = 0;

    gr_twin_init(&twin, lesson, GR_COLOR_256, false);
    for (int i = 0; i < ROUNDS; i++) {
        floors[i] = time_true();
        starts[i] = time_gradus(&twin, lesson, &peak, &processor[i]);
    }
    gr_twin_clear(&twin);
    printf("%s at 80x24, medians of %d rounds\n", name, ROUNDS);
    print_times("  /bin/true, start to end", floors);
    print_times("  gradus, start to first frame", starts);
    print_times("  gradus, processor time to its end", processor);
    printf("%-34s %8ld KiB\n", "  peak memory at the first frame", peak);
}

/* --- writing --- */

static size_t bytes_of(gr_pty *pty, gr_twin *twin, const char *keys)
{
    size_t before, after;

    gr_pty_output(pty, &before);
    gr_pty_type_both(pty, twin, keys);
    gr_pty_output(pty, &after);
    return after - before;
}

static void print_bytes(const char *what, size_t bytes)
{
    printf("%-34s %8zu bytes\n", what, bytes);
}

static void bench_bytes(void)
{
    gr_twin twin;
    gr_pty *pty = gr_pty_start_both(&(gr_pty_setup){ .width = 80 }, &twin, "030");
    size_t length, idle;

    printf("lesson 030 at 80x24, 256 colours\n");
    gr_pty_output(pty, &length);
    print_bytes("  start and first frame", length);
    while (gr_pty_pump(pty, IDLE_MS))
        continue;
    gr_pty_output(pty, &idle);
    print_bytes("  idle", idle - length);
    bytes_of(pty, &twin, "s\t");
    print_bytes("  a key without effect", bytes_of(pty, &twin, "Z"));
    print_bytes("  one step", bytes_of(pty, &twin, "."));
    print_bytes("  the whole frame again", bytes_of(pty, &twin, "\x0c"));
    print_bytes("  another page", bytes_of(pty, &twin, "n"));
    gr_pty_free(pty);
    gr_twin_clear(&twin);
}

START_TEST(bench)
{
    bench_start(NULL, "the catalogue");
    bench_start("030", "lesson 030");
    bench_bytes();
}
END_TEST

/* The terminal of the tests says what goes wrong through Check, so it is a suite of one. */
int main(void)
{
    Suite *suite = suite_create("bench_start");
    TCase *tcase = gr_test_case(suite, "bench");

    setlocale(LC_CTYPE, "C.UTF-8");
    tcase_add_test(tcase, bench);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_SILENT);
    int failed = srunner_ntests_failed(runner);
    if (failed > 0)
        srunner_print(runner, CK_NORMAL);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
