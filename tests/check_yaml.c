/* YAML: the tree and its positions, and what is refused and where. */
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

static void assert_refused(const char *text, const char *message)
{
    static const gr_yaml untouched;
    gr_arena arena = { 0 };
    const gr_yaml *root = &untouched;
    gr_error err = { 0 };

    ck_assert_msg(!parse(text, &arena, &root, &err), "%s", text);
    gr_assert_text(err.message, message);
    ck_assert_int_eq(err.kind, GR_ERROR_DATA);
    ck_assert_ptr_eq(root, &untouched);
    gr_arena_clear(&arena);
}

/* A tree as one line: {a:1@10:6,b:[x@11:5]@11:4}@10:3, quotes around what is not plain. */
static void describe(const gr_yaml *node, gr_text *out)
{
    static const char *const marks[] = { "", "[", "{" }, *const ends[] = { "", "]", "}" };

    gr_text_add(out, marks[node->kind]);
    if (node->kind == GR_YAML_SCALAR)
        gr_text_addf(out, node->plain ? "%s" : "'%s'", node->text);
    for (const gr_yaml *child = node->first; child != NULL; child = child->next) {
        if (child != node->first)
            gr_text_add(out, ",");
        if (child->key != NULL)
            gr_text_addf(out, "%s:", child->key);
        describe(child, out);
    }
    gr_text_addf(out, "%s@%ld:%ld", ends[node->kind], node->line, node->column);
}

/* --- the tree --- */

START_TEST(test_trees)
{
    static const char *const cases[][2] = {
        { "a", "a@10:3" },
        { "a: 1\nb: [x, 'y']\n", "{a:1@10:6,b:[x@11:7,'y'@11:10]@11:6}@10:3" },
        { "a: 1\r\nb: 2\r\n", "{a:1@10:6,b:2@11:6}@10:3" },
        { "a:\n  - 1\n  - {b: c}\n", "{a:[1@11:7,{b:c@12:11}@12:7]@11:5}@10:3" },
        { "# words\n\n{a: 1, \"b c\": -1e-3}", "{a:1@12:7,b c:-1e-3@12:17}@12:3" },
        { "\xC3\xBC: \xC3\xBC # words\nb:\n", "{\xC3\xBC:\xC3\xBC@10:6,b:@11:5}@10:3" },
        { "a: \"\"\nb: |\n  two\n  lines\nc: >\n  fold\n  ed\n",
          "{a:''@10:6,b:'two\nlines\n'@11:6,c:'fold ed\n'@14:6}@10:3" },
        { "---\na: 1\n...\n", "{a:1@11:6}@11:3" },
        { "\xEF\xBB\xBF"
          "a: 1",
          "{a:1@10:6}@10:3" },
        { "question: Why does it\n  turn?", "{question:Why does it turn?@10:13}@10:3" },
        { "a: \"tab\\t\\\"q\\\" \\u00fc\"", "{a:'tab\t\"q\" \xC3\xBC'@10:6}@10:3" },
        { "[]", "[]@10:3" },
        { "{}", "{}@10:3" },
    };

    for (size_t i = 0; i < GR_LEN(cases); i++) {
        gr_arena arena = { 0 };
        gr_text got = { 0 };
        describe(tree(cases[i][0], &arena), &got);
        gr_assert_text(gr_text_string(&got), cases[i][1]);
        gr_text_clear(&got);
        gr_arena_clear(&arena);
    }
}
END_TEST

START_TEST(test_empty)
{
    static const char *const cases[] = {
        "", "\n\n", "# only words\n", "---\n", "---\n...\n", "  "
    };

    for (size_t i = 0; i < GR_LEN(cases); i++) {
        gr_arena arena = { 0 };
        ck_assert_ptr_null(tree(cases[i], &arena));
        gr_arena_clear(&arena);
    }
}
END_TEST

