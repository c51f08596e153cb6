/* Heads: every row of the registry, gradients against central differences, densities against sums
 * of them, draws against densities; the numbers of the heads for two answers and one disc; the
 * sampler of diffusion with the exact denoiser of a mixture. */
#include "support.h"

#include "gradus/head.h"
#include "gradus/network.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 7, OUTPUTS = 3 * GR_MIXTURE_PARTS, DRAWS = 200000 };

/* A head with its default knobs, for two numbers of a state and actions in -0.65 .. 0.65. */
typedef struct scene {
    gr_arena arena;
    double knobs[GR_HEAD_KNOBS];
    gr_head_job job;
} scene;

static void make(scene *s, const gr_head *head)
{
    memset(s, 0, sizeof *s);
    for (size_t i = 0; i < gr_head_knobs(head); i++)
        s->knobs[i] = head->params[i].kind == GR_PARAM_CHOICE ? 0 : atof(head->params[i].initial);
    s->job = (gr_head_job){ head, s->knobs, .states = 2, .low = -0.65, .high = 0.65 };
    if (head->prepare != NULL)
        ck_assert(head->prepare(&s->job.made, s->knobs, &s->arena, NULL));
}

static const gr_head *named(const char *name)
{
    for (size_t i = 0; i < gr_head_count(); i++)
        if (strcmp(gr_head_at(i)->name, name) == 0)
            return gr_head_at(i);
    ck_abort_msg("there is no head %s", name);
    return NULL;
}

/* Outputs as they may be: what it begins with, and something drawn. */
static void draw_outputs(const scene *s, gr_rng *rng, double *y)
{
    size_t count = gr_head_output_count(&s->job);

    memset(y, 0, count * sizeof *y);
    if (s->job.head->begin != NULL)
        s->job.head->begin(&s->job, y);
    for (size_t i = 0; i < count; i++)
        y[i] += 0.4 * gr_rng_normal(rng);
}

/* --- all heads --- */

typedef struct losing {
    const scene *s;
    double targets[ROWS];
} losing;

static double loss_of(void *context, const double *y, double *gradient)
{
    const losing *l = context;
    double sum = 0;

    l->s->job.head->loss(&l->s->job, ROWS, y, l->targets, 1.0 / ROWS, &sum, gradient);
    return sum / ROWS;
}

START_TEST(slopes_are_those_of_differences)
{
    scene s;
    losing l = { .s = &s };
    double y[ROWS * OUTPUTS], slope[ROWS * OUTPUTS], states[2 * ROWS] = { 0 }, actions[ROWS];
    double inputs[ROWS * 8];
    gr_rng rng = gr_rng_seeded(3);

    make(&s, gr_head_at((size_t)_i));
    size_t count = gr_head_output_count(&s.job);
    for (size_t m = 0; m < ROWS; m++) {
        draw_outputs(&s, &rng, y + m * count);
        actions[m] = 1.3 * gr_rng_uniform(&rng) - 0.65;
    }
    gr_head_feed(&s.job, ROWS, states, actions, &rng, inputs, l.targets);
    ck_assert_double_lt(gr_gradient_gap(loss_of, &l, y, ROWS * count, 1e-5, slope), 1e-6);
    gr_arena_clear(&s.arena);
}
END_TEST

/* The loss of a head with a density is the mean of its -log, less what binning adds. */
START_TEST(loss_is_log_density)
{
    scene s;
    double y[OUTPUTS], state[2] = { 0 }, input[8], target, sum = 0;
    gr_rng rng = gr_rng_seeded(4);

    make(&s, gr_head_at((size_t)_i));
    const double action = 0.21, *to = &action;
    if (s.job.head->log_density != NULL) {
        draw_outputs(&s, &rng, y);
        gr_head_feed(&s.job, 1, state, to, &rng, input, &target);
        s.job.head->loss(&s.job, 1, y, &target, 1, &sum, NULL);
        double width = target != action ? 1.3 / s.knobs[0] : 1; /* a bin's number */
        double told = -s.job.head->log_density(&s.job, y, action);
        ck_assert_double_eq_tol(told, sum + log(width), 1e-12);
    }
    gr_arena_clear(&s.arena);
}
END_TEST

