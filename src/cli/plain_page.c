/* A page in lines: its text, its figures in words, knobs, where the run stands, and questions. */
#include "plain_private.h"

#include "gradus/describe.h"
#include "gradus/number.h"
#include "gradus/session_words.h"

#include <string.h>

enum { FIGURE_COLUMNS = 78, FIGURE_ROWS = 24, NUMBERS_MAX = 16, INDENT = 2 };

/* --- figures --- */

/* Whose figure it is: of the run in hand, where there are others that its words do not tell of. */
static void add_whose(const gr_study *study, const gr_view *view, bool panel, size_t group,
                      gr_text *line)
{
    if (panel)
        gr_text_addf(line, "Panel %zu: ", group + 1);
    else if (gr_study_groups(study) > 1 && view->says != NULL)
        gr_text_addf(line, "Figure of run %zu: ", study->group[study->focus] + 1);
    else
        gr_text_add(line, "Figure: ");
}

/* What a view shows behind the beginning of the line; rows: and one by one. */
static bool tell_view(gr_plain *plain, const gr_view *view, gr_text *line, bool rows, gr_error *err)
{
    gr_text more = { 0 };
    bool good = gr_describe_line(view, line, err) &&
                gr_plain_text(plain, gr_text_string(line), 0, err) &&
                (!rows || (gr_describe_rows(view, &more, err) &&
                           gr_plain_text(plain, gr_text_string(&more), INDENT, err)));

    gr_text_clear(&more);
    return good;
}

/* Group `group` alone, or with `panel` false all of the study in one figure. */
static bool tell_figure(gr_plain *plain, const gr_lab_plot *plot, bool panel, size_t group,
                        bool rows, gr_error *err)
{
    const gr_study *study = &plain->session->study;
    gr_view_request request = { .figure = plot->figure, .columns = FIGURE_COLUMNS,
                                .rows = FIGURE_ROWS, .window = plot->window };
    gr_view view = { .count = 0 };
    bool made = panel ? gr_study_panel(study, group, &request, &view, err)
                      : gr_study_view(study, &request, &view, err);
    gr_text line = { 0 };

    if (!made)
        return false;
    add_whose(study, &view, panel, group, &line);
    bool told = tell_view(plain, &view, &line, rows, err);
    gr_text_clear(&line);
    gr_view_clear(&view);
    return told;
}

/* As on the screen the first figure has a panel for each group, where the page asks for panels. */
bool gr_plain_figures(gr_plain *plain, bool rows, gr_error *err)
{
    const gr_session *s = plain->session;
    size_t groups = gr_study_groups(&s->study);

    for (size_t i = 0; s->study.count > 0 && i < s->lab->plot_count; i++) {
        bool panels = i == 0 && groups > 1 && s->study.arrange == GR_ARRANGE_PANELS;
        for (size_t g = 0; g < (panels ? groups : 1); g++)
            if (!tell_figure(plain, &s->lab->plots[i], panels, g, rows, err))
                return false;
    }
    return true;
}

/* --- knobs --- */

enum { KNOBS_MAX = 256 };

/* "Knob layers: 5-8-4-3 units; takes sizes joined by dashes, each from 1 to 100000000." */
static bool tell_knob(gr_plain *plain, const gr_study_knob *knob, bool help, gr_error *err)
{
    const gr_study *study = &plain->session->study;
    const gr_value *value = gr_study_knob_value(study, knob);
    const char *unit = value->param->unit != NULL ? value->param->unit : "";
    gr_text text = { 0 };

    gr_text_add(&text, "Knob ");
    gr_study_knob_name(study, knob, &text);
    if (help)
        gr_text_addf(&text, ", %s", value->param->help);
    gr_text_addf(&text, ": %s%s%s; ", value->text, unit[0] != '\0' ? " " : "", unit);
    if (gr_session_is_free(plain->session, value)) {
        gr_text_add(&text, "takes ");
        gr_param_allowed(value->param, &text);
    } else {
        gr_text_add(&text, "fixed on this page");
    }
    gr_text_add(&text, ".");
    bool good = gr_text_ok(&text, err) && gr_plain_text(plain, gr_text_string(&text), 0, err);
    gr_text_clear(&text);
    return good;
}

