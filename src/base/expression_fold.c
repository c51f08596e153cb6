#include "expression_tree.h"

#include "gradus/memory.h"

#include <assert.h>
#include <math.h>
#include <string.h>

struct gr_fold {
    const gr_bound *bound;        /* the expression's */
    gr_accumulator *accumulators; /* one per bound fold */
    double *drawn;
};

/* --- the kinds --- */

static void take_first(gr_accumulator *a, double value, double step)
{
    (void)step;
    a->value = value;
    a->done = true;
}

static void take_last(gr_accumulator *a, double value, double step)
{
    (void)step;
    a->value = value;
}

static void take_at(gr_accumulator *a, double value, double step)
{
    if (step != a->key)
        return;
    a->value = value;
    a->done = true;
}

static void take_min(gr_accumulator *a, double value, double step)
{
    (void)step;
    if (value < a->value || isnan(a->value))
        a->value = value;
}

static void take_max(gr_accumulator *a, double value, double step)
{
    (void)step;
    if (value > a->value || isnan(a->value))
        a->value = value;
}

static void take_mean(gr_accumulator *a, double value, double step)
{
    (void)step;
    if (isnan(value))
        return;
    a->extra += value;
    a->value = a->extra / (double)++a->count;
}

static void take_argmin(gr_accumulator *a, double value, double step)
{
    if (isnan(value) || (a->count > 0 && value >= a->extra))
        return;
    a->count++;
    a->extra = value;
    a->value = step;
}

static void take_steps_to(gr_accumulator *a, double value, double step)
{
    if (!gr_op_holds(value))
        return;
    a->value = step;
    a->done = true;
}

const gr_fold_row_kind gr_fold_kinds[GR_FOLD_COUNT] = {
    [GR_FOLD_FIRST] = { "first", GR_FOLD_DOTTED, .take = take_first },
    [GR_FOLD_LAST] = { "last", GR_FOLD_DOTTED, .take = take_last },
    [GR_FOLD_AT] = { "at", GR_FOLD_CALLED, .operands = 2, .needs_step = true, .take = take_at },
    [GR_FOLD_MIN] = { "min", GR_FOLD_CALLED, .operands = 1, .take = take_min },
    [GR_FOLD_MAX] = { "max", GR_FOLD_CALLED, .operands = 1, .take = take_max },
    [GR_FOLD_MEAN] = { "mean", GR_FOLD_CALLED, .operands = 1, .take = take_mean },
    [GR_FOLD_ARGMIN] = { "argmin", GR_FOLD_CALLED, .operands = 1, .needs_step = true,
                         .take = take_argmin },
    [GR_FOLD_STEPS_TO] = { "steps_to", GR_FOLD_CALLED, .operands = 1, .needs_step = true,
                           .take = take_steps_to },
    [GR_FOLD_DIVERGED] = { "diverged", GR_FOLD_WORD, .condition = true },
    [GR_FOLD_FINISHED] = { "finished", GR_FOLD_WORD, .condition = true },
};

gr_fold_kind gr_fold_of_name(const char *name, size_t length, size_t *column)
{
    for (int i = 0; i < GR_FOLD_COUNT; i++) {
        const char *word = gr_fold_kinds[i].name;
        size_t n = strlen(word);
        if (gr_fold_kinds[i].form == GR_FOLD_WORD && gr_text_is(name, length, word))
            return (gr_fold_kind)i;
        if (gr_fold_kinds[i].form == GR_FOLD_DOTTED && length > n + 1 && name[n] == '.' &&
            memcmp(name, word, n) == 0) {
            *column = n + 1;
            return (gr_fold_kind)i;
        }
    }
    return GR_FOLD_COUNT;
}

/* --- programs with their loads --- */

/* Where the loads of a program come from. In a row's program the row, drawn numbers and results;
 * outside knobs, drawn numbers and results. */
typedef struct origin {
    const gr_fold *fold;
    const double *row;
    const gr_fold_input *input;
} origin;

static double load_value(const origin *from, const gr_load *load)
{
    if (load->source == GR_SOURCE_COLUMN)
        return from->row[load->index];
    if (load->source == GR_SOURCE_DRAWN)
        return from->fold->drawn[load->index];
    if (load->source == GR_SOURCE_RESULT)
        return from->fold->accumulators[load->index].value;
    assert(load->source == GR_SOURCE_KNOB && from->input != NULL && from->input->knobs != NULL);
    return from->input->knobs[load->run][load->index];
}

