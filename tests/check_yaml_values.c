/* YAML: typed values and their errors, and writing scalars that read back. */
#include "gradus/yaml.h"

#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool parse(const char *text, gr_arena *arena, const gr_yaml **root, gr_error *err)
{
    return gr_yaml_parse("x.md", text, strlen(text), 10, 3, arena, root, err);
}

/* Parse what must be good, a block that begins at 10:3 of x.md. */
static const gr_yaml *tree(const char *text, gr_arena *arena)
{
    const gr_yaml *root = NULL;
    gr_error err = { 0 };

    ck_assert_msg(parse(text, arena, &root, &err), "%s: %s", text, err.message);
    return root;
}

/* --- typed values --- */

START_TEST(test_values)
{
    gr_arena arena = { 0 };
    const gr_yaml *root = tree("n: -1.5e3\nw: 1e3\nt: 7\nq: \"7\"\nyes: yes\nno: false\nl: [1]\n"
                               "m: {}\ne: \"\"\n",
                               &arena);
    double number = 5;
    long whole = 5;
    bool truth = false;
    const char *text = "unset";
    gr_error err = { 0 };

    ck_assert(gr_yaml_number(gr_yaml_get(root, "n"), &number, &err));
    ck_assert_double_eq(number, -1500);
    ck_assert(gr_yaml_whole(gr_yaml_get(root, "w"), 1, 1000, &whole, &err));
    ck_assert_int_eq(whole, 1000);
    ck_assert(gr_yaml_text(gr_yaml_get(root, "t"), &text, &err));
    gr_assert_text(text, "7");
    ck_assert(gr_yaml_text(gr_yaml_get(root, "e"), &text, &err));
    gr_assert_text(text, "");
    ck_assert(gr_yaml_yesno(gr_yaml_get(root, "yes"), &truth, &err));
    ck_assert(truth);
    ck_assert(gr_yaml_yesno(gr_yaml_get(root, "no"), &truth, &err));
    ck_assert(!truth);
    ck_assert(gr_yaml_list(gr_yaml_get(root, "l"), &err));
    ck_assert(gr_yaml_mapping(gr_yaml_get(root, "m"), &err));
    gr_arena_clear(&arena);
}
END_TEST

START_TEST(test_absent_values)
{
    double number = 5;
    long whole = 5;
    bool truth = true;
    const char *text = "unset";
    gr_error err = { 0 };

    ck_assert(gr_yaml_number(NULL, &number, &err));
    ck_assert(gr_yaml_whole(NULL, 1, 2, &whole, &err));
    ck_assert(gr_yaml_yesno(NULL, &truth, &err));
    ck_assert(gr_yaml_text(NULL, &text, &err));
    ck_assert(gr_yaml_list(NULL, &err) && gr_yaml_mapping(NULL, &err));
    ck_assert(number == 5 && whole == 5 && truth); /* NOLINT: exact on purpose */
    gr_assert_text(text, "unset");
    ck_assert_ptr_null(gr_yaml_need(NULL, "id", &err));
    gr_assert_text(err.message, "'id' is missing");
}
END_TEST

typedef bool reader(const gr_yaml *node, gr_error *err);

static bool as_number(const gr_yaml *node, gr_error *err)
{
    double value = 5;
    bool fine = gr_yaml_number(node, &value, err);

    ck_assert(fine || value == 5); /* NOLINT: exact on purpose */
    return fine;
}

static bool as_whole(const gr_yaml *node, gr_error *err)
{
    long value = 5;
    bool fine = gr_yaml_whole(node, 1, 10000000, &value, err);

    ck_assert(fine || value == 5);
    return fine;
}

static bool as_yesno(const gr_yaml *node, gr_error *err)
{
    bool value;

    return gr_yaml_yesno(node, &value, err);
}

static bool as_text(const gr_yaml *node, gr_error *err)
{
    const char *value = NULL;
    bool fine = gr_yaml_text(node, &value, err);

    ck_assert(fine == (value != NULL));
    return fine;
}

