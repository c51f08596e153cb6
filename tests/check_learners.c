/* Learners: the table by hand, the softmax against its loss, against a fit that is written out
 * here, and against what is best in closed form; and what holds of each. */
#include "figures.h"
#include "worlds.h"

#include "gradus/elementary.h"
#include "gradus/learner.h"
#include "gradus/memory.h"
#include "gradus/random.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TABLE, SOFTMAX };
enum { MAJORITY, RANDOM, NEAREST, STOP };
enum { BEST, SAMPLE };

static const gr_learner *learner(const char *name)
{
    for (size_t i = 0; i < gr_learner_count(); i++)
        if (strcmp(gr_learner_at(i)->name, name) == 0)
            return gr_learner_at(i);
    ck_abort_msg("no learner %s", name);
    return NULL;
}

/* What a fit of these counts has learned; heap. `start`: warm from there, or NULL. */
static double *learn(const gr_learner *l, gr_fit *fit, const double *start)
{
    size_t size = l->size(fit->space, fit->knobs);
    double *learned = calloc(size, sizeof *learned);

    if (start != NULL)
        memcpy(learned, start, size * sizeof *learned);
    fit->warm = start != NULL;
    for (long piece = 0; !l->fit(fit, learned, piece); piece++)
        ;
    return learned;
}

/* --- a space by hand: five states in a row, and one far off --- */

enum { STATES = 6, ACTIONS = 3 };

static const char *const names[] = { "a", "b", "c", NULL };
static double seen[STATES * 2] = { 1, -1, 1, -0.5, 1, 0, 1, 0.5, 1, 1, 1, 0.25 };
static int places_x[STATES] = { 0, 1, 2, 3, 4, 2 }, places_y[STATES] = { 0, 0, 0, 0, 0, 7 };
static double blind[ACTIONS] = { 0.5, 0, 0.5 };
static const gr_space space = { STATES, ACTIONS, names, 2, seen, places_x, places_y, blind };

/* State 0: b twice, c once; 1: a and c, once each; 4: c five times. */
static const double counts[STATES * ACTIONS] = { 0, 2, 1, 1, 0, 1, 0, 0, 0,
                                                 0, 0, 0, 0, 0, 5, 0, 0, 0 };

static void acts(const gr_learner *l, const gr_fit *fit, const double *learned, size_t state,
                 double a, double b, double c)
{
    double shares[ACTIONS];

    l->act(fit, learned, state, shares);
    ck_assert_msg(
        fabs(shares[0] - a) < 1e-15 && fabs(shares[1] - b) < 1e-15 && fabs(shares[2] - c) < 1e-15,
        "state %zu: %g %g %g, not %g %g %g", state, shares[0], shares[1], shares[2], a, b, c);
}

START_TEST(test_table_known)
{
    const gr_learner *l = learner("table");
    double best[] = { MAJORITY, BEST }, sample[] = { MAJORITY, SAMPLE };
    gr_fit fit = { &space, best, counts, false, 1, 0 };
    double *learned = learn(l, &fit, NULL);

    acts(l, &fit, learned, 0, 0, 1, 0);
    acts(l, &fit, learned, 1, 1, 0, 0); /* of equals the first */
    acts(l, &fit, learned, 4, 0, 0, 1);
    for (size_t s = 0; s < STATES; s++)
        ck_assert_int_eq(l->knows(&fit, learned, s), s == 0 || s == 1 || s == 4);
    /* misses one of three in state 0, one of two in state 1 */
    ck_assert_double_eq_tol(l->loss(&fit, learned), 2.0 / 10, 1e-15);
    fit.knobs = sample;
    acts(l, &fit, learned, 0, 0, 2.0 / 3, 1.0 / 3);
    acts(l, &fit, learned, 1, 0.5, 0, 0.5);
    /* 2/3 1/3 + 1/3 2/3 of three, 1/2 of two */
    ck_assert_double_eq_tol(l->loss(&fit, learned), (3 * 4.0 / 9 + 1) / 10, 1e-15);
    free(learned);
}
END_TEST

START_TEST(test_table_fallback)
{
    const gr_learner *l = learner("table");
    double knobs[] = { MAJORITY, BEST };
    gr_fit fit = { &space, knobs, counts, false, 1, 0 };
    double *learned = learn(l, &fit, NULL);

    acts(l, &fit, learned, 2, 0, 0, 1); /* c: seven labels of ten */
    acts(l, &fit, learned, 5, 0, 0, 1);
    free(learned);
    knobs[0] = RANDOM;
    learned = learn(l, &fit, NULL);
    acts(l, &fit, learned, 2, 0.5, 0, 0.5);
    free(learned);
    knobs[0] = STOP;
    learned = learn(l, &fit, NULL);
    acts(l, &fit, learned, 2, 0, 0, 0);
    free(learned);
    knobs[0] = NEAREST;
    learned = learn(l, &fit, NULL);
    acts(l, &fit, learned, 2, 1, 0, 0); /* one step from state 1, two from state 4 */
    acts(l, &fit, learned, 3, 0, 0, 1);
    acts(l, &fit, learned, 5, 1, 0, 0); /* eight steps from 1, nine from 0 and 4 */
    knobs[1] = SAMPLE;
    acts(l, &fit, learned, 2, 0.5, 0, 0.5);
    free(learned);
}
END_TEST