/* Those that can be changed come first. */
bool gr_plain_knobs(gr_plain *plain, bool help, gr_error *err)
{
    const gr_study *study = &plain->session->study;
    gr_study_knob knobs[KNOBS_MAX];
    size_t count = study->count > 0 ? gr_study_knobs(study, knobs, KNOBS_MAX) : 0;

    if (count == 0)
        return !help || gr_plain_say(plain, err, "This page has no knobs.");
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < count; i++) {
            const gr_value *value = gr_study_knob_value(study, &knobs[i]);
            if (gr_session_is_free(plain->session, value) == (pass == 0) &&
                !tell_knob(plain, &knobs[i], help, err))
                return false;
        }
    return true;
}

/* "lr" is the knob of all groups, or where they differ that of each. */
static bool is_named(const gr_study *study, const gr_study_knob *knob, const char *name)
{
    gr_text full = { 0 };

    gr_study_knob_name(study, knob, &full);
    bool same = strcmp(gr_text_string(&full), name) == 0 ||
                gr_values_find(gr_run_values(gr_study_first_of(study, knob->group)), name, NULL) ==
                    gr_study_knob_value(study, knob);
    gr_text_clear(&full);
    return same;
}

bool gr_plain_knob(gr_plain *plain, const char *name, gr_error *err)
{
    const gr_study *study = &plain->session->study;
    gr_study_knob knobs[KNOBS_MAX];
    size_t count = gr_study_knobs(study, knobs, KNOBS_MAX);

    for (size_t i = 0; i < count; i++)
        if (is_named(study, &knobs[i], name) && !tell_knob(plain, &knobs[i], false, err))
            return false;
    return true;
}

/* --- where the run stands --- */

/* A cell as it is read out: a word, where the column has words. */
static void add_cell(const gr_column *column, double cell, gr_text *text)
{
    char number[GR_NUMBER_SIZE];
    size_t count = 0;

    while (column->words != NULL && column->words[count] != NULL)
        count++;
    gr_number_shown(cell, column->decimals, number);
    bool word = cell >= 0 && cell < (double)count;
    gr_text_addf(text, "%s %s", column->name, word ? column->words[(size_t)cell] : number);
}

/* The present row: "inputs 5, outputs 8"; what is missing is left out. */
static bool add_row(const gr_run *run, gr_text *text, gr_error *err)
{
    const gr_columns *columns = gr_run_columns(run);
    double *row = gr_alloc(columns->count, sizeof *row, err);
    size_t told = 0;

    if (row == NULL)
        return false;
    gr_run_row(run, row);
    for (size_t i = 1; i < columns->count; i++) {
        if (gr_is_missing(row[i]) || told++ >= NUMBERS_MAX)
            continue;
        gr_text_add(text, told > 1 ? ", " : " ");
        add_cell(&columns->list[i], row[i], text);
    }
    if (told > NUMBERS_MAX)
        gr_text_addf(text, ", and %zu more, which export writes", told - NUMBERS_MAX);
    if (told > 0)
        gr_text_add(text, ".");
    gr_free(row);
    return true;
}

static void add_step(const gr_session *s, gr_text *text)
{
    const gr_run *run = gr_session_run(s);
    size_t phases = gr_experiment_phases(gr_run_experiment(run));

    gr_text_addf(text, "Step %ld", gr_session_step(s));
    if (gr_session_steps(s) > 0)
        gr_text_addf(text, " of %ld", gr_session_steps(s));
    if (phases > 1 && gr_run_phase(run) > 0)
        gr_text_addf(text, ", part %zu of %zu", gr_run_phase(run), phases);
    gr_text_addf(text, ", %s.", gr_session_standing(s));
}

