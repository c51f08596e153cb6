/* Worlds: what must hold of each registered one, whatever its knobs; the roads and the copy chain
 * as they are told; walking. Maps and the planned expert are in check_grid.c. */
#include "figures.h"
#include "worlds.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- every world --- */

static const char *const variants[] = {
    "",
    "slip=0.02",
    "slip=0.3",
    "slip=0.75",
    "slip=1",
    "world=lane recover=3 edge=9 slip=0.1",
    "world=lane recover=1000 edge=1000",
    "world=lane edge=1 slip=0.5",
    "world=grid map=field slip=0.1",
    "world=grid map=rooms slip=0.1",
    "world=grid map=bridge slip=0.2 undecided=yes imperfect=0.3",
    "world=grid map=fork imperfect=1",
    "world=grid map=open size=2",
    "world=grid map=open size=200 slip=0.05"
};

static void add_up(const double *shares, size_t count, const char *what)
{
    double sum = 0;
    bool within = true;

    for (size_t i = 0; i < count; i++) {
        sum += shares[i];
        within = within && shares[i] >= 0 && shares[i] <= 1 + 1e-12;
    }
    if (!within || fabs(sum - 1) > 1e-12)
        ck_abort_msg("%s add up to %.17g", what, sum);
}

/* The chosen action with probability 1 - slip, each other one equally often for the rest. */
static double slipping(const gr_model *model, size_t from, size_t action, size_t to, double slip)
{
    size_t actions = model->space.actions;
    double sum = 0;

    for (size_t a = 0; a < actions; a++)
        if (model->next[from * actions + a] == to)
            sum += a == action ? 1 - slip : slip / (double)(actions - 1);
    return sum;
}

static void check_outcomes(const gr_model *model, double slip)
{
    size_t actions = model->space.actions;

    for (size_t k = 0; k < model->space.states * actions; k++) {
        double sum = 0;
        for (size_t i = model->first[k]; i < model->first[k + 1]; i++) {
            const gr_outcome *o = &model->outcomes[i];
            double expected = slipping(model, k / actions, k % actions, o->state, slip);
            if (!(o->probability > 0) || o->state >= model->space.states ||
                fabs(o->probability - expected) > 1e-15)
                ck_abort_msg("state %zu, action %zu leads to %u with %.17g, not %.17g", k / actions,
                             k % actions, o->state, o->probability, expected);
            for (size_t j = model->first[k]; j < i; j++)
                if (model->outcomes[j].state == o->state)
                    ck_abort_msg("state %u is there twice", o->state);
            sum += o->probability;
        }
        if (fabs(sum - 1) > 1e-12)
            ck_abort_msg("outcomes of state %zu add up to %.17g", k / actions, sum);
    }
}

static void check_states(const gr_model *model)
{
    const gr_space *space = &model->space;

    for (size_t s = 0; s < space->states; s++) {
        const double *seen = space->seen + s * space->features;
        bool good = seen[0] == 1 && model->cost[s] >= 0 && model->cost[s] <= 1;
        for (size_t f = 0; f < space->features; f++)
            good = good && seen[f] >= -1 && seen[f] <= 1;
        if (!good)
            ck_abort_msg("state %zu: features or cost are out of range", s);
        for (size_t a = 0; a < space->actions && model->terminal[s]; a++)
            if (model->next[s * space->actions + a] != s)
                ck_abort_msg("state %zu is terminal, and is left", s);
        add_up(model->expert + s * space->actions, space->actions, "the expert's shares");
        add_up(model->error + s * space->actions, space->actions, "shares of an error");
    }
    add_up(model->start, space->states, "starts");
    add_up(space->blind, space->actions, "shares of whoever is blind");
}

/* Each state has one place, each place at most one state. */
static void check_map(const gr_model *model)
{
    size_t cells = model->columns * model->rows, found = 0;

    for (size_t i = 0; i < cells; i++) {
        uint32_t s = model->state_at[i];
        if (s == GR_NO_STATE)
            continue;
        found++;
        if (model->space.x[s] != (int)(i % model->columns) ||
            model->space.y[s] != (int)(i / model->columns))
            ck_abort_msg("state %u is not where the map has it", s);
    }
    ck_assert_uint_eq(found, model->space.states);
}

static void check_names(const gr_space *space)
{
    size_t count = 0;

    while (space->action_names[count] != NULL)
        count++;
    ck_assert_uint_eq(count, space->actions);
    ck_assert_uint_ge(count, 2);
    ck_assert_uint_le(count, GR_ACTIONS_MAX);
    ck_assert_uint_le(space->features, GR_FEATURES_MAX);
}

