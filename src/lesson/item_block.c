/* The YAML of questions, `predict`, `ask` and `fill`: one reader, one table of keys each. */
#include "lesson_private.h"

#include "gradus/draws.h"
#include "gradus/expression.h"

#include <stdlib.h>
#include <string.h>

enum { POINTS_MAX = 1000 };

static bool read_id(const gr_yaml *root, gr_item *item, gr_error *err)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789-";
    const gr_yaml *id = gr_yaml_need(root, "id", err);

    if (id == NULL || !gr_yaml_text(id, &item->id, err))
        return false;
    size_t length = strlen(item->id);
    return (length > 0 && length <= GR_ID_MAX && strspn(item->id, letters) == length) ||
           gr_yaml_fail(id, err, "an id is up to %d letters a-z, digits and dashes", GR_ID_MAX);
}

/* The kinds of answers, and the keys that belong to one of them alone. */
static const struct {
    const char *name, *own[3];
    bool predicted, asked; /* a prediction, a question may be of this kind */
} kinds[] = {
    [GR_ANSWER_NUMBER] = { "number", { "answer", "tolerance" }, true, true },
    [GR_ANSWER_CHOICE] = { "choice", { "options" }, true, true },
    [GR_ANSWER_ORDER] = { "order", { "items" }, false, true },
    [GR_ANSWER_TEXT] = { "text", { "accept" }, false, true },
    [GR_ANSWER_FILL] = { NULL, { NULL }, false, false }, /* a block of its own */
    [GR_ANSWER_CURVE] = { "curve", { "range" }, true, false },
};

_Static_assert(GR_LEN(kinds) == GR_ANSWER_KINDS, "each kind of answer has a row");

static bool unknown_kind(const gr_yaml *kind, const char *name, bool predict, gr_error *err)
{
    gr_text all = { 0 };

    for (size_t i = 0; i < GR_LEN(kinds); i++)
        if (predict ? kinds[i].predicted : kinds[i].asked)
            gr_text_addf(&all, "%s%s", all.length > 0 ? ", " : "", kinds[i].name);
    if (gr_text_ok(&all, err))
        gr_yaml_fail(kind, err, "unknown kind '%s'; there are: %s", name, gr_text_string(&all));
    gr_text_clear(&all);
    return false;
}

/* Without `kind` it follows from what is there. */
static bool read_kind(const gr_yaml *root, gr_item *item, gr_error *err)
{
    const gr_yaml *kind = gr_yaml_get(root, "kind");
    bool predict = item->kind == GR_ITEM_PREDICT;
    const char *name = gr_yaml_get(root, "options") != NULL  ? "choice"
                       : gr_yaml_get(root, "items") != NULL  ? "order"
                       : gr_yaml_get(root, "accept") != NULL ? "text"
                                                             : "number";

    if (item->answer_kind == GR_ANSWER_FILL)
        return true;
    if (!gr_yaml_text(kind, &name, err))
        return false;
    for (size_t i = 0; i < GR_LEN(kinds); i++) {
        if (!(predict ? kinds[i].predicted : kinds[i].asked) || strcmp(kinds[i].name, name) != 0)
            continue;
        item->answer_kind = (gr_answer_kind)i;
        return true;
    }
    return unknown_kind(kind, name, predict, err);
}

/* No key that belongs to another kind of answer. */
static bool check_keys(const gr_yaml *root, const gr_item *item, gr_error *err)
{
    for (size_t i = 0; item->answer_kind != GR_ANSWER_FILL && i < GR_LEN(kinds); i++)
        for (size_t k = 0; kinds[i].own[k] != NULL && i != (size_t)item->answer_kind; k++) {
            const gr_yaml *other = gr_yaml_get(root, kinds[i].own[k]);
            if (other == NULL)
                continue;
            if (item->answer_kind == GR_ANSWER_CHOICE && i == GR_ANSWER_NUMBER && k == 0)
                return gr_yaml_fail_key(other, err,
                                        "a choice has no answer; its options say `when`");
            return gr_yaml_fail_key(other, err, "%s belong%s to kind: %s", kinds[i].own[k],
                                    i == GR_ANSWER_CHOICE || i == GR_ANSWER_ORDER ? "" : "s",
                                    kinds[i].name);
        }
    return true;
}

