/* Marking what is typed: one row of functions for each kind of answer. */
#include "answer_private.h"

#include "gradus/memory.h"
#include "gradus/sketch.h"

#include <math.h>
#include <string.h>

enum { PART_MAX = 128 };

static bool close_enough(const gr_item *item, double value, double key)
{
    double off = fabs(value - key);

    return off <= item->absolute || off <= item->relative * fabs(key);
}

/* --- numbers --- */

static bool read_number(const gr_item *item, const char *typed, gr_marking *marking, gr_error *err)
{
    (void)item;
    return gr_expression_number(typed, &marking->value, err);
}

static double number_key(const gr_item *item, const double *values)
{
    (void)item;
    return values[0];
}

/* What is said to a known mistake; `mistakes` are their values. */
static const char *message_of(const gr_item *item, const double *mistakes, double value)
{
    for (size_t i = 0; i < item->mistake_count; i++)
        if (item->answer_kind != GR_ANSWER_CHOICE ? close_enough(item, value, mistakes[i])
                                                  : value == mistakes[i])
            return item->mistakes[i].message;
    return NULL;
}

static void judge_number(const gr_item *item, const double *values, const char *typed,
                         gr_marking *m)
{
    (void)typed;
    bool right = close_enough(item, m->value, m->key);
    m->verdict = right ? GR_VERDICT_RIGHT : GR_VERDICT_WRONG;
    m->message = right ? NULL : message_of(item, values + 1, m->value);
}

/* --- choices --- */

/* The number of the true option. */
static double choice_key(const gr_item *item, const double *values)
{
    for (size_t i = 0; i < item->option_count; i++)
        if (values[i] != 0 && !isnan(values[i]))
            return (double)(i + 1);
    return (double)NAN;
}

static void judge_choice(const gr_item *item, const double *values, const char *typed,
                         gr_marking *m)
{
    (void)typed;
    bool right = m->value == m->key;
    m->verdict = right ? GR_VERDICT_RIGHT : GR_VERDICT_WRONG;
    m->message = right ? NULL : message_of(item, values + item->option_count, m->value);
}

/* --- orders --- */

/* The digits of all items, each once; blanks and commas between them are fine. */
static bool read_order(const gr_item *item, const char *typed, gr_marking *marking, gr_error *err)
{
    bool seen[10] = { false };
    size_t count = 0;

    marking->value = 0;
    for (; *typed != '\0'; typed++) {
        size_t digit = (size_t)(*typed - '0');
        if (*typed == ' ' || *typed == ',')
            continue;
        if (*typed < '1' || digit > item->option_count || seen[digit])
            return gr_fail(err, GR_ERROR_USAGE, "type the numbers 1 to %zu in order, each once",
                           item->option_count);
        seen[digit] = true;
        count++;
        marking->value = 10 * marking->value + (double)digit;
    }
    return count == item->option_count ||
           gr_fail(err, GR_ERROR_USAGE, "type all numbers 1 to %zu in order, each once",
                   item->option_count);
}

/* The items by ascending value; NaN where they cannot be put in order. */
static double order_key(const gr_item *item, const double *values)
{
    double key = 0;

    for (size_t place = 0; place < item->option_count; place++) {
        size_t which = item->option_count;
        for (size_t i = 0; i < item->option_count; i++) {
            size_t below = 0, same = 0;
            for (size_t k = 0; k < item->option_count; k++) {
                below += values[k] < values[i];
                same += values[k] == values[i];
            }
            if (below == place && same == 1 && isfinite(values[i]))
                which = i;
        }
        if (which == item->option_count)
            return (double)NAN;
        key = 10 * key + (double)(which + 1);
    }
    return key;
}

static void judge_order(const gr_item *item, const double *values, const char *typed, gr_marking *m)
{
    double mine = m->value, key = m->key;

    (void)values, (void)typed;
    m->places = item->option_count;
    for (size_t i = 0; i < item->option_count; i++) {
        m->in_place += fmod(mine, 10) == fmod(key, 10);
        mine = floor(mine / 10);
        key = floor(key / 10);
    }
    m->verdict = m->in_place == m->places ? GR_VERDICT_RIGHT : GR_VERDICT_WRONG;
}

