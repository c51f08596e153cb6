/* Knobs: what each kind takes, how it says what it does not, and what is next to a value. */
#include "gradus/memory.h"
#include "knobs.h"

#include "support.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void start(gr_values *values)
{
    gr_error err;

    ck_assert_msg(gr_values_init(values, gr_test_knobs, &err), "%s", err.message);
}

static void set(gr_values *values, const char *knob, const char *text)
{
    gr_error err;

    ck_assert_msg(gr_values_set(values, knob, text, &err), "%s", err.message);
}

/* --- what is taken, and as what --- */

START_TEST(test_canonical_texts)
{
    static const char *const cases[][3] = {
        { "rate", "1e-3", "0.001" },      { "rate", "1/25", "0.04" },
        { "rate", "2^10", "1024" },       { "rate", "  0.5 ", "0.5" },
        { "rate", "1e-7", "1e-7" },       { "rate", "1e300", "1e300" },
        { "any", "-0", "0" },             { "any", "-(3 + 4)", "-7" },
        { "any", "pi", "3.141592653589793" }, { "share", "0", "0" },
        { "share", "1", "1" },            { "part", "0", "0" },
        { "count", "2e0", "2" },          { "count", "5*2", "10" },
        { "whole", "-9007199254740991", "-9007199254740991" },
        { "whole", "2^53 - 1", "9007199254740991" }, { "batch", "full", "full" },
        { "batch", "64", "64" },          { "bias", "no", "no" },
        { "colour", "blue", "blue" },     { "layers", "007-3", "7-3" },
        { "layers", "100000000-1", "100000000-1" }, { "label", "two words", "two words" },
        { "label", "", "" },              { "data", "a b.csv", "a b.csv" },
        { "init", "half", "half" },       { "init", "w.csv", "w.csv" },
        { "inputs", "0..63,label", "0..63,label" }, { "first", "adam", "adam" },
        { "first.lr", "1/8", "0.125" },
    };
    gr_values values;

    start(&values);
    for (size_t i = 0; i < GR_LEN(cases); i++) {
        set(&values, cases[i][0], cases[i][1]);
        gr_assert_text(gr_values_text(&values, cases[i][0]), cases[i][2]);
    }
    gr_values_clear(&values);
}
END_TEST

START_TEST(test_numbers)
{
    gr_values values;

    start(&values);
    ck_assert(gr_values_yes(&values, "bias"));
    ck_assert(gr_values_number(&values, "colour") == 0);
    set(&values, "colour", "blue");
    ck_assert(gr_values_number(&values, "colour") == 2);
    ck_assert(gr_values_number(&values, "second") == 1);
    ck_assert(isnan(gr_values_number(&values, "batch")));
    ck_assert_int_eq(gr_values_find(&values, "batch", NULL)->word, 0);
    set(&values, "batch", "half");
    ck_assert_int_eq(gr_values_find(&values, "batch", NULL)->word, 1);
    set(&values, "batch", "7");
    ck_assert_int_eq(gr_values_find(&values, "batch", NULL)->word, -1);
    ck_assert(gr_values_number(&values, "batch") == 7);
    const gr_value *layers = gr_values_find(&values, "layers", NULL);
    ck_assert_uint_eq(layers->count, 4);
    ck_assert(layers->list[1] == 8 && isnan(layers->number));
    ck_assert(signbit(gr_values_number(&values, "any")) == 0);
    set(&values, "any", "-0");
    ck_assert(signbit(gr_values_number(&values, "any")) == 0);
    gr_values_clear(&values);
}
END_TEST

static void check_refused(const char *knob, const char *text, const char *message)
{
    gr_values values;
    gr_error err = { 0 };

    start(&values);
    char *before = strdup(gr_values_text(&values, knob));
    ck_assert_msg(!gr_values_set(&values, knob, text, &err), "%s=%s is taken", knob, text);
    ck_assert_int_eq(err.kind, GR_ERROR_USAGE);
    gr_assert_text(err.message, message);
    gr_assert_text(gr_values_text(&values, knob), before);
    free(before);
    gr_values_clear(&values);
}

