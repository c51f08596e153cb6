/* What must be true of every experiment, looped over the registry, the toy included: its knobs,
 * names, columns, figures and tables. How they move is in check_moves.c. */
#include "runs.h"
#include "toy.h"

#include "gradus/csv.h"
#include "gradus/memory.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { STEPS = 8, WALK = 1200 }; /* 1200: from 0.1 to the smallest number there is in 1-2-5 */

/* --- all combinations of family members, one family at a time --- */

typedef void check_values(gr_values *values);

static void with_members(const gr_experiment *experiment, check_values *check)
{
    gr_values values, changed;
    gr_error err;

    gr_test_values(experiment, "", &values);
    check(&values);
    for (size_t i = 0; i < values.count; i++) {
        const gr_param *param = values.items[i].param;
        for (size_t m = 0; param->kind == GR_PARAM_FAMILY && m < param->family->count(); m++) {
            ck_assert(gr_values_copy(&changed, &values, NULL));
            ck_assert_msg(gr_values_set(&changed, param->name, param->family->member(m), &err),
                          "%s", err.message);
            check(&changed);
            gr_values_clear(&changed);
        }
    }
    gr_values_clear(&values);
}

/* The name of knob i as it is shown. Heap. */
static char *name_of(const gr_values *values, size_t i)
{
    gr_text name = { 0 };

    gr_values_name(values, i, &name);
    char *copy = strdup(gr_text_string(&name));
    gr_text_clear(&name);
    return copy;
}

/* Try one value on a copy. */
static bool takes(const gr_values *values, size_t i, const char *text)
{
    gr_values copy;
    gr_error err = { 0 };
    char *name = name_of(values, i);

    ck_assert(gr_values_copy(&copy, values, NULL));
    bool taken = gr_values_set(&copy, name, text, &err);
    ck_assert(taken || (err.kind == GR_ERROR_USAGE && strstr(err.message, "knob") != NULL));
    if (!taken) /* all or nothing */
        for (size_t k = 0; k < values->count; k++)
            gr_assert_text(copy.items[k].text, values->items[k].text);
    gr_values_clear(&copy);
    free(name);
    return taken;
}

static bool takes_number(const gr_values *values, size_t i, double number)
{
    char text[GR_NUMBER_SIZE];

    gr_number_exact(number, text);
    return takes(values, i, text);
}

/* --- defaults and ends --- */

static void check_defaults(gr_values *values)
{
    for (size_t i = 0; i < values->count; i++) {
        const gr_param *param = values->items[i].param;
        ck_assert_msg(takes(values, i, param->initial), "default of %s", param->name);
        ck_assert_msg(takes(values, i, values->items[i].text), "text of %s", param->name);
        ck_assert_msg(param->help != NULL && param->help[0] != '\0', "help of %s", param->name);
        ck_assert_msg(param->kind != GR_PARAM_FAMILY || !param->live,
                      "%s: a family changes which knobs there are", param->name);
    }
}

/* The last number inside an end and the first one outside. */
static void check_end(const gr_values *values, size_t i, double end, bool open, double outwards)
{
    const gr_param *param = values->items[i].param;
    bool whole = param->kind == GR_PARAM_INTEGER;

    if (isinf(end)) {
        double most = whole ? 0x1p53 - 1 : 1e300;
        ck_assert(takes_number(values, i, copysign(most, end)));
        ck_assert(!takes(values, i, end > 0 ? "inf" : "-inf"));
        return;
    }
    double inside = whole ? end - outwards : nextafter(end, -outwards * INFINITY);
    double outside = whole ? end + outwards : nextafter(end, outwards * INFINITY);
    ck_assert_msg(takes_number(values, i, open ? inside : end), "%s: its end", param->name);
    ck_assert_msg(!takes_number(values, i, open ? end : outside), "%s: beyond", param->name);
}

