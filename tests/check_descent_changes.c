/* descent: the phases of a step, the arithmetic that it shows, and what a run keeps when its knobs
 * change under way. */
#include "runs.h"

#include "gradus/optimizer.h"

#include <math.h>
#include <stdio.h>

/* Columns of the trace. */
enum { STEP, X, Y, F, GX, GY, LR, DISTANCE };

#define VALLEY "surface=valley x=-9 y=1.7 "

static const gr_experiment *descent(void)
{
    return gr_experiment_find("descent", NULL);
}

static gr_run *run_to(const char *settings, long step)
{
    gr_run *run = gr_test_run(descent(), settings, gr_test_keep);

    gr_test_seek(run, step);
    return run;
}

static double cell(const gr_run *run, long step, size_t column)
{
    ck_assert_uint_lt((size_t)step, gr_run_trace(run)->rows);
    return gr_table_cell(gr_run_trace(run), (size_t)step, column);
}

/* --- phases, and the arithmetic that is shown --- */

static const char *const places[] = {
    VALLEY "noise=0.5 tolerance=0",
    "surface=rosenbrock x=-1.2 y=1",
    "surface=quartic x=0.4",
};
enum { PLACES = 3 };

static gr_run *somewhere(int optimizer, size_t place, long step)
{
    char settings[200];

    snprintf(settings, sizeof settings, "%s optimizer=%s lr=0.001 schedule=exponential decay=0.9",
             places[place], gr_optimizer_at((size_t)optimizer)->name);
    return run_to(settings, step);
}

/* Step by step with a stop at each phase. */
static void step_finely(gr_run *run, long steps)
{
    size_t phases = gr_experiment_phases(descent());

    ck_assert_uint_eq(phases, 4);
    for (long step = 0; step < steps; step++)
        for (size_t phase = 0; phase < phases; phase++) {
            gr_progress progress;
            ck_assert_uint_eq(gr_run_phase(run), phase);
            ck_assert(gr_run_advance(run, true, &progress, NULL));
            ck_assert_int_eq(progress, phase + 1 < phases ? GR_PHASE : GR_STEP);
        }
}

/* That is the same as at once. */
START_TEST(test_fine)
{
    for (size_t place = 0; place < PLACES; place++) {
        gr_run *coarse = somewhere(_i, place, 12), *fine = somewhere(_i, place, 0);
        step_finely(fine, 12);
        gr_test_same(fine, coarse);
        gr_run_free(coarse);
        gr_run_free(fine);
    }
}
END_TEST

/* The last term of each coordinate is the point where the update led. */
static void check_update_table(const gr_run *run, long step)
{
    size_t dims = gr_is_missing(cell(run, 0, Y)) ? 1 : 2;
    gr_table table = { 0 };

    ck_assert(gr_run_table(run, (int)gr_experiment_table(descent(), "update"), &table, NULL));
    ck_assert_uint_eq(table.rows, step == 0 ? 0 : dims);
    for (size_t i = 0; i < table.rows; i++)
        ck_assert_double_eq(gr_table_cell(&table, i, table.columns.count - 1),
                            cell(run, step, X + i));
    gr_table_clear(&table);
}

START_TEST(test_update_table)
{
    for (size_t place = 0; place < PLACES; place++) {
        gr_run *run = somewhere(_i, place, 0);
        for (long step = 0; step <= 20; step++) {
            gr_test_seek(run, step);
            check_update_table(run, step);
        }
        gr_run_free(run);
    }
}
END_TEST

/* --- knobs that change under way --- */

/* A run `step` steps further on is where the other one is: at the points, and with the values that
 * belong to them. */
static void same_points(const gr_run *run, long step, const gr_run *fresh, long count)
{
    for (long i = 0; i <= count; i++)
        for (size_t column = X; column <= GY; column++)
            ck_assert_double_eq(cell(run, step + i, column), cell(fresh, i, column));
}

/* The settings with the point of a row, each number to the last bit. */
static gr_run *from_there(const char *settings, const gr_run *run, long step, long count)
{
    char x[GR_NUMBER_SIZE], y[GR_NUMBER_SIZE], all[200];

    gr_number_exact(cell(run, step, X), x);
    gr_number_exact(cell(run, step, Y), y);
    snprintf(all, sizeof all, "%s x=%s y=%s", settings, x, y);
    return run_to(all, count);
}

/* Another optimizer goes on from the point with nothing remembered, as a run from there does; the
 * same one that is left and taken again too. */
