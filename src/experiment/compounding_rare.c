#include "compounding.h"

enum { KNOWN, UNKNOWN };

static const char *const actions[] = { "known", "unknown", NULL };

/* --- states without a label --- */

/* p[k][j]: how likely it is that of k states without a label j are left after some more labels. */
typedef struct passage {
    double p[GR_RARE_KINDS_MAX][GR_RARE_KINDS_MAX];
} passage;

/* A row adds up to 1. What stays as it is is worked out from the rest while that is small: squared
 * again and again, an error of rounding would double each time. */
static void mend(passage *of, long rare)
{
    for (long k = 0; k <= rare; k++) {
        double rest = 0;
        for (long j = 0; j < k; j++)
            rest += of->p[k][j];
        if (rest < 0.5)
            of->p[k][k] = 1 - rest;
    }
}

/* One label: each of the states has it with probability q. */
static void begin(passage *once, long rare, double q)
{
    *once = (passage){ { { 0 } } };
    for (long k = 0; k <= rare; k++) {
        double met = (double)k * q;
        once->p[k][k] = met < 1 ? 1 - met : 0;
        if (k > 0)
            once->p[k][k - 1] = met;
    }
}

static void twice(passage *of, long rare)
{
    passage once = *of;

    for (long k = 0; k <= rare; k++)
        for (long j = 0; j <= k; j++) {
            double sum = 0;
            for (long i = j; i <= k; i++)
                sum += once.p[k][i] * once.p[i][j];
            of->p[k][j] = sum;
        }
    mend(of, rare);
}

/* From `left`, by one passage on. */
static void pass(const passage *by, long rare, double *left)
{
    for (long j = 0; j <= rare; j++) {
        double sum = 0;
        for (long k = j; k <= rare; k++)
            sum += left[k] * by->p[k][j];
        left[j] = sum;
    }
}

/* The probability of each number of states without one of m labels. All terms are positive: of
 * inclusion and exclusion, which would be shorter, nothing is left where there are many states. */
static void missing(long rare, long m, double *left)
{
    passage by;

    begin(&by, rare, 1 / (double)m);
    for (long k = 0; k <= rare; k++)
        left[k] = k == rare;
    for (; m > 0; m /= 2) {
        if (m % 2 == 1)
            pass(&by, rare, left);
        twice(&by, rare);
    }
}

/* --- the model --- */

static bool make_links(gr_model *model, gr_arena *arena, gr_error *err)
{
    size_t states = model->space.states;
    uint32_t *next = gr_arena_alloc(arena, 2 * states, sizeof *next, err);

    if (next == NULL)
        return false;
    for (size_t s = 0; s < states; s++) {
        next[2 * s + KNOWN] = (uint32_t)s;
        next[2 * s + UNKNOWN] = (uint32_t)states - 1;
        model->expert[2 * s + KNOWN] = 1;
    }
    model->cost[states - 1] = 1;
    model->failure[states - 1] = model->terminal[states - 1] = true;
    return gr_model_link(model, next, 0, arena, err);
}

static bool enough_labels(long kinds, long m, gr_error *err)
{
    return m >= kinds - 1 ||
           gr_fail(err, GR_ERROR_USAGE,
                   "knobs demos and kinds: a table of %ld labels, in which %ld rare states of "
                   "probability 1/%ld each would be more than all; take more demos or fewer kinds",
                   m, kinds - 1, m);
}

bool gr_rare_build(gr_rare *rare, long demos, long horizon, long kinds, bool shared,
                   gr_arena *arena, gr_error *err)
{
    long m = demos * (shared ? horizon : 1), others = kinds - 1, counts = shared ? kinds : 1;
    double left[GR_RARE_KINDS_MAX];
    size_t states = (size_t)counts + 1;

    if (!enough_labels(kinds, m, err) ||
        !gr_model_make(&rare->model, states, actions, 1, arena, err))
        return false;
    rare->unknown = gr_arena_alloc(arena, states, sizeof *rare->unknown, err);
    if (rare->unknown == NULL)
        return false;
    missing(others, m, left);
    rare->mean = 0;
    for (long k = 0; k <= others; k++)
        rare->mean += left[k] * (double)k / (double)m;
    for (long k = 0; k < counts; k++) {
        rare->model.start[k] = shared ? left[k] : 1;
        rare->unknown[k] = shared ? (double)k / (double)m : rare->mean;
    }
    return make_links(&rare->model, arena, err);
}