static void check_layers_ends(const gr_values *values, size_t i)
{
    const gr_param *param = values->items[i].param;
    char text[200];

    snprintf(text, sizeof text, "%.0f-%.0f", param->low, param->high);
    ck_assert_msg(takes(values, i, text), "%s", text);
    snprintf(text, sizeof text, "%.0f-%.0f", param->low - 1, param->high);
    ck_assert_msg(!takes(values, i, text), "%s", text);
    snprintf(text, sizeof text, "%.0f-%.0f", param->low, param->high + 1);
    ck_assert_msg(!takes(values, i, text), "%s", text);
    ck_assert(takes(values, i, "4") == param->single);
}

static void check_text_ends(const gr_values *values, size_t i)
{
    char text[4098];
    bool free = values->items[i].param->kind == GR_PARAM_TEXT;

    memset(text, 'x', sizeof text);
    text[4096] = '\0';
    ck_assert(takes(values, i, text));
    text[4096] = 'x';
    text[4097] = '\0';
    ck_assert(!takes(values, i, text));
    ck_assert(!takes(values, i, "escape \x1b[2J"));
    ck_assert(!takes(values, i, "half a character \xC3"));
    ck_assert(takes(values, i, "") == free);
}

static void check_words(const gr_values *values, size_t i)
{
    const gr_param *param = values->items[i].param;

    for (size_t w = 0; param->words != NULL && param->words[w] != NULL; w++)
        ck_assert_msg(takes(values, i, param->words[w]), "%s=%s", param->name, param->words[w]);
    for (size_t m = 0; param->kind == GR_PARAM_FAMILY && m < param->family->count(); m++)
        ck_assert(takes(values, i, param->family->member(m)));
}

static void check_ends(gr_values *values)
{
    for (size_t i = 0; i < values->count; i++) {
        const gr_param *param = values->items[i].param;
        bool number = param->kind == GR_PARAM_NUMBER || param->kind == GR_PARAM_INTEGER;
        check_words(values, i);
        if (number) {
            check_end(values, i, param->low, param->low_open, -1);
            check_end(values, i, param->high, param->high_open, 1);
            ck_assert(!takes(values, i, "nan") && !takes(values, i, ""));
        }
        if (param->kind == GR_PARAM_LAYERS)
            check_layers_ends(values, i);
        else if (param->kind >= GR_PARAM_TEXT)
            check_text_ends(values, i);
        else
            ck_assert(!takes(values, i, "no-such-word"));
        if (param->kind == GR_PARAM_INTEGER)
            ck_assert(!takes_number(values, i, 1.5));
        if (param->kind == GR_PARAM_YESNO)
            ck_assert(takes(values, i, "yes") && takes(values, i, "no"));
    }
}

/* --- neighbours --- */

/* How many words or members a knob goes round through; 0: it has ends. */
static int round_of(const gr_param *param)
{
    size_t words = 0;

    if (param->kind == GR_PARAM_FAMILY)
        return (int)param->family->count();
    while (param->kind == GR_PARAM_CHOICE && param->words[words] != NULL)
        words++;
    return param->kind == GR_PARAM_YESNO ? 2 : (int)words;
}

/* Each step up or down is a value that the knob takes; words and members come round, once all of
 * them have been there. */
static void walk(const gr_values *start, size_t i, int direction)
{
    gr_values values;
    char *name = name_of(start, i);
    int round = round_of(start->items[i].param), back = 0;
    gr_error err;

    ck_assert(gr_values_copy(&values, start, NULL));
    for (int k = 1; k <= WALK && back == 0; k++) {
        gr_text next = { 0 };
        size_t at = (size_t)(gr_values_find(&values, name, NULL) - values.items);
        bool more = gr_values_neighbour(&values, at, direction, &next, &err);
        ck_assert(more || (round == 0 && err.kind == GR_ERROR_USAGE));
        if (more) {
            ck_assert_str_ne(gr_text_string(&next), values.items[at].text);
            ck_assert_msg(gr_values_set(&values, name, gr_text_string(&next), &err), "%s",
                          err.message);
            if (round > 0 && strcmp(gr_text_string(&next), start->items[i].text) == 0)
                back = k;
        }
        gr_text_clear(&next);
        if (!more)
            break;
    }
    ck_assert_msg(back == round, "%s comes round after %d, not %d", name, back, round);
    gr_values_clear(&values);
    free(name);
}

