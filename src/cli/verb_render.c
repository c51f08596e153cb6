/* gradus render: a lesson to read or to print, without what its blocks say to the program. */
#include "cli.h"

#include "gradus/memory.h"
#include "gradus/paths.h"
#include "gradus/session.h"
#include "gradus/session_words.h"

#include <getopt.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct sheet {
    gr_text *out;
    gr_session *session;
    bool answers, plain; /* plain: text without marks */
    gr_error *err;
} sheet;

/* --- prose --- */

/* What Markdown would take for a mark is guarded. */
static void put_guarded(const sheet *s, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (!s->plain && strchr("\\`*_[]<", text[i]) != NULL)
            gr_text_add(s->out, "\\");
        gr_text_addn(s->out, &text[i], 1);
    }
}

static void put_words(const sheet *s, const char *text)
{
    put_guarded(s, text, strlen(text));
}

static void put_code(const sheet *s, const char *text, size_t length)
{
    const char *mark = s->plain ? "" : "`";

    gr_text_addf(s->out, "%s%.*s%s", mark, (int)length, text, mark);
}

static void put_spans(const sheet *s, const gr_block *block)
{
    static const char *const marks[] = { [GR_SPAN_EMPHASIS] = "*",
                                         [GR_SPAN_STRONG] = "**",
                                         [GR_SPAN_BREAK] = "" };

    for (size_t i = 0; i < block->span_count; i++) {
        const gr_span *span = &block->spans[i];
        const char *mark = marks[span->style] != NULL && !s->plain ? marks[span->style] : "";
        if (span->style == GR_SPAN_BREAK)
            gr_text_add(s->out, s->plain ? "\n" : "  \n");
        else if (span->style == GR_SPAN_CODE)
            put_code(s, span->text, strlen(span->text));
        else {
            gr_text_add(s->out, mark);
            put_words(s, span->text);
            gr_text_add(s->out, mark);
        }
    }
    gr_text_add(s->out, "\n");
}

static void put_table(const sheet *s, const gr_block *block)
{
    for (size_t row = 0; row < block->rows; row++) {
        for (size_t c = 0; c < block->columns; c++)
            gr_text_addf(s->out, "%s %s ", c == 0 || !s->plain ? "|" : " ",
                         block->cells[row * block->columns + c]);
        gr_text_add(s->out, "|\n");
        for (size_t c = 0; row == 0 && c < block->columns; c++)
            gr_text_add(s->out, "|---");
        gr_text_add(s->out, row == 0 ? "|\n" : "");
    }
}

static void put_block(const sheet *s, const gr_block *block)
{
    if (!block->tight)
        gr_text_add(s->out, "\n");
    if (block->kind == GR_BLOCK_TABLE) {
        put_table(s, block);
    } else if (block->kind == GR_BLOCK_CODE) {
        for (size_t i = 0; i < block->rows; i++)
            gr_text_addf(s->out, "    %s\n", block->cells[i]);
    } else {
        int depth = block->depth > 0 ? 2 * (block->depth - 1) : 0;
        gr_text_pad(s->out, ' ', (size_t)depth);
        if (block->kind == GR_BLOCK_ITEM)
            gr_text_addf(s->out, "%s ", block->marker);
        else if (block->depth > 0)
            gr_text_add(s->out, "  ");
        if (block->kind == GR_BLOCK_HEADING && !s->plain)
            gr_text_add(s->out, "### ");
        put_spans(s, block);
    }
}

/* --- questions --- */

static void put_marked(const sheet *s, const char *text)
{
    gr_part part;

    for (const char *at = text; (at = gr_prose_part(at, &part)) != NULL;)
        (part.style == GR_SPAN_CODE ? put_code : put_guarded)(s, part.text, part.length);
}

/* A text of a question, with numbers as they are drawn for a student of no name. */
static void put_of(const sheet *s, const gr_item *item, const char *text)
{
    gr_text words = { 0 };

    gr_item_words(s->session, item, text, &words);
    put_marked(s, gr_text_string(&words));
    gr_text_clear(&words);
}

static void put_line(const sheet *s, const gr_item *item, const char *name, const char *text)
{
    gr_text_addf(s->out, "%s%s: ", s->plain ? "    " : "> ", name);
    put_of(s, item, text);
    gr_text_add(s->out, s->plain ? "\n" : "  \n");
}

static void put_key(const sheet *s, const gr_item *item)
{
    const gr_item_state *state = gr_session_state(s->session, item);
    bool prediction = item->kind == GR_ITEM_PREDICT;
    gr_text text = { 0 };

    if (!state->closed || gr_item_is_kept(item) || item->answer_kind == GR_ANSWER_CURVE)
        return;
    if (prediction)
        gr_item_answer_text(s->session, item, state->key, &text);
    else
        gr_item_key(s->session, item, &text);
    put_line(s, item, prediction ? "what comes true" : "answer", gr_text_string(&text));
    gr_text_clear(&text);
}

