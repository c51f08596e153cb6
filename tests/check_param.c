/* Knobs: what each kind takes, families, names, and the next value up or down. */
#include "gradus/memory.h"
#include "gradus/param.h"

#include "support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- knobs to try --- */

static const char *const full_word[] = { "full", NULL };
static const char *const none_word[] = { "none", NULL };
static const char *const modes[] = { "plain", "square", "wild", NULL };

static const gr_param sgd_params[] = {
    { .name = "lr", .kind = GR_PARAM_NUMBER, .initial = "0.1", .high = INFINITY, .low_open = true,
      .log_scale = true },
    { .name = "x", .kind = GR_PARAM_NUMBER, .initial = "1", .low = -5, .high = 5 },
    { .name = NULL },
};

static const gr_param adam_params[] = {
    { .name = "lr", .kind = GR_PARAM_NUMBER, .initial = "0.001", .high = 1, .low_open = true },
    { .name = "beta1", .kind = GR_PARAM_NUMBER, .initial = "0.9", .high = 1, .high_open = true },
    { .name = NULL },
};

static const gr_param bowl_params[] = {
    { .name = "x", .kind = GR_PARAM_NUMBER, .initial = "2", .low = -9, .high = 9 },
    { .name = NULL },
};

static const gr_param valley_params[] = {
    { .name = "x", .kind = GR_PARAM_NUMBER, .initial = "3", .low = -1, .high = 9 },
    { .name = "kappa", .kind = GR_PARAM_NUMBER, .initial = "100", .low = 1, .high = INFINITY },
    { .name = NULL },
};

static size_t two(void)
{
    return 2;
}

static const char *optimizer_name(size_t i)
{
    return i == 0 ? "sgd" : "adam";
}

static const gr_param *optimizer_params(size_t i)
{
    return i == 0 ? sgd_params : adam_params;
}

static const char *surface_name(size_t i)
{
    return i == 0 ? "bowl" : "valley";
}

static const gr_param *surface_params(size_t i)
{
    return i == 0 ? bowl_params : valley_params;
}

static const gr_family optimizers = { "optimizer", two, optimizer_name, optimizer_name,
                                      optimizer_params };
static const gr_family surfaces = { "surface", two, surface_name, surface_name, surface_params };

static const gr_param kinds[] = {
    { .name = "rate", .kind = GR_PARAM_NUMBER, .initial = "0.1", .high = INFINITY,
      .low_open = true, .log_scale = true },
    { .name = "share", .kind = GR_PARAM_NUMBER, .initial = "0.5", .high = 1 },
    { .name = "part", .kind = GR_PARAM_NUMBER, .initial = "0", .high = 1, .high_open = true },
    { .name = "inner", .kind = GR_PARAM_NUMBER, .initial = "3", .low = 2, .high = 4,
      .low_open = true, .high_open = true },
    { .name = "free", .kind = GR_PARAM_NUMBER, .initial = "0", .low = -INFINITY,
      .high = INFINITY },
    { .name = "upto", .kind = GR_PARAM_NUMBER, .initial = "0", .low = -INFINITY, .high = 3 },
    { .name = "batch", .kind = GR_PARAM_INTEGER, .initial = "full", .low = 1, .high = 64,
      .log_scale = true, .words = full_word },
    { .name = "whole", .kind = GR_PARAM_INTEGER, .initial = "0", .low = -INFINITY,
      .high = INFINITY },
    { .name = "flag", .kind = GR_PARAM_YESNO, .initial = "yes" },
    { .name = "mode", .kind = GR_PARAM_CHOICE, .initial = "square", .words = modes },
    { .name = "optimizer", .kind = GR_PARAM_FAMILY, .initial = "sgd", .family = &optimizers },
    { .name = "layers", .kind = GR_PARAM_LAYERS, .initial = "5-8-4-3", .low = 1, .high = 1e8 },
    { .name = "label", .kind = GR_PARAM_TEXT, .initial = "" },
    { .name = "data", .kind = GR_PARAM_FILE, .initial = "none", .words = none_word },
    { .name = "columns", .kind = GR_PARAM_COLUMNS, .initial = "0..3,label" },
    { .name = NULL },
};