/* The numbers of every group, on a line of its own where there are several. */
static bool tell_numbers(gr_plain *plain, gr_text *text, gr_error *err)
{
    const gr_study *study = &plain->session->study;
    size_t groups = gr_study_groups(study);
    bool good = true;

    if (groups == 1)
        return add_row(gr_session_run(plain->session), text, err);
    for (size_t g = 0; good && g < groups; g++) {
        gr_text_addf(text, "\nRun %zu:", g + 1);
        good = add_row(gr_study_first_of(study, g), text, err);
    }
    return good;
}

bool gr_plain_standing(gr_plain *plain, gr_error *err)
{
    gr_text text = { 0 };

    if (plain->session->study.count == 0)
        return true;
    add_step(plain->session, &text);
    bool good = tell_numbers(plain, &text, err) && gr_text_ok(&text, err) &&
                gr_plain_text(plain, gr_text_string(&text), 0, err);
    gr_text_clear(&text);
    return good;
}

/* --- questions --- */

/* The question again and what came of it. */
static bool tell_closed(gr_plain *plain, const gr_item *item, gr_error *err)
{
    gr_text text = { 0 };

    gr_item_words(plain->session, item, item->question, &text);
    gr_text_add(&text, " ");
    gr_item_outcome(plain->session, item, &text);
    bool good = gr_text_ok(&text, err) && gr_plain_marked(plain, gr_text_string(&text), 0, err);
    gr_text_clear(&text);
    return good;
}

bool gr_plain_outcomes(gr_plain *plain, gr_error *err)
{
    const gr_page *page = gr_session_page(plain->session);

    if (!gr_session_at_end(plain->session))
        return true;
    for (size_t i = 0; i < page->item_count; i++) {
        const gr_item_state *state = gr_session_state(plain->session, page->items[i]);
        if (page->items[i]->kind == GR_ITEM_PREDICT && state->closed && !state->skipped &&
            !tell_closed(plain, page->items[i], err))
            return false;
    }
    return true;
}

/* A line that ends in a text of the question, with the student's own numbers. */
static bool tell_words(gr_plain *plain, const gr_item *item, gr_text *line, const char *text,
                       gr_error *err)
{
    gr_item_words(plain->session, item, text, line);
    bool good = gr_text_ok(line, err) && gr_plain_marked(plain, gr_text_string(line), 0, err);
    gr_text_clear(line);
    return good;
}

bool gr_plain_hint(gr_plain *plain, const gr_item *item, size_t number, gr_error *err)
{
    gr_text line = { 0 };

    gr_text_addf(&line, "hint %zu of %zu: ", number, item->hint_count);
    return tell_words(plain, item, &line, item->hints[number - 1], err);
}

static bool tell_options(gr_plain *plain, const gr_item *item, gr_error *err)
{
    gr_text blanks = { 0 };

    if (item->answer_kind == GR_ANSWER_FILL) {
        gr_item_line(plain->session, item, &blanks);
        bool good = gr_text_ok(&blanks, err) &&
                    gr_plain_text(plain, gr_text_string(&blanks), INDENT, err);
        gr_text_clear(&blanks);
        return good;
    }
    for (size_t i = 0; i < item->option_count; i++) {
        gr_text line = { 0 };
        gr_text_addf(&line, "%s %zu: ",
                     item->answer_kind == GR_ANSWER_ORDER ? "item" : "answer", i + 1);
        if (!tell_words(plain, item, &line, item->options[i].text, err))
            return false;
    }
    return true;
}

static const char *const how_to_answer[] = {
    [GR_ANSWER_NUMBER] = "Type answer and a number, as in: answer 12",
    [GR_ANSWER_CHOICE] = "Type answer and the number of the one you choose",
    [GR_ANSWER_ORDER] = "Type answer and the numbers of all items in order, as in: answer 21",
    [GR_ANSWER_FILL] = "Type answer and the numbers in brackets, as in: answer 8; 48",
    [GR_ANSWER_CURVE] = ("Type answer and the points of the curve with ; between them, each as "
                         "step:value"),
    [GR_ANSWER_TEXT] = "Type answer and your words, as in: answer because it falls",
};