START_TEST(test_refused_numbers)
{
    check_refused("rate", "0", "knob rate: '0' is not allowed; allowed: a number, rate > 0");
    check_refused("rate", "-1", "knob rate: '-1' is not allowed; allowed: a number, rate > 0");
    check_refused("rate", "inf", "knob rate: 'inf' is not allowed; allowed: a number, rate > 0");
    check_refused("share", "1.5",
                  "knob share: '1.5' is not allowed; allowed: a number from 0 to 1");
    check_refused("part", "1", "knob part: '1' is not allowed; allowed: a number, 0 <= part < 1");
    check_refused("side", "-1",
                  "knob side: '-1' is not allowed; allowed: a number, -1 < side < 1");
    check_refused("below", "4", "knob below: '4' is not allowed; allowed: a number, below <= 3");
    check_refused("any", "-inf", "knob any: '-inf' is not allowed; allowed: a number");
    check_refused("any", "0.04x", "knob any: '0.04x' is not a number; write 0.04, 4e-2 or 1/25");
    check_refused("any", "nan", "knob any: 'nan' is not a number; write 0.04, 4e-2 or 1/25");
    check_refused("any", "", "knob any: '' is not a number; write 0.04, 4e-2 or 1/25");
    check_refused("any", "1 < 2", "knob any: '1 < 2' is not a number; write 0.04, 4e-2 or 1/25");
}
END_TEST

START_TEST(test_refused_whole_numbers)
{
    check_refused("count", "11",
                  "knob count: '11' is not allowed; allowed: a whole number from 1 to 10");
    check_refused("count", "0",
                  "knob count: '0' is not allowed; allowed: a whole number from 1 to 10");
    check_refused("count", "1.5", "knob count: '1.5' is not a whole number; write 20 or 2e1");
    check_refused("count", "many", "knob count: 'many' is not a whole number; write 20 or 2e1");
    check_refused("whole", "9007199254740993", /* which reads as 2^53 */
                  "knob whole: '9007199254740993' is not a whole number; write 20 or 2e1");
    check_refused("whole", "inf", "knob whole: 'inf' is not a whole number; write 20 or 2e1");
    check_refused("batch", "most", "knob batch: 'most' is not allowed; allowed: a whole number "
                                   "from 1 to 64, or full or half");
    check_refused("batch", "65", "knob batch: '65' is not allowed; allowed: a whole number "
                                 "from 1 to 64, or full or half");
}
END_TEST

START_TEST(test_refused_words)
{
    check_refused("bias", "maybe", "knob bias: 'maybe' is not allowed; allowed: yes or no");
    check_refused("bias", "Yes", "knob bias: 'Yes' is not allowed; allowed: yes or no");
    check_refused("bias", "1", "knob bias: '1' is not allowed; allowed: yes or no");
    check_refused("colour", "pink",
                  "knob colour: 'pink' is not allowed; allowed: one of red, green, blue");
    check_refused("colour", "", "knob colour: '' is not allowed; allowed: one of red, green, blue");
    check_refused("first", "adamw",
                  "knob first: 'adamw' is not allowed; allowed: one of sgd, adam");
    check_refused("first", "sg", "knob first: 'sg' is not allowed; allowed: one of sgd, adam");
}
END_TEST

