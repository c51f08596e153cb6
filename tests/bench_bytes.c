/* How many bytes a frame writes to the terminal, at 80x24 and in 256 colours: what a slow line must
 * carry. The same on every machine. */
#include "bench.h"

#include "support.h"

#include <stdio.h>
#include <stdlib.h>

enum { FRAMES = 60, IDLE_MS = 500 };

static size_t bytes_so_far(const gr_pty *pty)
{
    size_t length;

    gr_pty_output(pty, &length);
    return length;
}

static double bytes_of(gr_pty *pty, gr_twin *twin, const char *keys)
{
    size_t before = bytes_so_far(pty);

    gr_pty_type_both(pty, twin, keys);
    return (double)(bytes_so_far(pty) - before);
}

/* --- a lesson as it is --- */

static void bench_lesson(void)
{
    gr_twin twin;
    gr_pty *pty = gr_pty_start_both(&(gr_pty_setup){ .width = 80 }, &twin, "030");

    printf("bytes at 80x24, lesson 030\n");
    size_t length = bytes_so_far(pty);
    gr_bench_print("start and first frame", (double)length, "bytes", 0, "");
    while (gr_pty_pump(pty, IDLE_MS))
        continue;
    gr_bench_print("idle", (double)(bytes_so_far(pty) - length), "bytes", 1, "");
    bytes_of(pty, &twin, "s\t");
    gr_bench_print("a key without effect", bytes_of(pty, &twin, "Z"), "bytes", 0, "");
    gr_bench_print("one step", bytes_of(pty, &twin, "."), "bytes", 0, "");
    gr_bench_print("the whole frame again", bytes_of(pty, &twin, "\x0c"), "bytes", 0, "");
    gr_bench_print("another page", bytes_of(pty, &twin, "n"), "bytes", 0, "");
    gr_pty_free(pty);
    gr_twin_clear(&twin);
}

/* --- figures that change as much as they can --- */

/* Median and largest over many steps. The frame is settled first, so that the width of its numbers
 * does not change under way. */
static void bench_figure(const char *figure, const char *what, double limit)
{
    char *folder = gr_test_folder(), *lesson = gr_bench_lesson(folder, figure), remark[64];
    double frames[FRAMES];
    gr_twin twin;
    gr_pty *pty = gr_pty_start_both(&(gr_pty_setup){ .width = 80 }, &twin, lesson);

    bytes_of(pty, &twin, "\t200.");
    for (int i = 0; i < FRAMES; i++)
        frames[i] = bytes_of(pty, &twin, ".");
    double median = gr_bench_quantile(frames, FRAMES, 0.5);
    snprintf(remark, sizeof remark, "%.0f to %.0f", frames[0], frames[FRAMES - 1]);
    gr_bench_print(what, median, "bytes", limit, remark);
    gr_pty_free(pty);
    gr_twin_clear(&twin);
    free(lesson);
    gr_test_folder_remove(folder);
}

static void bench(void)
{
    bench_lesson();
    printf("bytes at 80x24, one step of a figure: median of %d steps\n", FRAMES);
    bench_figure("curve", "one more point on a curve", 150);
    bench_figure("growing", "the same, on axes that grow", 0);
    bench_figure("wave", "a moving curve", 1000);
    bench_figure("heat", "a full heat map", 9000);
}

int main(void)
{
    return gr_bench_main("bytes", bench);
}
