/* What can be typed: one small function each, and one table. */
#include "cli.h"
#include "plain_private.h"

#include "gradus/landmark.h"

#include <stdio.h>
#include <string.h>

enum { STEPS_MOST = 1000000 };

/* --- moving --- */

static bool need_run(const gr_plain *plain, gr_error *err)
{
    return plain->session->study.count > 0 ||
           gr_fail(err, GR_ERROR_USAGE, "this page has no experiment to step");
}

/* Where the run has come to, and what there is to see. */
static bool tell_here(gr_plain *plain, gr_error *err)
{
    return gr_plain_standing(plain, err) && gr_plain_figures(plain, false, err) &&
           gr_plain_outcomes(plain, err);
}

static bool move(gr_plain *plain, long step, size_t phases, gr_error *err)
{
    return gr_session_aim(plain->session, step, phases, err) && gr_plain_settle(plain, err) &&
           tell_here(plain, err);
}

/* An argument that is a number of steps, or 1. */
static bool steps_of(const char *argument, const char *what, long *steps, gr_error *err)
{
    *steps = 1;
    return argument[0] == '\0' || gr_cli_whole(argument, 1, STEPS_MOST, what, steps, err);
}

static bool is_last(gr_plain *plain)
{
    return plain->session->study.count > 0 && gr_session_at_end(plain->session);
}

static bool do_step(gr_plain *plain, const char *argument, gr_error *err)
{
    long steps;

    if (!need_run(plain, err) || !steps_of(argument, "step", &steps, err))
        return false;
    if (is_last(plain))
        return gr_plain_say(plain, err, "This is the last step; back goes back.");
    return move(plain, gr_session_step(plain->session) + steps, 0, err);
}

static bool do_back(gr_plain *plain, const char *argument, gr_error *err)
{
    long steps, now = gr_session_step(plain->session);

    if (!need_run(plain, err) || !steps_of(argument, "back", &steps, err))
        return false;
    bool inside = gr_run_phase(gr_session_run(plain->session)) > 0;
    if (now <= 0 && !inside)
        return gr_plain_say(plain, err, "This is the start; step goes forward.");
    steps -= inside; /* back to the whole step that is begun from */
    return move(plain, steps < now ? now - steps : 0, 0, err);
}

static bool do_play(gr_plain *plain, const char *argument, gr_error *err)
{
    (void)argument;
    if (!need_run(plain, err))
        return false;
    if (is_last(plain))
        return gr_plain_say(plain, err, "This is the last step; first goes to the start.");
    return move(plain, gr_session_step(plain->session) + STEPS_MOST, 0, err);
}

static bool do_part(gr_plain *plain, const char *argument, gr_error *err)
{
    (void)argument;
    if (!need_run(plain, err))
        return false;
    const gr_run *run = gr_session_run(plain->session);
    size_t phases = gr_experiment_phases(gr_run_experiment(run)), phase = gr_run_phase(run);
    long now = gr_session_step(plain->session);
    if (phases < 2)
        return gr_fail(err, GR_ERROR_USAGE, "the steps of this experiment have no parts");
    if (is_last(plain))
        return gr_plain_say(plain, err, "This is the last step; back goes back.");
    bool ends = phase + 1 >= phases;
    return move(plain, ends ? now + 1 : now, ends ? 0 : phase + 1, err);
}

static bool do_go(gr_plain *plain, const char *argument, gr_error *err)
{
    long step = 0;

    return need_run(plain, err) &&
           (argument[0] == '\0' || gr_cli_whole(argument, 0, STEPS_MOST, "go", &step, err)) &&
           move(plain, step, 0, err);
}

/* One action after the other, each with the step that carries it out. */
static bool do_drive(gr_plain *plain, const char *argument, gr_error *err)
{
    char action[GR_COLUMN_NAME];

    for (const char *at = argument + strspn(argument, " "); *at != '\0';) {
        size_t length = strcspn(at, " ");
        snprintf(action, sizeof action, "%.*s", (int)(length < sizeof action ? length : 0), at);
        if (!gr_session_drive(plain->session, action, err) || !gr_plain_settle(plain, err))
            return false;
        at += length + strspn(at + length, " ");
    }
    return tell_here(plain, err);
}

static bool do_reset(gr_plain *plain, const char *argument, gr_error *err)
{
    (void)argument;
    return gr_session_reset(plain->session, err) && gr_plain_knobs(plain, false, err) &&
           tell_here(plain, err);
}

