/* The grid world: its maps as they are drawn, and its expert against searches of another kind: all
 * policies of tiny maps, Bellman's equation in long double, the shortest way. What a map file may
 * be is in check_maps.sh. */
#include "figures.h"
#include "worlds.h"

#include "gradus/evaluate.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { UP, RIGHT, DOWN, LEFT, ACTIONS };

static const int ahead[ACTIONS][2] = { { 0, -1 }, { 1, 0 }, { 0, 1 }, { -1, 0 } };

static char *folder;

static void setup(void)
{
    folder = gr_test_folder();
}

static void teardown(void)
{
    gr_test_folder_remove(folder);
}

static void draw(gr_test_world *world, const char *text, const char *settings)
{
    gr_test_world_draw(world, gr_test_path(folder, "map"), text, settings);
}

/* --- the map --- */

static const char *const drawn = "S.#G\n"
                                 "..~.\n"
                                 "#..S\n";

/* What stands at a place, outside counting as wall. */
static char tile(const char *text, long x, long y)
{
    long width = (long)strcspn(text, "\n"), height = (long)strlen(text) / (width + 1);

    if (x < 0 || y < 0 || x >= width || y >= height)
        return '#';
    return text[y * (width + 1) + x];
}

static void check_cell(const gr_model *model, const char *text, long x, long y)
{
    size_t s = gr_test_state_at(model, (size_t)x, (size_t)y);
    char here = tile(text, x, y);
    bool ends = here == 'G' || here == '~';

    ck_assert_double_eq(model->cost[s], here != 'G');
    ck_assert_int_eq(model->failure[s], here == '~');
    ck_assert_int_eq(model->terminal[s], ends);
    ck_assert_double_eq(model->start[s], here == 'S' ? 0.5 : 0);
    for (size_t a = 0; a < ACTIONS; a++) {
        long nx = x + ahead[a][0], ny = y + ahead[a][1];
        bool stays = ends || tile(text, nx, ny) == '#';
        size_t to = stays ? s : gr_test_state_at(model, (size_t)nx, (size_t)ny);
        ck_assert_double_eq(gr_test_leads(model, s, a, to), 1);
    }
}

START_TEST(test_map)
{
    gr_test_world world;

    draw(&world, drawn, "");
    ck_assert_uint_eq(world.model.columns, 4);
    ck_assert_uint_eq(world.model.rows, 3);
    ck_assert_uint_eq(world.model.space.states, 10);
    for (long y = 0; y < 3; y++)
        for (long x = 0; x < 4; x++)
            if (tile(drawn, x, y) != '#')
                check_cell(&world.model, drawn, x, y);
            else
                ck_assert_uint_eq(world.model.state_at[y * 4 + x], GR_NO_STATE);
    gr_test_world_clear(&world);
}
END_TEST

/* What a learner sees: its place from -1 to 1, and per direction what is beside it. */
START_TEST(test_features)
{
    gr_test_world world;

    draw(&world, drawn, "");
    const gr_space *space = &world.model.space;
    ck_assert_uint_eq(space->features, 15);
    for (long y = 0; y < 3; y++)
        for (long x = 0; x < 4; x++) {
            if (tile(drawn, x, y) == '#')
                continue;
            const double *seen =
                space->seen + gr_test_state_at(&world.model, (size_t)x, (size_t)y) * 15;
            ck_assert_double_eq_tol(seen[1], 2 * (double)x / 3 - 1, 1e-15);
            ck_assert_double_eq_tol(seen[2], (double)y - 1, 1e-15);
            for (size_t a = 0; a < ACTIONS; a++) {
                char beside = tile(drawn, x + ahead[a][0], y + ahead[a][1]);
                ck_assert_double_eq(seen[3 + a], beside == '#');
                ck_assert_double_eq(seen[7 + a], beside == '~');
                ck_assert_double_eq(seen[11 + a], beside == 'G');
            }
        }
    gr_test_world_clear(&world);
}
END_TEST