_Static_assert(GR_LEN(how_to_answer) == GR_ANSWER_KINDS, "each kind of answer has a line");

/* The name of its field, where it has one of its own. */
static bool tell_label(gr_plain *plain, const gr_item *item, gr_error *err)
{
    gr_text line = { 0 };

    if (item->label == NULL ||
        (item->answer_kind == GR_ANSWER_FILL && gr_session_blanks(plain->session, item) > 1))
        return true;
    gr_text_add(&line, "Asked for: ");
    return tell_words(plain, item, &line, item->label, err);
}

static bool may_skip(const gr_item *item)
{
    return item->kind == GR_ITEM_PREDICT ? !item->needed : item->again != NULL;
}

/* Where the points of a curve may lie, and how two of them are written. */
static bool tell_bounds(gr_plain *plain, const gr_item *item, gr_error *err)
{
    const gr_sketch_bounds *bounds = &plain->session->drawing.bounds;
    gr_text text = { 0 };

    if (item != plain->session->curve)
        return true;
    gr_sketch_bounds_put(bounds, &text);
    bool good = gr_text_ok(&text, err) &&
                gr_plain_say(plain, err, "A curve has %d to %d points: %s%s.", GR_SKETCH_LEAST,
                             GR_SKETCH_POINTS, gr_text_string(&text),
                             bounds->log ? ", on a log scale" : "");
    gr_text_clear(&text);
    return good;
}

/* "Question 1 of 2 on this page: ... Type answer and a number." */
static bool tell_question(gr_plain *plain, const gr_item *item, gr_error *err)
{
    const gr_page *page = gr_session_page(plain->session);
    const gr_item_state *state = gr_session_state(plain->session, item);
    size_t place = 0;
    gr_text line = { 0 };

    while (place < page->item_count && page->items[place] != item)
        place++;
    gr_plain_empty(plain);
    if (item->again != NULL)
        gr_text_add(&line, "Question: ");
    else
        gr_text_addf(&line, "%s %zu of %zu on this page%s: ",
                     item->kind == GR_ITEM_PREDICT ? "Prediction" : "Question", place + 1,
                     page->item_count, state->practice > 0 ? ", for practice" : "");
    bool good = tell_words(plain, item, &line, item->question, err) &&
                tell_options(plain, item, err) && tell_label(plain, item, err) &&
                tell_bounds(plain, item, err) &&
                gr_plain_say(plain, err, "%s%s",
                             how_to_answer[item->answer_kind],
                             may_skip(item) ? "; or skip." : ".");
    for (size_t i = 0; good && i < state->hints; i++)
        good = gr_plain_hint(plain, item, i + 1, err);
    return good;
}

bool gr_plain_question(gr_plain *plain, gr_error *err)
{
    const gr_item *item = plain->session != NULL ? gr_session_item(plain->session) : NULL;
    bool is_new = item != plain->told;

    plain->told = item;
    return item == NULL || !is_new || tell_question(plain, item, err);
}

const char *gr_plain_way_back(const gr_plain *plain)
{
    return plain->review != NULL ? "back to the review" : "to the catalogue";
}

bool gr_plain_ending(gr_plain *plain, const char *why, gr_error *err)
{
    const gr_lesson *lesson = plain->session->lesson;
    bool last = lesson->review || plain->session->page + 1 == lesson->page_count;
    char ending[80];

    gr_session_ending(plain->session, ending);
    return gr_plain_say(plain, err, "%s; %s; %s %s.", why, ending, last ? "lessons goes" : "next",
                        last ? gr_plain_way_back(plain) : "goes on");
}