/* --- texts --- */

static bool read_text(const gr_item *item, const char *typed, gr_marking *marking, gr_error *err)
{
    (void)item;
    marking->value = (double)NAN;
    return typed[strspn(typed, " \t")] != '\0' ||
           gr_fail(err, GR_ERROR_USAGE, "type an answer first");
}

static double no_key(const gr_item *item, const double *values)
{
    (void)item, (void)values;
    return (double)NAN;
}

static void judge_text(const gr_item *item, const double *values, const char *typed, gr_marking *m)
{
    (void)values;
    m->verdict = item->accept_count == 0 ? GR_VERDICT_KEPT : GR_VERDICT_WRONG;
    for (size_t i = 0; i < item->accept_count; i++)
        if (gr_text_matches(item->accept[i], typed))
            m->verdict = GR_VERDICT_RIGHT;
    for (size_t i = 0; m->verdict == GR_VERDICT_WRONG && i < item->mistake_count; i++)
        if (m->message == NULL && gr_text_matches(item->mistakes[i].when.text, typed))
            m->message = item->mistakes[i].message;
}

/* --- blanks --- */

/* The next part of what is typed, up to a `;`, as a number; `*at` moves past it, and is NULL behind
 * the last one. */
static bool next_part(const char **at, double *value, gr_error *err)
{
    char part[PART_MAX];
    size_t length = strcspn(*at, ";");

    if (length >= sizeof part)
        return gr_fail(err, GR_ERROR_USAGE, "a number has at most %zu characters", sizeof part - 1);
    memcpy(part, *at, length);
    part[length] = '\0';
    *at = (*at)[length] == ';' ? *at + length + 1 : NULL;
    return gr_expression_number(part, value, err);
}

static bool read_fill(const gr_item *item, const char *typed, gr_marking *marking, gr_error *err)
{
    for (const char *at = typed; at != NULL; marking->places++) {
        if (marking->places == item->option_count)
            return gr_fail(err, GR_ERROR_USAGE, "there are only %zu blanks", item->option_count);
        if (!next_part(&at, &marking->parts[marking->places], err))
            return false;
    }
    marking->value = marking->parts[0];
    return true;
}

/* That of the last blank, once all have one. */
static double fill_key(const gr_item *item, const double *values)
{
    for (size_t i = 0; i < item->option_count; i++)
        if (!isfinite(values[i]))
            return (double)NAN;
    return values[item->option_count - 1];
}

/* So many parts are the last so many blanks. */
static void judge_fill(const gr_item *item, const double *values, const char *typed, gr_marking *m)
{
    (void)typed;
    for (size_t i = 0; i < m->places; i++) {
        if (close_enough(item, m->parts[i], values[item->option_count - m->places + i])) {
            m->in_place++;
        } else if (m->wrong_blank == 0) {
            m->wrong_blank = i + 1;
            m->value = m->parts[i];
            m->message = message_of(item, values + item->option_count, m->value);
        }
    }
    m->verdict = m->in_place == m->places ? GR_VERDICT_RIGHT : GR_VERDICT_WRONG;
}

/* --- curves, which are predicted and never marked --- */

/* The value is how many points there are. */
static bool read_curve(const gr_item *item, const char *typed, gr_marking *marking, gr_error *err)
{
    gr_sketch sketch;

    (void)item;
    if (!gr_sketch_read(typed, &sketch, err))
        return false;
    marking->value = (double)sketch.count;
    return true;
}

static void judge_nothing(const gr_item *item, const double *values, const char *typed,
                          gr_marking *m)
{
    (void)item, (void)values, (void)typed;
    m->verdict = GR_VERDICT_KEPT;
}

/* --- all of them --- */

static const struct {
    bool (*read)(const gr_item *, const char *, gr_marking *, gr_error *);
    double (*key)(const gr_item *, const double *);
    void (*judge)(const gr_item *, const double *, const char *, gr_marking *);
    bool formulas; /* options and mistakes are expressions */
} kinds[] = {
    [GR_ANSWER_NUMBER] = { read_number, number_key, judge_number, true },
    [GR_ANSWER_CHOICE] = { read_number, choice_key, judge_choice, true },
    [GR_ANSWER_ORDER] = { read_order, order_key, judge_order, true },
    [GR_ANSWER_FILL] = { read_fill, fill_key, judge_fill, true },
    [GR_ANSWER_TEXT] = { read_text, no_key, judge_text, false },
    [GR_ANSWER_CURVE] = { read_curve, no_key, judge_nothing, false },
};

