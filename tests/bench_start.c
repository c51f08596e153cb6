/* How long gradus takes to its first whole frame, and what it holds then. Each round starts
 * /bin/true and gradus in turn, on a pty, so that the machine's own pace is seen beside ours. */
#include "bench.h"

#include <stdio.h>

enum { ROUNDS = 21 };

static double time_true(void)
{
    double begin = gr_bench_now();
    gr_pty *pty = gr_pty_start(&(gr_pty_setup){ .program = "/bin/true" }, NULL);

    gr_pty_wait_end(pty);
    double took = gr_bench_now() - begin;
    gr_pty_free(pty);
    return took;
}

/* To the moment when the bytes that complete the frame have come. */
static double time_gradus(gr_twin *twin, const char *lesson, long *peak, double *processor)
{
    double begin = gr_bench_now(), last = begin;
    gr_pty *pty = gr_pty_start(&(gr_pty_setup){ .width = 80 }, (const char *[]){ lesson, NULL });

    do {
        gr_pty_pump(pty, 1000);
        last = gr_bench_now();
    } while (!gr_pty_equals_twin(pty, twin));
    *peak = gr_pty_peak_memory(pty);
    gr_pty_type(pty, "Q");
    *processor = gr_pty_wait_end(pty).seconds * 1e3;
    gr_pty_free(pty);
    return last - begin;
}

static void print_times(const char *what, double *times)
{
    char remark[64];
    double median = gr_bench_quantile(times, ROUNDS, 0.5);

    snprintf(remark, sizeof remark, "%.2f to %.2f", times[0], times[ROUNDS - 1]);
    gr_bench_print(what, median, "ms", 0, remark);
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
    printf("start at 80x24, %s: medians of %d rounds\n", name, ROUNDS);
    print_times("/bin/true, start to end", floors);
    print_times("gradus, start to first frame", starts);
    print_times("gradus, processor time to its end", processor);
    gr_bench_print("peak memory at the first frame", (double)peak, "KiB", 0, "");
}

static void bench(void)
{
    bench_start(NULL, "the catalogue");
    bench_start("030", "lesson 030");
}

int main(void)
{
    return gr_bench_main("start", bench);
}