/* The built-in ones: `open` takes its size, the others are as large as they are drawn. */
START_TEST(test_built_in)
{
    static const struct {
        const char *settings;
        size_t columns, rows;
    } maps[] = { { "map=shortcut", 12, 9 },   { "map=field", 10, 10 },
                 { "map=rooms", 11, 11 },     { "map=bridge", 13, 7 },
                 { "map=fork", 7, 5 },        { "map=open", 10, 10 },
                 { "map=open size=2", 2, 2 }, { "map=open size=200", 200, 200 } };
    gr_test_world world;

    for (size_t i = 0; i < GR_LEN(maps); i++) {
        gr_test_world_make(&world, maps[i].settings);
        ck_assert_uint_eq(world.model.columns, maps[i].columns);
        ck_assert_uint_eq(world.model.rows, maps[i].rows);
        gr_test_world_clear(&world);
    }
}
END_TEST

/* --- the expert --- */

/* Cost to go with discount GR_DISCOUNT: `policy` one action a state, or NULL: the best of all. */
static void solve(const gr_model *model, const size_t *policy, long double *values)
{
    size_t states = model->space.states;
    long double moved = 1, keeps = (long double)GR_DISCOUNT;

    for (size_t s = 0; s < states; s++)
        values[s] = model->terminal[s] ? (long double)model->cost[s] / (1 - keeps) : 0;
    while (moved > 1e-16L) {
        moved = 0;
        for (size_t s = 0; s < states; s++) {
            long double best = INFINITY;
            for (size_t a = 0; a < ACTIONS && !model->terminal[s]; a++) {
                long double sum = 0;
                size_t k = s * ACTIONS + a;
                for (size_t i = model->first[k]; i < model->first[k + 1]; i++) {
                    const gr_outcome *o = &model->outcomes[i];
                    sum += (long double)o->probability *
                           ((long double)model->cost[o->state] + keeps * values[o->state]);
                }
                if (policy != NULL ? a == policy[s] : sum < best)
                    best = sum;
            }
            if (model->terminal[s])
                continue;
            moved = fabsl(best - values[s]) > moved ? fabsl(best - values[s]) : moved;
            values[s] = best;
        }
    }
}

static long double start_value(const gr_model *model, const long double *values)
{
    long double sum = 0;

    for (size_t s = 0; s < model->space.states; s++)
        sum += (long double)model->start[s] * values[s];
    return sum;
}

static void expert_policy(const gr_model *model, size_t *policy)
{
    for (size_t s = 0; s < model->space.states; s++)
        policy[s] = gr_share_best(model->expert + s * ACTIONS, ACTIONS);
}

static const char *const tiny[] = { "S.\n.G\n",   "S.~\n..G\n",   "S~G\n...\n",
                                    "S#G\n...\n", "S..G\n~~.~\n", "S.S\n~.G\n" };
static const char *const slips[] = { "slip=0", "slip=0.1", "slip=0.3", "slip=0.7", "slip=1" };

/* No other of all the ways to act in each state costs less. */
START_TEST(test_all_policies)
{
    size_t policy[16] = { 0 };
    long double values[16];
    gr_test_world world;

    for (size_t k = 0; k < GR_LEN(slips); k++) {
        draw(&world, tiny[_i], slips[k]);
        const gr_model *model = &world.model;
        expert_policy(model, policy);
        solve(model, policy, values);
        long double ours = start_value(model, values), least = INFINITY;
        size_t deciding[16], count = 0, ways = 1;
        for (size_t s = 0; s < model->space.states; s++)
            if (!model->terminal[s]) {
                deciding[count++] = s;
                ways *= ACTIONS;
            }
        for (size_t way = 0; way < ways; way++) {
            size_t rest = way;
            for (size_t i = 0; i < count; i++, rest /= ACTIONS)
                policy[deciding[i]] = rest % ACTIONS;
            solve(model, policy, values);
            long double other = start_value(model, values);
            least = other < least ? other : least;
        }
        gr_test_close((double)ours, (double)least, 1e-9, tiny[_i]);
        gr_test_world_clear(&world);
    }
}
END_TEST