/* predict: a list of texts; ask: a list of {text, when}; of an order {text, by}. */
static bool read_option(const gr_yaml *node, const gr_item *item, gr_option *option, gr_error *err)
{
    const char *formula = item->answer_kind == GR_ANSWER_ORDER ? "by" : "when";
    const char *const allowed[] = { "text", formula, NULL };

    if (item->kind == GR_ITEM_PREDICT)
        return gr_yaml_text(node, &option->text, err);
    if (!gr_yaml_mapping(node, err) || !gr_yaml_only_keys(node, allowed, err))
        return false;
    const gr_yaml *text = gr_yaml_need(node, "text", err);
    const gr_yaml *when = text != NULL ? gr_yaml_need(node, formula, err) : NULL;
    return when != NULL && gr_yaml_text(text, &option->text, err) &&
           gr_block_formula(when, &option->when, err);
}

static bool read_blanks(gr_lesson *lesson, const gr_yaml *root, gr_item *item, gr_error *err);

/* Of a choice its options, of an order its items, of a line its blanks. */
static bool read_options(gr_lesson *lesson, const gr_yaml *root, gr_item *item, gr_error *err)
{
    bool order = item->answer_kind == GR_ANSWER_ORDER;

    if (item->answer_kind == GR_ANSWER_FILL)
        return read_blanks(lesson, root, item, err);
    if (!order && item->answer_kind != GR_ANSWER_CHOICE)
        return true;
    const gr_yaml *list = gr_yaml_need(root, order ? "items" : "options", err);
    if (list == NULL || !gr_yaml_list(list, err))
        return false;
    if (list->count < 2 || list->count > 9)
        return gr_yaml_fail(list, err,
                            order ? "an order has 2 to 9 items" : "a choice has 2 to 9 options");
    item->options = gr_arena_alloc(&lesson->arena, list->count, sizeof *item->options, err);
    if (item->options == NULL)
        return false;
    for (const gr_yaml *node = gr_yaml_first(list); node != NULL; node = node->next)
        if (!read_option(node, item, &item->options[item->option_count++], err))
            return false;
    return true;
}

/* What is shown as the answer is the first of them. */
static bool read_accept(gr_lesson *lesson, const gr_yaml *list, gr_item *item, gr_error *err)
{
    if (!gr_block_texts(lesson, list, &item->accept, &item->accept_count, err))
        return false;
    if (list == NULL)
        return true;
    const gr_yaml *first = gr_yaml_first(list);
    if (first == NULL)
        return gr_yaml_fail(list, err,
                            "nothing is accepted; without `accept` a text is kept, to be "
                            "marked by hand");
    for (const gr_yaml *one = first; one != NULL; one = one->next)
        if (one->text[strspn(one->text, " \t")] == '\0')
            return gr_yaml_fail(one, err, "an empty text cannot be typed");
    return strchr(first->text, '*') == NULL ||
           gr_yaml_fail(first, err,
                        "the first text accepted is the one that is shown: it has no *");
}

/* --- blanks --- */

/* The next `{{name}}` of a line: its name, and the place behind it; NULL at the end. */
static const char *next_blank(const char *at, const char **name, size_t *length)
{
    const char *begin = strstr(at, "{{"), *end = begin != NULL ? strstr(begin, "}}") : NULL;

    if (end == NULL)
        return NULL;
    *name = begin + 2;
    *length = (size_t)(end - begin) - 2;
    return end + 2;
}

static const gr_yaml *blank_named(const gr_yaml *blanks, const char *name, size_t length)
{
    for (const gr_yaml *one = gr_yaml_first(blanks); one != NULL; one = one->next)
        if (strlen(one->key) == length && strncmp(one->key, name, length) == 0)
            return one;
    return NULL;
}

/* In the order of the line, each once. */
static bool take_blanks(const gr_yaml *text, const gr_yaml *blanks, gr_item *item, gr_error *err)
{
    const char *name = NULL;
    size_t length = 0;

    for (const char *at = item->line; (at = next_blank(at, &name, &length)) != NULL;) {
        const gr_yaml *blank = blank_named(blanks, name, length);
        if (blank == NULL)
            return gr_yaml_fail(text, err, "{{%.*s}} is none of `blanks`",
                                length < 40 ? (int)length : 40, name);
        for (size_t i = 0; i < item->option_count; i++)
            if (item->options[i].text == blank->key)
                return gr_yaml_fail(text, err, "the blank {{%.40s}} stands here twice", blank->key);
        gr_option *option = &item->options[item->option_count++];
        option->text = blank->key;
        if (!gr_block_formula(blank, &option->when, err))
            return false;
    }
    return item->option_count == blanks->count ||
           gr_yaml_fail(text, err, "%zu blanks are named, and %zu stand here as {{name}}",
                        blanks->count, item->option_count);
}