/* What came of it, and why. */
bool gr_plain_verdict(gr_plain *plain, const gr_item *item, gr_error *err)
{
    const gr_item_state *state = gr_session_state(plain->session, item);
    gr_text text = { 0 };

    if (state->closed)
        gr_item_outcome(plain->session, item, &text);
    else
        gr_item_rejection(plain->session, item, &text);
    if (item->kind == GR_ITEM_ASK)
        gr_text_add(&text, ".");
    else if (!state->skipped)
        gr_text_add(&text, " It is not marked.");
    const char *more = state->closed ? item->explain : state->message;
    if (more != NULL) {
        gr_text_add(&text, " ");
        gr_item_words(plain->session, item, more, &text);
    }
    bool good = gr_text_ok(&text, err) && gr_plain_marked(plain, gr_text_string(&text), 0, err);
    gr_text_clear(&text);
    bool ends = state->closed && state->practice == 0 && gr_session_ends(plain->session);
    return good && (!ends || gr_plain_ending(plain, "That was the last question here", err));
}

bool gr_plain_ask_sure(gr_plain *plain, gr_error *err)
{
    return gr_plain_say(plain, err,
                        "How sure are you? 1 guess, 2 fairly, 3 certain (Enter to leave out)");
}

bool gr_plain_take_sure(gr_plain *plain, const char *line, bool *taken, gr_error *err)
{
    const gr_item *item = plain->session->unsure;
    bool said = line[0] >= '1' && line[0] <= '3' && line[1] == '\0';

    *taken = said || line[0] == '\0';
    gr_session_sure(plain->session, said ? line[0] - '0' : 0);
    return gr_plain_verdict(plain, item, err);
}

/* --- the page --- */

static bool tell_blocks(gr_plain *plain, const gr_page *page, gr_error *err)
{
    for (size_t i = 0; i < page->block_count; i++) {
        const gr_block *block = &page->blocks[i];
        bool slot = block->kind == GR_BLOCK_SLOT;
        const gr_item *item = slot ? page->items[block->slot] : NULL;
        if (slot && !gr_session_state(plain->session, item)->closed)
            continue; /* it is asked at the end, when it is due */
        if (slot)
            gr_plain_empty(plain);
        if (slot ? !tell_closed(plain, item, err) : !gr_plain_block(plain, block, err))
            return false;
    }
    return true;
}

/* "Lesson 080, page 2 of 6, tried: The narrow valley" */
static bool tell_head(gr_plain *plain, gr_error *err)
{
    const gr_lesson *lesson = plain->session->lesson;

    return gr_plain_say(plain, err, "Lesson %s%spage %zu of %zu, %s: %s", lesson->number,
                        lesson->number[0] != '\0' ? ", " : "", plain->session->page + 1,
                        lesson->page_count, gr_session_progress(plain->session), lesson->title);
}

/* "Review, question 2 of 5, of lesson 080: The narrow valley" */
static bool tell_review_head(gr_plain *plain, gr_error *err)
{
    const gr_session *s = plain->session;
    const gr_lesson *of = gr_session_page(s)->items[0]->again->lesson;

    return gr_plain_say(plain, err, "Review, question %zu of %zu, of lesson %s: %s", s->page + 1,
                        s->lesson->page_count, of->number[0] != '\0' ? of->number : of->name,
                        of->title);
}

bool gr_plain_page(gr_plain *plain, gr_error *err)
{
    const gr_session *s = plain->session;
    const gr_lesson *lesson = s->lesson;
    const gr_page *page = gr_session_page(s);

    plain->told = NULL;
    plain->offered = 0;
    gr_plain_empty(plain);
    bool good = lesson->review ? tell_review_head(plain, err) : tell_head(plain, err);
    gr_plain_empty(plain);
    good = good && gr_plain_text(plain, page->title, 0, err) && tell_blocks(plain, page, err);
    if (good && s->study.count > 0)
        gr_plain_empty(plain);
    return good && gr_plain_figures(plain, true, err) && gr_plain_knobs(plain, false, err) &&
           gr_plain_standing(plain, err);
}