START_TEST(test_family)
{
    gr_arena arena = { 0 };
    const gr_yaml *root = tree("set:\n  lr: 0.1\n  free: [a, b]\n", &arena);
    const gr_yaml *set = gr_yaml_get(root, "set"), *lr = gr_yaml_get(set, "lr");

    ck_assert_uint_eq(set->count, 2);
    ck_assert_ptr_eq(lr->parent, set);
    ck_assert_ptr_eq(set->parent, root);
    gr_assert_text(lr->key, "lr");
    ck_assert(lr->key_line == 11 && lr->key_column == 5);
    ck_assert_ptr_null(gr_yaml_get(root, "lr"));
    ck_assert_ptr_null(gr_yaml_get(lr, "lr"));
    ck_assert_ptr_null(gr_yaml_get(gr_yaml_get(set, "free"), "a"));
    ck_assert_ptr_null(gr_yaml_get(NULL, "lr"));
    ck_assert_ptr_null(gr_yaml_first(lr));
    ck_assert_ptr_null(gr_yaml_first(NULL));
    gr_arena_clear(&arena);
}
END_TEST

/* --- what is refused --- */

START_TEST(test_refusals)
{
    static const char *const cases[][2] = {
        { "a: &x 1\nb: *x\n", "x.md:10:6: anchors (&name) are not allowed; write the value out" },
        { "b: *x\n", "x.md:10:6: aliases (*name) are not allowed; write the value out" },
        { "a: &x [1]\n", "x.md:10:6: anchors (&name) are not allowed; write the value out" },
        { "&x a: 1\n", "x.md:10:3: anchors (&name) are not allowed; write the value out" },
        { "a: !!str 1\n", "x.md:10:6: tags (!name) are not allowed; leave it out" },
        { "a: ! 1\n", "x.md:10:6: tags (!name) are not allowed; leave it out" },
        { "a: !!map {}\n", "x.md:10:6: tags (!name) are not allowed; leave it out" },
        { "a: 1\nb: 2\na: 3\n",
          "x.md:12:3: the key 'a' is given twice; it stands in line 10 already" },
        { "{a: 1, \"a\": 2}",
          "x.md:10:10: the key 'a' is given twice; it stands in line 10 already" },
        { "? [a, b]\n: 1\n", "x.md:10:5: a key is a word, not a list or mapping" },
        { "{a: 1}: 1\n", "x.md:10:3: a key is a word, not a list or mapping" },
        { "a: 1\n---\nb: 2\n", "x.md:11:3: a second document is not allowed" },
        { "a\x1B[31m: 1", "x.md:10:4: control character U+001B" },
        { "a: 1\nb: \xFF", "x.md:11:6: invalid UTF-8" },
        { "a: \"\\e[31m\"", "x.md:10:6: control character U+001B in this text" },
        { "a: \"\\0\"", "x.md:10:6: control character U+0000 in this text" },
        { "\"\\u202e\": 1", "x.md:10:3: control character U+202E in this text" },
        { "a: [1, 2\nb: 3\n", "x.md:11:4: not valid YAML: did not find expected ',' or ']' while "
                              "parsing a flow sequence that begins at 10:6" },
        { "a: 1\n b: 2\n", "x.md:11:5: not valid YAML: mapping values are not allowed in this "
                           "context" },
        { "a: \"x", "x.md:10:8: not valid YAML: found unexpected end of stream while scanning a "
                    "quoted scalar that begins at 10:6" },
        { "a:\n\t- 1\n", "x.md:11:3: not valid YAML: found character that cannot start any token "
                         "while scanning for the next token that begins at 11:3" },
        { "@a", "x.md:10:3: not valid YAML: found character that cannot start any token while "
                "scanning for the next token that begins at 10:3" },
    };

    for (size_t i = 0; i < GR_LEN(cases); i++)
        assert_refused(cases[i][0], cases[i][1]);
}
END_TEST