static bool to_landmark(gr_plain *plain, int direction, gr_error *err)
{
    const gr_session *s = plain->session;
    gr_landmarks landmarks;

    if (!need_run(plain, err) || !gr_landmarks_find(&landmarks, s->lab, gr_session_run(s), err))
        return false;
    const gr_landmark *mark = gr_landmark_from(&landmarks, gr_session_step(s), direction);
    if (mark == NULL)
        return gr_plain_say(plain, err, "No landmark %s this step among the steps computed.",
                            direction > 0 ? "after" : "before");
    return gr_plain_say(plain, err, "Step %ld: %s.", mark->step, mark->what) &&
           move(plain, mark->step, 0, err);
}

/* "landmark" goes forwards, "landmark back" to the one before. */
static bool do_landmark(gr_plain *plain, const char *argument, gr_error *err)
{
    if (argument[0] != '\0' && strcmp(argument, "back") != 0)
        return gr_fail(err, GR_ERROR_USAGE, "write landmark, or landmark back");
    return to_landmark(plain, argument[0] == '\0' ? 1 : -1, err);
}

/* --- other runs --- */

static bool do_fork(gr_plain *plain, const char *argument, gr_error *err)
{
    (void)argument;
    return gr_session_fork(plain->session, err) &&
           gr_plain_say(plain, err,
                        "Forked at step %ld; set a knob, the old run stays as a ghost, marked g.",
                        gr_session_step(plain->session));
}

static bool do_reseed(gr_plain *plain, const char *argument, gr_error *err)
{
    (void)argument;
    return gr_session_reseed(plain->session, 1, err) &&
           gr_plain_say(plain, err, "Seed %llu.",
                        (unsigned long long)gr_run_seed(gr_session_run(plain->session))) &&
           tell_here(plain, err);
}

static bool do_run(gr_plain *plain, const char *argument, gr_error *err)
{
    long run, most = (long)gr_study_groups(&plain->session->study);

    if (!need_run(plain, err) || !gr_cli_whole(argument, 1, most, "run", &run, err))
        return false;
    gr_study_take(&plain->session->study, (size_t)run - 1);
    return gr_plain_figures(plain, false, err);
}

/* --- knobs --- */

/* "lr 0.1" and "lr=0.1" */
static bool do_set(gr_plain *plain, const char *argument, gr_error *err)
{
    size_t length = strcspn(argument, " \t=");
    const char *value = argument + length + strspn(argument + length, " \t");
    char knob[GR_ID_MAX + 1];

    value += value[0] == '=';
    value += strspn(value, " \t");
    if (!need_run(plain, err))
        return false;
    if (length == 0 || length >= sizeof knob || value[0] == '\0')
        return gr_fail(err, GR_ERROR_USAGE,
                       "'%.60s' is no assignment; write set KNOB VALUE, and knobs for which there "
                       "are",
                       argument);
    snprintf(knob, sizeof knob, "%.*s", (int)length, argument);
    return gr_session_set(plain->session, knob, value, err) && gr_plain_knob(plain, knob, err) &&
           tell_here(plain, err);
}

static bool do_knobs(gr_plain *plain, const char *argument, gr_error *err)
{
    (void)argument;
    return gr_plain_knobs(plain, true, err);
}

/* --- questions --- */

static bool need_item(const gr_plain *plain, const gr_item **item, gr_error *err)
{
    *item = gr_session_item(plain->session);
    return *item != NULL || gr_fail(err, GR_ERROR_USAGE, "no question is open on this page");
}

static bool do_answer(gr_plain *plain, const char *argument, gr_error *err)
{
    const gr_item *item;

    if (!need_item(plain, &item, err))
        return false;
    gr_item_state *state = gr_session_state(plain->session, item);
    if (strlen(argument) >= sizeof state->typed)
        return gr_fail(err, GR_ERROR_USAGE, "an answer has at most %zu bytes",
                       sizeof state->typed - 1);
    snprintf(state->typed, sizeof state->typed, "%s", argument);
    plain->session->confidence = plain->confidence;
    bool taken = gr_session_answer(plain->session, err);
    state->typed[0] = '\0';
    if (taken && plain->session->unsure != NULL)
        return gr_plain_ask_sure(plain, err);
    return taken && gr_plain_verdict(plain, item, err);
}

static bool do_hint(gr_plain *plain, const char *argument, gr_error *err)
{
    const gr_item *item;

    (void)argument;
    if (!need_item(plain, &item, err) || !gr_session_hint(plain->session, err))
        return false;
    return gr_plain_hint(plain, item, gr_session_state(plain->session, item)->hints, err);
}

