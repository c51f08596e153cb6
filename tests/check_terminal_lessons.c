/* Each lesson of the first chapters on a terminal, from the catalogue to its last question: a
 * student's keys on every page, and after each the screen beside its twin. What is right and what
 * is wrong is asked of the lesson. */
#include "terminal.h"

#include "support.h"

#include "gradus/number.h"
#include "gradus/session_words.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* How a lesson is gone through: alone, or with every known mistake and every hint. */
typedef struct way {
    const char *number;
    int width, height;
    bool helped;
} way;

static const way ways[] = {
    { "000", 80, 24, true }, { "000", 40, 12, true }, { "010", 80, 24, true },
    { "010", 40, 12, true }, { "020", 80, 24, true }, { "020", 40, 12, true },
    { "030", 80, 24, true }, { "030", 40, 12, true }, { "020", 80, 24, false },
    { "060", 80, 24, true }, { "070", 80, 24, false }, { "080", 80, 24, true },
    { "090", 80, 24, true }, { "100", 80, 24, true },
};

static gr_pty *pty;
static gr_twin twin;
static bool wide, helped;

/* --- helpers --- */

static void type(const char *keys)
{
    gr_pty_type_both(pty, &twin, keys);
}

static gr_session *session(void)
{
    return twin.app.session;
}

static void assert_shows(const char *part)
{
    char *screen = gr_pty_screen(pty);

    ck_assert_msg(strstr(screen, part) != NULL, "no '%s' in\n%s", part, screen);
    free(screen);
}

/* A text is on the screen, or is reached by scrolling it: its first words, as far as they stand in
 * one line of the narrow prose. */
static void assert_reads(const char *text)
{
    char start[24];

    snprintf(start, sizeof start, "%s", text);
    if (strlen(text) >= sizeof start)
        *strrchr(start, ' ') = '\0';
    while (!gr_pty_shows(pty, start) && gr_pty_shows(pty, "more below"))
        type("jj");
    assert_shows(start);
}

/* The same of a question, with the student's own numbers. */
static void assert_asks(const gr_item *item, const char *text)
{
    gr_text words = { 0 };

    gr_item_words(session(), item, text, &words);
    assert_reads(gr_text_string(&words));
    gr_text_clear(&words);
}

static double value_of(const gr_item *item, const gr_formula *formula)
{
    double value = 0;
    gr_error err;

    ck_assert_msg(gr_lab_evaluate(gr_session_page(session())->lab, session()->lesson->file,
                                  &gr_session_state(session(), item)->drawn, formula, 1, &value,
                                  &err),
                  "%s", err.message);
    return value;
}

/* --- the run --- */

static void assert_step(long step)
{
    ck_assert_int_eq(gr_session_step(session()), step);
}

static bool stands(void)
{
    return gr_session_at_end(session()) || gr_session_gate(session()) != NULL;
}

/* A step, then played as far as the page or its next prediction lets it; and one back and again. */
static void walk(void)
{
    long step = gr_session_step(session());

    if (!stands()) {
        type("l");
        assert_step(step + 1);
    }
    if (!stands())
        type(" ");
    ck_assert(stands());
    step = gr_session_step(session());
    ck_assert_int_gt(step, 0);
    type(",");
    assert_step(step - 1);
    type("l");
    assert_step(step);
}

/* --- the questions --- */

static void give(double value, char typed[GR_NUMBER_SIZE])
{
    char keys[GR_NUMBER_SIZE + 2];

    gr_number_exact(value, typed);
    snprintf(keys, sizeof keys, "%s\r", typed);
    type(keys);
    ck_assert_ptr_nonnull(session()->unsure);
    assert_reads("sure?  1 guess");
    type("3");
    ck_assert_ptr_null(session()->unsure);
}

static void assert_outcome(const gr_item *item)
{
    gr_text text = { 0 };

    gr_item_outcome(session(), item, &text);
    assert_reads(gr_text_string(&text));
    gr_text_clear(&text);
}

/* Alone a student foresees what comes, else something else. */
static double foreseen(const gr_item *item, double truth)
{
    if (!helped)
        return truth;
    if (item->answer_kind == GR_ANSWER_NUMBER)
        return truth + 1;
    return truth < (double)item->option_count ? truth + 1 : 1;
}

/* The pen goes right, up and right again; what is drawn counts as a prediction. */
static void draw(const gr_item *item)
{
    type("llkll\r");
    ck_assert_ptr_eq(session()->unsure, item);
    type("3");
    ck_assert(gr_session_state(session(), item)->closed && stands());
}

static void predict(const gr_item *item)
{
    if (item->answer_kind == GR_ANSWER_CURVE) {
        draw(item);
        return;
    }
    const gr_item_state *state = gr_session_state(session(), item);
    long step = gr_session_step(session());
    double truth = value_of(item, &item->of);
    char typed[GR_NUMBER_SIZE];

    type("l");
    assert_step(step);
    assert_shows("predict first, or s to skip");
    give(foreseen(item, truth), typed);
    ck_assert(state->closed && !state->skipped);
    ck_assert(state->value == foreseen(item, truth));
    ck_assert(state->key == truth);
    ck_assert(stands());
    if (gr_session_item(session()) == NULL)
        assert_outcome(item);
}

