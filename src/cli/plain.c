/* The plain dialogue: a line is read, what it says is done, what came of it is told. */
#include "gradus/plain.h"

#include "plain_private.h"

#include "gradus/settings.h"

#include <errno.h>
#include <unistd.h>

/* An error of a command is told, and the dialogue goes on as if it had not been given. */
static bool complain(gr_plain *plain, const gr_error *found, gr_error *err)
{
    return gr_plain_say(plain, err, "Error: %s", found->message);
}

static bool take_line(gr_plain *plain, gr_error *err)
{
    gr_error found;

    if (!gr_plain_echo(plain, err))
        return false;
    return gr_plain_do(plain, &found) || complain(plain, &found, err);
}

static bool turn(gr_plain *plain, gr_error *err)
{
    bool unsure = plain->session != NULL && plain->session->unsure != NULL;

    if (plain->asking == NULL && !unsure &&
        (!gr_plain_question(plain, err) || !gr_plain_menu(plain, false, err)))
        return false;
    gr_plain_prompt(plain, plain->asking != NULL ? plain->asking->asks : "");
    if (plain->over)
        return true;
    switch (gr_plain_read_line(plain, err)) {
    case GR_READ_LINE:
        return take_line(plain, err);
    case GR_READ_LONG:
        return gr_plain_echo(plain, err) &&
               gr_plain_say(plain, err, "Error: a line has at most %d bytes; nothing was done",
                            GR_PLAIN_LINE);
    case GR_READ_END:
        plain->over = true;
        gr_plain_empty(plain);
        return !unsure || gr_plain_verdict(plain, plain->session->unsure, err);
    case GR_READ_FAILED:
        break;
    }
    return false;
}

/* Of the user's settings one is about the dialogue; without a good file it is as it is at first. */
static bool load_settings(gr_plain *plain, gr_error *err)
{
    gr_settings settings;
    gr_error found = { 0 };

    plain->confidence = true;
    if (!gr_settings_load(&settings, &found))
        return gr_plain_say(plain, err, "Note: the settings are left out: %s", found.message);
    plain->confidence = settings.confidence;
    return true;
}

/* The student's record; without one the dialogue goes on, and says so. */
static bool open_record(gr_plain *plain, gr_error *err)
{
    gr_text aside = { 0 };
    gr_error found = { 0 };
    bool said = true;

    if (!gr_record_begin(&plain->record, &aside, &found))
        said = gr_plain_say(plain, err, "Note: no record is kept: %s", found.message);
    else if (aside.length > 0)
        said = gr_plain_say(plain, err, "Note: the end of the record was damaged; it is kept as %s",
                            gr_text_string(&aside));
    gr_text_clear(&aside);
    return said;
}

static bool begin(gr_plain *plain, const char *lesson, bool review, gr_error *err)
{
    if (!load_settings(plain, err) || !gr_catalogue_load(&plain->catalogue, err) ||
        !open_record(plain, err) || !gr_plain_refresh(plain, err))
        return false;
    if (review)
        return gr_plain_review(plain, err);
    return lesson != NULL ? gr_plain_open(plain, lesson, err) : gr_plain_catalogue(plain, err);
}

bool gr_plain_run(const char *lesson, bool review, gr_error *err)
{
    gr_plain plain = { .terminal = isatty(STDIN_FILENO) == 1 };

    gr_plain_set_up_output(&plain);
    bool good = begin(&plain, lesson, review, err);
    while (good && !plain.over)
        good = turn(&plain, err);
    good = good && (plain.session == NULL || gr_plain_leave(&plain, err));
    gr_plain_flush(&plain);
    gr_session_free(plain.session);
    gr_session_free(plain.review);
    gr_review_clear(&plain.schedule);
    gr_record_close(plain.record);
    gr_catalogue_clear(&plain.catalogue);
    gr_text_clear(&plain.line);
    errno = plain.broken;
    return good;
}