static const gr_param descent[] = {
    { .name = "optimizer", .kind = GR_PARAM_FAMILY, .initial = "sgd", .family = &optimizers },
    { .name = "surface", .kind = GR_PARAM_FAMILY, .initial = "bowl", .family = &surfaces },
    { .name = "steps", .kind = GR_PARAM_INTEGER, .initial = "10", .low = 1, .high = 1000 },
    { .name = NULL },
};

static gr_values made(const gr_param *params)
{
    gr_values values;
    gr_error err;

    ck_assert_msg(gr_values_init(&values, params, &err), "%s", err.message);
    return values;
}

static void set(gr_values *values, const char *knob, const char *value)
{
    gr_error err;

    ck_assert_msg(gr_values_set(values, knob, value, &err), "%s", err.message);
}

/* All knobs as "name=text ", those that were set with a star. Heap. */
static char *all(const gr_values *values)
{
    gr_text out = { 0 };

    for (size_t i = 0; i < values->count; i++) {
        gr_values_name(values, i, &out);
        gr_text_addf(&out, "=%s%s ", values->items[i].text, values->items[i].given ? "*" : "");
    }
    char *copy = strdup(gr_text_string(&out));
    gr_text_clear(&out);
    return copy;
}

static void assert_all(const gr_values *values, const char *expected)
{
    char *text = all(values);

    gr_assert_text(text, expected);
    free(text);
}

static void assert_refused(const char *knob, const char *value, const char *message)
{
    gr_values values = made(kinds);
    char *before = all(&values), *after;
    gr_error err = { 0 };

    ck_assert_msg(!gr_values_set(&values, knob, value, &err), "%s=%s was taken", knob, value);
    ck_assert_int_eq(err.kind, GR_ERROR_USAGE);
    gr_assert_text(err.message, message);
    after = all(&values);
    gr_assert_text(after, before);
    free(before);
    free(after);
    gr_values_clear(&values);
}

/* --- defaults --- */

START_TEST(test_defaults)
{
    gr_values values = made(kinds);

    assert_all(&values, "rate=0.1 share=0.5 part=0 inner=3 free=0 upto=0 batch=full whole=0 "
                        "flag=yes mode=square optimizer=sgd lr=0.1 x=1 layers=5-8-4-3 label= "
                        "data=none columns=0..3,label ");
    const gr_value *batch = gr_values_find(&values, "batch", NULL);
    ck_assert(batch->word == 0 && isnan(batch->number));
    ck_assert(gr_values_find(&values, "share", NULL)->word == -1);
    ck_assert(gr_values_number(&values, "share") == 0.5);
    ck_assert(gr_values_yes(&values, "flag"));
    ck_assert(gr_values_number(&values, "mode") == 1);
    ck_assert_int_eq(gr_values_find(&values, "mode", NULL)->word, 1);
    ck_assert_uint_eq(gr_values_index(&values, "flag"), 8);
    gr_assert_text(gr_values_text(&values, "columns"), "0..3,label");
    const gr_value *lr = gr_values_find(&values, "optimizer.lr", NULL);
    gr_assert_text(lr->owner, "optimizer");
    ck_assert_ptr_eq(lr, gr_values_find(&values, "lr", NULL));
    gr_values_clear(&values);
    gr_values_clear(&values); /* harmless */
}
END_TEST

START_TEST(test_allowed)
{
    static const char *const expected[] = {
        "a number, rate > 0", "a number from 0 to 1", "a number, 0 <= part < 1",
        "a number, 2 < inner < 4", "a number", "a number, upto <= 3",
        "a whole number from 1 to 64, or full", "a whole number", "yes or no",
        "one of plain, square, wild", "one of sgd, adam",
        "sizes joined by dashes, each from 1 to 100000000", "text", "a file, or none",
        "columns by name or number, as 0..3,label"
    };

    for (size_t i = 0; i < GR_LEN(expected); i++) {
        gr_text out = { 0 };
        gr_param_allowed(&kinds[i], &out);
        gr_assert_text(gr_text_string(&out), expected[i]);
        gr_text_clear(&out);
    }
}
END_TEST

/* --- one kind after the other --- */