static bool read_blanks(gr_lesson *lesson, const gr_yaml *root, gr_item *item, gr_error *err)
{
    const gr_yaml *text = gr_yaml_need(root, "text", err);
    const gr_yaml *blanks = text != NULL ? gr_yaml_need(root, "blanks", err) : NULL;

    if (blanks == NULL || !gr_yaml_text(text, &item->line, err) || !gr_yaml_mapping(blanks, err))
        return false;
    if (blanks->count < 1 || blanks->count > GR_BLANKS_MAX)
        return gr_yaml_fail(blanks, err, "a line has 1 to %d blanks", GR_BLANKS_MAX);
    item->options = gr_arena_alloc(&lesson->arena, blanks->count, sizeof *item->options, err);
    return item->options != NULL && take_blanks(text, blanks, item, err);
}

/* --- known mistakes --- */

static bool read_mistakes(gr_lesson *lesson, const gr_yaml *wrong, gr_item *item, gr_error *err)
{
    if (wrong == NULL)
        return true;
    if (item->answer_kind == GR_ANSWER_ORDER)
        return gr_yaml_fail_key(wrong, err, "an order says itself how many items are in place");
    if (item->answer_kind == GR_ANSWER_TEXT && item->accept_count == 0)
        return gr_yaml_fail_key(wrong, err, "a text without `accept` is not marked");
    if (!gr_yaml_mapping(wrong, err))
        return false;
    item->mistakes = gr_arena_alloc(&lesson->arena, wrong->count, sizeof *item->mistakes, err);
    if (item->mistakes == NULL)
        return false;
    for (const gr_yaml *node = gr_yaml_first(wrong); node != NULL; node = node->next) {
        gr_mistake *mistake = &item->mistakes[item->mistake_count++];
        mistake->when = (gr_formula){ node->key, { node->key_line, node->key_column } };
        if (!gr_yaml_text(node, &mistake->message, err))
            return false;
        if (item->answer_kind == GR_ANSWER_TEXT)
            continue; /* a pattern */
        gr_expression *expression = gr_expression_parse(node->key, err);
        gr_expression_free(expression);
        if (expression == NULL)
            return gr_error_locate(err, node->file, node->key_line, node->key_column);
    }
    return true;
}

/* A prediction has none unless it is said: they are for having made one. */
static bool read_points(const gr_yaml *node, gr_item *item, gr_error *err)
{
    item->points = item->kind == GR_ITEM_ASK;
    if (!gr_yaml_number(node, &item->points, err))
        return false;
    return (item->points >= 0 && item->points <= POINTS_MAX) ||
           gr_yaml_fail(node, err, "points are a number from 0 to %d", POINTS_MAX);
}

/* `0.01` is absolute, `1%` relative. */
static bool read_tolerance(const gr_yaml *node, gr_item *item, gr_error *err)
{
    const char *text = NULL;
    double value;

    item->absolute = 1e-9;
    item->relative = 1e-6;
    if (node == NULL)
        return true;
    if (!gr_yaml_text(node, &text, err))
        return false;
    size_t length = strlen(text);
    bool percent = length > 0 && text[length - 1] == '%';
    if (!gr_number_read(text, percent ? length - 1 : length, &value) || !(value >= 0))
        return gr_yaml_fail(node, err, "a tolerance is a number from 0, or a percentage as 1%%");
    item->absolute = percent ? 0 : value;
    item->relative = percent ? value / 100 : 0;
    return true;
}

/* --- numbers of each student's own --- */

enum { DRAWN_MOST = 1000000 };

/* A whole number with its sign; the place behind it, or NULL. */
static const char *read_bound(const char *text, long *bound)
{
    bool negative = *text == '-';
    size_t digits = strspn(text + negative, "0123456789");

    if (digits < 1 || digits > 7)
        return NULL;
    *bound = strtol(text, NULL, 10);
    return text + negative + digits;
}