START_TEST(test_refused_layers)
{
    check_refused("layers", "5--3",
                  "knob layers: '5--3' has an empty layer at character 3; write 5-8-4-3");
    check_refused("layers", "-5-3",
                  "knob layers: '-5-3' has an empty layer at character 1; write 5-8-4-3");
    check_refused("layers", "5-3-",
                  "knob layers: '5-3-' has an empty layer at character 5; write 5-8-4-3");
    check_refused("layers", "",
                  "knob layers: '' has an empty layer at character 1; write 5-8-4-3");
    check_refused("layers", "0-4",
                  "knob layers: a layer of 0 units at character 1; sizes go from 1 to 100000000");
    check_refused("layers", "5-100000001", "knob layers: a layer of 100000001 units at character "
                                           "3; sizes go from 1 to 100000000");
    check_refused("layers", "100000001-2", "knob layers: a layer of 100000001 units at character "
                                           "1; sizes go from 1 to 100000000");
    check_refused("layers", "5-8-x",
                  "knob layers: '5-8-x' has no number at character 5; write 5-8-4-3");
    check_refused("layers", "5x-3",
                  "knob layers: '5x-3' has no number at character 2; write 5-8-4-3");
    check_refused("layers", "5.0-3",
                  "knob layers: '5.0-3' has no number at character 2; write 5-8-4-3");
    check_refused("layers", "5 -3",
                  "knob layers: '5 -3' has no number at character 2; write 5-8-4-3");
    check_refused("layers", "5,3",
                  "knob layers: '5,3' has no number at character 2; write 5-8-4-3");
    check_refused("layers", "5",
                  "knob layers: '5' is a single layer; write at least two, as 5-8-4-3");
    check_refused("layers", "9999999999999999999-2",
                  "knob layers: a layer of 999999999999999999 units at character 1; sizes go from "
                  "1 to 100000000");
}
END_TEST

/* Deep networks are allowed, 64 layers and more, but not without end. */
START_TEST(test_many_layers)
{
    static const size_t counts[] = { 2, 64, 1024, 1025 };
    gr_values values;
    gr_error err;

    start(&values);
    for (size_t i = 0; i < GR_LEN(counts); i++) {
        gr_text text = { 0 };
        for (size_t k = 0; k < counts[i]; k++)
            gr_text_addf(&text, "%s%zu", k > 0 ? "-" : "", k + 1);
        bool taken = gr_values_set(&values, "layers", gr_text_string(&text), &err);
        ck_assert(taken == (counts[i] <= 1024));
        if (taken)
            ck_assert_uint_eq(gr_values_find(&values, "layers", NULL)->count, counts[i]);
        gr_text_clear(&text);
    }
    gr_assert_text(err.message, "knob layers: 1025 layers; at most 1024 are allowed");
    gr_values_clear(&values);
}
END_TEST

START_TEST(test_refused_texts)
{
    char *text = calloc(1, 4098);

    memset(text, 'x', 4097);
    check_refused("label", text, "knob label: 4097 bytes of text; at most 4096 are allowed");
    free(text);
    check_refused("label", "a\x1b[2J",
                  "knob label: control character U+001B at character 2; write plain text");
    check_refused("label", "\xC3\xBC\xC3",
                  "knob label: invalid UTF-8 at character 2; write plain text");
    check_refused("data", "", "knob data: '' is not allowed; allowed: a file");
    check_refused("init", "", "knob init: '' is not allowed; allowed: a file, or full or half");
    check_refused("inputs", "", "knob inputs: '' is not allowed; allowed: columns by name or "
                                "number, as 0..3,label");
}
END_TEST

/* However long what was typed is, the message still says what is allowed, and is clean. */
START_TEST(test_long_and_hostile)
{
    char *text = calloc(1, 3001);
    gr_values values;
    gr_error err;

    start(&values);
    memset(text, 'y', 3000);
    ck_assert(!gr_values_set(&values, "bias", text, &err));
    gr_assert_message(err, "allowed: yes or no");
    ck_assert(!gr_values_set(&values, "count", text, &err));
    gr_assert_message(err, "write 20 or 2e1");
    ck_assert(!gr_values_set(&values, text, "1", &err));
    gr_assert_message(err, "this experiment has: rate, share");
    ck_assert(!gr_values_set(&values, "colour", "\x1b]0;\a", &err));
    ck_assert_ptr_null(strchr(err.message, '\x1b'));
    gr_values_clear(&values);
    free(text);
}
END_TEST

/* --- neighbours --- */

