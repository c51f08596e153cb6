/* A run is what its start, seed and events say, whatever was done to it on the way: random walks
 * over all that can be done, each place compared with a run made anew. */
#include "runs.h"
#include "toy.h"

#include "gradus/memory.h"

#include <stdlib.h>

enum { WALKS = 60, DEEDS = 50, FAR = 18 };

static const char *const starts[] = { "", "warmup=3 load=1", "mover=jump finish=15", "diverge=14" };

static const char *const settings[][2] = {
    { "stride", "0.3" }, { "stride", "0.1" }, { "gain", "0.5" },  { "noisy", "no" },
    { "width", "3" },    { "width", "20" },   { "mover", "jump" }, { "mover", "walk" },
    { "batch", "full" }, { "mode", "wild" },  { "layers", "4-4" }, { "diverge", "9" },
    { "stride", "-1" },  { "layers", "99-99" }, { "reach", "2" },  { "nothing", "1" },
};

static long below(gr_rng *rng, long n)
{
    return (long)gr_rng_below(rng, (uint64_t)n);
}

static void fork_in_place(gr_run **run, bool with_history)
{
    gr_run *fork = gr_run_fork(*run, NULL);

    if (with_history)
        gr_run_take_history(fork, *run);
    gr_run_free(*run);
    *run = fork;
}

static void some_pieces(gr_run *run, gr_rng *rng)
{
    gr_progress progress;

    for (long i = below(rng, 6); i >= 0; i--) {
        bool fine = gr_rng_chance(rng, 0.5);
        ck_assert(gr_run_advance(run, fine, &progress, NULL));
    }
}

/* One thing that a student or a program may do; refusals are part of it. */
static void do_something(gr_run **run, gr_rng *rng)
{
    static const size_t limits[] = { 0, 700, 1500, 5000, GR_HISTORY_BYTES };
    const char *const *pair = settings[below(rng, GR_LEN(settings))];
    const gr_setting setting = { pair[0], pair[1] };
    long far = below(rng, FAR), phases = below(rng, 3);

    switch (below(rng, 12)) {
    case 0:
    case 1: gr_test_seek(*run, far); break;
    case 2: ck_assert(gr_run_seek(*run, far, (size_t)phases, NULL)); break;
    case 3:
    case 4: gr_run_set(*run, &setting, 1, NULL, NULL); break;
    case 5: gr_run_act(*run, (int)below(rng, 2), NULL); break;
    case 6: some_pieces(*run, rng); break;
    case 7:
        some_pieces(*run, rng);
        ck_assert(gr_run_cancel(*run, NULL));
        break;
    case 8: fork_in_place(run, phases > 0); break;
    case 9: gr_run_limit_history(*run, limits[below(rng, GR_LEN(limits))]); break;
    case 10: gr_run_forget(*run); break;
    default: ck_assert(gr_run_steps(*run, phases, NULL)); break;
    }
}

/* The same start, seed and events, gone through once from the beginning. */
static gr_run *anew(const gr_run *run)
{
    gr_run *fresh = gr_run_new(&gr_toy, gr_run_initial(run), gr_run_seed(run),
                               (gr_run_keep){ .trace = true }, NULL);

    ck_assert_ptr_nonnull(fresh);
    gr_test_schedule_all(fresh, run);
    return fresh;
}

/* A fork has the events up to here, those given at this very step included; with them it goes on
 * to the next step, and so does the run made anew. */
static void check_here(const gr_run *run)
{
    gr_run *fork = gr_run_fork(run, NULL), *fresh = anew(fork);
    long next = gr_run_step_number(fork) + 1;

    gr_test_seek(fork, next);
    gr_test_seek(fresh, next);
    gr_test_same(fork, fresh);
    gr_run_free(fork);
    gr_run_free(fresh);
}

START_TEST(test_walks)
{
    gr_rng rng = gr_rng_seeded((uint64_t)_i + 1);
    const char *start = starts[(size_t)_i % GR_LEN(starts)];
    gr_run *run = gr_test_born(&gr_toy, start, (uint64_t)_i, gr_test_keep);

    for (int k = 0; k < DEEDS; k++) {
        do_something(&run, &rng);
        ck_assert(gr_run_phase(run) == 0 || gr_run_inside(run));
        check_here(run);
    }
    gr_run *fresh = anew(run); /* what lies ahead is as true as what lies behind */
    gr_test_seek(run, 2 * FAR);
    gr_test_seek(fresh, 2 * FAR);
    gr_test_same(run, fresh);
    gr_run_free(run);
    gr_run_free(fresh);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("run_random");
    TCase *walks = gr_test_case(s, "random walks");

    tcase_add_loop_test(walks, test_walks, 0, WALKS);
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