/* Mass, mean and what is below, against sums over a fine grid of the density. */
START_TEST(densities_add_up)
{
    scene s;
    double y[OUTPUTS], mass = 0, mean = 0, below = 0, step = 1e-4;
    gr_rng rng = gr_rng_seeded(5);

    make(&s, gr_head_at((size_t)_i));
    const gr_head *head = s.job.head;
    if (head->log_density != NULL) {
        draw_outputs(&s, &rng, y);
        for (double a = -12 + step / 2; a < 12; a += step) {
            double p = step * exp(head->log_density(&s.job, y, a));
            mass += p;
            mean += p * a;
            below += a < 0.1 * 0.65 ? p : 0;
        }
        ck_assert_double_eq_tol(mass, 1, 1e-4);
        ck_assert_double_eq_tol(mean, head->mean(&s.job, y), 1e-3);
        if (strcmp(head->name, "categorical") != 0)
            ck_assert_double_eq_tol(below, head->below(&s.job, y, 0.1 * 0.65), 1e-3);
        ck_assert_double_ge(head->log_density(&s.job, y, head->best(&s.job, y)),
                            head->log_density(&s.job, y, head->mean(&s.job, y)));
    }
    gr_arena_clear(&s.arena);
}
END_TEST

/* Outputs that are always the same, whatever is asked. */
static void same_outputs(void *context, size_t rows, const double *inputs, double *outputs)
{
    const double *y = context;
    size_t count = (size_t)y[0];

    (void)inputs;
    for (size_t i = 0; i < rows * count; i++)
        outputs[i] = y[1 + i % count];
}

START_TEST(draws_are_distributed_as_told)
{
    enum { MANY = 20000 };
    scene s;
    double y[1 + OUTPUTS], sum = 0, below = 0;
    gr_rng rng = gr_rng_seeded(6);

    make(&s, gr_head_at((size_t)_i));
    const gr_head *head = s.job.head;
    double *states = calloc(2 * MANY, sizeof *states), *actions = calloc(MANY, sizeof *actions);
    double *room = calloc(gr_head_room(&s.job, MANY), sizeof *room);
    y[0] = (double)gr_head_output_count(&s.job);
    draw_outputs(&s, &rng, y + 1);
    gr_head_act(&s.job, same_outputs, y, MANY, states, GR_EXECUTE_SAMPLE, &rng, room, actions);
    for (size_t i = 0; i < MANY; i++) {
        sum += actions[i];
        below += actions[i] < 0.1;
    }
    if (head->mean != NULL) {
        ck_assert_double_eq_tol(sum / MANY, head->mean(&s.job, y + 1), 0.02);
        ck_assert_double_eq_tol(below / MANY, head->below(&s.job, y + 1, 0.1), 0.012);
    }
    gr_rng before = rng;
    gr_head_act(&s.job, same_outputs, y, 2, states, GR_EXECUTE_BEST, &rng, room, actions);
    ck_assert_mem_eq(&before, &rng, sizeof rng);
    ck_assert(actions[0] == actions[1]);
    if (head->best != NULL)
        ck_assert(actions[0] == head->best(&s.job, y + 1));
    free(states);
    free(actions);
    free(room);
    gr_arena_clear(&s.arena);
}
END_TEST

START_TEST(names_and_words_are_there)
{
    const gr_head *head = gr_head_at((size_t)_i);

    ck_assert(strlen(head->summary) > 10);
    ck_assert_uint_le(gr_head_knobs(head), GR_HEAD_KNOBS);
    for (size_t i = 0; i < (size_t)_i; i++)
        ck_assert_str_ne(head->name, gr_head_at(i)->name);
    ck_assert((head->act == NULL) == (head->draw != NULL));
    ck_assert((head->mean == NULL) == (head->act != NULL));
}
END_TEST

/* --- one head and another --- */

START_TEST(mixture_of_one_is_the_gaussian)
{
    scene one, other;
    gr_rng rng = gr_rng_seeded(7);

    make(&one, named("mixture"));
    make(&other, named("gaussian"));
    one.knobs[0] = 1;
    for (int i = 0; i < 100; i++) {
        const double mean = gr_rng_normal(&rng), width = gr_rng_normal(&rng);
        const double y[] = { 0.3, mean, width }, target = gr_rng_normal(&rng);
        double sums[2] = { 0 }, slope[3], slope_other[2];
        one.job.head->loss(&one.job, 1, y, &target, 1, &sums[0], slope);
        other.job.head->loss(&other.job, 1, y + 1, &target, 1, &sums[1], slope_other);
        ck_assert_double_eq_tol(sums[0], sums[1], 1e-12 * (1 + fabs(sums[1])));
        ck_assert_double_eq_tol(slope[0], 0, 1e-12);
        for (int k = 0; k < 2; k++)
            ck_assert_double_eq_tol(slope[1 + k] / (1 + fabs(slope_other[k])),
                                    slope_other[k] / (1 + fabs(slope_other[k])), 1e-12);
    }
    gr_arena_clear(&one.arena);
    gr_arena_clear(&other.arena);
}
END_TEST

