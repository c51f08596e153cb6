/* Knobs by name, families of them, and setting several at once. */
#include "gradus/memory.h"
#include "knobs.h"

#include "support.h"

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

START_TEST(test_names)
{
    gr_values values;
    gr_error err;

    start(&values);
    ck_assert(gr_values_find(&values, "momentum", &err) ==
              gr_values_find(&values, "first.momentum", &err));
    ck_assert_ptr_null(gr_values_find(&values, "lr", &err));
    ck_assert_int_eq(err.kind, GR_ERROR_USAGE);
    gr_assert_message(err, "knob 'lr' is ambiguous; write one of the full names in: rate, share");
    gr_assert_message(err, "first, first.lr, momentum, second, second.lr, shape");
    ck_assert_ptr_null(gr_values_find(&values, "betta", &err));
    gr_assert_message(err, "unknown knob 'betta'; this experiment has: rate, share, part");
    ck_assert_ptr_null(gr_values_find(&values, "depth", &err));
    gr_assert_message(err, "; depth goes with shape=deep");
    set(&values, "second.shape", "deep");
    ck_assert_ptr_nonnull(gr_values_find(&values, "depth", NULL));
    set(&values, "first", "adam");
    ck_assert_ptr_null(gr_values_find(&values, "momentum", &err));
    gr_assert_message(err, "; momentum goes with first=sgd; momentum goes with second=sgd");
    ck_assert_ptr_null(gr_values_find(&values, "betta", &err));
    ck_assert_ptr_null(strstr(err.message, "goes with"));
    set(&values, "first", "sgd");
    static const char *const unknown[] = { "", ".", "first.", ".lr", "second.momentum", "firstlr",
                                           "first.lr.", "Rate", "sgd.lr" };
    for (size_t i = 0; i < GR_LEN(unknown); i++)
        ck_assert_msg(gr_values_find(&values, unknown[i], NULL) == NULL, "%s", unknown[i]);
    set(&values, "second", "sgd"); /* now there are two */
    ck_assert_ptr_null(gr_values_find(&values, "momentum", NULL));
    ck_assert_ptr_nonnull(gr_values_find(&values, "second.momentum", NULL));
    gr_values_clear(&values);
}
END_TEST

/* A new member brings its own defaults; what was set explicitly stays where it fits. */
START_TEST(test_members)
{
    gr_values values;

    start(&values);
    set(&values, "first", "adam");
    gr_assert_text(gr_values_text(&values, "first.lr"), "0.001");
    set(&values, "first", "sgd");
    gr_assert_text(gr_values_text(&values, "first.lr"), "0.1");
    set(&values, "first.lr", "0.1"); /* explicitly the default */
    set(&values, "first", "adam");
    gr_assert_text(gr_values_text(&values, "first.lr"), "0.1");
    gr_assert_text(gr_values_text(&values, "second.lr"), "0.001"); /* not the other one */
    set(&values, "first", "sgd");
    set(&values, "first.lr", "5");
    set(&values, "first", "adam"); /* where 5 is too much */
    gr_assert_text(gr_values_text(&values, "first.lr"), "0.001");
    gr_values_clear(&values);
}
END_TEST

/* The i-th of all ways to put four things in order; false when i stands for none. */
static bool permutation(int i, size_t order[4])
{
    bool used[4] = { false };

    for (int k = 0; k < 4; k++, i /= 4) {
        order[k] = (size_t)(i % 4);
        if (used[i % 4])
            return false;
        used[i % 4] = true;
    }
    return true;
}

/* Settings come in any order: families first, also those that a family brings in. */
START_TEST(test_order_does_not_matter)
{
    static const gr_setting settings[] = {
        { "first", "adam" }, { "first.lr", "0.5" }, { "shape", "deep" }, { "depth", "7" }
    };
    size_t order[4];

    for (int i = 0; i < 256; i++) {
        gr_setting shuffled[5] = { { "second", "sgd" } }; /* so that there is one `shape` */
        gr_values values;
        gr_error err;
        if (!permutation(i, order))
            continue;
        for (size_t k = 0; k < 4; k++)
            shuffled[k + 1] = settings[order[k]];
        start(&values);
        ck_assert_msg(gr_values_apply(&values, shuffled, 5, &err), "%s", err.message);
        gr_assert_text(gr_values_text(&values, "first.lr"), "0.5");
        gr_assert_text(gr_values_text(&values, "first"), "adam");
        gr_assert_text(gr_values_text(&values, "depth"), "7");
        gr_values_clear(&values);
    }
}
END_TEST

START_TEST(test_all_or_nothing)
{
    static const gr_setting bad[] = { { "rate", "3" }, { "first", "adam" }, { "count", "0" } };
    static const gr_setting twice[] = { { "rate", "3" }, { "rate", "4" } };
    gr_values values, copy;
    gr_error err;

    start(&values);
    ck_assert(gr_values_copy(&copy, &values, NULL));
    ck_assert(!gr_values_apply(&values, bad, GR_LEN(bad), &err));
    ck_assert_uint_eq(values.count, copy.count);
    for (size_t i = 0; i < values.count; i++) {
        gr_assert_text(values.items[i].text, copy.items[i].text);
        ck_assert(!values.items[i].given);
    }
    ck_assert(gr_values_apply(&values, NULL, 0, &err));
    ck_assert(gr_values_apply(&values, twice, 2, &err)); /* the last one counts */
    gr_assert_text(gr_values_text(&values, "rate"), "4");
    gr_assert_text(gr_values_text(&copy, "rate"), "1"); /* a copy is on its own */
    ck_assert(gr_values_find(&values, "rate", NULL)->given);
    gr_values_clear(&values);
    gr_values_clear(&copy);
    gr_values_clear(&copy); /* a cleared one is empty */
}
END_TEST

static Suite *suite(void)
{
    const TTest *const tests[] = {
        test_names, test_members, test_order_does_not_matter, test_all_or_nothing,
    };
    Suite *s = suite_create("param_names");
    TCase *all = gr_test_case(s, "param names");

    for (size_t i = 0; i < GR_LEN(tests); i++)
        tcase_add_test(all, tests[i]);
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