START_TEST(test_taken)
{
    static const char *const cases[][3] = {
        { "rate", "1e-3", "0.001" },      { "rate", "1/25", "0.04" },
        { "rate", "2^10", "1024" },       { "rate", "1e-300", "1e-300" },
        { "rate", " 0.5 ", "0.5" },       { "rate", "1/3", "0.3333333333333333" },
        { "free", "-(3 + 4)", "-7" },     { "free", "-0", "0" },
        { "free", "-1/4", "-0.25" },      { "free", "1e21", "1e21" },
        { "share", "0", "0" },            { "share", "1", "1" },
        { "part", "0.999999", "0.999999" }, { "inner", "2.0000001", "2.0000001" },
        { "upto", "3", "3" },             { "upto", "-1e300", "-1e300" },
        { "batch", "1", "1" },            { "batch", "64", "64" },
        { "batch", "2e1", "20" },         { "batch", "full", "full" },
        { "batch", "10/2", "5" },         { "whole", "-0", "0" },
        { "whole", "-9007199254740992", "-9007199254740992" },
        { "whole", "9007199254740992", "9007199254740992" },
        { "whole", "2^53", "9007199254740992" },
        { "flag", "no", "no" },           { "mode", "wild", "wild" },
        { "optimizer", "adam", "adam" },  { "layers", "1-100000000", "1-100000000" },
        { "layers", "005-03", "5-3" },    { "layers", "7-7", "7-7" },
        { "label", "any, text = \xC3\xA9", "any, text = \xC3\xA9" },
        { "label", "", "" },              { "data", "a b.csv", "a b.csv" },
        { "data", "none", "none" },       { "columns", "0..63,label", "0..63,label" },
    };

    for (size_t i = 0; i < GR_LEN(cases); i++) {
        gr_values values = made(kinds);
        set(&values, cases[i][0], cases[i][1]);
        gr_assert_text(gr_values_text(&values, cases[i][0]), cases[i][2]);
        const gr_value *value = gr_values_find(&values, cases[i][0], NULL);
        ck_assert(value->given && !(signbit(value->number) && value->number == 0));
        gr_values_clear(&values);
    }
}
END_TEST

START_TEST(test_refused_numbers)
{
    static const char *const cases[][3] = {
        { "rate", "0.04x", "knob rate: '0.04x' is not a number; write 0.04, 4e-2 or 1/25" },
        { "rate", "", "knob rate: '' is not a number; write 0.04, 4e-2 or 1/25" },
        { "rate", "0", "knob rate: '0' is not allowed; allowed: a number, rate > 0" },
        { "rate", "-1", "knob rate: '-1' is not allowed; allowed: a number, rate > 0" },
        { "rate", "inf", "knob rate: 'inf' is not allowed; allowed: a number, rate > 0" },
        { "free", "inf", "knob free: 'inf' is not allowed; allowed: a number" },
        { "free", "-inf", "knob free: '-inf' is not allowed; allowed: a number" },
        { "free", "1e999", "knob free: '1e999' is not allowed; allowed: a number" },
        { "share", "1.0000001",
          "knob share: '1.0000001' is not allowed; allowed: a number from 0 to 1" },
        { "share", "-1e-9", "knob share: '-1e-9' is not allowed; allowed: a number from 0 to 1" },
        { "part", "1", "knob part: '1' is not allowed; allowed: a number, 0 <= part < 1" },
        { "inner", "2", "knob inner: '2' is not allowed; allowed: a number, 2 < inner < 4" },
        { "inner", "4", "knob inner: '4' is not allowed; allowed: a number, 2 < inner < 4" },
        { "upto", "3.1", "knob upto: '3.1' is not allowed; allowed: a number, upto <= 3" },
        { "batch", "0",
          "knob batch: '0' is not allowed; allowed: a whole number from 1 to 64, or full" },
        { "batch", "65",
          "knob batch: '65' is not allowed; allowed: a whole number from 1 to 64, or full" },
        { "batch", "1.5", "knob batch: '1.5' is not a whole number; write 20 or 2e1" },
        { "batch", "Full", "knob batch: 'Full' is not a whole number; write 20 or 2e1" },
        { "batch", "", "knob batch: '' is not a whole number; write 20 or 2e1" },
        { "whole", "inf", "knob whole: 'inf' is not a whole number; write 20 or 2e1" },
        { "whole", "2^53 + 2", "knob whole: '2^53 + 2' is not a whole number; write 20 or 2e1" },
        { "whole", "1e17", "knob whole: '1e17' is not a whole number; write 20 or 2e1" },
    };

    for (size_t i = 0; i < GR_LEN(cases); i++)
        assert_refused(cases[i][0], cases[i][1], cases[i][2]);
}
END_TEST

