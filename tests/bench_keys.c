/* From a key to the whole frame that it asks for, at 200x60. Rounds of all figures take turns, with
 * the echo of one byte by /bin/cat between them, so that the machine's own pace is seen. */
#include "bench.h"

#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WIDTH = 200, HEIGHT = 60, ROUNDS = 10, KEYS = 100, QUIET_MS = 3 };

typedef struct scene {
    const char *what, *figure; /* NULL: cat */
    char *lesson;
    gr_pty *pty;
    gr_twin twin;
    double times[ROUNDS * KEYS];
    size_t count;
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

static void print(scene *s)
{
    char remark[64];
    double p99 = gr_bench_quantile(s->times, s->count, 0.99);

    snprintf(remark, sizeof remark, "median %.2f, largest %.2f", s->times[s->count / 2],
             s->times[s->count - 1]);
    gr_bench_print(s->what, p99, "ms", s->figure != NULL ? 16 : 0, remark);
}

static void bench(void)
{
    char *folder = gr_test_folder();

    for (size_t i = 0; i < GR_LEN(scenes); i++)
        start(&scenes[i], folder);
    for (int round = 0; round < ROUNDS; round++)
        for (size_t i = 0; i < GR_LEN(scenes); i++)
            for (int key = 0; key < KEYS; key++)
                scenes[i].times[scenes[i].count++] = time_key(&scenes[i]);
    printf("key to frame at %dx%d: p99 of %d keys\n", WIDTH, HEIGHT, ROUNDS * KEYS);
    for (size_t i = 0; i < GR_LEN(scenes); i++) {
        print(&scenes[i]);
        finish(&scenes[i]);
    }
    gr_test_folder_remove(folder);
}

int main(void)
{
    return gr_bench_main("keys", bench);
}
