#include "runs.h"

#include <stdlib.h>

const gr_run_keep gr_test_keep = { .trace = true, .history_bytes = GR_HISTORY_BYTES };
const gr_run_keep gr_test_lean = { .trace = false, .history_bytes = 0 };

/* --- settings --- */

/* Call `take` with each "knob=value" of a list. */
static void each(const char *settings, void (*take)(void *, char *), void *context)
{
    char *copy = strdup(settings), *rest = copy;

    for (char *one; (one = strsep(&rest, " ")) != NULL;)
        if (*one != '\0')
            take(context, one);
    free(copy);
}

static void apply(void *values, char *one)
{
    char *equals = strchr(one, '=');
    gr_error err;

    *equals = '\0';
    ck_assert_msg(gr_values_set(values, one, equals + 1, &err), "%s", err.message);
}

/* One after the other, so that a family stands in front of its members' knobs. */
void gr_test_values(const gr_experiment *experiment, const char *settings, gr_values *values)
{
    ck_assert(gr_values_init(values, experiment->params, NULL));
    each(settings, apply, values);
}

gr_run *gr_test_born(const gr_experiment *experiment, const char *settings, uint64_t seed,
                     gr_run_keep keep)
{
    gr_values values;
    gr_error err = { 0 };

    gr_test_values(experiment, settings, &values);
    gr_run *run = gr_run_new(experiment, &values, seed, keep, &err);
    ck_assert_msg(run != NULL, "%s", err.message);
    gr_values_clear(&values);
    return run;
}

gr_run *gr_test_run(const gr_experiment *experiment, const char *settings, gr_run_keep keep)
{
    gr_run *run = gr_test_born(experiment, settings, 1, keep);

    gr_test_seek(run, 0);
    return run;
}

/* --- moving --- */

void gr_test_seek(gr_run *run, long step)
{
    gr_error err;

    ck_assert_msg(gr_run_seek(run, step, 0, &err), "%s", err.message);
}

gr_set_result gr_test_set(gr_run *run, const char *knob, const char *value)
{
    const gr_setting setting = { knob, value };
    gr_set_result result;
    gr_error err;

    ck_assert_msg(gr_run_set(run, &setting, 1, &result, &err), "%s", err.message);
    return result;
}

void gr_test_act(gr_run *run, int action)
{
    gr_error err;

    ck_assert_msg(gr_run_act(run, action, &err), "%s", err.message);
}

void gr_test_schedule_all(gr_run *run, const gr_run *of)
{
    size_t count;
    const gr_event *events = gr_run_events(of, &count);
    gr_error err;

    for (size_t i = 0; i < count; i++)
        ck_assert_msg(gr_run_schedule(run, &events[i], &err), "%s", err.message);
}

/* --- as text --- */

static char *take(gr_text *text)
{
    ck_assert(!text->failed);
    char *copy = strdup(gr_text_string(text));
    gr_text_clear(text);
    return copy;
}

static void add_row(gr_text *out, const double *row, size_t count)
{
    char text[GR_NUMBER_SIZE];

    for (size_t i = 0; i < count; i++) {
        gr_number_exact(row[i], text);
        gr_text_addf(out, "%s%s", text, i + 1 < count ? " " : "\n");
    }
}

static void add_values(gr_text *out, const gr_values *values)
{
    for (size_t i = 0; i < values->count; i++) {
        gr_values_name(values, i, out);
        gr_text_addf(out, "=%s ", values->items[i].text);
    }
    gr_text_add(out, "\n");
}

static void add_tables(gr_text *out, const gr_run *run)
{
    const gr_table_spec *tables = gr_run_experiment(run)->tables;

    for (int which = 0; tables != NULL && tables[which].name != NULL; which++) {
        gr_table table = { 0 };
        gr_error err;
        ck_assert_msg(gr_run_table(run, which, &table, &err), "%s", err.message);
        gr_text_addf(out, "table %s\n", tables[which].name);
        for (size_t i = 0; i < table.rows; i++)
            add_row(out, gr_table_row(&table, i), table.columns.count);
        gr_table_clear(&table);
    }
}

char *gr_test_present(const gr_run *run)
{
    gr_text out = { 0 };
    size_t count = gr_run_columns(run)->count;
    double *row = calloc(count, sizeof *row);

    gr_text_addf(&out, "step %ld phase %zu inside %d state %d seed %llu\n",
                 gr_run_step_number(run), gr_run_phase(run), gr_run_inside(run),
                 (int)gr_run_state(run), (unsigned long long)gr_run_seed(run));
    add_values(&out, gr_run_values(run));
    gr_run_row(run, row);
    add_row(&out, row, count);
    add_tables(&out, run);
    free(row);
    return take(&out);
}

char *gr_test_trace(const gr_run *run)
{
    gr_text text = { 0 };
    gr_output out;
    gr_error err;

    gr_output_memory(&out, &text);
    ck_assert_msg(gr_plan_write_trace(run, &out, &err), "%s", err.message);
    ck_assert(gr_output_commit(&out, &err));
    return take(&text);
}

void gr_test_same(const gr_run *a, const gr_run *b)
{
    gr_test_equal(gr_test_present(a), gr_test_present(b));
    gr_test_equal(gr_test_trace(a), gr_test_trace(b));
}

void gr_test_equal(char *a, char *b)
{
    if (strcmp(a, b) != 0) {
        size_t same = 0, line = 0;
        for (; a[same] == b[same]; same++)
            line = a[same] == '\n' ? same + 1 : line;
        ck_abort_msg("from byte %zu on:\n%.*s\ndiffers from\n%.*s", same,
                     (int)strcspn(a + same, "\n") + (int)(same - line), a + line,
                     (int)strcspn(b + same, "\n") + (int)(same - line), b + line);
    }
    free(a);
    free(b);
}

/* --- plans --- */

static void assign(void *plan, char *one)
{
    gr_error err;

    ck_assert_msg(gr_plan_assign(plan, one, &err), "%s", err.message);
}

void gr_test_plan(gr_plan *plan, const gr_experiment *experiment, const char *assignments)
{
    gr_plan_init(plan, experiment);
    each(assignments, assign, plan);
}

char *gr_test_csv(const gr_plan *plan, size_t jobs)
{
    gr_text text = { 0 }, words = { 0 };
    gr_output out;
    gr_error err;

    gr_output_memory(&out, &text);
    ck_assert_msg(gr_plan_write(plan, jobs, &out, &words, &err), "%s", err.message);
    ck_assert(gr_output_commit(&out, &err));
    gr_text_clear(&words);
    return take(&text);
}