_Static_assert(GR_LEN(kinds) == GR_ANSWER_KINDS, "each kind of answer has a row");

size_t gr_item_formula_count(const gr_item *item)
{
    return kinds[item->answer_kind].formulas
               ? (item->answer.text != NULL) + item->option_count + item->mistake_count
               : 0;
}

/* Its key or its options', then its mistakes'. */
void gr_item_formulas(const gr_item *item, gr_formula *formulas)
{
    if (!kinds[item->answer_kind].formulas)
        return;
    if (item->answer.text != NULL)
        *formulas++ = item->answer;
    for (size_t i = 0; i < item->option_count; i++)
        *formulas++ = item->options[i].when;
    for (size_t i = 0; i < item->mistake_count; i++)
        *formulas++ = item->mistakes[i].when;
}

bool gr_item_is_kept(const gr_item *item)
{
    return item->answer_kind == GR_ANSWER_TEXT && item->accept_count == 0;
}

bool gr_item_needs_lab(const gr_item *item)
{
    return item->kind == GR_ITEM_PREDICT || gr_item_formula_count(item) > 0;
}

static bool read_attempt(const gr_item *item, const char *typed, gr_marking *marking,
                         bool *readable, gr_error *err)
{
    gr_error unreadable = { 0 };

    *marking = (gr_marking){ .verdict = GR_VERDICT_UNREADABLE };
    *readable = typed == NULL || kinds[item->answer_kind].read(item, typed, marking, &unreadable);
    return unreadable.kind != GR_ERROR_MEMORY ||
           gr_fail(err, unreadable.kind, "%s", unreadable.message);
}

bool gr_item_read_typed(const gr_item *item, const char *typed, double *value, gr_error *err)
{
    gr_marking marking = { .value = (double)NAN };
    bool read = kinds[item->answer_kind].read(item, typed, &marking, err);

    *value = marking.value;
    return read;
}

bool gr_item_judge(const gr_item *item, const double *values, const char *typed,
                   gr_marking *marking, gr_error *err)
{
    bool readable;

    if (!read_attempt(item, typed, marking, &readable, err))
        return false;
    if (readable)
        marking->key = kinds[item->answer_kind].key(item, values);
    if (readable && item->answer_kind == GR_ANSWER_FILL)
        memcpy(marking->blanks, values, item->option_count * sizeof *values);
    if (readable && typed != NULL)
        kinds[item->answer_kind].judge(item, values, typed, marking);
    return true;
}

/* The values of the expressions it is marked by. Heap; NULL on failure. */
static double *values_of(const gr_item *item, const gr_lab *lab, const char *file,
                         const gr_drawn *drawn, gr_error *err)
{
    size_t count = gr_item_formula_count(item), room = count > 0 ? count : 1;
    gr_formula *formulas = gr_alloc(room, sizeof *formulas, err);
    double *values = formulas != NULL ? gr_alloc(room, sizeof *values, err) : NULL;
    bool done = false;

    if (values != NULL) {
        gr_item_formulas(item, formulas);
        done = count == 0 || gr_lab_evaluate(lab, file, drawn, formulas, count, values, err);
    }
    gr_free(formulas);
    if (done)
        return values;
    gr_free(values);
    return NULL;
}

bool gr_item_mark(const gr_item *item, const gr_lab *lab, const char *file, const gr_drawn *drawn,
                  const char *typed, gr_marking *marking, gr_error *err)
{
    gr_marking made;
    bool readable;

    if (!read_attempt(item, typed, &made, &readable, err))
        return false;
    if (readable) {
        double *values = values_of(item, lab, file, drawn, err);
        bool judged = values != NULL && gr_item_judge(item, values, typed, &made, err);
        gr_free(values);
        if (!judged)
            return false;
    }
    *marking = made;
    return true;
}