/* One Gaussian fitted to aims of +-.5 with sd .05: its own sd is sqrt(.25 + .0025). */
START_TEST(one_gaussian_hits_the_disc)
{
    scene s;

    make(&s, named("gaussian"));
    const double y[] = { 0, log(sqrt(0.2525) - s.knobs[0]) };
    double hit = s.job.head->below(&s.job, y, 0.3) - s.job.head->below(&s.job, y, -0.3);
    ck_assert_double_eq_tol(hit, erf(0.3 / sqrt(0.2525) / sqrt(2)), 1e-12);
    ck_assert_double_eq_tol(hit, 0.4495, 1e-4);
    gr_arena_clear(&s.arena);
}
END_TEST

START_TEST(bins_are_nearest_and_err_by_width_over_root_twelve)
{
    scene s;
    gr_rng rng = gr_rng_seeded(8);
    double state[2] = { 0 }, input[2], bin, sum = 0, width = 1.3 / 11;

    make(&s, named("categorical"));
    for (int i = 0; i < DRAWS; i++) {
        const double action = 1.3 * gr_rng_uniform(&rng) - 0.65;
        gr_head_feed(&s.job, 1, state, &action, &rng, input, &bin);
        double y[11] = { 0 };
        y[(size_t)bin] = 1;
        double away = s.job.head->best(&s.job, y) - action;
        ck_assert_double_le(fabs(away), width / 2 + 1e-12);
        sum += away * away;
    }
    ck_assert_double_eq_tol(sqrt(sum / DRAWS), width / sqrt(12), 1e-3 * width);
    gr_arena_clear(&s.arena);
}
END_TEST

/* --- diffusion with an exact denoiser: 80 of 100 at 1, the others at -1, sd .05 --- */

typedef struct way_back {
    gr_noise_curve curve;
    size_t levels;
    gr_noise_sampler sampler;
    size_t calls;
    gr_noise_variance variance;
    double above, tolerance; /* share of actions > 0 */
    double sd, sd_tolerance; /* of those */
    double valley;           /* at most so many within -.5 .. .5 */
} way_back;

#define SMALL GR_VARIANCE_SMALL
#define LARGE GR_VARIANCE_LARGE

static const way_back ways[] = {
    { GR_NOISE_COSINE, 100, GR_SAMPLER_DDPM, 1, SMALL, 0.8038, 0.006, 0.0392, 0.001, 0 },
    { GR_NOISE_COSINE, 100, GR_SAMPLER_DDPM, 1, LARGE, 0.8002, 0.006, 0.0512, 0.001, 0 },
    { GR_NOISE_COSINE, 50, GR_SAMPLER_DDPM, 1, SMALL, 0.8065, 0.006, 0, 0, 1e-4 },
    { GR_NOISE_COSINE, 20, GR_SAMPLER_DDPM, 1, SMALL, 0.8145, 0.006, 0, 0, 1e-3 },
    { GR_NOISE_COSINE, 10, GR_SAMPLER_DDPM, 1, SMALL, 0.827, 0.006, 0, 0, 1e-3 },
    { GR_NOISE_COSINE, 100, GR_SAMPLER_DDIM, 10, SMALL, 0.8154, 0.006, 0, 0, 1e-3 },
    { GR_NOISE_COSINE, 100, GR_SAMPLER_DDIM, 5, SMALL, 0.8294, 0.006, 0, 0, 0.03 },
    { GR_NOISE_LINEAR, 1000, GR_SAMPLER_DDPM, 1, SMALL, 0.7998, 0.006, 0, 0, 1e-4 },
    { GR_NOISE_LINEAR, 100, GR_SAMPLER_DDPM, 1, SMALL, 0.7086, 0.006, 0, 0, 1e-3 },
};