static void check_neighbours(gr_values *values)
{
    for (size_t i = 0; i < values->count; i++) {
        walk(values, i, 1);
        walk(values, i, -1);
    }
}

/* --- names --- */

/* A shown name finds its own knob, and so does the full one. */
static void check_names(gr_values *values)
{
    char full[200];

    for (size_t i = 0; i < values->count; i++) {
        const gr_value *value = &values->items[i];
        char *name = name_of(values, i);
        ck_assert_msg(gr_values_find(values, name, NULL) == value, "%s", name);
        ck_assert(gr_values_index(values, name) == i);
        snprintf(full, sizeof full, "%s%s%s", value->owner != NULL ? value->owner : "",
                 value->owner != NULL ? "." : "", value->param->name);
        ck_assert_msg(gr_values_find(values, full, NULL) == value, "%s", full);
        ck_assert_msg(strpbrk(value->param->name, " ,=:\"'#") == NULL, "%s", value->param->name);
        free(name);
    }
    ck_assert_ptr_null(gr_values_find(values, "no-such-knob", NULL));
}

START_TEST(test_defaults)
{
    with_members(gr_experiment_at((size_t)_i), check_defaults);
}
END_TEST

START_TEST(test_ends)
{
    with_members(gr_experiment_at((size_t)_i), check_ends);
}
END_TEST

START_TEST(test_neighbours)
{
    with_members(gr_experiment_at((size_t)_i), check_neighbours);
}
END_TEST

START_TEST(test_names)
{
    with_members(gr_experiment_at((size_t)_i), check_names);
}
END_TEST

/* --- columns --- */

static bool is_name(const char *text)
{
    if (!isalpha((unsigned char)text[0]) && text[0] != '_')
        return false;
    return strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") ==
           strlen(text);
}

/* Names that an expression can use, none twice, `step` first. */
START_TEST(test_column_names)
{
    gr_run *run = gr_test_run(gr_experiment_at((size_t)_i), "", gr_test_lean);
    const gr_columns *columns = gr_run_columns(run);

    gr_assert_text(columns->list[0].name, "step");
    for (size_t i = 0; i < columns->count; i++) {
        ck_assert_msg(is_name(columns->list[i].name), "%s", columns->list[i].name);
        ck_assert_int_eq(gr_columns_find(columns, columns->list[i].name), (long)i);
        ck_assert_ptr_nonnull(columns->list[i].unit);
    }
    gr_run_free(run);
}
END_TEST

/* What is counted before a run is made: each step writes a row. */
START_TEST(test_work)
{
    gr_run *run = gr_test_run(gr_experiment_at((size_t)_i), "", gr_test_lean);
    double row = 100.0 * (double)gr_run_columns(run)->count, last = 0;

    for (long steps = 0; steps < 10; steps++) {
        double work = gr_run_work(run, steps);
        ck_assert_msg(work >= last + row, "%g of %ld steps, %g of one less", work, steps, last);
        last = work;
    }
    ck_assert(gr_run_work(run, 1000000000) < 1e15);
    gr_run_free(run);
}
END_TEST

/* The CSV of a run has the columns as its header, and of a table likewise. */
START_TEST(test_header)
{
    const gr_experiment *experiment = gr_experiment_at((size_t)_i);
    gr_run *run = gr_test_run(experiment, "", gr_test_lean);
    const gr_columns *columns = gr_run_columns(run);
    gr_plan plan;
    gr_csv csv;
    gr_error err;

    gr_test_plan(&plan, experiment, "");
    plan.steps = 1;
    char *text = gr_test_csv(&plan, 1);
    ck_assert_msg(gr_csv_read("x.csv", text, strlen(text), NULL, &csv, &err), "%s", err.message);
    ck_assert_uint_eq(csv.columns, columns->count);
    ck_assert_uint_eq(csv.rows, 2);
    for (size_t i = 0; i < columns->count; i++)
        gr_assert_text(gr_csv_heading(&csv, i), columns->list[i].name);
    free(text);
    gr_csv_clear(&csv);
    gr_plan_clear(&plan);
    gr_run_free(run);
}
END_TEST

