/* Writing the runs of a plan as CSV. */
#include "gradus/csv.h"
#include "gradus/memory.h"
#include "gradus/plan.h"

#include <inttypes.h>
#include <string.h>

/* --- the columns in front of a sweep's rows --- */

static void put_prefix_names(const gr_plan *plan, gr_output *out)
{
    if (!gr_plan_is_sweep(plan))
        return;
    gr_output_text(out, "run,");
    for (size_t i = 0; i < plan->axis_count; i++) {
        if (plan->axes[i].count < 2)
            continue;
        gr_output_text(out, "set_");
        gr_output_text(out, plan->axes[i].knob);
        gr_csv_put_comma(out);
    }
    if (plan->first_seed != plan->last_seed)
        gr_output_text(out, "set_seed,");
}

/* The text in front of every row of one run, made once. */
static bool make_prefix(const gr_plan *plan, size_t number, const gr_run *run, gr_text *prefix,
                        gr_error *err)
{
    gr_output out;

    if (!gr_plan_is_sweep(plan))
        return true;
    gr_output_memory(&out, prefix);
    gr_csv_put_number(&out, (double)number);
    gr_csv_put_comma(&out);
    for (size_t i = 0; i < plan->axis_count; i++) {
        if (plan->axes[i].count < 2)
            continue;
        gr_csv_put_text(&out, gr_values_text(gr_run_initial(run), plan->axes[i].knob));
        gr_csv_put_comma(&out);
    }
    bool made = gr_output_commit(&out, err);
    if (made && plan->first_seed != plan->last_seed)
        gr_text_addf(prefix, "%" PRIu64 ",", gr_run_seed(run));
    return made && gr_text_ok(prefix, err);
}

/* --- rows --- */

static void put_names(const gr_columns *columns, gr_output *out)
{
    for (size_t i = 0; i < columns->count; i++) {
        if (i > 0)
            gr_csv_put_comma(out);
        gr_csv_put_text(out, columns->list[i].name);
    }
    gr_csv_put_end(out);
}

static void put_cell(const gr_column *column, double value, gr_output *out)
{
    if (column->words != NULL && !gr_is_missing(value))
        gr_csv_put_text(out, column->words[(size_t)value]);
    else
        gr_csv_put_number(out, value);
}

static void put_row(const gr_columns *columns, const double *row, gr_output *out)
{
    for (size_t i = 0; i < columns->count; i++) {
        if (i > 0)
            gr_csv_put_comma(out);
        put_cell(&columns->list[i], row[i], out);
    }
    gr_csv_put_end(out);
}

/* --- one run --- */

typedef struct writer {
    const gr_plan *plan;
    const gr_columns *header;
    gr_run *run;
    gr_text prefix;
    double *row;
    gr_output *out;
} writer;

static void write_present(writer *w)
{
    gr_run_row(w->run, w->row);
    gr_output_text(w->out, gr_text_string(&w->prefix));
    put_row(gr_run_columns(w->run), w->row, w->out);
}

/* The last step wanted; 0 stands for none, until the run has ended. */
static long last_step(const gr_plan *plan, const gr_run *run)
{
    return plan->steps >= 0 ? plan->steps : gr_run_length(run);
}

static bool write_rows(writer *w, gr_error *err)
{
    long last = last_step(w->plan, w->run), every = w->plan->every;
    bool bounded = w->plan->steps >= 0 || last > 0, traced = w->plan->table < 0;

    if (!gr_run_complete(w->run, err))
        return false;
    while (gr_output_ok(w->out, err)) {
        long now = gr_run_step_number(w->run);
        bool ended = gr_run_state(w->run) != GR_RUN_GOING || (bounded && now >= last);
        if (traced && (ended || (every > 0 && now % every == 0)))
            write_present(w);
        if (ended)
            return true;
        long ahead = every > 0 && traced ? every - now % every : 100000;
        if (bounded && ahead > last - now)
            ahead = last - now;
        if (!gr_run_steps(w->run, ahead, err))
            return false;
    }
    return false;
}

static bool tell_warning(const writer *w, size_t number, gr_text *words, gr_error *err)
{
    const char *warning = gr_run_warning(w->run);

    if (warning == NULL || words == NULL)
        return true;
    gr_text_addf(words, "gradus: run %zu: %s\n", number, warning);
    return gr_text_ok(words, err);
}

static bool tell_divergence(const writer *w, size_t number, gr_text *words, gr_error *err)
{
    if (gr_run_state(w->run) != GR_RUN_DIVERGED || words == NULL)
        return true;
    gr_text_addf(words, "gradus: run %zu diverged at step %ld\n", number,
                 gr_run_step_number(w->run));
    return gr_text_ok(words, err);
}

/* The columns that run 1 has: what the header says of every run. */
static bool first_columns(const gr_plan *plan, gr_table *header, gr_error *err)
{
    gr_run *run = gr_plan_start(plan, 1, (gr_run_keep){ 0 }, err);
    bool made = run != NULL;

    if (made && plan->table >= 0)
        made = gr_run_complete(run, err) && gr_run_table(run, plan->table, header, err);
    const gr_columns *columns = made ? gr_run_columns(run) : NULL;
    for (size_t i = 0; made && plan->table < 0 && i < columns->count; i++)
        made = gr_columns_add(&header->columns, columns->list[i].name, "", 0, err);
    gr_run_free(run);
    if (!made)
        gr_table_clear(header);
    return made;
}