START_TEST(test_depth)
{
    char text[200];
    gr_arena arena = { 0 };

    memset(text, '[', GR_YAML_DEPTH + 1);
    memset(text + GR_YAML_DEPTH, ']', GR_YAML_DEPTH);
    text[2 * GR_YAML_DEPTH] = '\0';
    ck_assert_ptr_nonnull(tree(text, &arena));
    memset(text, '[', 100);
    text[100] = '\0';
    assert_refused(text, "x.md:10:35: over 32 levels, the limit");
    gr_arena_clear(&arena);
}
END_TEST

START_TEST(test_nodes)
{
    gr_arena arena = { 0 };
    gr_text text = { 0 };

    gr_text_add(&text, "[");
    for (int i = 0; i < GR_YAML_NODES - 1; i++)
        gr_text_add(&text, "1,");
    ck_assert_uint_eq(tree("[1,1]", &arena)->count, 2);
    gr_text_add(&text, "1]");
    assert_refused(gr_text_string(&text), "x.md:10:40002: over 20000 keys and values, the limit");
    gr_text_truncate(&text, text.length - 2);
    gr_text_add(&text, "]");
    ck_assert_uint_eq(tree(gr_text_string(&text), &arena)->count, GR_YAML_NODES - 1);
    gr_text_clear(&text);
    gr_arena_clear(&arena);
}
END_TEST

/* A mebibyte of each of these ends soon, whatever it ends with. */
START_TEST(test_hostile)
{
    static const char *const units[] = { "[",     "{",    "- ", "? ",   "a: ",  "&a ",
                                         "!",     "\"",   "'",  "[a, ", "{a: ", "-",
                                         "#\n",   "\n",   " ",  "*a ",  "a\n ", "%a\n",
                                         "---\n", "|\n ", ",",  ":",    "\\",   "a: 1\n" };

    for (size_t i = 0; i < GR_LEN(units); i++) {
        gr_text text = { 0 };
        gr_arena arena = { 0 };
        const gr_yaml *root;
        gr_error err;
        while (text.length + strlen(units[i]) <= GR_YAML_BYTES)
            gr_text_add(&text, units[i]);
        bool fine = parse(gr_text_string(&text), &arena, &root, &err);
        ck_assert(fine || err.kind == GR_ERROR_DATA);
        if (fine && root != NULL)
            ck_assert_int_eq(root->kind, GR_YAML_SCALAR);
        gr_arena_clear(&arena);
        gr_text_add(&text, "aaaaa");
        ck_assert(!parse(gr_text_string(&text), &arena, &root, &err));
        gr_assert_text(err.message, "x.md:10:3: YAML text of over 1 MiB, the limit");
        gr_text_clear(&text);
    }
}
END_TEST

START_TEST(test_no_memory)
{
    static const char text[] = "set: {lr: 0.1, layers: [1, 2]}\r\ngoal: a long enough text\r\n";

    for (int persistent = 0; persistent < 2; persistent++)
        for (unsigned long n = 1;; n++) {
            gr_arena arena = { 0 };
            const gr_yaml *root = NULL;
            gr_error err = { 0 };
            gr_alloc_fail_at(n, persistent);
            bool read = parse(text, &arena, &root, &err);
            unsigned long asked = gr_alloc_fail_at(0, false);
            gr_arena_clear(&arena);
            ck_assert(read == (asked < n));
            if (read)
                break;
            ck_assert_int_eq(err.kind, GR_ERROR_MEMORY);
            ck_assert_ptr_null(root);
        }
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("yaml");
    TCase *trees = gr_test_case(s, "trees");
    TCase *refusals = gr_test_case(s, "refusals");

    tcase_add_test(trees, test_trees);
    tcase_add_test(trees, test_empty);
    tcase_add_test(trees, test_family);
    tcase_add_test(refusals, test_refusals);
    tcase_add_test(refusals, test_depth);
    tcase_add_test(refusals, test_nodes);
    tcase_add_test(refusals, test_hostile);
    tcase_add_test(refusals, test_no_memory);
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
