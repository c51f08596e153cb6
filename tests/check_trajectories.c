/* Optimizers and schedules lead where the same rules lead with 60 digits. What the file holds, and
 * how it was made, stands in tests/make_trajectories.py. */
#include "runs.h"

#include "gradus/csv.h"
#include "gradus/optimizer.h"
#include "gradus/schedule.h"
#include "gradus/surface.h"

#include <math.h>
#include <stdlib.h>

enum { FEWEST = 6, CASES = 400, MEMBERS = 100 };

/* The file's columns; those from X to LR are the trace's, from its column 1 on. */
enum { CASE, SETTINGS, STEP, X, Y, F, GX, GY, LR, SLACK_X, SLACK_Y, COLUMNS };

static const double CLOSE = 1e-12, RATE_CLOSE = 1e-15;

/* A run, by the rows that tell of it, and what it is a run of. */
typedef struct trajectory {
    const char *settings;
    size_t first, end, optimizer, surface, schedule;
} trajectory;

static gr_csv data;
static trajectory list[CASES];
static size_t cases;

static const gr_experiment *descent(void)
{
    return gr_experiment_find("descent", NULL);
}

/* --- the file --- */

static void read_file(void)
{
    static const char *const names[] = { "case", "settings", "step", "x",       "y",      "f",
                                         "gx",   "gy",       "lr",   "slack_x", "slack_y" };
    size_t length;
    char *bytes = gr_test_read(gr_test_source("tests/data/trajectories.csv"), &length);
    gr_error err;

    ck_assert_msg(gr_csv_read("trajectories.csv", bytes, length, NULL, &data, &err), "%s",
                  err.message);
    free(bytes);
    ck_assert_uint_eq(data.columns, COLUMNS);
    for (size_t i = 0; i < COLUMNS; i++)
        gr_assert_text(gr_csv_heading(&data, i), names[i]);
}

/* Fails where a setting is of no knob, or of a member that does not exist. */
static trajectory read_case(size_t row)
{
    trajectory t = { gr_csv_text(&data, row, SETTINGS), .first = row };
    gr_values values;

    gr_test_values(descent(), t.settings, &values);
    t.optimizer = (size_t)gr_values_number(&values, "optimizer");
    t.surface = (size_t)gr_values_number(&values, "surface");
    t.schedule = (size_t)gr_values_number(&values, "schedule");
    gr_values_clear(&values);
    for (t.end = row + 1; t.end < data.rows && gr_csv_text(&data, t.end, SETTINGS)[0] == '\0';)
        t.end++;
    return t;
}

static void load(void)
{
    cases = 0;
    read_file();
    for (size_t row = 0; row < data.rows; row = list[cases - 1].end) {
        ck_assert_uint_lt(cases, CASES);
        list[cases++] = read_case(row);
    }
}

static void unload(void)
{
    gr_csv_clear(&data);
}

/* --- what the file tells of --- */

/* On how many surfaces it runs, with a schedule or without one. */
static size_t surfaces_of(size_t optimizer, bool scheduled)
{
    bool seen[MEMBERS] = { false };
    size_t count = 0;

    for (size_t i = 0; i < cases; i++) {
        bool plain = strcmp(gr_schedule_at(list[i].schedule)->name, "constant") == 0;
        if (list[i].optimizer == optimizer && plain != scheduled && !seen[list[i].surface]) {
            seen[list[i].surface] = true;
            count++;
        }
    }
    return count;
}

START_TEST(test_every_optimizer)
{
    ck_assert_uint_le(gr_surface_count(), MEMBERS);
    for (size_t i = 0; i < gr_optimizer_count(); i++)
        for (int scheduled = 0; scheduled < 2; scheduled++)
            ck_assert_msg(surfaces_of(i, scheduled) >= FEWEST, "%s is on too few surfaces",
                          gr_optimizer_at(i)->name);
}
END_TEST