static bool same_columns(const gr_columns *a, const gr_columns *b)
{
    bool same = a->count == b->count;

    for (size_t i = 0; same && i < a->count; i++)
        same = strcmp(a->list[i].name, b->list[i].name) == 0;
    return same;
}

/* A sweep over knobs that change the columns has no common header. */
static bool fits_header(const writer *w, size_t number, const gr_columns *columns, gr_error *err)
{
    return w->header == NULL || same_columns(w->header, columns) ||
           gr_fail(err, GR_ERROR_USAGE,
                   "run %zu has other columns than run 1; sweep them one by one", number);
}

static void put_header(const gr_plan *plan, const gr_columns *columns, gr_output *out)
{
    put_prefix_names(plan, out);
    put_names(columns, out);
}

bool gr_plan_write_header(const gr_plan *plan, gr_output *out, gr_error *err)
{
    gr_table header = { 0 };

    if (!first_columns(plan, &header, err))
        return false;
    put_header(plan, &header.columns, out);
    gr_table_clear(&header);
    return gr_output_ok(out, err);
}

static bool write_table(writer *w, size_t number, gr_error *err)
{
    gr_table table = { 0 };

    if (!gr_run_table(w->run, w->plan->table, &table, err))
        return false;
    bool fits = fits_header(w, number, &table.columns, err);
    for (size_t i = 0; fits && i < table.rows; i++) {
        gr_output_text(w->out, gr_text_string(&w->prefix));
        put_row(&table.columns, gr_table_row(&table, i), w->out);
    }
    gr_table_clear(&table);
    return fits && gr_output_ok(w->out, err);
}

/* `header`: the columns that the run must have, as an earlier one; NULL: it may have any. */
static bool write_run(const gr_plan *plan, size_t number, const gr_columns *header, gr_output *out,
                      gr_text *words, gr_error *err)
{
    writer w = { .plan = plan, .header = header, .out = out };

    w.run = gr_plan_start(plan, number, (gr_run_keep){ 0 }, err);
    if (w.run == NULL)
        return false;
    w.row = gr_alloc(gr_run_columns(w.run)->count, sizeof *w.row, err);
    bool done = w.row != NULL &&
                (plan->table >= 0 || fits_header(&w, number, gr_run_columns(w.run), err)) &&
                make_prefix(plan, number, w.run, &w.prefix, err) && write_rows(&w, err) &&
                (plan->table < 0 || write_table(&w, number, err)) &&
                tell_warning(&w, number, words, err) && tell_divergence(&w, number, words, err);
    gr_free(w.row);
    gr_text_clear(&w.prefix);
    gr_run_free(w.run);
    return done;
}

bool gr_plan_write_run(const gr_plan *plan, size_t number, gr_output *out, gr_text *words,
                       gr_error *err)
{
    gr_table header = { 0 };
    bool sweep = gr_plan_is_sweep(plan);

    if (sweep && !first_columns(plan, &header, err))
        return false;
    bool done = write_run(plan, number, sweep ? &header.columns : NULL, out, words, err);
    gr_table_clear(&header);
    return done;
}

/* What a worker is handed: run 1 need not be prepared again for each of the others. */
typedef struct shared {
    const gr_plan *plan;
    gr_table header;
} shared;

static bool pool_job(const void *context, size_t job, gr_output *out, gr_text *words,
                     gr_error *err)
{
    const shared *s = context;

    return write_run(s->plan, gr_plan_number(s->plan, job), &s->header.columns, out, words, err);
}

/* `watch` NULL: nobody watches. */
static bool write_all(const gr_plan *plan, size_t jobs, gr_pool_watch *watch, gr_output *out,
                      gr_text *words, gr_error *err)
{
    shared s = { .plan = plan };
    size_t count;

    if (!gr_plan_check(plan, err) || !gr_plan_count(plan, &count, err) ||
        !first_columns(plan, &s.header, err))
        return false;
    put_header(plan, &s.header.columns, out);
    size_t mine = gr_plan_chosen(plan, count);
    bool done = gr_output_ok(out, err);
    if (done && watch != NULL)
        done = gr_pool_run_watched(mine, jobs, pool_job, &s, watch, out, words, err);
    else if (done)
        done = gr_pool_run(mine, jobs, pool_job, &s, out, words, err);
    gr_table_clear(&s.header);
    return done;
}

bool gr_plan_write(const gr_plan *plan, size_t jobs, gr_output *out, gr_text *words, gr_error *err)
{
    return write_all(plan, jobs, NULL, out, words, err);
}

bool gr_plan_write_watched(const gr_plan *plan, size_t jobs, gr_pool_watch *watch, gr_output *out,
                           gr_text *words, gr_error *err)
{
    return write_all(plan, jobs, watch, out, words, err);
}

bool gr_plan_write_trace(const gr_run *run, gr_output *out, gr_error *err)
{
    const gr_table *trace = gr_run_trace(run);

    put_names(&trace->columns, out);
    for (size_t i = 0; i < trace->rows && (long)i <= gr_run_step_number(run); i++)
        put_row(&trace->columns, gr_table_row(trace, i), out);
    return gr_output_ok(out, err);
}