static bool do_show(gr_plain *plain, const char *argument, gr_error *err)
{
    const gr_item *item;

    (void)argument;
    return need_item(plain, &item, err) && gr_session_show(plain->session, err) &&
           gr_plain_verdict(plain, item, err);
}

static bool do_skip(gr_plain *plain, const char *argument, gr_error *err)
{
    const gr_item *item;

    (void)argument;
    return need_item(plain, &item, err) && gr_session_skip(plain->session, err) &&
           gr_plain_verdict(plain, item, err);
}

static bool do_practise(gr_plain *plain, const char *argument, gr_error *err)
{
    (void)argument;
    return gr_session_practise(plain->session, err);
}

/* --- pages --- */

static bool turn_to(gr_plain *plain, size_t page, gr_error *err)
{
    return gr_session_may_turn(plain->session, page, err) &&
           gr_session_open(plain->session, page, err) && gr_plain_page(plain, err);
}

static bool do_next(gr_plain *plain, const char *argument, gr_error *err)
{
    (void)argument;
    if (plain->session->page + 1 == plain->session->lesson->page_count)
        return gr_plain_ending(plain,
                               plain->session->lesson->review ? "This is the last question"
                                                              : "This is the last page",
                               err);
    return turn_to(plain, plain->session->page + 1, err);
}

static bool do_previous(gr_plain *plain, const char *argument, gr_error *err)
{
    (void)argument;
    if (plain->session->page == 0)
        return gr_plain_say(plain, err, "This is the first %s; lessons goes %s.",
                            plain->session->lesson->review ? "question" : "page",
                            gr_plain_way_back(plain));
    return turn_to(plain, plain->session->page - 1, err);
}

static bool do_page(gr_plain *plain, const char *argument, gr_error *err)
{
    long page, most = (long)plain->session->lesson->page_count;

    return gr_cli_whole(argument, 1, most, "page", &page, err) &&
           turn_to(plain, (size_t)page - 1, err);
}

static bool do_read(gr_plain *plain, const char *argument, gr_error *err)
{
    (void)argument;
    return gr_plain_page(plain, err);
}

static bool do_look(gr_plain *plain, const char *argument, gr_error *err)
{
    (void)argument;
    return need_run(plain, err) && gr_plain_figures(plain, true, err) &&
           gr_plain_standing(plain, err);
}

/* --- the rest --- */

static bool do_open(gr_plain *plain, const char *argument, gr_error *err)
{
    if (argument[0] == '\0')
        return gr_fail(err, GR_ERROR_USAGE, "name a lesson, as in: open 030");
    return gr_plain_open(plain, argument, err);
}

static bool do_lessons(gr_plain *plain, const char *argument, gr_error *err)
{
    (void)argument;
    if (plain->review != NULL)
        return gr_plain_back(plain, err);
    return (plain->session == NULL || gr_plain_leave(plain, err)) && gr_plain_refresh(plain, err) &&
           gr_plain_catalogue(plain, err);
}

static bool do_review(gr_plain *plain, const char *argument, gr_error *err)
{
    (void)argument;
    return gr_plain_review(plain, err);
}

static bool do_source(gr_plain *plain, const char *argument, gr_error *err)
{
    (void)argument;
    return gr_plain_source(plain, err);
}

static bool do_quit(gr_plain *plain, const char *argument, gr_error *err)
{
    (void)argument, (void)err;
    plain->over = true;
    return true;
}

/* --- the table --- */

static bool do_help(gr_plain *plain, const char *argument, gr_error *err);