static void check_model(const char *settings)
{
    gr_test_world world;

    gr_test_world_make(&world, settings);
    const gr_value *slip = gr_values_find(&world.values, "slip", NULL);
    ck_assert_ptr_nonnull(slip);
    check_outcomes(&world.model, slip->number);
    check_states(&world.model);
    check_map(&world.model);
    check_names(&world.model.space);
    gr_test_world_clear(&world);
}

START_TEST(test_every_world)
{
    char settings[200];

    for (size_t i = 0; i < GR_LEN(variants); i++) {
        bool named = strstr(variants[i], "world=") != NULL;
        snprintf(settings, sizeof settings, "%s%s %s",
                 named ? "" : "world=", named ? "" : gr_world_at((size_t)_i)->name, variants[i]);
        check_model(settings);
    }
}
END_TEST

/* --- roads --- */

enum { LEFT, STRAIGHT, RIGHT };

/* In row 0 a wrong turn leads `recover` rows off at once; beside it a step leads a row further, up
 * to the edge, and one in the row beside the lane as far as an error does. */
static long lane_row(long row, long action, long recover, long edge)
{
    long side = action - STRAIGHT;

    if (row == 0 && side != 0)
        return side * recover;
    if (side != 0 && (side > 0) == (row > 0)) {
        long away = labs(row) + 1;
        away = labs(row) == 1 && away < recover ? recover : away;
        return side * (away > edge ? edge : away);
    }
    return row + side;
}

static void check_lane(long recover, long edge)
{
    char settings[100];
    gr_test_world world;

    snprintf(settings, sizeof settings, "world=lane recover=%ld edge=%ld", recover, edge);
    gr_test_world_make(&world, settings);
    const gr_model *model = &world.model;
    ck_assert_uint_eq(model->space.states, 2 * (size_t)edge + 1);
    ck_assert_uint_eq(model->space.actions, 3);
    for (long row = -edge; row <= edge; row++) {
        size_t s = (size_t)(row + edge);
        long home = row < 0 ? RIGHT : row > 0 ? LEFT : STRAIGHT;
        for (long a = LEFT; a <= RIGHT; a++) {
            long to = lane_row(row, a, recover, edge) + edge;
            ck_assert_int_eq(model->next[s * 3 + (size_t)a], to);
            ck_assert_double_eq(model->expert[s * 3 + (size_t)a], a == home);
        }
        ck_assert_double_eq(model->cost[s], row != 0);
        ck_assert_double_eq(model->start[s], row == 0);
        ck_assert_int_eq(model->failure[s], row != 0);
        ck_assert(!model->terminal[s]);
    }
    gr_test_world_clear(&world);
}

START_TEST(test_lane)
{
    gr_values values;
    gr_test_world world;
    gr_error err = { 0 };
    gr_model model;

    for (long edge = 1; edge <= 12; edge++)
        for (long recover = 1; recover <= edge; recover++)
            check_lane(recover, edge);
    gr_test_world_make(&world, "world=lane");
    ck_assert(gr_values_copy(&values, &world.values, &err));
    ck_assert(gr_values_set(&values, "recover", "6", &err));
    ck_assert(!gr_world_prepare(&model, &values, &world.arena, &err));
    ck_assert_int_eq(err.kind, GR_ERROR_USAGE);
    gr_assert_message(err, "recover");
    gr_assert_message(err, "edge");
    gr_values_clear(&values);
    gr_test_world_clear(&world);
}
END_TEST

/* A lane that cannot be left, once it has been left. */
START_TEST(test_cliff)
{
    gr_test_world world;

    gr_test_world_make(&world, "world=cliff");
    const gr_model *model = &world.model;
    ck_assert_double_eq(model->start[1], 1);
    ck_assert_double_eq(gr_test_leads(model, 1, STRAIGHT, 1), 1);
    ck_assert_double_eq(gr_test_leads(model, 1, LEFT, 0), 1);
    ck_assert_double_eq(gr_test_leads(model, 1, RIGHT, 2), 1);
    for (size_t s = 0; s < 3; s++) {
        ck_assert_int_eq(model->terminal[s], s != 1);
        ck_assert_double_eq(model->cost[s], s != 1);
    }
    ck_assert_double_eq(model->expert[1 * 3 + STRAIGHT], 1);
    gr_test_world_clear(&world);
}
END_TEST

/* Where a step leads follows from its action alone. */
START_TEST(test_forgetful)
{
    gr_test_world world;

    gr_test_world_make(&world, "world=forgetful slip=0.1");
    const gr_model *model = &world.model;
    for (size_t a = 0; a < model->space.actions; a++)
        for (size_t to = 0; to < model->space.states; to++)
            for (size_t s = 1; s < model->space.states; s++)
                ck_assert_double_eq(gr_test_leads(model, s, a, to), gr_test_leads(model, 0, a, to));
    for (size_t s = 0; s < model->space.states; s++) {
        ck_assert_double_eq(model->expert[s * 3 + STRAIGHT], 1);
        ck_assert_double_eq(model->cost[s], s != 1);
    }
    gr_test_world_clear(&world);
}
END_TEST