static double compute_in(const origin *from, const gr_program *program, double *frame)
{
    const gr_bound *bound = from->fold->bound;
    const gr_load *loads = bound->loads + program->loads;
    double *to = frame + program->constant_count;

    for (size_t i = 0; i < program->load_count; i++)
        to[i] = load_value(from, &loads[i]);
    return gr_program_run(bound, program, frame, from->input);
}

/* Apart, so that the usual small program does not pay for a large frame. */
__attribute__((noinline)) static double compute_large(const origin *from, const gr_program *program)
{
    double frame[GR_EXPRESSION_NODES];

    return compute_in(from, program, frame);
}

static double compute(const origin *from, const gr_program *program)
{
    if (program->frame > GR_SMALL_FRAME)
        return compute_large(from, program);
    double frame[GR_SMALL_FRAME];
    return compute_in(from, program, frame);
}

/* --- life cycle --- */

static void forget(gr_fold *fold, size_t i)
{
    bool rows = gr_fold_kinds[fold->bound->folds[i].kind].take != NULL;

    fold->accumulators[i] =
        (gr_accumulator){ .value = rows ? (double)NAN : 0, .key = fold->accumulators[i].key };
}

void gr_fold_reset(gr_fold *fold, size_t run)
{
    for (size_t i = 0; i < fold->bound->fold_count; i++)
        if (fold->bound->folds[i].run == run)
            forget(fold, i);
}

static void set_up(gr_fold *fold, const double *drawn)
{
    const gr_bound *bound = fold->bound;
    origin from = { .fold = fold };

    if (bound->drawn_count > 0)
        memcpy(fold->drawn, drawn, bound->drawn_count * sizeof *drawn);
    for (size_t i = 0; i < bound->fold_count; i++) {
        if (bound->folds[i].kind == GR_FOLD_AT)
            fold->accumulators[i].key = compute(&from, &bound->folds[i].key);
        forget(fold, i);
    }
}

gr_fold *gr_fold_new(const gr_expression *expression, const double *drawn, gr_error *err)
{
    const gr_bound *bound = expression->bound;

    assert(bound != NULL && bound->to_runs);
    size_t head = (sizeof(gr_fold) + sizeof(double) - 1) / sizeof(double) * sizeof(double);
    size_t accumulators = bound->fold_count * sizeof(gr_accumulator);
    char *block = gr_alloc(1, head + accumulators + bound->drawn_count * sizeof *drawn, err);
    if (block == NULL)
        return NULL;
    gr_fold *fold = (void *)block;
    fold->bound = bound;
    fold->accumulators = (void *)(block + head);
    fold->drawn = (void *)(block + head + accumulators);
    set_up(fold, drawn);
    return fold;
}

void gr_fold_free(gr_fold *fold)
{
    gr_free(fold);
}

/* --- actions --- */

void gr_fold_row(gr_fold *fold, size_t run, const double *row)
{
    const gr_bound *bound = fold->bound;
    origin from = { .fold = fold, .row = row };

    for (size_t i = 0; i < bound->fold_count; i++) {
        const gr_bound_fold *of = &bound->folds[i];
        const gr_fold_row_kind *kind = &gr_fold_kinds[of->kind];
        if (of->run != run || kind->take == NULL || fold->accumulators[i].done)
            continue;
        double step = kind->needs_step ? row[of->step] : 0;
        kind->take(&fold->accumulators[i], compute(&from, &of->argument), step);
    }
}

void gr_fold_end(gr_fold *fold, size_t run, bool diverged, bool finished)
{
    for (size_t i = 0; i < fold->bound->fold_count; i++) {
        const gr_bound_fold *of = &fold->bound->folds[i];
        if (of->run == run && of->kind == GR_FOLD_DIVERGED)
            fold->accumulators[i].value = diverged;
        if (of->run == run && of->kind == GR_FOLD_FINISHED)
            fold->accumulators[i].value = finished;
    }
}

/* --- queries --- */

double gr_fold_value(const gr_fold *fold, const gr_fold_input *input)
{
    origin from = { .fold = fold, .input = input };

    return compute(&from, &fold->bound->main);
}

bool gr_fold_holds(const gr_fold *fold, const gr_fold_input *input)
{
    return gr_op_holds(gr_fold_value(fold, input));
}