START_TEST(test_every_schedule)
{
    for (size_t i = 0; i < gr_schedule_count(); i++) {
        size_t count = 0;
        for (size_t k = 0; k < cases; k++)
            count += list[k].schedule == i;
        ck_assert_msg(count >= FEWEST, "few runs with %s", gr_schedule_at(i)->name);
    }
}
END_TEST

/* But for those that are typed. */
START_TEST(test_every_surface)
{
    for (size_t i = 0; i < gr_surface_count(); i++) {
        size_t count = 0;
        for (size_t k = 0; k < cases; k++)
            count += list[k].surface == i;
        ck_assert_msg(count > 0 || gr_surface_at(i)->dims == 0, "no run on %s",
                      gr_surface_at(i)->name);
    }
}
END_TEST

/* --- the same way --- */

static double greater(double a, double b)
{
    return a > b ? a : b;
}

/* What a number of a row may be off by. The point by 1e-12 of its size, or of 1; what hangs on the
 * point by what that makes of it in the first order, and its own rounding. The rate by 1e-15 of
 * itself: of the first rate, `lr`, where it goes to an end and is a difference. */
static double allowed(size_t row, int column, double lr)
{
    double of[COLUMNS];

    for (size_t i = STEP; i < COLUMNS; i++)
        of[i] = gr_is_missing(gr_csv_number(&data, row, i)) ? 0 : gr_csv_number(&data, row, i);
    double x = greater(1, fabs(of[X])), y = greater(1, fabs(of[Y])),
           own = greater(1, fabs(of[column]));

    switch (column) {
    case F:
        return CLOSE * (own + fabs(of[GX]) * x + fabs(of[GY]) * y);
    case GX:
        return CLOSE * (own + of[SLACK_X]);
    case GY:
        return CLOSE * (own + of[SLACK_Y]);
    case LR:
        return RATE_CLOSE * greater(lr, of[LR]);
    default:
        return CLOSE * own;
    }
}

/* lr where the schedule goes to an end, else 0. */
static double lr_of(const trajectory *t)
{
    bool ends = strstr(t->settings, " end=") != NULL;

    return ends ? strtod(strstr(t->settings, " lr=") + strlen(" lr="), NULL) : 0;
}

static void compare_row(const trajectory *t, const gr_run *run, size_t row)
{
    size_t step = (size_t)gr_csv_number(&data, row, STEP);

    ck_assert_msg(step < gr_run_trace(run)->rows, "%s: ends before step %zu", t->settings, step);
    for (int column = X; column <= LR; column++) {
        double expected = gr_csv_number(&data, row, (size_t)column);
        double is = gr_table_cell(gr_run_trace(run), step, (size_t)(column - X) + 1);
        if (gr_is_missing(expected) && gr_is_missing(is))
            continue;
        ck_assert_msg(fabs(is - expected) <= allowed(row, column, lr_of(t)),
                      "%s: at step %zu %s is %.17g, not %.17g", t->settings, step,
                      gr_csv_heading(&data, (size_t)column), is, expected);
    }
}

static void compare(const trajectory *t)
{
    gr_run *run = gr_test_run(descent(), t->settings, gr_test_keep);

    gr_test_seek(run, (long)gr_csv_number(&data, t->end - 1, STEP));
    for (size_t row = t->first; row < t->end; row++)
        compare_row(t, run, row);
    gr_run_free(run);
}

/* One test for each optimizer. */
START_TEST(test_same_way)
{
    for (size_t i = 0; i < cases; i++)
        if (list[i].optimizer == (size_t)_i)
            compare(&list[i]);
}
END_TEST

static Suite *suite(void)
{
    Suite *suite = suite_create("trajectories");
    TCase *tests = gr_test_case(suite, "trajectories");

    tcase_add_checked_fixture(tests, load, unload);
    tcase_add_test(tests, test_every_optimizer);
    tcase_add_test(tests, test_every_schedule);
    tcase_add_test(tests, test_every_surface);
    tcase_add_loop_test(tests, test_same_way, 0, (int)gr_optimizer_count());
    return suite;
}

int main(void)
{
    return gr_test_main(suite());
}
