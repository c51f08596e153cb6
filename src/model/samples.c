#include "gradus/samples.h"

#include "gradus/paths.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* --- lists of columns --- */

/* A name of the file, or a number from 0. */
static bool find_column(const gr_csv *csv, const char *name, size_t *column, gr_error *err)
{
    gr_error reason = { 0 };
    size_t digits = strspn(name, "0123456789");

    if (csv->has_header && gr_csv_find(csv, name, column, &reason))
        return true;
    if (reason.kind == GR_ERROR_MEMORY)
        return gr_fail(err, reason.kind, "%s", reason.message);
    if (digits == 0 || name[digits] != '\0' || digits > 9)
        return gr_csv_find(csv, name, column, err);
    *column = (size_t)strtoul(name, NULL, 10);
    return *column < csv->columns ||
           gr_fail_at(err, csv->name, 1, 1, "there is no column %s; they go from 0 to %zu", name,
                      csv->columns - 1);
}

static bool add_column(const gr_csv *csv, const char *knob, size_t column, size_t *out,
                       size_t *count, gr_error *err)
{
    for (size_t i = 0; i < *count; i++)
        if (out[i] == column)
            return gr_fail(err, GR_ERROR_USAGE,
                           "knob %s: column %zu of %s is named twice, here or among the targets",
                           knob, column, csv->name);
    out[(*count)++] = column;
    return true;
}

/* One name, or two with .. between. */
static bool add_part(const gr_csv *csv, const char *knob, char *part, size_t *out, size_t *count,
                     gr_error *err)
{
    char *dots = strstr(part, "..");
    size_t first, last;

    if (dots != NULL)
        *dots = '\0';
    if (!find_column(csv, part, &first, err) ||
        !find_column(csv, dots != NULL ? dots + 2 : part, &last, err))
        return false;
    if (last < first)
        return gr_fail(err, GR_ERROR_USAGE, "knob %s: %s..%s runs backwards", knob, part, dots + 2);
    for (size_t column = first; column <= last; column++)
        if (!add_column(csv, knob, column, out, count, err))
            return false;
    return true;
}

bool gr_csv_columns(const gr_csv *csv, const char *knob, const char *list, size_t *out,
                    size_t *count, gr_error *err)
{
    char *copy = gr_strdup(list, err);
    bool good = copy != NULL;
    char *next = copy;

    while (good && next != NULL) {
        char *part = next + strspn(next, " "), *comma = strchr(part, ',');
        next = comma != NULL ? comma + 1 : NULL;
        size_t length = comma != NULL ? (size_t)(comma - part) : strlen(part);
        while (length > 0 && part[length - 1] == ' ')
            length--;
        part[length] = '\0';
        good = length > 0 ? add_part(csv, knob, part, out, count, err)
                          : gr_fail(err, GR_ERROR_USAGE,
                                    "knob %s: an empty name; write columns as 0..63,label", knob);
    }
    gr_free(copy);
    return good;
}

/* --- reading --- */

/* The columns that are no targets. */
static void take_rest(const gr_csv *csv, const size_t *targets, size_t target_count, size_t *out,
                      size_t *count)
{
    for (size_t c = 0; c < csv->columns; c++) {
        bool target = false;
        for (size_t i = 0; i < target_count; i++)
            target = target || targets[i] == c;
        if (!target)
            out[(*count)++] = c;
    }
}

/* Targets first, so that inputs cannot be among them; then they change places. */
static bool choose_columns(const gr_csv *csv, const char *inputs, const char *targets,
                           gr_samples *s, size_t *columns, gr_error *err)
{
    size_t count = 0;

    if (targets == NULL)
        columns[count++] = csv->columns - 1;
    else if (!gr_csv_columns(csv, "targets", targets, columns, &count, err))
        return false;
    s->targets = count;
    if (inputs == NULL)
        take_rest(csv, columns, s->targets, columns + s->targets, &count);
    else if (!gr_csv_columns(csv, "inputs", inputs, columns, &count, err))
        return false;
    s->inputs = count - s->targets;
    return s->inputs > 0 ||
           gr_fail(err, GR_ERROR_USAGE, "knob targets: all columns of %s are targets; none is left "
                   "to be an input", csv->name);
}

static bool read_cell(const gr_csv *csv, size_t row, size_t column, double *value, gr_error *err)
{
    const char *text = gr_csv_text(csv, row, column);
    long line, character;

    *value = gr_csv_number(csv, row, column);
    if (isfinite(*value))
        return true;
    gr_csv_place(csv, row, column, &line, &character);
    if (text[0] == '\0')
        return gr_fail_at(err, csv->name, line, character,
                          "a missing value; leave the row out, or choose another column");
    return gr_fail_at(err, csv->name, line, character,
                      "'%.40s' is no finite number; choose another column", text);
}

static bool copy_cells(const gr_csv *csv, const size_t *columns, gr_samples *s, gr_error *err)
{
    for (size_t r = 0; r < csv->rows; r++) {
        gr_csv_place(csv, r, columns[0], &s->places[r].line, &s->places[r].column);
        for (size_t i = 0; i < s->targets; i++)
            if (!read_cell(csv, r, columns[i], &s->t[r * s->targets + i], err))
                return false;
        for (size_t i = 0; i < s->inputs; i++)
            if (!read_cell(csv, r, columns[s->targets + i], &s->x[r * s->inputs + i], err))
                return false;
    }
    return true;
}

static const char *name_of(const gr_csv *csv, size_t column, gr_arena *arena, gr_error *err)
{
    const char *heading = gr_csv_heading(csv, column);

    return heading != NULL ? gr_arena_strdup(arena, heading, err)
                           : gr_arena_printf(arena, err, "column %zu", column);
}