START_TEST(test_not_a_number)
{
    static const char *const typed[] = { "nan", "0/0", "inf - inf", "1 < 2", "x", "1,2", "1 2",
                                         "0x10", "--", "1e", "1;2", "\xff" };
    gr_values values = made(kinds);
    gr_error err;

    for (size_t i = 0; i < GR_LEN(typed); i++) {
        ck_assert_msg(!gr_values_set(&values, "free", typed[i], &err), "'%s' taken", typed[i]);
        ck_assert_int_eq(err.kind, GR_ERROR_USAGE);
        gr_assert_message(err, "knob free: ");
    }
    gr_values_clear(&values);
}
END_TEST

START_TEST(test_refused_words)
{
    static const char *const cases[][3] = {
        { "flag", "true", "knob flag: 'true' is not allowed; allowed: yes or no" },
        { "flag", "YES", "knob flag: 'YES' is not allowed; allowed: yes or no" },
        { "flag", "", "knob flag: '' is not allowed; allowed: yes or no" },
        { "mode", "plai", "knob mode: 'plai' is not allowed; allowed: one of plain, square, wild" },
        { "mode", "0", "knob mode: '0' is not allowed; allowed: one of plain, square, wild" },
        { "optimizer", "lr", "knob optimizer: 'lr' is not allowed; allowed: one of sgd, adam" },
        { "data", "", "knob data: '' is not allowed; allowed: a file, or none" },
        { "columns", "", "knob columns: '' is not allowed; allowed: columns by name or number, as "
                         "0..3,label" },
        { "label", "a\x1b[31m", "knob label: control character U+001B at character 2; write plain "
                                "text" },
        { "label", "ab\xC3", "knob label: invalid UTF-8 at character 3; write plain text" },
        { "data", "a\x01", "knob data: control character U+0001 at character 2; write plain text" },
    };

    for (size_t i = 0; i < GR_LEN(cases); i++)
        assert_refused(cases[i][0], cases[i][1], cases[i][2]);
}
END_TEST

START_TEST(test_long_text)
{
    gr_values values = made(kinds);
    char text[4098];
    gr_error err;

    memset(text, 'x', sizeof text);
    text[4096] = '\0';
    set(&values, "label", text);
    gr_assert_text(gr_values_text(&values, "label"), text);
    text[4096] = 'x';
    text[4097] = '\0';
    ck_assert(!gr_values_set(&values, "label", text, &err));
    gr_assert_text(err.message, "knob label: 4097 bytes of text; at most 4096 are allowed");
    gr_values_clear(&values);
}
END_TEST

/* --- layers --- */

START_TEST(test_layers_refused)
{
    static const char *const cases[][2] = {
        { "5--3", "knob layers: '5--3' has an empty layer at character 3; write 5-8-4-3" },
        { "5-", "knob layers: '5-' has an empty layer at character 3; write 5-8-4-3" },
        { "-5", "knob layers: '-5' has an empty layer at character 1; write 5-8-4-3" },
        { "-", "knob layers: '-' has an empty layer at character 1; write 5-8-4-3" },
        { "", "knob layers: '' has an empty layer at character 1; write 5-8-4-3" },
        { "5-8-x", "knob layers: '5-8-x' has no number at character 5; write 5-8-4-3" },
        { "5-8.5", "knob layers: '5-8.5' has no number at character 4; write 5-8-4-3" },
        { "1e3-2", "knob layers: '1e3-2' has no number at character 2; write 5-8-4-3" },
        { "5 - 3", "knob layers: '5 - 3' has no number at character 2; write 5-8-4-3" },
        { "+5-3", "knob layers: '+5-3' has no number at character 1; write 5-8-4-3" },
        { "5,3", "knob layers: '5,3' has no number at character 2; write 5-8-4-3" },
        { "5", "knob layers: '5' is a single layer; write at least two, as 5-8-4-3" },
        { "0-4", "knob layers: a layer of 0 units at character 1; sizes go from 1 to 100000000" },
        { "4-5-0", "knob layers: a layer of 0 units at character 5; sizes go from 1 to 100000000" },
        { "100000001-2", "knob layers: a layer of 100000001 units at character 1; sizes go from 1 "
                         "to 100000000" },
        { "2-100000001", "knob layers: a layer of 100000001 units at character 3; sizes go from 1 "
                         "to 100000000" },
    };
    gr_values values = made(kinds);
    gr_error err;

    for (size_t i = 0; i < GR_LEN(cases); i++)
        assert_refused("layers", cases[i][0], cases[i][1]);
    ck_assert(!gr_values_set(&values, "layers", "3-99999999999999999999999999", &err));
    gr_assert_message(err, "units at character 3; sizes go from 1 to 100000000");
    ck_assert(!gr_values_set(&values, "layers", "1-2-\xEF\xBC\x95", &err)); /* a full-width 5 */
    gr_assert_message(err, "has no number at character 5");
    gr_values_clear(&values);
}
END_TEST