/* Of equally near states the first; and the first, too, of labels that are equally common. */
START_TEST(test_table_ties)
{
    const double tied[STATES * ACTIONS] = { [1 * ACTIONS + 1] = 1, [3 * ACTIONS + 2] = 1 };
    const gr_learner *l = learner("table");
    double knobs[] = { NEAREST, BEST };
    gr_fit fit = { &space, knobs, tied, false, 1, 0 };
    double *learned = learn(l, &fit, NULL);

    acts(l, &fit, learned, 2, 0, 1, 0);
    knobs[0] = MAJORITY;
    acts(l, &fit, learned, 5, 0, 1, 0);
    free(learned);
}
END_TEST

/* Without any label it acts as whoever is blind does, but for `stop`. */
START_TEST(test_table_blank)
{
    const double none[STATES * ACTIONS] = { 0 };
    const gr_learner *l = learner("table");
    double knobs[] = { MAJORITY, BEST };
    gr_fit fit = { &space, knobs, none, false, 1, 0 };

    for (int fallback = MAJORITY; fallback <= STOP; fallback++) {
        knobs[0] = fallback;
        double *learned = learn(l, &fit, NULL), rest = fallback == STOP ? 0 : 0.5;
        acts(l, &fit, learned, 3, rest, 0, rest);
        ck_assert(isnan(l->loss(&fit, learned)));
        free(learned);
    }
}
END_TEST

/* Warm, what it has learned before counts on top of all labels. */
START_TEST(test_table_warm)
{
    const double first[STATES * ACTIONS] = { 3, 0, 0 }, both[STATES * ACTIONS] = { 3, 4, 0 };
    const gr_learner *l = learner("table");
    double knobs[] = { MAJORITY, BEST };
    gr_fit fit = { &space, knobs, first, false, 1, 0 };
    double *old = learn(l, &fit, NULL);

    fit.counts = both;
    double *scratch = learn(l, &fit, NULL), *warm = learn(l, &fit, old);
    acts(l, &fit, scratch, 0, 0, 1, 0); /* 3 against 4 */
    acts(l, &fit, warm, 0, 1, 0, 0);    /* 3 + 3 against 4 */
    free(old);
    free(scratch);
    free(warm);
}
END_TEST

/* --- the softmax --- */

static const double smooth[STATES * ACTIONS] = { 3, 1, 0.5, 0, 2, 1,   0, 0, 0,
                                                 1, 1, 2,   0, 0, 2.5, 4, 0, 1 };

/* Its gradient is a tenth of what Adam remembers after one update: m = (1 - 0.9) g. Against central
 * differences of the loss, at weights of all sizes. */
START_TEST(test_softmax_gradient)
{
    enum { WEIGHTS = ACTIONS * 2 };
    const gr_learner *l = learner("softmax");
    double knobs[] = { 1, 1e-9, SAMPLE };
    gr_fit fit = { &space, knobs, smooth, false, 1, 0 };
    size_t size = l->size(&space, knobs);
    gr_rng rng = gr_rng_seeded(1);

    for (int trial = 0; trial < 50; trial++) {
        double *start = calloc(size, sizeof *start), h = 1e-5;
        for (size_t i = 0; i < WEIGHTS; i++)
            start[i] = 2 * gr_rng_normal(&rng);
        double *after = learn(l, &fit, start);
        for (size_t i = 0; i < WEIGHTS; i++) {
            double there = start[i], up, down;
            start[i] = there + h;
            up = l->loss(&fit, start);
            start[i] = there - h;
            down = l->loss(&fit, start);
            start[i] = there;
            gr_test_close(after[WEIGHTS + i] / 0.1, (up - down) / (2 * h), 1e-8, "gradient");
        }
        free(start);
        free(after);
    }
}
END_TEST

/* The chances that weights give, and the loss, written out. */
static void chances(const gr_space *s, const double *weights, size_t state, double *out)
{
    double sum = 0;

    for (size_t a = 0; a < s->actions; a++) {
        double score = 0;
        for (size_t f = 0; f < s->features; f++)
            score += weights[a * s->features + f] * s->seen[state * s->features + f];
        out[a] = gr_exp(score);
        sum += out[a];
    }
    for (size_t a = 0; a < s->actions; a++)
        out[a] /= sum;
}