START_TEST(test_wrong_values)
{
    static const char whole[] = "x.md:10:10: 'steps' is a whole number from 1 to 10000000";
    static const struct {
        const char *text;
        reader *read;
        const char *message;
    } cases[] = {
        { "steps: 1.5", as_whole, whole },
        { "steps: 0", as_whole, whole },
        { "steps: 1e300", as_whole, whole },
        { "steps: nan", as_whole, whole },
        { "steps: inf", as_whole, whole },
        { "steps: many", as_whole, whole },
        { "steps: \"5\"", as_whole, whole },
        { "steps: [5]", as_whole, whole },
        { "steps:", as_whole, "x.md:10:9: 'steps' is a whole number from 1 to 10000000" },
        { "lr: 1/3", as_number, "x.md:10:7: 'lr' is a number" },
        { "lr: 0x10", as_number, "x.md:10:7: 'lr' is a number" },
        { "lr: {a: 1}", as_number, "x.md:10:7: 'lr' is a number" },
        { "show: 1", as_yesno, "x.md:10:9: 'show' is yes or no" },
        { "show: \"yes\"", as_yesno, "x.md:10:9: 'show' is yes or no" },
        { "id: [a]", as_text, "x.md:10:7: 'id' is a text" },
        { "id:", as_text, "x.md:10:6: 'id' is a text, and stands empty" },
        { "set: [1]", gr_yaml_mapping, "x.md:10:8: 'set' is a mapping: {key: value}" },
        { "free: lr", gr_yaml_list, "x.md:10:9: 'free' is a list: [one, two]" },
    };

    for (size_t i = 0; i < GR_LEN(cases); i++) {
        gr_arena arena = { 0 };
        gr_error err = { 0 };
        ck_assert(!cases[i].read(tree(cases[i].text, &arena)->first, &err));
        gr_assert_text(err.message, cases[i].message);
        ck_assert_int_eq(err.kind, GR_ERROR_DATA);
        gr_arena_clear(&arena);
    }
}
END_TEST

START_TEST(test_names_in_messages)
{
    gr_arena arena = { 0 };
    const gr_yaml *root = tree("free: [lr, [x]]\nid: a\n", &arena);
    const gr_yaml *free_ = gr_yaml_get(root, "free");
    gr_error err = { 0 };

    ck_assert(!as_number(free_->first, &err));
    gr_assert_text(err.message, "x.md:10:10: an item of 'free' is a number");
    ck_assert(!as_text(free_->first->next, &err));
    gr_assert_text(err.message, "x.md:10:14: an item of 'free' is a text");
    ck_assert(!gr_yaml_list(root, &err));
    gr_assert_text(err.message, "x.md:10:3: this is a list: [one, two]");
    ck_assert(!gr_yaml_mapping(tree("- a", &arena), &err));
    gr_assert_text(err.message, "x.md:10:3: this is a mapping: {key: value}");
    ck_assert_ptr_null(gr_yaml_need(root, "question", &err));
    gr_assert_text(err.message, "x.md:10:3: 'question' is missing");
    ck_assert_ptr_eq(gr_yaml_need(root, "free", &err), free_);
    ck_assert(!gr_yaml_fail(gr_yaml_get(root, "id"), &err, "'%s' is taken", "a"));
    gr_assert_text(err.message, "x.md:11:7: 'a' is taken");
    ck_assert(!gr_yaml_fail_key(gr_yaml_get(root, "id"), &err, "no"));
    gr_assert_text(err.message, "x.md:11:3: no");
    ck_assert(!gr_yaml_fail_key(root, &err, "no"));
    gr_assert_text(err.message, "x.md:10:3: no");
    gr_arena_clear(&arena);
}
END_TEST

START_TEST(test_only_keys)
{
    static const char *const allowed[] = { "experiment", "set", "free", NULL };
    gr_arena arena = { 0 };
    gr_error err = { 0 };

    ck_assert(gr_yaml_only_keys(tree("set: {}\nfree: []", &arena), allowed, &err));
    ck_assert(gr_yaml_only_keys(tree("{}", &arena), allowed, &err));
    ck_assert(gr_yaml_only_keys(NULL, allowed, &err));
    ck_assert(!gr_yaml_only_keys(tree("set: {}\n\nstepss: 5", &arena), allowed, &err));
    gr_assert_text(err.message, "x.md:12:3: unknown key 'stepss'; allowed: experiment, set, free");
    ck_assert(!gr_yaml_only_keys(tree("[set]", &arena), allowed, &err));
    gr_assert_text(err.message, "x.md:10:3: this is a mapping: {key: value}");
    gr_arena_clear(&arena);
}
END_TEST

/* --- writing --- */