/* What is still to be paid once an action is taken. */
static long double action_value(const gr_model *model, const long double *values, size_t k)
{
    long double sum = 0;

    for (size_t i = model->first[k]; i < model->first[k + 1]; i++) {
        const gr_outcome *o = &model->outcomes[i];
        sum += (long double)o->probability *
               ((long double)model->cost[o->state] + (long double)GR_DISCOUNT * values[o->state]);
    }
    return sum;
}

/* The expert's shares: equally often the best ones, or always the first of them; another one with
 * probability `imperfect`, each as often. */
static void check_expert(const gr_model *model, bool undecided, double imperfect)
{
    long double *values = calloc(model->space.states, sizeof *values);

    solve(model, NULL, values);
    for (size_t s = 0; s < model->space.states; s++) {
        long double least = INFINITY, cost[ACTIONS];
        size_t good = 0, first = ACTIONS;
        for (size_t a = 0; a < ACTIONS; a++) {
            cost[a] = action_value(model, values, s * ACTIONS + a);
            least = cost[a] < least ? cost[a] : least;
        }
        for (size_t a = ACTIONS; a-- > 0;)
            if (cost[a] <= least + 1e-7L) {
                good++;
                first = a;
            }
        size_t meant = undecided ? good : 1;
        for (size_t a = 0; a < ACTIONS; a++) {
            bool is_meant = undecided ? cost[a] <= least + 1e-7L : a == first;
            double errs = meant == ACTIONS ? 0 : imperfect;
            double share = is_meant ? (1 - errs) / (double)meant : errs / (double)(ACTIONS - meant);
            if (fabs(model->expert[s * ACTIONS + a] - share) > 1e-12)
                ck_abort_msg("state %zu, action %zu: %.17g, not %.17g", s, a,
                             model->expert[s * ACTIONS + a], share);
        }
    }
    free(values);
}

static const char *const maps[] = { "shortcut", "field", "rooms", "bridge", "fork", "open" };

START_TEST(test_expert)
{
    static const struct {
        const char *settings;
        bool undecided;
        double imperfect;
    } kinds[] = { { "", false, 0 },
                  { "undecided=yes", true, 0 },
                  { "imperfect=0.2", false, 0.2 },
                  { "imperfect=1", false, 1 },
                  { "undecided=yes imperfect=0.3", true, 0.3 } };
    char settings[200];
    gr_test_world world;

    for (size_t i = 0; i < GR_LEN(kinds); i++)
        for (size_t k = 0; k < GR_LEN(slips); k++) {
            snprintf(settings, sizeof settings, "world=grid map=%s %s %s", maps[_i],
                     kinds[i].settings, slips[k]);
            gr_test_world_make(&world, settings);
            check_expert(&world.model, kinds[i].undecided, kinds[i].imperfect);
            gr_test_world_clear(&world);
        }
}
END_TEST

/* Where two ways are equally long, the first action; undecided, both equally often. */
START_TEST(test_undecided)
{
    gr_test_world world;

    gr_test_world_make(&world, "world=grid map=fork");
    size_t start = gr_test_state_at(&world.model, 0, 2);
    ck_assert_double_eq(world.model.expert[start * ACTIONS + UP], 1);
    gr_test_world_clear(&world);
    gr_test_world_make(&world, "world=grid map=fork undecided=yes imperfect=0.2");
    const double *shares = world.model.expert + start * ACTIONS;
    ck_assert_double_eq_tol(shares[UP], 0.4, 1e-15);
    ck_assert_double_eq_tol(shares[DOWN], 0.4, 1e-15);
    ck_assert_double_eq_tol(shares[LEFT], 0.1, 1e-15);
    ck_assert_double_eq_tol(shares[RIGHT], 0.1, 1e-15);
    gr_test_world_clear(&world);
}
END_TEST

/* --- long ways --- */