static char *many_layers(size_t count)
{
    gr_text text = { 0 };

    for (size_t i = 0; i < count; i++)
        gr_text_addf(&text, "%s%zu", i > 0 ? "-" : "", i + 1);
    char *copy = strdup(text.bytes);
    gr_text_clear(&text);
    return copy;
}

START_TEST(test_many_layers)
{
    static const size_t counts[] = { 2, 64, 1024 };
    gr_values values = made(kinds);
    gr_error err;

    for (size_t i = 0; i < GR_LEN(counts); i++) {
        char *text = many_layers(counts[i]);
        set(&values, "layers", text);
        const gr_value *layers = gr_values_find(&values, "layers", NULL);
        gr_assert_text(layers->text, text);
        ck_assert_uint_eq(layers->count, counts[i]);
        for (size_t k = 0; k < counts[i]; k++)
            if (layers->list[k] != (double)(k + 1))
                ck_abort_msg("layer %zu of %zu", k, counts[i]);
        free(text);
    }
    char *text = many_layers(1025);
    ck_assert(!gr_values_set(&values, "layers", text, &err));
    gr_assert_text(err.message, "knob layers: 1025 layers; at most 1024 are allowed");
    free(text);
    gr_values_clear(&values);
}
END_TEST

/* --- families --- */

START_TEST(test_family_defaults)
{
    gr_values values = made(descent);

    assert_all(&values, "optimizer=sgd lr=0.1 optimizer.x=1 surface=bowl surface.x=2 steps=10 ");
    set(&values, "optimizer", "adam");
    assert_all(&values, "optimizer=adam* lr=0.001 beta1=0.9 surface=bowl x=2 steps=10 ");
    set(&values, "surface", "valley");
    assert_all(&values,
               "optimizer=adam* lr=0.001 beta1=0.9 surface=valley* x=3 kappa=100 steps=10 ");
    gr_values_clear(&values);
}
END_TEST

/* Knobs that were set are kept by a new member that has them too, if they fit it. */
START_TEST(test_family_keeps)
{
    gr_values values = made(descent);

    set(&values, "lr", "0.25");
    set(&values, "surface.x", "-0.5");
    set(&values, "steps", "7");
    set(&values, "optimizer", "adam");
    set(&values, "surface", "valley");
    assert_all(&values, "optimizer=adam* lr=0.25* beta1=0.9 surface=valley* x=-0.5* kappa=100 "
                        "steps=7* ");
    set(&values, "beta1", "0.5");
    set(&values, "optimizer", "sgd"); /* has no beta1 */
    set(&values, "lr", "20");
    set(&values, "optimizer", "adam"); /* 20 is too much for it */
    assert_all(&values, "optimizer=adam* lr=0.001 beta1=0.9 surface=valley* x=-0.5* kappa=100 "
                        "steps=7* ");
    gr_values_clear(&values);
}
END_TEST

/* `optimizer.x` is not `surface.x`: what was set of one is not kept for the other. */
START_TEST(test_family_owners)
{
    gr_values values = made(descent);

    set(&values, "optimizer.x", "4");
    set(&values, "surface", "valley");
    assert_all(&values, "optimizer=sgd lr=0.1 optimizer.x=4* surface=valley* surface.x=3 "
                        "kappa=100 steps=10 ");
    gr_values_clear(&values);
}
END_TEST

static void swap_settings(gr_setting *a, gr_setting *b)
{
    gr_setting kept = *a;

    *a = *b;
    *b = kept;
}