/* So many steps of Adam (D. Kingma and J. Ba, 2015) on it, from zero. */
static void fit_by_hand(const gr_space *s, const double *labels, long updates, double rate,
                        double *w)
{
    size_t n = s->actions * s->features;
    double *m = calloc(2 * n, sizeof *m), *v = m + n, all = 0, p[GR_ACTIONS_MAX];

    for (size_t k = 0; k < s->states * s->actions; k++)
        all += labels[k];
    memset(w, 0, n * sizeof *w);
    for (long t = 1; t <= updates; t++) {
        double *g = calloc(n, sizeof *g);
        for (size_t i = 0; i < s->states; i++) {
            double here = 0;
            for (size_t a = 0; a < s->actions; a++)
                here += labels[i * s->actions + a];
            chances(s, w, i, p);
            for (size_t a = 0; a < s->actions; a++)
                for (size_t f = 0; f < s->features; f++)
                    g[a * s->features + f] += (here * p[a] - labels[i * s->actions + a]) / all *
                                              s->seen[i * s->features + f];
        }
        for (size_t i = 0; i < n; i++) {
            m[i] = 0.9 * m[i] + 0.1 * g[i];
            v[i] = 0.999 * v[i] + 0.001 * g[i] * g[i];
            double mean = m[i] / (1 - (double)gr_test_power(0.9L, t));
            double square = v[i] / (1 - (double)gr_test_power(0.999L, t));
            w[i] -= rate * mean / (sqrt(square) + 1e-8);
        }
        free(g);
    }
    free(m);
}

/* In however many pieces it is done: a small space takes one, 900 states many. */
START_TEST(test_softmax_fit)
{
    const gr_learner *l = learner("softmax");
    double knobs[] = { 150, 0.1, SAMPLE };
    gr_test_world world;
    gr_rng rng = gr_rng_seeded(4);

    gr_test_world_make(&world, "world=grid map=open size=30");
    const gr_space *large = &world.model.space;
    double *labels = calloc(large->states * large->actions, sizeof *labels);
    for (size_t s = 0; s < large->states; s++)
        if (gr_rng_chance(&rng, 0.3)) {
            size_t action = gr_rng_below(&rng, large->actions);
            labels[s * large->actions + action] = 1 + (double)gr_rng_below(&rng, 4);
        }
    for (int i = 0; i < 2; i++) {
        const gr_space *s = i == 0 ? &space : large;
        gr_fit fit = { s, knobs, i == 0 ? smooth : labels, false, 1, 0 };
        size_t n = s->actions * s->features;
        double *learned = calloc(l->size(s, knobs), sizeof *learned), *w = calloc(n, sizeof *w);
        long pieces = 1;
        while (!l->fit(&fit, learned, pieces - 1))
            pieces++;
        ck_assert_int_eq(pieces > 10, i == 1);
        fit_by_hand(s, fit.counts, 150, 0.1, w);
        for (size_t k = 0; k < n; k++)
            gr_test_close(learned[k], w[k], 1e-9, "weight");
        free(learned);
        free(w);
    }
    free(labels);
    gr_test_world_clear(&world);
}
END_TEST

/* Two states that are told apart wholly: the best chances are the shares of the labels, and the
 * loss their entropy. */
START_TEST(test_softmax_optimum)
{
    static double two[] = { 1, -1, 1, 1 };
    static const double labels[] = { 7, 2, 1, 1, 3, 6 };
    const gr_space tiny = { 2, 3, names, 2, two, places_x, places_y, blind };
    const gr_learner *l = learner("softmax");
    double knobs[] = { 4000, 0.02, SAMPLE }, entropy = 0, shares[3];
    gr_fit fit = { &tiny, knobs, labels, false, 1, 0 };
    double *learned = learn(l, &fit, NULL);

    for (size_t s = 0; s < 2; s++) {
        l->act(&fit, learned, s, shares);
        for (size_t a = 0; a < 3; a++) {
            gr_test_close(shares[a], labels[s * 3 + a] / 10, 1e-6, "chance");
            entropy -= labels[s * 3 + a] / 20 * gr_log(labels[s * 3 + a] / 10);
        }
    }
    gr_test_close(l->loss(&fit, learned), entropy, 1e-9, "loss");
    /* one more fit from there stays there, but for Adam's first steps, which know no size */
    double *again = learn(l, &fit, learned);
    gr_test_close(l->loss(&fit, again), entropy, 1e-6, "loss, warm");
    knobs[2] = BEST;
    acts(l, &fit, learned, 0, 1, 0, 0);
    acts(l, &fit, learned, 1, 0, 0, 1);
    free(learned);
    free(again);
}
END_TEST