/* A way of so many rows, to and fro or up and down, its turns at alternate ends. */
static char *serpentine(size_t side, bool upright, long *length)
{
    char *text = calloc(side * (side + 1) + 1, 1);
    size_t last = side - 1;

    for (size_t y = 0; y < side; y++)
        for (size_t x = 0; x <= side; x++) {
            size_t along = upright ? y : x, row = upright ? x : y;
            bool gap = along == (row % 4 == 1 ? last : 0);
            text[y * (side + 1) + x] = x == side ? '\n' : row % 2 == 0 || gap ? '.' : '#';
        }
    size_t rows = (side + 1) / 2, end = rows % 2 == 1 ? last : 0;
    text[0] = 'S';
    text[upright ? end * (side + 1) + last : last * (side + 1) + end] = 'G';
    *length = (long)(rows * last + 2 * (rows - 1));
    return text;
}

static double expert_cost(const gr_model *model, long horizon)
{
    double *visits = calloc(model->space.states, sizeof *visits);
    gr_evaluation exact;
    gr_error err;

    ck_assert(gr_evaluate(model, model->expert, horizon, &exact, visits, &err));
    free(visits);
    return exact.cost;
}

/* However far it is, thousands of steps: the expert goes the way to its end. */
START_TEST(test_long_way)
{
    static const size_t sides[] = { 5, 61, 101 };
    gr_test_world world;
    long length;

    for (size_t i = 0; i < 2 * GR_LEN(sides); i++) {
        char *text = serpentine(sides[i / 2], i % 2 == 1, &length);
        gr_test_write(gr_test_path(folder, "map"), text, strlen(text));
        char settings[300];
        snprintf(settings, sizeof settings, "world=grid map=%s", gr_test_path(folder, "map"));
        gr_test_world_make(&world, settings);
        ck_assert_double_eq(expert_cost(&world.model, length + 10), (double)length - 1);
        ck_assert_double_eq(expert_cost(&world.model, length - 1), (double)length - 1);
        gr_test_world_clear(&world);
        free(text);
    }
}
END_TEST

/* Steps of the shortest way past walls and hazards, by breadth first. */
static long shortest(const gr_model *model)
{
    size_t states = model->space.states, count = 0;
    size_t *queue = calloc(states, sizeof *queue);
    long *steps = calloc(states, sizeof *steps), found = -1;

    for (size_t s = 0; s < states; s++) {
        steps[s] = model->start[s] > 0 ? 0 : -1;
        if (model->start[s] > 0)
            queue[count++] = s;
    }
    for (size_t at = 0; at < count && found < 0; at++) {
        size_t s = queue[at];
        found = model->terminal[s] ? steps[s] : -1;
        for (size_t a = 0; a < ACTIONS; a++) {
            size_t to = model->next[s * ACTIONS + a];
            if (steps[to] < 0 && !model->failure[to]) {
                steps[to] = steps[s] + 1;
                queue[count++] = to;
            }
        }
    }
    free(queue);
    free(steps);
    return found;
}

START_TEST(test_shortest)
{
    char settings[100];
    gr_test_world world;

    for (size_t i = 0; i < 2 * GR_LEN(maps); i++) {
        snprintf(settings, sizeof settings, "world=grid map=%s undecided=%s", maps[i / 2],
                 i % 2 == 1 ? "yes" : "no");
        gr_test_world_make(&world, settings);
        gr_test_close(expert_cost(&world.model, 100), (double)shortest(&world.model) - 1, 1e-9,
                      settings);
        gr_test_world_clear(&world);
    }
}
END_TEST

static Suite *suite(void)
{
    Suite *suite = suite_create("grid");
    TCase *all = gr_test_case(suite, "grid");

    tcase_add_checked_fixture(all, setup, teardown);
    tcase_add_test(all, test_map);
    tcase_add_test(all, test_features);
    tcase_add_test(all, test_built_in);
    tcase_add_loop_test(all, test_all_policies, 0, (int)GR_LEN(tiny));
    tcase_add_loop_test(all, test_expert, 0, (int)GR_LEN(maps));
    tcase_add_test(all, test_undecided);
    tcase_add_test(all, test_long_way);
    tcase_add_test(all, test_shortest);
    return suite;
}

int main(void)
{
    return gr_test_main(suite());
}