static bool is_drawn_name(const char *name)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789";
    size_t length = strlen(name);

    return length > 0 && length <= GR_ID_MAX && strspn(name, letters) == length &&
           (name[0] < '0' || name[0] > '9');
}

/* `a: 3..9` */
static bool read_draw(const gr_yaml *node, gr_draw *draw, gr_error *err)
{
    const char *text = NULL;

    if (!is_drawn_name(node->key))
        return gr_yaml_fail_key(node, err, "a drawn number has a name of letters, digits and _");
    if (!gr_yaml_text(node, &text, err))
        return false;
    draw->name = node->key;
    const char *end = read_bound(text, &draw->least);
    end = end != NULL && strncmp(end, "..", 2) == 0 ? read_bound(end + 2, &draw->most) : NULL;
    return (end != NULL && *end == '\0' && draw->least <= draw->most &&
            draw->least >= -DRAWN_MOST && draw->most <= DRAWN_MOST) ||
           gr_yaml_fail(node, err, "'%.40s' is no range; write 3..9, whole numbers from -%d to %d",
                        text, DRAWN_MOST, DRAWN_MOST);
}

static bool read_draws(const gr_yaml *node, gr_item *item, gr_error *err)
{
    if (node == NULL)
        return true;
    if (!gr_yaml_mapping(node, err))
        return false;
    if (node->count > GR_DRAWS_MAX)
        return gr_yaml_fail(node, err, "at most %d numbers are drawn in a question", GR_DRAWS_MAX);
    for (const gr_yaml *one = gr_yaml_first(node); one != NULL; one = one->next)
        if (!read_draw(one, &item->draws[item->draw_count++], err))
            return false;
    return true;
}

/* `$x` in any text of the question is one of them: a misspelt one would be shown as it stands. */
static bool check_dollars(const gr_yaml *node, const char *text, const gr_item *item, gr_error *err)
{
    gr_drawn drawn = { .count = item->draw_count };

    for (size_t i = 0; i < drawn.count; i++)
        drawn.names[i] = item->draws[i].name;
    const char *unknown = gr_drawn_unknown(&drawn, text);
    return unknown == NULL ||
           gr_yaml_fail(node, err, "'%.40s' is no drawn number; `draw` names those there are",
                        unknown);
}

static bool check_texts(const gr_yaml *node, const gr_item *item, gr_error *err)
{
    if (item->draw_count == 0)
        return true;
    if (!check_dollars(node, node->text, item, err) ||
        (node->key != NULL && !check_dollars(node, node->key, item, err)))
        return false;
    for (const gr_yaml *child = gr_yaml_first(node); child != NULL; child = child->next)
        if (!check_texts(child, item, err))
            return false;
    return true;
}

/* --- the field --- */

/* It leaves room for what is typed. */
static bool read_label(const gr_yaml *node, gr_item *item, gr_error *err)
{
    if (node == NULL)
        return true;
    if (item->answer_kind == GR_ANSWER_CHOICE || item->answer_kind == GR_ANSWER_CURVE)
        return gr_yaml_fail_key(node, err, "a %s has no field that a label could name",
                                kinds[item->answer_kind].name);
    if (!gr_yaml_text(node, &item->label, err))
        return false;
    size_t width = gr_text_width(item->label);
    return (width > 0 && width <= GR_LABEL_MAX && strpbrk(item->label, "\n\t") == NULL) ||
           gr_yaml_fail(node, err, "a label is one line of 1 to %d columns", GR_LABEL_MAX);
}

/* --- the blocks --- */

static bool read_ask(gr_lesson *lesson, const gr_yaml *root, gr_item *item, gr_error *err)
{
    const gr_yaml *answer = gr_yaml_get(root, "answer");

    if (item->answer_kind == GR_ANSWER_NUMBER && gr_yaml_need(root, "answer", err) == NULL)
        return false;
    return gr_block_formula(answer, &item->answer, err) &&
           read_accept(lesson, gr_yaml_get(root, "accept"), item, err) &&
           read_tolerance(gr_yaml_get(root, "tolerance"), item, err) &&
           read_points(gr_yaml_get(root, "points"), item, err) &&
           gr_block_texts(lesson, gr_yaml_get(root, "hints"), &item->hints, &item->hint_count,
                          err) &&
           read_mistakes(lesson, gr_yaml_get(root, "wrong"), item, err) &&
           gr_yaml_text(gr_yaml_get(root, "explain"), &item->explain, err);
}

