/* From a key to the whole frame that it asks for, at 200x60: the p99 of each round, and of these
 * the median. Rounds of all figures take turns, with the echo of one byte by /bin/cat between them,
 * so that the machine's own pace is seen; where that alone is slow, nothing is judged. */
#include "bench.h"

#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WIDTH = 200, HEIGHT = 60, ROUNDS = 11, KEYS = 100, QUIET_MS = 3 };

static const double limit_ms = 16, busy_ms = 2;

typedef struct scene {
    const char *what, *figure; /* NULL: cat */
    char *lesson;
    gr_pty *pty;
    gr_twin twin;
    double p99[ROUNDS], median[ROUNDS];
} scene;

static scene scenes[] = {
    { .what = "a byte echoed by /bin/cat" },
    { .what = "one more point on a curve", .figure = "curve" },
    { .what = "a moving curve", .figure = "wave" },
    { .what = "a full heat map", .figure = "heat" },
};

static void start(scene *s, const char *folder)
{
    gr_pty_setup setup = { .width = WIDTH, .height = HEIGHT };

    if (s->figure != NULL) {
        s->lesson = gr_bench_lesson(folder, s->figure);
        s->pty = gr_pty_start_both(&setup, &s->twin, s->lesson);
        gr_pty_type_both(s->pty, &s->twin, "\t200.");
    } else {
        setup.program = "/bin/cat";
        s->pty = gr_pty_start(&setup, NULL);
    }
}

static void finish(scene *s)
{
    gr_pty_free(s->pty);
    if (s->figure != NULL)
        gr_twin_clear(&s->twin);
    free(s->lesson);
}

static bool is_complete(scene *s, size_t before)
{
    size_t length;

    gr_pty_output(s->pty, &length);
    return s->figure != NULL ? gr_pty_equals_twin(s->pty, &s->twin) : length > before;
}

/* The time at which the last byte had come, once it is known to be the last: what looking takes is
 * not the program's. */
static double time_key(scene *s)
{
    size_t before;

    gr_pty_output(s->pty, &before);
    double begin = gr_bench_now(), last = begin;
    gr_pty_type(s->pty, ".");
    if (s->figure != NULL)
        gr_twin_type(&s->twin, ".");
    do {
        while (gr_pty_pump(s->pty, QUIET_MS))
            last = gr_bench_now();
    } while (!is_complete(s, before));
    return last - begin;
}

static void time_round(scene *s, int round)
{
    double times[KEYS];

    for (int key = 0; key < KEYS; key++)
        times[key] = time_key(s);
    s->p99[round] = gr_bench_quantile(times, KEYS, 0.99);
    s->median[round] = gr_bench_quantile(times, KEYS, 0.5);
}

static void print(scene *s, double limit)
{
    char remark[64];
    double p99 = gr_bench_quantile(s->p99, ROUNDS, 0.5);

    snprintf(remark, sizeof remark, "%.2f to %.2f, median %.2f", s->p99[0], s->p99[ROUNDS - 1],
             gr_bench_quantile(s->median, ROUNDS, 0.5));
    gr_bench_print(s->what, p99, "ms", limit, remark);
}

static void bench(void)
{
    char *folder = gr_test_folder();

    for (size_t i = 0; i < GR_LEN(scenes); i++)
        start(&scenes[i], folder);
    for (int round = 0; round < ROUNDS; round++)
        for (size_t i = 0; i < GR_LEN(scenes); i++)
            time_round(&scenes[i], round);
    bool busy = gr_bench_quantile(scenes[0].p99, ROUNDS, 0.5) > busy_ms;
    printf("key to frame at %dx%d: p99 of %d keys, median of %d rounds%s\n", WIDTH, HEIGHT, KEYS,
           ROUNDS, busy ? "; the machine is too busy to judge" : "");
    for (size_t i = 0; i < GR_LEN(scenes); i++) {
        print(&scenes[i], i > 0 && !busy ? limit_ms : 0);
        finish(&scenes[i]);
    }
    gr_test_folder_remove(folder);
}

int main(void)
{
    return gr_bench_main("keys", bench);
}