/* Copying keeps a wrong bit wrong, and a right one right. */
START_TEST(test_copy)
{
    enum { COPY, FLIP };
    gr_test_world world;

    gr_test_world_make(&world, "world=copy");
    const gr_model *model = &world.model;
    ck_assert_uint_eq(model->space.states, 2);
    for (size_t s = 0; s < 2; s++) {
        ck_assert_double_eq(gr_test_leads(model, s, COPY, s), 1);
        ck_assert_double_eq(gr_test_leads(model, s, FLIP, 1 - s), 1);
        ck_assert_double_eq(model->expert[s * 2 + (s == 0 ? COPY : FLIP)], 1);
        ck_assert_double_eq(model->cost[s], (double)s);
        ck_assert_uint_eq(model->alike[s], 0);
    }
    gr_test_world_clear(&world);
}
END_TEST

/* --- walking --- */

enum { DRAWS = 100000 };

/* Each frequency within four standard errors. */
static void check_frequencies(const double *shares, const long *seen, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        double p = shares[i], error = sqrt(p * (1 - p) / DRAWS);
        ck_assert_double_le(fabs((double)seen[i] / DRAWS - p), 4 * error + 1e-12);
    }
}

START_TEST(test_shares)
{
    static const double all[][5] = { { 0, 0.25, 0.5, 0, 0.25 },
                                     { 1, 0, 0, 0, 0 },
                                     { 0, 0, 0, 0, 1 },
                                     { 0.1, 0.1, 0.1, 0.1, 0.6 },
                                     { 0, 0.3, 0.3, 0.3, 0 } }; /* the last one takes the rest */
    gr_rng rng = gr_rng_seeded(1);

    for (size_t k = 0; k < GR_LEN(all); k++) {
        long seen[5] = { 0 };
        double shares[5];
        memcpy(shares, all[k], sizeof shares);
        for (int i = 0; i < DRAWS; i++)
            seen[gr_share_draw(shares, 5, &rng)]++;
        if (k == 4)
            shares[3] = 0.4;
        check_frequencies(shares, seen, 5);
    }
    ck_assert_uint_eq(gr_share_best(all[0], 5), 2);
    ck_assert_uint_eq(gr_share_best(all[3], 5), 4);
    ck_assert_uint_eq(gr_share_best(all[4], 5), 1); /* of equals the first */
}
END_TEST

START_TEST(test_steps)
{
    gr_test_world world;
    gr_rng rng = gr_rng_seeded(2);

    gr_test_world_make(&world, "world=grid map=field slip=0.3");
    const gr_model *model = &world.model;
    size_t states = model->space.states;
    long *seen = calloc(states, sizeof *seen);
    double *shares = calloc(states, sizeof *shares);
    for (size_t s = 0; s < states; s += 11)
        for (size_t a = 0; a < 4; a++) {
            memset(seen, 0, states * sizeof *seen);
            for (int i = 0; i < DRAWS; i++)
                seen[gr_model_act(model, (uint32_t)s, a, &rng)]++;
            for (size_t to = 0; to < states; to++)
                shares[to] = gr_test_leads(model, s, a, to);
            check_frequencies(shares, seen, states);
        }
    free(seen);
    free(shares);
    gr_test_world_clear(&world);
}
END_TEST

START_TEST(test_starts)
{
    char *folder = gr_test_folder();
    gr_test_world world;
    gr_rng rng = gr_rng_seeded(3);
    long seen[9] = { 0 };

    gr_test_world_draw(&world, gr_test_path(folder, "map"), "S.S\n.G.\nS.S\n", "");
    for (int i = 0; i < DRAWS; i++)
        seen[gr_model_begin(&world.model, &rng)]++;
    for (size_t s = 0; s < 9; s++)
        ck_assert_double_eq(world.model.start[s], s % 2 == 0 && s != 4 ? 0.25 : 0);
    check_frequencies(world.model.start, seen, 9);
    gr_test_world_clear(&world);
    gr_test_folder_remove(folder);
}
END_TEST

static Suite *suite(void)
{
    Suite *suite = suite_create("worlds");
    TCase *all = gr_test_case(suite, "worlds");

    tcase_add_loop_test(all, test_every_world, 0, (int)gr_world_count());
    tcase_add_test(all, test_lane);
    tcase_add_test(all, test_cliff);
    tcase_add_test(all, test_forgetful);
    tcase_add_test(all, test_copy);
    tcase_add_test(all, test_shares);
    tcase_add_test(all, test_steps);
    tcase_add_test(all, test_starts);
    return suite;
}

int main(void)
{
    return gr_test_main(suite());
}