/* From a value, step by step: the texts, and "!" where there is no further one. */
static void check_walk(const char *knob, const char *from, int direction, const char *expected)
{
    gr_values values;
    gr_text walk = { 0 };
    gr_error err;
    bool more = true;

    start(&values);
    set(&values, knob, from);
    for (int i = 0; i < 5 && more; i++) {
        gr_text next = { 0 };
        more = gr_values_neighbour(&values, gr_values_index(&values, knob), direction, &next, &err);
        ck_assert(more || err.kind == GR_ERROR_USAGE);
        gr_text_addf(&walk, "%s%s", i > 0 ? " " : "", more ? gr_text_string(&next) : "!");
        if (more)
            set(&values, knob, gr_text_string(&next));
        gr_text_clear(&next);
    }
    gr_assert_text(gr_text_string(&walk), expected);
    gr_text_clear(&walk);
    gr_values_clear(&values);
}

START_TEST(test_neighbours)
{
    check_walk("rate", "1", 1, "2 5 10 20 50");
    check_walk("rate", "1", -1, "0.5 0.2 0.1 0.05 0.02");
    check_walk("rate", "3", 1, "5 10 20 50 100");
    check_walk("rate", "3", -1, "2 1 0.5 0.2 0.1");
    check_walk("rate", "9.99", 1, "10 20 50 100 200");
    check_walk("rate", "1.01", -1, "1 0.5 0.2 0.1 0.05");
    check_walk("rate", "1e-6", -1, "5e-7 2e-7 1e-7 5e-8 2e-8");
    check_walk("rate", "2e300", 1, "5e300 1e301 2e301 5e301 1e302");
    check_walk("rate", "1e308", 1, "!");
    check_walk("rate", "5e-324", -1, "!");
    check_walk("rate", "5e-324", 1, "9.88131291682493e-324 1.97626258336499e-323 "
                                  "4.94065645841247e-323 9.88131291682493e-323 "
                                  "1.97626258336499e-322");
    check_walk("second.lr", "0.3", 1, "0.5 1 !");
    check_walk("share", "0.75", 1, "0.8 0.9 1 !");
    check_walk("share", "0.05", -1, "0 !");
    check_walk("share", "0.97", 1, "1 !");
    check_walk("part", "0.8", 1, "0.9 !");
    check_walk("side", "0", -1, "!"); /* the end itself is not allowed */
    check_walk("below", "1.5", 1, "2.5 3 !");
    check_walk("any", "-1.5", 1, "-0.5 0.5 1.5 2.5 3.5");
    check_walk("count", "9", 1, "10 !");
    check_walk("count", "2", -1, "1 !");
    check_walk("whole", "0", -1, "-1 -2 -3 -4 -5");
    check_walk("whole", "9007199254740991", 1, "!");
    check_walk("batch", "full", 1, "1 2 5 10 20");
    check_walk("batch", "full", -1, "1 !");
    check_walk("batch", "20", 1, "50 64 !");
    check_walk("batch", "64", -1, "50 20 10 5 2");
    check_walk("bias", "yes", 1, "no yes no yes no");
    check_walk("colour", "red", 1, "green blue red green blue");
    check_walk("colour", "red", -1, "blue green red blue green");
    check_walk("first", "sgd", 1, "adam sgd adam sgd adam");
    check_walk("layers", "5-3", 1, "!");
    check_walk("label", "x", -1, "!");
}
END_TEST

START_TEST(test_no_neighbour)
{
    gr_values values;
    gr_text out = { 0 };
    gr_error err;

    start(&values);
    ck_assert(!gr_values_neighbour(&values, gr_values_index(&values, "layers"), 1, &out, &err));
    gr_assert_text(err.message, "knob layers has no next value; press Enter and type one");
    ck_assert_uint_eq(out.length, 0);
    gr_text_clear(&out);
    gr_values_clear(&values);
}
END_TEST

static Suite *suite(void)
{
    const TTest *const tests[] = {
        test_canonical_texts, test_numbers, test_refused_numbers, test_refused_whole_numbers,
        test_refused_words, test_refused_layers, test_many_layers, test_refused_texts,
        test_long_and_hostile, test_neighbours, test_no_neighbour,
    };
    Suite *s = suite_create("param");
    TCase *all = gr_test_case(s, "param");

    for (size_t i = 0; i < GR_LEN(tests); i++)
        tcase_add_test(all, tests[i]);
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