static bool make_room(gr_samples *s, gr_arena *arena, gr_error *err)
{
    double *moments;

    s->x = gr_arena_alloc(arena, s->count * s->inputs, sizeof *s->x, err);
    s->t = gr_arena_alloc(arena, s->count * s->targets, sizeof *s->t, err);
    s->names = gr_arena_alloc(arena, s->inputs + s->targets, sizeof *s->names, err);
    s->train = gr_arena_alloc(arena, 2 * s->count, sizeof *s->train, err);
    moments = gr_arena_alloc(arena, 2 * s->inputs, sizeof *moments, err);
    s->places = gr_arena_alloc(arena, s->count, sizeof *s->places, err);
    if (s->x == NULL || s->t == NULL || s->names == NULL || s->train == NULL || moments == NULL ||
        s->places == NULL)
        return false;
    s->test = s->train + s->count;
    s->mean = moments;
    s->sd = moments + s->inputs;
    for (size_t i = 0; i < s->inputs; i++)
        s->sd[i] = 1;
    for (size_t i = 0; i < s->count; i++)
        s->train[i] = i;
    s->train_count = s->count;
    return true;
}

static bool take_csv(gr_samples *s, const gr_csv *csv, const char *inputs, const char *targets,
                     gr_arena *arena, gr_error *err)
{
    size_t *columns = gr_arena_alloc(arena, 2 * csv->columns, sizeof *columns, err);

    if (columns == NULL || !choose_columns(csv, inputs, targets, s, columns, err))
        return false;
    s->count = csv->rows;
    if (s->count == 0)
        return gr_fail_at(err, csv->name, 1, 1, "no samples; write one a line");
    if (!make_room(s, arena, err) || !copy_cells(csv, columns, s, err))
        return false;
    for (size_t i = 0; i < s->inputs + s->targets; i++) {
        size_t column = columns[i < s->inputs ? s->targets + i : i - s->inputs];
        s->names[i] = name_of(csv, column, arena, err);
        if (s->names[i] == NULL)
            return false;
    }
    return true;
}

bool gr_samples_load(gr_samples *samples, const char *file, const char *inputs,
                     const char *targets, gr_arena *arena, gr_error *err)
{
    gr_text path = { 0 };
    gr_csv csv = { 0 };
    gr_samples made = { 0 };
    bool good = gr_path_find(file, GR_PATH_DATA, &path, err) &&
                gr_csv_load(gr_text_string(&path), &csv, err) &&
                take_csv(&made, &csv, inputs, targets, arena, err);

    gr_csv_clear(&csv);
    gr_text_clear(&path);
    if (good)
        *samples = made;
    return good;
}

/* --- what else may be asked of them --- */

bool gr_samples_classes(const gr_samples *samples, const char *file, size_t classes, gr_error *err)
{
    if (samples->targets != 1)
        return gr_fail(err, GR_ERROR_USAGE,
                       "knob targets: %zu columns; classes are one column of class numbers",
                       samples->targets);
    for (size_t i = 0; i < samples->count; i++) {
        double t = samples->t[i];
        if (!(t >= 0 && t < (double)classes && floor(t) == t))
            return gr_fail_at(err, file, samples->places[i].line, samples->places[i].column,
                              "class %g in column %s; the last layer has outputs for classes 0 to "
                              "%zu",
                              t, samples->names[samples->inputs], classes - 1);
    }
    return true;
}

static int by_number(const void *a, const void *b)
{
    size_t x = *(const size_t *)a, y = *(const size_t *)b;

    return (x > y) - (x < y);
}

bool gr_samples_split(gr_samples *samples, double share, gr_rng *rng, gr_error *err)
{
    size_t held = (size_t)round(share * (double)samples->count);

    if (held >= samples->count)
        return gr_fail(err, GR_ERROR_USAGE,
                       "knob test: %g of %zu samples are all of them; leave one to learn from",
                       share, samples->count);
    if (held == 0)
        return true;
    gr_rng_shuffle(rng, samples->count, samples->train);
    samples->test_count = held;
    samples->train_count = samples->count - held;
    memcpy(samples->test, samples->train + samples->train_count, held * sizeof *samples->test);
    qsort(samples->train, samples->train_count, sizeof *samples->train, by_number);
    qsort(samples->test, held, sizeof *samples->test, by_number);
    return true;
}

static void standardise(gr_samples *s, size_t input)
{
    double n = (double)s->train_count, sum = 0, squares = 0;

    for (size_t i = 0; i < s->train_count; i++)
        sum += s->x[s->train[i] * s->inputs + input];
    s->mean[input] = sum / n;
    for (size_t i = 0; i < s->train_count; i++) {
        double away = s->x[s->train[i] * s->inputs + input] - s->mean[input];
        squares += away * away;
    }
    s->sd[input] = squares > 0 ? sqrt(squares / n) : 1;
    for (size_t i = 0; i < s->count; i++) {
        double *x = &s->x[i * s->inputs + input];
        *x = (*x - s->mean[input]) / s->sd[input];
    }
}

void gr_samples_standardise(gr_samples *samples)
{
    for (size_t i = 0; i < samples->inputs; i++)
        standardise(samples, i);
}

void gr_samples_gather(const gr_samples *samples, const size_t *which, size_t rows, double *x,
                       double *t)
{
    for (size_t m = 0; m < rows; m++) {
        memcpy(x + m * samples->inputs, samples->x + which[m] * samples->inputs,
               samples->inputs * sizeof *x);
        memcpy(t + m * samples->targets, samples->t + which[m] * samples->targets,
               samples->targets * sizeof *t);
    }
}