/* Without a label it knows nothing: each action is as likely, and the first is done. */
START_TEST(test_softmax_blank)
{
    const double none[STATES * ACTIONS] = { 0 };
    const gr_learner *l = learner("softmax");
    double knobs[] = { 200, 0.1, SAMPLE };
    gr_fit fit = { &space, knobs, none, false, 1, 0 };
    double *learned = learn(l, &fit, NULL);

    acts(l, &fit, learned, 2, 1.0 / 3, 1.0 / 3, 1.0 / 3);
    ck_assert(isnan(l->loss(&fit, learned)));
    knobs[2] = BEST;
    acts(l, &fit, learned, 2, 1, 0, 0);
    free(learned);
}
END_TEST

/* Scores of any size leave chances that add up. */
START_TEST(test_softmax_extremes)
{
    const gr_learner *l = learner("softmax");
    double knobs[] = { 1, 0.1, SAMPLE }, shares[ACTIONS];
    gr_fit fit = { &space, knobs, smooth, false, 1, 0 };
    double *learned = calloc(l->size(&space, knobs), sizeof *learned);

    learned[0] = 1e300;
    learned[2] = -1e300;
    learned[4] = 800;
    for (size_t s = 0; s < STATES; s++) {
        l->act(&fit, learned, s, shares);
        gr_test_close(shares[0] + shares[1] + shares[2], 1, 1e-15, "chances");
    }
    free(learned);
}
END_TEST

/* --- each of them --- */

static void set_defaults(const gr_param *params, double *knobs)
{
    gr_values values;

    ck_assert(gr_values_init(&values, params, NULL));
    ck_assert_uint_le(values.count, GR_LEARNER_KNOBS);
    memcpy(knobs, values.numbers, GR_LEARNER_KNOBS * sizeof *knobs);
    gr_values_clear(&values);
}

/* Fitting, acting and judging ask for no memory; the same counts give the same bytes, whatever was
 * in its memory before; shares are shares. */
START_TEST(test_each)
{
    const gr_learner *l = gr_learner_at((size_t)_i);
    double knobs[GR_LEARNER_KNOBS], shares[ACTIONS];
    set_defaults(l->params, knobs);
    size_t size = l->size(&space, knobs);
    gr_fit fit = { &space, knobs, smooth, false, 1, 0 };
    double *learned = calloc(size, sizeof *learned), *again = malloc(size * sizeof *again);
    gr_table table = { 0 };
    gr_error err;

    memset(again, 0x3f, size * sizeof *again);
    gr_alloc_fail_at(1, true);
    for (long piece = 0; !l->fit(&fit, learned, piece); piece++)
        ;
    for (long piece = 0; !l->fit(&fit, again, piece); piece++)
        ;
    bool same = memcmp(learned, again, size * sizeof *learned) == 0, fair = true;
    for (size_t s = 0; s < STATES; s++) {
        double sum = 0;
        l->act(&fit, learned, s, shares);
        for (size_t a = 0; a < ACTIONS; a++) {
            fair = fair && shares[a] >= 0;
            sum += shares[a];
        }
        fair = fair && sum <= 1 + 1e-12;
        l->knows(&fit, learned, s);
    }
    double loss = l->loss(&fit, learned);
    ck_assert_uint_eq(gr_alloc_fail_at(0, false), 0);
    ck_assert(same);
    ck_assert(fair);
    ck_assert_double_gt(loss, 0);
    ck_assert(l->save(&fit, learned, &table, &err));
    ck_assert_uint_gt(table.rows, 0);
    gr_table_clear(&table);
    free(learned);
    free(again);
}
END_TEST

START_TEST(test_labels)
{
    const double policy[STATES * ACTIONS] = { 0, 1, 0, 0.5, 0.5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1 };

    ck_assert_uint_eq(gr_labels_states(&space, counts), 3);
    ck_assert_double_eq(gr_labels_at(&space, counts, 0), 3);
    ck_assert_double_eq(gr_labels_at(&space, counts, 2), 0);
    /* one of three in state 0, half of a and all of c in state 1 */
    ck_assert_double_eq_tol(gr_labels_missed(&space, policy, counts), 2.5 / 10, 1e-15);
}
END_TEST

static Suite *suite(void)
{
    Suite *suite = suite_create("learners");
    TCase *all = gr_test_case(suite, "learners");

    tcase_add_test(all, test_table_known);
    tcase_add_test(all, test_table_fallback);
    tcase_add_test(all, test_table_ties);
    tcase_add_test(all, test_table_blank);
    tcase_add_test(all, test_table_warm);
    tcase_add_test(all, test_softmax_gradient);
    tcase_add_test(all, test_softmax_fit);
    tcase_add_test(all, test_softmax_optimum);
    tcase_add_test(all, test_softmax_blank);
    tcase_add_test(all, test_softmax_extremes);
    tcase_add_loop_test(all, test_each, 0, (int)gr_learner_count());
    tcase_add_test(all, test_labels);
    return suite;
}

int main(void)
{
    return gr_test_main(suite());
}