static void assert_written(const char *text, const char *expected)
{
    gr_text out = { 0 };

    gr_yaml_put_scalar(&out, text);
    gr_assert_text(gr_text_string(&out), expected);
    gr_text_clear(&out);
}

START_TEST(test_put_scalar)
{
    static const char *const cases[][2] = {
        { "0.1", "0.1" },         { "-1.5e-7", "-1.5e-7" },
        { "descent", "descent" }, { "x.csv", "x.csv" },
        { "a b", "a b" },         { "x^2 + y^2", "x^2 + y^2" },
        { "", "\"\"" },           { " a", "\" a\"" },
        { "a ", "\"a \"" },       { "-", "\"-\"" },
        { "- a", "\"- a\"" },     { "a,b", "\"a,b\"" },
        { "a: b", "\"a: b\"" },   { "a #b", "\"a #b\"" },
        { "[a]", "\"[a]\"" },     { "*a", "\"*a\"" },
        { "&a", "\"&a\"" },       { "---", "\"---\"" },
        { "...", "\"...\"" },     { "a\nb", "\"a\\nb\"" },
        { "a\tb", "\"a\\tb\"" },  { "\"", "\"\\\"\"" },
        { "\\", "\"\\\\\"" },     { "\xC3\xBC", "\"\xC3\xBC\"" },
        { "'a'", "\"'a'\"" },     { "\x1B[0m", "\"\xEF\xBF\xBD[0m\"" },
    };

    for (size_t i = 0; i < GR_LEN(cases); i++)
        assert_written(cases[i][0], cases[i][1]);
}
END_TEST

/* Write a text as a value in flow form, as a key, in a list, in block form and alone; read it. */
static void assert_survives(const char *text)
{
    gr_text scalar = { 0 }, whole = { 0 };
    gr_arena arena = { 0 };

    gr_yaml_put_scalar(&scalar, text);
    const char *s = gr_text_string(&scalar);
    ck_assert_ptr_null(strchr(s, '\n'));
    gr_text_addf(&whole, "{a: %s, %s: 1, b: [%s,%s]}", s, s, s, s);
    const gr_yaml *root = tree(gr_text_string(&whole), &arena), *list = gr_yaml_get(root, "b");
    gr_assert_text(root->first->text, text);
    gr_assert_text(root->first->next->key, text);
    gr_assert_text(list->first->text, text);
    gr_assert_text(list->first->next->text, text);
    ck_assert(root->first->plain == (s[0] != '"'));
    gr_text_truncate(&whole, 0);
    gr_text_addf(&whole, "%s: %s", s, s);
    gr_assert_text(tree(gr_text_string(&whole), &arena)->first->key, text);
    gr_assert_text(tree(gr_text_string(&whole), &arena)->first->text, text);
    if (text[0] != '\0')
        gr_assert_text(tree(s, &arena)->text, text);
    gr_text_clear(&scalar);
    gr_text_clear(&whole);
    gr_arena_clear(&arena);
}

START_TEST(test_scalars_survive)
{
    static const char *const alphabet[] = { " ",  "-",  ".", ":",        "#", ",", "[", "}",
                                            "\"", "\\", "'", "1",        "e", "a", "n", "\n",
                                            "\t", "?",  "*", "&",        "!", "%", "=", "<",
                                            "/",  "+",  "(", "\xC3\xBC", "~", "|", ">", "@" };
    uint32_t state = 7;

    for (size_t round = 0; round < 20000; round++) {
        gr_text text = { 0 };
        for (size_t n = round % 8; n > 0; n--) {
            state = state * 1664525u + 1013904223u;
            gr_text_add(&text, alphabet[(state >> 16) % GR_LEN(alphabet)]);
        }
        if (strcmp(gr_text_string(&text), "a") != 0) /* the key that is there already */
            assert_survives(gr_text_string(&text));
        gr_text_clear(&text);
    }
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("yaml_values");
    TCase *values = gr_test_case(s, "values");
    TCase *writing = gr_test_case(s, "writing");

    tcase_add_test(values, test_values);
    tcase_add_test(values, test_absent_values);
    tcase_add_test(values, test_wrong_values);
    tcase_add_test(values, test_names_in_messages);
    tcase_add_test(values, test_only_keys);
    tcase_add_test(writing, test_put_scalar);
    tcase_add_test(writing, test_scalars_survive);
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