/* Call assert_all for each order of the settings from `from` on. */
static void each_order(gr_setting *settings, size_t count, size_t from)
{
    if (from == count) {
        gr_values values = made(descent);
        gr_error err;
        ck_assert_msg(gr_values_apply(&values, settings, count, &err), "%s", err.message);
        assert_all(&values, "optimizer=adam* lr=0.2* beta1=0.3* surface=valley* x=0* kappa=5* "
                            "steps=10 ");
        gr_values_clear(&values);
        return;
    }
    for (size_t i = from; i < count; i++) {
        swap_settings(&settings[from], &settings[i]);
        each_order(settings, count, from + 1);
        swap_settings(&settings[from], &settings[i]);
    }
}

START_TEST(test_order_of_settings)
{
    gr_setting settings[] = { { "beta1", "0.3" },      { "optimizer", "adam" },
                              { "kappa", "5" },        { "surface", "valley" },
                              { "surface.x", "0" },    { "optimizer.lr", "0.2" } };

    each_order(settings, GR_LEN(settings), 0);
}
END_TEST

START_TEST(test_all_or_nothing)
{
    const gr_setting settings[] = { { "optimizer", "adam" }, { "steps", "3" }, { "beta1", "1" } };
    gr_values values = made(descent);
    gr_error err;

    ck_assert(!gr_values_apply(&values, settings, 3, &err));
    gr_assert_text(err.message,
                   "knob beta1: '1' is not allowed; allowed: a number, 0 <= beta1 < 1");
    assert_all(&values, "optimizer=sgd lr=0.1 optimizer.x=1 surface=bowl surface.x=2 steps=10 ");
    ck_assert(gr_values_apply(&values, settings, 2, &err));
    ck_assert(gr_values_apply(&values, NULL, 0, &err));
    assert_all(&values, "optimizer=adam* lr=0.001 beta1=0.9 surface=bowl x=2 steps=3* ");
    gr_values_clear(&values);
}
END_TEST

/* --- names --- */

START_TEST(test_unknown_and_ambiguous)
{
    static const char *const cases[][2] = {
        { "betta", "unknown knob 'betta'; this experiment has: optimizer, lr, optimizer.x, surface, "
                   "surface.x, steps" },
        { "x", "knob 'x' is ambiguous; write one of the full names in: optimizer, lr, optimizer.x, "
               "surface, surface.x, steps" },
        { "", "unknown knob ''; this" },
        { "beta1", "unknown knob 'beta1'; this" }, /* the other member's */
        { "surface.lr", "unknown knob 'surface.lr'; this" },
        { "optimizer.", "unknown knob 'optimizer.'; this" },
        { ".x", "unknown knob '.x'; this" },
        { "optimizer.steps", "unknown knob 'optimizer.steps'; this" },
        { "sgd.lr", "unknown knob 'sgd.lr'; this" },
        { "optimizer.lr.lr", "unknown knob 'optimizer.lr.lr'; this" },
        { "STEPS", "unknown knob 'STEPS'; this" },
        { "step", "unknown knob 'step'; this" },
    };
    gr_values values = made(descent);

    for (size_t i = 0; i < GR_LEN(cases); i++) {
        gr_error err = { 0 };
        ck_assert_ptr_null(gr_values_find(&values, cases[i][0], &err));
        ck_assert_int_eq(err.kind, GR_ERROR_USAGE);
        ck_assert_msg(strncmp(err.message, cases[i][1], strlen(cases[i][1])) == 0, "%s",
                      err.message);
        err = (gr_error){ 0 };
        ck_assert(!gr_values_set(&values, cases[i][0], "1", &err));
        ck_assert_int_eq(err.kind, GR_ERROR_USAGE);
    }
    ck_assert_ptr_null(gr_values_find(&values, "nothing", NULL));
    gr_values_clear(&values);
}
END_TEST