START_TEST(test_tables)
{
    const gr_experiment *experiment = gr_experiment_at((size_t)_i);
    gr_plan plan;

    for (int which = 0; experiment->tables != NULL && experiment->tables[which].name != NULL;
         which++) {
        ck_assert_int_eq(gr_experiment_table(experiment, experiment->tables[which].name), which);
        gr_test_plan(&plan, experiment, "");
        plan.steps = 2;
        plan.table = which;
        char *text = gr_test_csv(&plan, 1);
        gr_run *run = gr_test_run(experiment, "", gr_test_lean);
        gr_test_seek(run, 2);
        gr_table table = { 0 };
        ck_assert(gr_run_table(run, which, &table, NULL));
        ck_assert_uint_gt(table.columns.count, 0);
        size_t lines = 0;
        for (const char *at = text; *at != '\0'; at++)
            lines += *at == '\n';
        ck_assert_uint_eq(lines, table.rows + 1);
        gr_table_clear(&table);
        gr_run_free(run);
        gr_plan_clear(&plan);
        free(text);
    }
}
END_TEST

/* --- figures --- */

static size_t made_by_view(const gr_figure *figure)
{
    size_t count = 0;

    for (size_t i = 0; i < figure->count; i++)
        count += figure->layers[i].y == NULL;
    return count;
}

static bool has_kind(const gr_figure *figure, gr_shape_kind kind)
{
    for (size_t i = 0; i < figure->count; i++)
        if (figure->layers[i].shape == kind)
            return true;
    return false;
}

/* The steps on the curves of a whole trace, which no layer names. */
static bool is_digits(const gr_figure *figure, const gr_shape *shape)
{
    return figure->whole && shape->kind == GR_SHAPE_POINTS;
}

static void check_figure(const gr_study *study, const gr_figure *figure, int columns, int rows)
{
    const gr_view_request request = { .figure = figure, .columns = columns, .rows = rows };
    gr_view view = { 0 };
    gr_error err;

    ck_assert_msg(gr_study_view(study, &request, &view, &err), "%s: %s", figure->name, err.message);
    ck_assert(view.figure == figure);
    ck_assert_msg(view.title != NULL && view.title[0] != '\0', "%s: no title", figure->name);
    ck_assert_msg(view.count > 0, "%s: nothing to see", figure->name);
    ck_assert_msg(made_by_view(figure) == 0 || (view.says != NULL && view.says[0] != '\0'),
                  "%s: says nothing", figure->name);
    for (size_t i = 0; i < view.count; i++)
        ck_assert_msg(has_kind(figure, view.shapes[i].kind) || is_digits(figure, &view.shapes[i]),
                      "%s: shape %zu", figure->name, i);
    gr_view_clear(&view);
}

static void check_figures(const gr_study *study)
{
    static const int sizes[][2] = { { 1, 1 }, { 42, 16 }, { 200, 60 } };
    const gr_figure *figures = gr_run_experiment(study->runs[0])->figures;

    for (size_t i = 0; figures[i].name != NULL; i++)
        for (size_t k = 0; k < GR_LEN(sizes); k++)
            check_figure(study, &figures[i], sizes[k][0], sizes[k][1]);
}