START_TEST(the_exact_denoiser_gives_the_mixture_back)
{
    static const gr_mixture_part parts[] = { { 0.8, 1, 0.05 }, { 0.2, -1, 0.05 } };
    const way_back *way = &ways[_i];
    size_t draws = way->levels > 100 ? DRAWS / 16 : DRAWS / 5;
    gr_arena arena = { 0 };
    gr_noising noising;
    gr_rng rng = gr_rng_seeded(11);
    double *x = calloc(2 * draws, sizeof *x), above = 0, mean = 0, square = 0, valley = 0;

    ck_assert(gr_noising_make(&noising, way->curve, way->levels, &arena, NULL));
    gr_known_mixture known = { &noising, parts, 2 };
    gr_reverse reverse = { &noising, way->sampler, way->variance, way->calls, false };
    gr_reverse_all(&reverse, gr_mixture_denoise, &known, draws, x, x + draws, &rng);
    for (size_t i = 0; i < draws; i++) {
        valley += fabs(x[i]) < 0.5;
        above += x[i] > 0;
        mean += x[i] > 0 ? x[i] : 0;
        square += x[i] > 0 ? x[i] * x[i] : 0;
    }
    double sd = sqrt(square / above - mean / above * (mean / above));
    ck_assert_double_eq_tol(above / (double)draws, way->above, way->tolerance);
    ck_assert_double_le(valley / (double)draws, way->valley);
    if (way->sd > 0)
        ck_assert_double_eq_tol(sd, way->sd, way->sd_tolerance);
    free(x);
    gr_arena_clear(&arena);
}
END_TEST

START_TEST(noise_levels_end_where_they_should)
{
    gr_arena arena = { 0 };
    gr_noising noising;
    scene s;

    ck_assert(gr_noising_make(&noising, GR_NOISE_COSINE, 100, &arena, NULL));
    ck_assert_double_eq_tol(gr_noising_left(&noising), 2.4e-7, 0.1e-7);
    ck_assert(gr_noising_make(&noising, GR_NOISE_LINEAR, 100, &arena, NULL));
    ck_assert_double_eq_tol(gr_noising_left(&noising), 0.3636, 1e-4);
    make(&s, named("diffusion"));
    ck_assert_ptr_null(s.job.head->warning(&s.job));
    s.job.made = &noising;
    ck_assert_ptr_nonnull(s.job.head->warning(&s.job));
    gr_arena_clear(&s.arena);
    gr_arena_clear(&arena);
}
END_TEST

/* The exact noise at each level leads back to the action. */
START_TEST(one_clean_step_gives_the_action_back)
{
    gr_arena arena = { 0 };
    gr_noising noising;
    double e = 0.7, action = -0.4;

    ck_assert(gr_noising_make(&noising, GR_NOISE_COSINE, 20, &arena, NULL));
    gr_reverse reverse = { &noising, GR_SAMPLER_DDIM, SMALL, 20, false };
    ck_assert_uint_eq(gr_reverse_steps(&reverse), 20);
    double kept = noising.kept[19], x = sqrt(kept) * action + sqrt(1 - kept) * e;
    for (size_t step = 0; step < 20; step++) {
        ck_assert_uint_eq(gr_reverse_level(&reverse, step), 19 - step);
        gr_reverse_step(&reverse, step, 1, &e, &x, NULL);
    }
    ck_assert_double_eq_tol(x, action, 1e-9);
    gr_arena_clear(&arena);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("heads");
    TCase *all = gr_test_case(s, "heads");
    int heads = (int)gr_head_count();

    tcase_add_loop_test(all, names_and_words_are_there, 0, heads);
    tcase_add_loop_test(all, slopes_are_those_of_differences, 0, heads);
    tcase_add_loop_test(all, loss_is_log_density, 0, heads);
    tcase_add_loop_test(all, densities_add_up, 0, heads);
    tcase_add_loop_test(all, draws_are_distributed_as_told, 0, heads);
    tcase_add_test(all, mixture_of_one_is_the_gaussian);
    tcase_add_test(all, one_gaussian_hits_the_disc);
    tcase_add_test(all, bins_are_nearest_and_err_by_width_over_root_twelve);
    tcase_add_loop_test(all, the_exact_denoiser_gives_the_mixture_back, 0, (int)GR_LEN(ways));
    tcase_add_test(all, noise_levels_end_where_they_should);
    tcase_add_test(all, one_clean_step_gives_the_action_back);
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
