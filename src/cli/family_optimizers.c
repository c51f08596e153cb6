/* An optimizer, with the arithmetic of an update in names: `explain` says what each # of a formula
 * is for knobs and places that are all different, and a number tells whose it is. */
#include "family.h"

#include "gradus/memory.h"
#include "gradus/optimizer.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { SIZE = 4 };

/* One update, after another that has left something in the slots. */
typedef struct trial {
    const gr_optimizer *optimizer;
    double knobs[GR_OPTIMIZER_KNOBS], gradient[SIZE], x[SIZE], *slots;
    gr_term_value values[GR_TERMS];
    gr_update update;
} trial;

static const gr_tensor square = { "x", 2, 2, 0 };
static const gr_tensors tensors = { &square, 1, SIZE };

/* --- a trial --- */

/* A number in the range of a knob that no other has; words and yes or no as they are by default. */
static double some_value(const gr_param *param, double initial, size_t i)
{
    double share = 0.37 + 0.0613 * (double)i;
    double high = isinf(param->high) ? param->low + 1 : param->high;

    if (param->kind != GR_PARAM_NUMBER || isinf(param->low))
        return initial;
    return param->low + (high - param->low) * share;
}

static bool choose_knobs(trial *t, gr_error *err)
{
    gr_values values;

    if (!gr_values_init(&values, t->optimizer->params, err))
        return false;
    for (size_t i = 0; i < values.count; i++)
        t->knobs[i] = some_value(values.items[i].param, values.items[i].number, i);
    gr_values_clear(&values);
    return true;
}

static void choose_places(trial *t, double g, double x)
{
    for (size_t i = 0; i < SIZE; i++) {
        t->gradient[i] = g + 0.171 * (double)i;
        t->x[i] = x - 0.293 * (double)i;
    }
}

static bool try(trial *t, const gr_optimizer *optimizer, gr_error *err)
{
    *t = (trial){ .optimizer = optimizer };
    t->slots = gr_alloc(optimizer->slots(&tensors) + 1, sizeof *t->slots, err);
    if (t->slots == NULL || !choose_knobs(t, err))
        return false;
    if (optimizer->start != NULL)
        optimizer->start(&tensors, t->knobs, t->slots);
    choose_places(t, 0.7331, 1.9177);
    t->update = (gr_update){ &tensors, t->knobs, 0.0271, 1, t->gradient };
    optimizer->update(&t->update, t->slots, t->x);
    choose_places(t, 0.5419, 1.3733);
    t->update.t = 2;
    optimizer->explain(&t->update, t->slots, t->x, 0, t->values);
    return true;
}

/* --- whose number is it? --- */

static bool same(double a, double b)
{
    return fabs(a - b) <= 1e-12 * fabs(b);
}

/* The name with what stands around it. */
static bool put_if(gr_text *out, double value, double wanted, const char *before, const char *name,
                   const char *after)
{
    if (!same(value, wanted))
        return false;
    gr_text_addf(out, "%s%s%s", before, name, after);
    return true;
}

static bool put_knob(gr_text *out, const trial *t, double value)
{
    const gr_param *params = t->optimizer->params;

    for (size_t i = 0; params[i].name != NULL; i++) {
        double knob = t->knobs[i], power = knob * knob; /* t is 2 */
        const char *name = params[i].name;
        if (params[i].kind != GR_PARAM_NUMBER)
            continue;
        if (put_if(out, value, knob, "", name, "") ||
            put_if(out, value, 1 - knob, "(1 - ", name, ")") ||
            put_if(out, value, power, "", name, "^t") ||
            put_if(out, value, 1 - power, "(1 - ", name, "^t)"))
            return true;
    }
    return false;
}

/* The terms in front of this one, the nearest first; then what any had been before. */
static bool put_term(gr_text *out, const trial *t, size_t term, double value)
{
    const gr_term *terms = t->optimizer->terms;

    for (size_t i = term; i > 0; i--) {
        const char *name = terms[i - 1].name;
        double is = t->values[i - 1].value;
        bool plain = strpbrk(name, "+-^ ") == NULL;
        if (put_if(out, value, is, "", name, "") ||
            put_if(out, value, is * is, plain ? "" : "(", name, plain ? "^2" : ")^2"))
            return true;
    }
    for (size_t i = 0; terms[i].name != NULL; i++)
        if (terms[i].slot > 0 &&
            put_if(out, value, t->slots[(size_t)(terms[i].slot - 1) * SIZE], "", terms[i].name, ""))
            return true;
    return false;
}

static void put_operand(gr_text *out, const trial *t, size_t term, double value)
{
    double rate = t->optimizer->rate != NULL ? t->optimizer->rate(&t->update) : t->update.rate;

    if (put_if(out, value, rate, "", "lr", "") || put_if(out, value, t->x[0], "", "x", "") ||
        put_if(out, value, (double)t->update.t, "", "t", "") || put_term(out, t, term, value) ||
        put_knob(out, t, value))
        return;
    gr_text_add(out, "...");
}

/* --- printing --- */

static void put_formula(gr_text *out, const trial *t, size_t term)
{
    const char *formula = t->optimizer->terms[term].formula;
    size_t operand = 0;

    for (; formula != NULL && *formula != '\0'; formula++) {
        if (*formula == '#')
            put_operand(out, t, term, t->values[term].operands[operand++]);
        else
            gr_text_addn(out, formula, 1);
    }
}

static void put_terms(gr_text *out, const trial *t)
{
    static const char *const parts[GR_UPDATE_PARTS] = { "gradient", "state", "bias", "step" };
    const gr_term *terms = t->optimizer->terms;

    for (size_t i = 0; terms[i].name != NULL; i++) {
        bool first = i == 0 || terms[i].part != terms[i - 1].part;
        gr_text_addf(out, "  %-16s  %s%s", first ? parts[terms[i].part] : "", terms[i].name,
                     terms[i].formula != NULL ? " = " : "");
        put_formula(out, t, i);
        gr_text_add(out, "\n");
    }
}

static bool print_arithmetic(const gr_optimizer *optimizer, gr_error *err)
{
    trial t;
    gr_text text = { 0 };
    bool good = try(&t, optimizer, err);

    if (good)
        put_terms(&text, &t);
    good = good && gr_text_ok(&text, err);
    if (good)
        printf("\nan update, coordinate by coordinate\n%s", gr_text_string(&text));
    gr_text_clear(&text);
    gr_free(t.slots);
    return good;
}

static bool show(size_t index, gr_error *err)
{
    const gr_optimizer *optimizer = gr_optimizer_at(index);

    gr_cli_print_title(optimizer->name, "optimizer", optimizer->summary);
    return gr_cli_print_knobs(optimizer->params, err) && print_arithmetic(optimizer, err);
}

const gr_cli_family gr_cli_family_optimizers = {
    .name = "optimizers",
    .members = &gr_optimizer_family,
    .show = show,
};