/* At the start, inside a step, under way and at the end. */
START_TEST(test_views)
{
    gr_run *run = gr_test_run(gr_experiment_at((size_t)_i), "", gr_test_keep);
    gr_study study = { .count = 0 };
    gr_progress progress = GR_PART;

    ck_assert(gr_study_add(&study, run, NULL));
    check_figures(&study);
    while (gr_run_state(run) == GR_RUN_GOING && gr_run_step_number(run) < STEPS) {
        ck_assert(gr_run_advance(run, true, &progress, NULL));
        check_figures(&study);
    }
    gr_study_clear(&study);
}
END_TEST

START_TEST(test_figure_rows)
{
    const gr_experiment *experiment = gr_experiment_at((size_t)_i);
    gr_run *run = gr_test_run(experiment, "", gr_test_lean);
    const gr_columns *columns = gr_run_columns(run);

    for (size_t i = 0; experiment->figures[i].name != NULL; i++) {
        const gr_figure *figure = &experiment->figures[i];
        ck_assert_int_eq(gr_experiment_figure(experiment, figure->name), (long)i);
        ck_assert_msg(figure->count >= 1 && figure->count <= GR_FIGURE_LAYERS, "%s", figure->name);
        for (size_t k = 0; k < figure->count; k++) {
            const gr_figure_layer *layer = &figure->layers[k];
            ck_assert_msg((layer->x == NULL) == (layer->y == NULL), "%s", figure->name);
            ck_assert(layer->y == NULL || (gr_columns_find(columns, layer->x) >= 0 &&
                                           gr_columns_find(columns, layer->y) >= 0));
        }
    }
    gr_run_free(run);
}
END_TEST

/* --- the registry itself --- */

START_TEST(test_find)
{
    gr_error err = { 0 };

    for (size_t i = 0; i < gr_experiment_count(); i++) {
        const gr_experiment *experiment = gr_experiment_at(i);
        ck_assert(gr_experiment_find(experiment->name, &err) == experiment);
        ck_assert(experiment->summary != NULL && experiment->summary[0] != '\0');
    }
    ck_assert_ptr_null(gr_experiment_find("no-such-thing", &err));
    ck_assert_int_eq(err.kind, GR_ERROR_USAGE);
    gr_assert_message(err, "unknown experiment 'no-such-thing'; there are: ");
    gr_assert_message(err, "image, nearest, neuron, parameters");
}
END_TEST

/* Each kind of knob and of shape occurs in the toy, so that the loops above have met them. */
START_TEST(test_toy_has_everything)
{
    bool kinds[GR_PARAM_KINDS] = { false }, shapes[GR_SHAPES] = { false };

    for (const gr_param *param = gr_toy.params; param->name != NULL; param++)
        kinds[param->kind] = true;
    for (const gr_figure *figure = gr_toy.figures; figure->name != NULL; figure++)
        for (size_t i = 0; i < figure->count; i++)
            shapes[figure->layers[i].shape] = true;
    for (size_t i = 0; i < GR_LEN(kinds); i++)
        ck_assert_msg(kinds[i], "kind %zu", i);
    for (size_t i = 0; i < GR_LEN(shapes); i++)
        ck_assert_msg(shapes[i], "shape %zu", i);
    ck_assert_uint_eq(gr_experiment_phases(&gr_toy), GR_TOY_PHASES);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("registry");
    TCase *all = gr_test_case(s, "every experiment"), *registry = gr_test_case(s, "registry");
    int count = (int)gr_experiment_count();

    tcase_add_loop_test(all, test_defaults, 0, count);
    tcase_add_loop_test(all, test_ends, 0, count);
    tcase_add_loop_test(all, test_neighbours, 0, count);
    tcase_add_loop_test(all, test_names, 0, count);
    tcase_add_loop_test(all, test_column_names, 0, count);
    tcase_add_loop_test(all, test_work, 0, count);
    tcase_add_loop_test(all, test_header, 0, count);
    tcase_add_loop_test(all, test_tables, 0, count);
    tcase_add_loop_test(all, test_views, 0, count);
    tcase_add_loop_test(all, test_figure_rows, 0, count);
    tcase_add_test(registry, test_find);
    tcase_add_test(registry, test_toy_has_everything);
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
