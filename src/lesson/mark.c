/* Marking what is typed. */
#include "answer_private.h"

#include "gradus/memory.h"

#include <math.h>

static bool close_enough(const gr_item *item, double value, double key)
{
    double off = fabs(value - key);

    return off <= item->absolute || off <= item->relative * fabs(key);
}

size_t gr_item_formula_count(const gr_item *item)
{
    return (item->answer.text != NULL) + item->option_count + item->mistake_count;
}

/* Its key or its options', then its mistakes'. */
void gr_item_formulas(const gr_item *item, gr_formula *formulas)
{
    if (item->answer.text != NULL)
        *formulas++ = item->answer;
    for (size_t i = 0; i < item->option_count; i++)
        *formulas++ = item->options[i].when;
    for (size_t i = 0; i < item->mistake_count; i++)
        *formulas++ = item->mistakes[i].when;
}

/* The right value; of a choice the number of its true option. */
static double key_of(const gr_item *item, const double *values)
{
    if (item->answer_kind == GR_ANSWER_NUMBER)
        return values[0];
    for (size_t i = 0; i < item->option_count; i++)
        if (values[i] != 0 && !isnan(values[i]))
            return (double)(i + 1);
    return (double)NAN;
}

static void judge(const gr_item *item, const double *values, gr_marking *marking)
{
    bool number = item->answer_kind == GR_ANSWER_NUMBER;
    const double *mistakes = values + (number ? 1 : item->option_count);

    marking->key = key_of(item, values);
    bool right =
        number ? close_enough(item, marking->value, marking->key) : marking->value == marking->key;
    marking->verdict = right ? GR_VERDICT_RIGHT : GR_VERDICT_WRONG;
    for (size_t i = 0; !right && marking->message == NULL && i < item->mistake_count; i++)
        if (number ? close_enough(item, marking->value, mistakes[i])
                   : marking->value == mistakes[i])
            marking->message = item->mistakes[i].message;
}

static bool read_attempt(const char *typed, gr_marking *marking, bool *readable, gr_error *err)
{
    gr_error unreadable = { 0 };

    *marking = (gr_marking){ .verdict = GR_VERDICT_UNREADABLE };
    *readable = typed == NULL || gr_expression_number(typed, &marking->value, &unreadable);
    return unreadable.kind != GR_ERROR_MEMORY ||
           gr_fail(err, unreadable.kind, "%s", unreadable.message);
}

bool gr_item_judge(const gr_item *item, const double *values, const char *typed,
                   gr_marking *marking, gr_error *err)
{
    bool readable;

    if (!read_attempt(typed, marking, &readable, err))
        return false;
    if (readable && typed != NULL)
        judge(item, values, marking);
    else if (readable)
        marking->key = key_of(item, values);
    return true;
}

/* The values of the expressions it is marked by. Heap; NULL on failure. */
static double *values_of(const gr_item *item, const gr_lab *lab, const char *file,
                         const gr_drawn *drawn, gr_error *err)
{
    size_t count = gr_item_formula_count(item);
    gr_formula *formulas = gr_alloc(count, sizeof *formulas, err);
    double *values = formulas != NULL ? gr_alloc(count, sizeof *values, err) : NULL;
    bool done = false;

    if (values != NULL) {
        gr_item_formulas(item, formulas);
        done = gr_lab_evaluate(lab, file, drawn, formulas, count, values, err);
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

    if (!read_attempt(typed, &made, &readable, err))
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