enum { CURVE_PARTS = 5 };

/* Of a curve some of its values: "f 112.7 at step 0, 66.6 at 12, ..." */
static bool put_curve(const sheet *s, const gr_item *item)
{
    const gr_sketch_bounds *b = &s->session->drawing.bounds;
    char number[GR_NUMBER_SIZE];
    gr_text text = { 0 };
    double *truth;

    if (item != s->session->curve)
        return true;
    if (!gr_sketch_truth(b, s->session->lab, &truth, s->err))
        return false;
    for (long part = 0; part <= CURVE_PARTS; part++) {
        long step = b->first + (b->last - b->first) * part / CURVE_PARTS;
        gr_number_shown(truth[step], b->decimals, number);
        if (part == 0)
            gr_text_addf(&text, "%s %s at step %ld", b->name, number, step);
        else
            gr_text_addf(&text, ", %s at %ld", number, step);
    }
    gr_free(truth);
    put_line(s, item, "what comes true", gr_text_string(&text));
    gr_text_clear(&text);
    return true;
}

static bool put_answers(const sheet *s, const gr_item *item)
{
    char name[80];

    gr_text_add(s->out, "\n");
    put_key(s, item);
    if (!put_curve(s, item))
        return false;
    for (size_t i = 0; i < item->hint_count; i++) {
        snprintf(name, sizeof name, "hint %zu", i + 1);
        put_line(s, item, name, item->hints[i]);
    }
    for (size_t i = 0; i < item->mistake_count; i++) {
        gr_text mistake = { 0 };
        gr_text_add(&mistake, "if ");
        gr_item_words(s->session, item, item->mistakes[i].when.text, &mistake);
        put_line(s, item, gr_text_string(&mistake), item->mistakes[i].message);
        gr_text_clear(&mistake);
    }
    if (item->explain != NULL)
        put_line(s, item, "why", item->explain);
    return true;
}

/* The worked line, with blanks where a student finds them at first. */
static void put_blanks(const sheet *s, const gr_item *item)
{
    gr_text_add(s->out, "\n");
    gr_item_line_code(s->session, item, s->out);
}

static void put_options(const sheet *s, const gr_item *item)
{
    for (size_t i = 0; i < item->option_count; i++) {
        gr_text_addf(s->out, "%s%zu. ", i == 0 ? "\n" : "", i + 1);
        put_of(s, item, item->options[i].text);
        gr_text_add(s->out, "\n");
    }
}

/* "Each student has numbers of their own: a 3..9, b 1..5." */
static void put_draws(const sheet *s, const gr_item *item)
{
    for (size_t i = 0; i < item->draw_count; i++)
        gr_text_addf(s->out, "%s%s %ld..%ld",
                     i == 0 ? "\nEach student has numbers of their own: " : ", ",
                     item->draws[i].name, item->draws[i].least, item->draws[i].most);
    gr_text_add(s->out, item->draw_count > 0 ? ".\n" : "");
}

static bool put_item(const sheet *s, const gr_item *item)
{
    const char *name = item->kind == GR_ITEM_PREDICT ? "Prediction." : "Question.";

    gr_text_addf(s->out, s->plain ? "\n%s " : "\n**%s** ", name);
    put_of(s, item, item->question);
    gr_text_add(s->out, "\n");
    if (item->answer_kind == GR_ANSWER_FILL)
        put_blanks(s, item);
    else
        put_options(s, item);
    put_draws(s, item);
    return !s->answers || put_answers(s, item);
}

/* Close every question of the page, so that its key is known; a curve has none. */
static bool solve_one(gr_session *session, const gr_item *item, gr_error *err)
{
    if (item->kind != GR_ITEM_PREDICT)
        return gr_session_show(session, err);
    if (item->answer_kind == GR_ANSWER_CURVE) {
        gr_session_state(session, item)->closed = gr_session_state(session, item)->skipped = true;
        return true;
    }
    snprintf(gr_session_state(session, item)->typed, GR_TYPED_MAX, "1");
    return gr_session_answer(session, err);
}

static bool solve(gr_session *session, gr_error *err)
{
    const gr_page *page = gr_session_page(session);

    for (size_t i = 0; i < page->item_count; i++) {
        const gr_item *item = gr_session_item(session);
        long last = session->study.count > 0 ? 1000000000 : 0;
        if (item == NULL && last > 0 &&
            !(gr_session_aim(session, last, 0, err) && gr_session_settle(session, err)))
            return false; /* it stops where the next prediction is due */
        item = gr_session_item(session);
        if (item == NULL)
            return true;
        if (!solve_one(session, item, err))
            return false;
    }
    return true;
}

/* --- pages --- */