START_TEST(test_other_optimizer)
{
    const char *name = gr_optimizer_at((size_t)_i)->name;
    const char *other = strcmp(name, "momentum") == 0 ? "adam" : "momentum";
    char settings[100];
    gr_run *run = run_to(VALLEY, 0);

    gr_test_set(run, "optimizer", name);
    gr_test_set(run, "lr", "0.003");
    gr_test_seek(run, 10);
    ck_assert_int_eq(gr_test_set(run, "optimizer", other), GR_SET_LIVE);
    ck_assert_int_eq(gr_run_step_number(run), 10);
    gr_test_seek(run, 20);
    ck_assert_int_eq(gr_test_set(run, "optimizer", name), GR_SET_LIVE);
    gr_test_seek(run, 40);
    snprintf(settings, sizeof settings, "surface=valley optimizer=%s lr=0.003", name);
    gr_run *fresh = from_there(settings, run, 20, 20);
    same_points(run, 20, fresh, 20);
    gr_run_free(fresh);
    gr_run_free(run);
}
END_TEST

/* What only the start of an optimizer looks at cannot change under way. */
START_TEST(test_birth_of_optimizer)
{
    gr_run *run = run_to(VALLEY "optimizer=adagrad lr=0.5", 10);
    gr_run *fresh = run_to(VALLEY "optimizer=adagrad lr=0.5 accumulator=3", 10);

    ck_assert_int_eq(gr_test_set(run, "eps", "0.01"), GR_SET_LIVE);
    gr_test_set(run, "eps", "1e-10");
    ck_assert_int_eq(gr_test_set(run, "accumulator", "3"), GR_SET_RESTARTED);
    ck_assert_int_eq(gr_run_step_number(run), 0);
    gr_test_seek(run, 10);
    gr_test_same(run, fresh);
    gr_run_free(run);
    gr_run_free(fresh);
}
END_TEST

/* A live knob of the same optimizer leaves what is remembered: the velocity goes on. */
START_TEST(test_same_optimizer)
{
    gr_run *run = run_to(VALLEY "optimizer=momentum lr=0.004", 10);
    double x = cell(run, 10, X), v = (x - cell(run, 9, X)) / 0.004;

    ck_assert_int_eq(gr_test_set(run, "gamma", "0.5"), GR_SET_LIVE);
    gr_test_seek(run, 11);
    ck_assert_double_eq_tol(cell(run, 11, X), x + 0.004 * (0.5 * v - x), 1e-13);
    gr_run_free(run);
}
END_TEST

/* Another surface, and the present point on it. */
START_TEST(test_other_surface)
{
    gr_run *run = run_to("surface=valley x=-1.2 y=1 optimizer=gd lr=0.001", 10);

    ck_assert_int_eq(gr_test_set(run, "surface", "rosenbrock"), GR_SET_LIVE);
    gr_test_seek(run, 20);
    gr_run *fresh = from_there("surface=rosenbrock optimizer=gd lr=0.001", run, 10, 10);
    ck_assert_double_eq(cell(run, 10, X), cell(fresh, 0, X));
    ck_assert_double_eq(cell(run, 10, Y), cell(fresh, 0, Y));
    for (long step = 1; step <= 10; step++)
        for (size_t i = X; i <= GY; i++)
            ck_assert_double_eq(cell(run, 10 + step, i), cell(fresh, step, i));
    gr_run_free(fresh);
    gr_run_free(run);
}
END_TEST

/* The slope along y that is left behind does not keep a run from its end. */
START_TEST(test_end_in_one_dimension)
{
    gr_run *run = run_to("surface=valley x=3 y=1.7 optimizer=gd lr=0.01 tolerance=0.01", 5);

    gr_test_set(run, "surface", "quartic");
    gr_test_seek(run, 2000);
    ck_assert_int_eq(gr_run_state(run), GR_RUN_FINISHED);
    ck_assert_double_lt(fabs(cell(run, gr_run_step_number(run), GX)), 0.01);
    gr_run_free(run);
}
END_TEST

/* Down to one dimension and back: x stays, y begins at its start. */
START_TEST(test_other_dimensions)
{
    gr_run *run = run_to(VALLEY "optimizer=momentum lr=0.001", 10);

    gr_test_set(run, "surface", "quartic");
    gr_test_seek(run, 11);
    double x = cell(run, 10, X);
    ck_assert_double_eq_tol(cell(run, 11, X), x - 0.001 * (4 * x * x * x - 9 * x * x), 1e-12);
    ck_assert(gr_is_missing(cell(run, 11, Y)));

    gr_test_set(run, "surface", "valley");
    gr_test_seek(run, 12);
    double y = gr_values_number(gr_run_values(run), "y");
    x = cell(run, 11, X);
    ck_assert_double_eq_tol(cell(run, 12, X), x - 0.001 * x, 1e-12);
    ck_assert_double_eq_tol(cell(run, 12, Y), y - 0.001 * 50 * y, 1e-12);
    gr_run_free(run);
}
END_TEST

