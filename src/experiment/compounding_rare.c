#include "compounding.h"

#include "gradus/elementary.h"

enum { KNOWN, UNKNOWN };

static const char *const actions[] = { "known", "unknown", NULL };

static double choose(long n, long k)
{
    double ways = 1;

    for (long i = 1; i <= k; i++)
        ways = ways * (double)(n - k + i) / (double)i;
    return ways;
}

/* The probability that exactly k of so many rare states are missing from m samples: inclusion and
 * exclusion over those that are missing besides. */
static double missing_exactly(long k, long rare, double q, double m)
{
    double sum = 0;

    for (long j = rare - k; j >= 0; j--) {
        double left = 1 - (double)(k + j) * q, term = choose(rare - k, j);
        term *= left > 0 ? gr_pow(left, m) : 0;
        sum += j % 2 == 0 ? term : -term;
    }
    double p = choose(rare, k) * sum;
    return p > 0 ? p : 0;
}

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

static bool enough_labels(long kinds, double m, gr_error *err)
{
    return m >= (double)(kinds - 1) ||
           gr_fail(err, GR_ERROR_USAGE,
                   "knobs demos and kinds: a table of %g labels, in which %ld rare states of "
                   "probability 1/%g each would be more than all; take more demos or fewer kinds",
                   m, kinds - 1, m);
}

bool gr_rare_build(gr_rare *rare, long demos, long horizon, long kinds, bool shared,
                   gr_arena *arena, gr_error *err)
{
    double m = (double)demos * (shared ? (double)horizon : 1), q = 1 / m;
    long others = kinds - 1, counts = shared ? kinds : 1;
    size_t states = (size_t)counts + 1;

    if (!enough_labels(kinds, m, err) ||
        !gr_model_make(&rare->model, states, actions, 1, arena, err))
        return false;
    rare->unknown = gr_arena_alloc(arena, states, sizeof *rare->unknown, err);
    if (rare->unknown == NULL)
        return false;
    rare->mean = (double)others * q * gr_pow(1 - q, m);
    for (long k = 0; k < counts; k++) {
        rare->model.start[k] = shared ? missing_exactly(k, others, q, m) : 1;
        rare->unknown[k] = shared ? (double)k * q : rare->mean;
    }
    return make_links(&rare->model, arena, err);
}