/* name, other words, asks, menu, help, offered, in a lesson, possible, run */
const gr_plain_command gr_plain_commands[] = {
    { "step", ".", NULL, "step", "one step forward; step 5: five of them", true, true,
      gr_plain_can_step, do_step },
    { "back", ",", NULL, "back", "one step back; back 5: five of them", true, true,
      gr_plain_can_back, do_back },
    { "play", NULL, NULL, "play to the end", "forward to the end, or to a prediction", true, true,
      gr_plain_can_step, do_play },
    { "part", NULL, NULL, "part of a step", "to the end of the next part inside a step", false,
      true, gr_plain_can_part, do_part },
    { "first", "go g", NULL, "first step", "to step 0; go 12: to that step", false, true,
      gr_plain_can_back, do_go },
    { "landmark", "} {", NULL, "landmark",
      "to the next step of note; landmark back: the one before", false, true, gr_plain_has_run,
      do_landmark },
    { "set", NULL, "knob and value", "set a knob", "change a knob: set layers 5-3", true, true,
      gr_plain_can_set, do_set },
    { "knobs", "knob ] [", NULL, "knobs", "all knobs, what they are and what they take", false,
      true, gr_plain_has_run, do_knobs },
    { "answer", NULL, "answer", "answer", "answer the open question: answer 12", true, true,
      gr_plain_can_answer, do_answer },
    { "hint", "h", NULL, "hint", "one more hint", true, true, gr_plain_can_hint, do_hint },
    { "show", "a", NULL, "show the answer", "give the answer; it counts as shown", true, true,
      gr_plain_can_show, do_show },
    { "skip", "s", NULL, "skip", "leave out the prediction, or the question of a review", true,
      true, gr_plain_can_skip, do_skip },
    { "next", "n", NULL, "next page", "to the next page of the lesson", true, true,
      gr_plain_can_next, do_next },
    { "previous", "prev p", NULL, "previous page", "to the page before", true, true,
      gr_plain_can_previous, do_previous },
    { "page", NULL, "page", "page by number", "to a page by its number: page 3", false, true,
      gr_plain_in_lesson, do_page },
    { "read", NULL, NULL, "read the page again", "the whole page once more", false, true,
      gr_plain_in_lesson, do_read },
    { "look", "figures", NULL, "look at the figures", "the figures row by row", false, true,
      gr_plain_has_run, do_look },
    { "do", "drive", "action", "drive",
      "act on the run: do take, do up up right, do back, do undo, do discard", true, true,
      gr_plain_can_drive, do_drive },
    { "reset", "r", NULL, "reset", "the page's own knobs and step 0", false, true, gr_plain_has_run,
      do_reset },
    { "export", "e", "file", "export", "save the numbers as CSV: export file.csv", false, true,
      gr_plain_has_run, gr_plain_export },
    { "capsule", "y", NULL, "capsule", "the run in one line, for gradus replay", false, true,
      gr_plain_has_run, gr_plain_capsule },
    { "note", NULL, "words", "note", "a note of one's own, for the lab book", false, true,
      gr_plain_in_lesson, gr_plain_note },
    { "book", "notes E", NULL, "lab book", "save the lab book of this lesson: book file.md", false,
      true, gr_plain_in_lesson, gr_plain_book },
    { "hand-in", NULL, NULL, "hand in",
      "write what is to be handed in of this lesson: hand-in file.csv", false, true,
      gr_plain_in_lesson, gr_plain_hand_in },
    { "fork", "f", NULL, "fork", "go on with a copy; the old run stays as a ghost", false, true,
      gr_plain_has_run, do_fork },
    { "reseed", "R", NULL, "reseed", "again from step 0, the seed one higher", false, true,
      gr_plain_has_run, do_reseed },
    { "run", NULL, "run", "another run", "take another of the compared runs in hand: run 2", false,
      true, gr_plain_has_runs, do_run },
    { "practise", "practice v", NULL, "practise again",
      "the question again with other numbers; what was reached stands", true, true,
      gr_plain_can_practise, do_practise },
    { "open", NULL, "lesson", "open a lesson", "a lesson by number, name or file: open 030", true,
      false, gr_plain_in_catalogue, do_open },
    { "lessons", "catalogue", NULL, "lessons", "to the catalogue of lessons", false, false,
      gr_plain_in_lesson, do_lessons },
    { "help", "? menu", NULL, "help", "what can be typed", true, false, gr_plain_always, do_help },
    { "quit", "exit q Q", NULL, "quit", "leave gradus", true, false, gr_plain_always, do_quit },
    { "review", NULL, NULL, "review", "what is due from lessons before, five questions at most",
      true, false, gr_plain_can_review, do_review },
    { "lesson", "o", NULL, "its lesson",
      "in a review: the lesson of the question, at its page; lessons comes back", true, true,
      gr_plain_in_review, do_source },
};

const size_t gr_plain_command_count = GR_LEN(gr_plain_commands);

static bool do_help(gr_plain *plain, const char *argument, gr_error *err)
{
    (void)argument;
    for (size_t i = 0; i < gr_plain_command_count; i++)
        if ((gr_plain_commands[i].possible(plain) || gr_plain_in_lesson(plain)) &&
            !gr_plain_say(plain, err, "%zu %s: %s%s", i + 1, gr_plain_commands[i].name,
                          gr_plain_commands[i].help,
                          gr_plain_commands[i].possible(plain) ? "" : " (not now)"))
            return false;
    return gr_plain_say(
        plain, err, "Type a word or its number; an empty line lists what can be done now.%s",
        gr_plain_in_lesson(plain) ? "" : " In the catalogue a number opens a lesson.");
}