/* A long or hostile name does not crowd out the advice. */
START_TEST(test_hostile_names)
{
    gr_values values = made(descent);
    char name[2000];
    gr_error err;

    memset(name, 'n', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    ck_assert(!gr_values_set(&values, name, "1", &err));
    gr_assert_message(err, "this experiment has: optimizer, lr");
    ck_assert(!gr_values_set(&values, "steps", name, &err));
    gr_assert_message(err, "is not a whole number; write 20 or 2e1");
    ck_assert(!gr_values_set(&values, "surface", name, &err));
    gr_assert_message(err, "allowed: one of bowl, valley");
    ck_assert(!gr_values_set(&values, "a\x1b]0;\x07" "b", "1", &err));
    ck_assert_ptr_null(strpbrk(err.message, "\x1b\x07"));
    gr_values_clear(&values);
}
END_TEST

START_TEST(test_every_name_finds_its_knob)
{
    gr_values values = made(descent);

    for (size_t i = 0; i < values.count; i++) {
        const gr_value *value = &values.items[i];
        gr_text shown = { 0 }, full = { 0 };
        gr_values_name(&values, i, &shown);
        ck_assert_ptr_eq(gr_values_find(&values, shown.bytes, NULL), value);
        gr_text_addf(&full, "%s%s%s", value->owner != NULL ? value->owner : "",
                     value->owner != NULL ? "." : "", value->param->name);
        ck_assert_ptr_eq(gr_values_find(&values, full.bytes, NULL), value);
        ck_assert_uint_eq(gr_values_index(&values, full.bytes), i);
        gr_text_clear(&shown);
        gr_text_clear(&full);
    }
    gr_values_clear(&values);
}
END_TEST

/* --- copies --- */

START_TEST(test_copy)
{
    gr_values values = made(kinds), copy;

    set(&values, "layers", "9-8-7");
    set(&values, "optimizer", "adam");
    set(&values, "label", "first");
    char *before = all(&values);
    ck_assert(gr_values_copy(&copy, &values, NULL));
    assert_all(&copy, before);
    set(&values, "layers", "1-2");
    set(&values, "optimizer", "sgd");
    set(&values, "label", "second");
    assert_all(&copy, before);
    gr_values_clear(&values);
    assert_all(&copy, before);
    const gr_value *layers = gr_values_find(&copy, "layers", NULL);
    ck_assert(layers->count == 3 && layers->list[0] == 9 && layers->list[2] == 7);
    free(before);
    gr_values_clear(&copy);
}
END_TEST

/* --- neighbours --- */

/* The value one step beside the present one; NULL where there is none. A static buffer. */
static const char *beside(const gr_values *values, const char *knob, int direction)
{
    static char kept[64];
    gr_text out = { 0 };
    gr_error err = { 0 };
    bool found =
        gr_values_neighbour(values, gr_values_index(values, knob), direction, &out, &err);

    ck_assert(found || (err.kind == GR_ERROR_USAGE && out.length == 0));
    snprintf(kept, sizeof kept, "%s", gr_text_string(&out));
    gr_text_clear(&out);
    return found ? kept : NULL;
}

START_TEST(test_decades)
{
    static const char marks[] = "125";
    gr_values values = made(kinds);
    char expected[16];

    for (int direction = 1; direction >= -1; direction -= 2) {
        int first = direction > 0 ? -60 : 60;
        snprintf(expected, sizeof expected, "1e%d", first);
        set(&values, "rate", expected);
        for (int i = 1; i <= 360; i++) {
            int place = 3 * first + direction * i, mark = ((place % 3) + 3) % 3;
            snprintf(expected, sizeof expected, "%ce%d", marks[mark], (place - mark) / 3);
            const char *next = beside(&values, "rate", direction);
            if (next == NULL || strtod(next, NULL) != strtod(expected, NULL))
                ck_abort_msg("%s instead of %s", next != NULL ? next : "none", expected);
            set(&values, "rate", next);
        }
    }
    gr_values_clear(&values);
}
END_TEST

START_TEST(test_neighbours)
{
    static const char *const cases[][4] = { /* knob, value, below, above */
        { "rate", "3", "2", "5" },           { "rate", "0.7", "0.5", "1" },
        { "rate", "9.99", "5", "10" },       { "rate", "10.01", "10", "20" },
        { "rate", "1e-300", "5e-301", "2e-300" },
        { "rate", "0.1", "0.05", "0.2" },    { "rate", "1/3", "0.2", "0.5" },
        { "rate", "1e6", "500000", "2000000" },
        { "share", "0.5", "0.4", "0.6" },    { "share", "0.3", "0.2", "0.4" },
        { "share", "0", NULL, "0.1" },       { "share", "1", "0.9", NULL },
        { "share", "0.02", "0", "0.1" },     { "share", "0.97", "0.9", "1" },
        { "part", "0.9", "0.8", NULL },      { "part", "0.1", "0", "0.2" },
        { "inner", "3", NULL, NULL },        { "free", "0.5", "-0.5", "1.5" },
        { "free", "0", "-1", "1" },          { "upto", "2.5", "1.5", "3" },
        { "upto", "3", "2", NULL },
        { "batch", "1", NULL, "2" },         { "batch", "2", "1", "5" },
        { "batch", "50", "20", "64" },       { "batch", "64", "50", NULL },
        { "batch", "7", "5", "10" },         { "batch", "full", "1", "1" },
        { "whole", "0", "-1", "1" },         { "whole", "-7", "-8", "-6" },
        { "flag", "yes", "no", "no" },       { "flag", "no", "yes", "yes" },
        { "mode", "plain", "wild", "square" }, { "mode", "wild", "square", "plain" },
        { "optimizer", "sgd", "adam", "adam" },
    };

    for (size_t i = 0; i < GR_LEN(cases); i++) {
        gr_values values = made(kinds);
        set(&values, cases[i][0], cases[i][1]);
        for (int k = 0; k < 2; k++) {
            const char *expected = cases[i][2 + k], *got = beside(&values, cases[i][0], 2 * k - 1);
            ck_assert_msg((got == NULL) == (expected == NULL) &&
                              (got == NULL || strcmp(got, expected) == 0),
                          "%s=%s: beside it is %s, not %s", cases[i][0], cases[i][1],
                          got != NULL ? got : "nothing", expected != NULL ? expected : "nothing");
        }
        gr_values_clear(&values);
    }
}
END_TEST

/* Tenths stay tenths: eleven steps from 0 to 1, each as it would be typed. */
START_TEST(test_tenths)
{
    gr_values values = made(kinds);
    char expected[8];

    set(&values, "share", "0");
    for (int i = 1; i <= 10; i++) {
        snprintf(expected, sizeof expected, i < 10 ? "0.%d" : "1", i);
        set(&values, "share", beside(&values, "share", 1));
        gr_assert_text(gr_values_text(&values, "share"), expected);
    }
    for (int i = 9; i >= 0; i--)
        set(&values, "share", beside(&values, "share", -1));
    gr_assert_text(gr_values_text(&values, "share"), "0");
    gr_values_clear(&values);
}
END_TEST

START_TEST(test_no_neighbours)
{
    static const char *const knobs[] = { "layers", "label", "data", "columns" };
    gr_values values = made(kinds);

    for (size_t i = 0; i < GR_LEN(knobs); i++) {
        gr_text out = { 0 };
        gr_error err;
        char message[100];
        ck_assert(!gr_values_neighbour(&values, gr_values_index(&values, knobs[i]), 1, &out, &err));
        snprintf(message, sizeof message, "knob %s has no next value; press Enter and type one",
                 knobs[i]);
        gr_assert_text(err.message, message);
        gr_text_clear(&out);
    }
    gr_values_clear(&values);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("param");
    TCase *reading = gr_test_case(s, "reading"), *families = gr_test_case(s, "families");
    TCase *moving = gr_test_case(s, "neighbours");

    tcase_add_test(reading, test_defaults);
    tcase_add_test(reading, test_allowed);
    tcase_add_test(reading, test_taken);
    tcase_add_test(reading, test_refused_numbers);
    tcase_add_test(reading, test_not_a_number);
    tcase_add_test(reading, test_refused_words);
    tcase_add_test(reading, test_long_text);
    tcase_add_test(reading, test_layers_refused);
    tcase_add_test(reading, test_many_layers);
    tcase_add_test(families, test_family_defaults);
    tcase_add_test(families, test_family_keeps);
    tcase_add_test(families, test_family_owners);
    tcase_add_test(families, test_order_of_settings);
    tcase_add_test(families, test_all_or_nothing);
    tcase_add_test(families, test_unknown_and_ambiguous);
    tcase_add_test(families, test_hostile_names);
    tcase_add_test(families, test_every_name_finds_its_knob);
    tcase_add_test(families, test_copy);
    tcase_add_test(moving, test_decades);
    tcase_add_test(moving, test_neighbours);
    tcase_add_test(moving, test_tenths);
    tcase_add_test(moving, test_no_neighbours);
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