static gr_marking marked(const gr_item *item, const char *typed)
{
    gr_marking marking;
    gr_error err;

    ck_assert_msg(gr_item_mark(item, gr_session_page(session())->lab, session()->lesson->file,
                               &gr_session_state(session(), item)->drawn, typed, &marking, &err),
                  "%s", err.message);
    return marking;
}

static double right_answer(const gr_item *item)
{
    if (item->answer_kind == GR_ANSWER_ORDER)
        return marked(item, NULL).key;
    if (item->answer_kind == GR_ANSWER_NUMBER)
        return value_of(item, &item->answer);
    if (item->answer_kind == GR_ANSWER_FILL) /* its last blank is open */
        return value_of(item, &item->options[item->option_count - 1].when);
    for (size_t i = 0; i < item->option_count; i++)
        if (value_of(item, &item->options[i].when) != 0)
            return (double)(i + 1);
    ck_abort_msg("%s has no right option", item->id);
    return 0;
}

/* A mistake may be one of a blank that is not open; two may be alike for this student's numbers. */
static void be_mistaken(const gr_item *item, const gr_mistake *mistake)
{
    const gr_item_state *state = gr_session_state(session(), item);
    int attempts = state->attempts;
    double value = value_of(item, &mistake->when);
    char typed[GR_NUMBER_SIZE];

    gr_number_exact(value, typed);
    if (item->answer_kind == GR_ANSWER_FILL && marked(item, typed).verdict == GR_VERDICT_RIGHT)
        return;
    const char *message = item->draw_count > 0 ? marked(item, typed).message : mistake->message;
    give(value, typed);
    ck_assert_int_eq(marked(item, typed).verdict, GR_VERDICT_WRONG);
    ck_assert_int_eq(state->attempts, attempts + 1);
    ck_assert(!state->closed);
    ck_assert_ptr_nonnull(message);
    ck_assert_ptr_eq(state->message, message);
    assert_asks(item, message);
}

static void take_hint(const gr_item *item, size_t number)
{
    type("h");
    ck_assert_uint_eq(gr_session_state(session(), item)->hints, number + 1);
    assert_asks(item, item->hints[number]);
}

static void ask(const gr_item *item)
{
    const gr_item_state *state = gr_session_state(session(), item);
    char typed[GR_NUMBER_SIZE];

    walk();
    for (size_t i = 0; i < item->mistake_count && helped; i++)
        be_mistaken(item, &item->mistakes[i]);
    for (size_t i = 0; i < item->hint_count && helped; i++)
        take_hint(item, i);
    give(right_answer(item), typed);
    ck_assert_int_eq(marked(item, typed).verdict, GR_VERDICT_RIGHT);
    ck_assert(state->closed && state->right);
    assert_outcome(item);
}

/* --- the way --- */

static void play_page(void)
{
    const gr_item *item;

    do {
        while ((item = gr_session_item(session())) != NULL)
            item->kind == GR_ITEM_PREDICT ? predict(item) : ask(item);
        walk();
    } while (gr_session_item(session()) != NULL);
    ck_assert(gr_session_at_end(session()));
}

static const gr_catalogue_entry *chosen(void)
{
    return &twin.app.catalogue.entries[twin.app.catalogue.chosen];
}

/* On the wide screen the line is gone to, on the small one it is searched for. */
static void open_lesson(const char *number)
{
    if (!wide) {
        type("/");
        type(number);
    }
    for (size_t i = 0; i < twin.app.catalogue.count; i++)
        if (wide && strcmp(chosen()->lesson->number, number) != 0)
            type("j");
    gr_assert_text(chosen()->lesson->number, number);
    gr_assert_text(chosen()->progress, "");
    type("\r");
    ck_assert_ptr_nonnull(session());
    gr_assert_text(session()->lesson->number, number);
}

static void assert_all_closed(void)
{
    for (size_t i = 0; i < session()->lesson->item_count; i++)
        ck_assert(session()->items[i].closed);
}

static void leave(const char *number, const char *progress)
{
    type("q");
    ck_assert_ptr_null(session());
    gr_assert_text(chosen()->lesson->number, number);
    gr_assert_text(chosen()->progress, progress);
    assert_shows(progress);
    gr_pty_type(pty, "Q");
    gr_pty_end end = gr_pty_wait_end(pty);
    ck_assert_int_eq(end.signal, 0);
    ck_assert_int_eq(end.status, 0);
    gr_pty_assert_restored(pty);
}

START_TEST(a_lesson_is_played_to_its_last_question)
{
    const way *taken = &ways[_i];

    wide = taken->width >= 80;
    helped = taken->helped;
    pty = gr_pty_start_both(&(gr_pty_setup){ .width = taken->width, .height = taken->height },
                            &twin, NULL);
    open_lesson(taken->number);
    type(">>>>"); /* as fast as it is drawn */
    for (size_t page = 0; page < session()->lesson->page_count; page++) {
        ck_assert_uint_eq(session()->page, page);
        play_page();
        type("n");
    }
    assert_shows("this is the last page");
    assert_all_closed();
    leave(taken->number, helped ? "right with help" : "right alone");
    gr_pty_free(pty);
    gr_twin_clear(&twin);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("terminal_lessons");
    TCase *tcase = gr_test_case(suite, "way");

    setlocale(LC_CTYPE, "C.UTF-8");
    tcase_add_loop_test(tcase, a_lesson_is_played_to_its_last_question, 0, GR_LEN(ways));
    return gr_test_main(suite);
}