/* "Experiment: descent, surface valley, lr 0.1; 3 runs." */
static void put_lab(const sheet *s, const gr_lab *lab)
{
    gr_text_addf(s->out, s->plain ? "\nExperiment: %s" : "\n*Experiment: %s",
                 lab->experiment->name);
    for (size_t i = 0; i < lab->setting_count; i++)
        gr_text_addf(s->out, ", %s %s", lab->settings[i].knob, lab->settings[i].value);
    for (size_t g = 0; lab->group_count > 1 && g < lab->group_count; g++) {
        gr_text_addf(s->out, "; run %zu:", g + 1);
        for (size_t i = 0; i < lab->groups[g].setting_count; i++)
            gr_text_addf(s->out, " %s %s", lab->groups[g].settings[i].knob,
                         lab->groups[g].settings[i].value);
    }
    for (size_t i = 0; lab->ghost != NULL && i < lab->ghost->setting_count; i++)
        gr_text_addf(s->out, "%s %s %s", i == 0 ? "; ghost:" : ",", lab->ghost->settings[i].knob,
                     lab->ghost->settings[i].value);
    if (lab->goal.text != NULL)
        gr_text_addf(s->out, "; goal: %s", lab->goal.text);
    gr_text_add(s->out, s->plain ? ".\n" : ".*\n");
}

static bool put_page(const sheet *s, size_t number, const gr_lab **before)
{
    if (!gr_session_open(s->session, number, s->err) || (s->answers && !solve(s->session, s->err)))
        return false;
    const gr_page *page = gr_session_page(s->session);
    gr_text_addf(s->out, s->plain ? "\n%s\n" : "\n## %s\n", page->title);
    for (size_t i = 0; i < page->block_count; i++) {
        const gr_block *block = &page->blocks[i];
        if (block->kind != GR_BLOCK_SLOT)
            put_block(s, block);
        else if (!put_item(s, page->items[block->slot]))
            return false;
    }
    if (page->lab != NULL && page->lab != *before)
        put_lab(s, page->lab);
    *before = page->lab;
    return gr_text_ok(s->out, s->err);
}

static bool put_lesson(const sheet *s)
{
    const gr_lesson *lesson = s->session->lesson;
    const gr_lab *before = NULL;

    gr_text_addf(s->out, "%s%s%s%s\n", s->plain ? "" : "# ", lesson->number,
                 lesson->number[0] != '\0' ? " " : "", lesson->title);
    if (lesson->objective != NULL && lesson->objective[0] != '\0')
        gr_text_addf(s->out, "\n%s\n", lesson->objective);
    for (size_t page = 0; page < lesson->page_count; page++)
        if (!put_page(s, page, &before))
            return false;
    return true;
}

static bool render(const char *name, bool answers, bool plain, gr_error *err)
{
    gr_text path = { 0 }, out = { 0 };
    gr_lesson *lesson = gr_path_find(name, GR_PATH_LESSON, &path, err)
                            ? gr_lesson_load(gr_text_string(&path), NULL, err)
                            : NULL;
    sheet s = { .out = &out,
                .session = lesson != NULL ? gr_session_new(lesson, err) : NULL,
                .answers = answers,
                .plain = plain,
                .err = err };
    bool good = s.session != NULL && put_lesson(&s);

    if (good)
        gr_cli_print("%s", gr_text_string(&out));
    gr_session_free(s.session);
    gr_text_clear(&path);
    gr_text_clear(&out);
    return good;
}

static int run(int argc, char **argv)
{
    bool answers = false, plain = false;
    gr_error err;

    for (int option; (option = gr_cli_option(argc, argv, &gr_verb_render)) != -1;) {
        if (option == GR_OPTION_ANSWERS)
            answers = true;
        else if (option == GR_OPTION_TEXT)
            plain = true;
        else
            return gr_cli_other(&gr_verb_render, option);
    }
    if (argc - optind != 1)
        return gr_cli_usage(&gr_verb_render, "name one lesson");
    return render(argv[optind], answers, plain, &err) ? EXIT_SUCCESS : gr_cli_fail(&err);
}

static const gr_cli_entry rows[] = {
    { .value = GR_OPTION_ANSWERS,
      .name = "answers",
      .help = "with answers, hints, messages and explanations, for instructors" },
    { .value = GR_OPTION_TEXT, .name = "text", .help = "as plain text, not as Markdown" },
    { .argument = "LESSON",
      .help = "a lesson: a name (030-parameters), a number (030) or a file",
      .listed = "lessons",
      .files = "md" },
    { 0 },
};

const gr_verb gr_verb_render = {
    .name = "render",
    .summary = "print a lesson to read, as Markdown: prose and questions, no blocks",
    .notes = "Without --answers nothing of them is told.",
    .options = rows,
    .run = run,
};