/* So too where it is the formula that loses its y and gains one. */
START_TEST(test_other_formula)
{
    gr_run *run =
        run_to("surface=formula formula=x^2+y^2 x=2 y=1.5 optimizer=momentum lr=0.01", 10);

    ck_assert_int_eq(gr_test_set(run, "formula", "x^4"), GR_SET_LIVE);
    gr_test_seek(run, 11);
    double x = cell(run, 10, X);
    ck_assert_double_eq_tol(cell(run, 11, X), x - 0.01 * 4 * x * x * x, 1e-12);
    ck_assert(gr_is_missing(cell(run, 11, Y)));

    ck_assert_int_eq(gr_test_set(run, "formula", "x^2 + 3 * y^2"), GR_SET_LIVE);
    gr_test_seek(run, 12);
    x = cell(run, 11, X);
    ck_assert_double_eq_tol(cell(run, 12, X), x - 0.01 * 2 * x, 1e-12);
    ck_assert_double_eq_tol(cell(run, 12, Y), 1.5 - 0.01 * 6 * 1.5, 1e-12);
    gr_run_free(run);
}
END_TEST

/* Another start is another run. */
START_TEST(test_other_start)
{
    gr_run *run = run_to(VALLEY "optimizer=momentum lr=0.004", 10);
    gr_run *fresh = run_to("surface=valley x=-5 y=1.7 optimizer=momentum lr=0.004", 10);

    ck_assert_int_eq(gr_test_set(run, "x", "-5"), GR_SET_RESTARTED);
    ck_assert_int_eq(gr_run_step_number(run), 0);
    gr_test_seek(run, 10);
    gr_test_same(run, fresh);
    gr_run_free(run);
    gr_run_free(fresh);
}
END_TEST

/* The arithmetic of the update that led to a step: made from the state, where the trace is only
 * remembered. */
static void look_at(gr_run *run, long step, gr_table *table)
{
    gr_test_seek(run, step);
    *table = (gr_table){ 0 };
    ck_assert(gr_run_table(run, 0, table, NULL));
}

static void check_same_look(gr_run *run, long step, const gr_table *wanted)
{
    gr_table table;

    look_at(run, step, &table);
    ck_assert_uint_eq(table.rows, wanted->rows);
    if (table.rows > 0)
        ck_assert_mem_eq(table.cells, wanted->cells,
                         table.rows * table.columns.count * sizeof *table.cells);
    gr_table_clear(&table);
}

/* Back to the start a step at a time, and forward again. */
START_TEST(test_there_and_back)
{
    enum { STEPS = 200 };
    static gr_table looks[STEPS + 1];
    gr_run *run = gr_test_run(gr_experiment_find("descent", NULL),
                              "surface=rosenbrock optimizer=adam lr=0.05 x=-1.2 y=1", gr_test_keep);

    for (long step = 0; step <= STEPS; step++)
        look_at(run, step, &looks[step]);
    for (long step = STEPS; step >= 0; step--)
        check_same_look(run, step, &looks[step]);
    for (long step = 0; step <= STEPS; step++)
        check_same_look(run, step, &looks[step]);
    for (long step = 0; step <= STEPS; step++)
        gr_table_clear(&looks[step]);
    gr_run_free(run);
}
END_TEST

static Suite *suite(void)
{
    Suite *suite = suite_create("descent_changes");
    TCase *phases = gr_test_case(suite, "phases"), *changes = gr_test_case(suite, "changes");
    int optimizers = (int)gr_optimizer_count();

    tcase_add_loop_test(phases, test_fine, 0, optimizers);
    tcase_add_loop_test(phases, test_update_table, 0, optimizers);
    tcase_add_loop_test(changes, test_other_optimizer, 0, optimizers);
    tcase_add_test(changes, test_birth_of_optimizer);
    tcase_add_test(changes, test_same_optimizer);
    tcase_add_test(changes, test_other_surface);
    tcase_add_test(changes, test_other_dimensions);
    tcase_add_test(changes, test_other_formula);
    tcase_add_test(changes, test_end_in_one_dimension);
    tcase_add_test(changes, test_other_start);
    tcase_add_test(changes, test_there_and_back);
    return suite;
}

int main(void)
{
    return gr_test_main(suite());
}