static bool read_skip(const gr_yaml *node, gr_item *item, gr_error *err)
{
    bool skip = true;

    if (!gr_yaml_yesno(node, &skip, err))
        return false;
    item->needed = !skip;
    return true;
}

/* Of a curve a column and no expression: `gradus check` says whether there is one of that name. */
static bool read_of(const gr_yaml *node, gr_item *item, gr_error *err)
{
    if (item->answer_kind != GR_ANSWER_CURVE)
        return gr_block_formula(node, &item->of, err);
    item->of.place = (gr_place){ node->line, node->column };
    if (!gr_yaml_text(node, &item->of.text, err))
        return false;
    return strpbrk(item->of.text, " ()+-*/^<>=,") == NULL ||
           gr_yaml_fail(node, err, "a curve is of a column over step, as f; '%.40s' is none",
                        item->of.text);
}

static bool read_predict(const gr_yaml *root, gr_item *item, gr_error *err)
{
    if (gr_yaml_need(root, "of", err) == NULL)
        return false;
    return read_of(gr_yaml_get(root, "of"), item, err) &&
           gr_block_range(gr_yaml_get(root, "range"), &item->low, &item->high, err) &&
           gr_yaml_whole(gr_yaml_get(root, "at"), 0, 10000000, &item->at, err) &&
           read_points(gr_yaml_get(root, "points"), item, err) &&
           read_skip(gr_yaml_get(root, "skip"), item, err);
}

static const char *const predict_keys[] = { "id",    "question", "kind",   "options", "of",
                                            "at",    "label",    "points", "draw",    "skip",
                                            "range", "require",  NULL };
static const char *const ask_keys[] = { "id",      "question", "kind",    "answer",
                                        "options", "points",   "hints",   "tolerance",
                                        "wrong",   "explain",  "draw",    "items",
                                        "accept",  "label",    "require", NULL };
static const char *const fill_keys[] = { "id",        "question", "text",  "blanks",  "points",
                                         "hints",     "label",    "wrong", "explain", "draw",
                                         "tolerance", "require",  NULL };

static const struct {
    const char *name;
    gr_item_kind kind;
    const char *const *keys, *question; /* that is asked where the block says none */
} blocks[] = {
    { "predict", GR_ITEM_PREDICT, predict_keys, NULL },
    { "ask", GR_ITEM_ASK, ask_keys, NULL },
    { "fill", GR_ITEM_ASK, fill_keys, "Fill in what is missing." },
};

/* What all of them have. */
static bool read_common(const gr_yaml *root, gr_item *item, gr_error *err)
{
    return read_id(root, item, err) &&
           (item->question != NULL || gr_yaml_need(root, "question", err) != NULL) &&
           gr_yaml_text(gr_yaml_get(root, "question"), &item->question, err) &&
           read_draws(gr_yaml_get(root, "draw"), item, err) && check_texts(root, item, err) &&
           gr_yaml_yesno(gr_yaml_get(root, "require"), &item->required, err);
}

bool gr_item_read(gr_lesson *lesson, const char *name, const gr_yaml *root, gr_item *item,
                  gr_error *err)
{
    size_t block = 0;

    while (block + 1 < GR_LEN(blocks) && strcmp(blocks[block].name, name) != 0)
        block++;
    if (!gr_yaml_mapping(root, err) || !gr_yaml_only_keys(root, blocks[block].keys, err))
        return false;
    item->kind = blocks[block].kind;
    item->question = blocks[block].question;
    item->answer_kind = blocks[block].keys == fill_keys ? GR_ANSWER_FILL : GR_ANSWER_NUMBER;
    item->place = (gr_place){ root->line, root->column };
    return read_common(root, item, err) && read_kind(root, item, err) &&
           check_keys(root, item, err) && read_label(gr_yaml_get(root, "label"), item, err) &&
           read_options(lesson, root, item, err) &&
           (item->kind == GR_ITEM_ASK ? read_ask(lesson, root, item, err)
                                      : read_predict(root, item, err));
}
