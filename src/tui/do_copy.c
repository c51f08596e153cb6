/* Capsules in the workbench: the run in hand as one line, and a page around the run of such a line.
 */
#include "app_private.h"

#include "gradus/capsule.h"
#include "gradus/file.h"
#include "gradus/memory.h"

#include <string.h>
#include <unistd.h>

enum { CAPSULE_MOST = 1 << 20, FILES_MOST = 1000 };

/* --- copying --- */

/* Whether there is a file that says just this. */
static bool says(const char *path, const gr_text *line)
{
    char *bytes;
    size_t length;

    if (!gr_file_read(path, CAPSULE_MOST, &bytes, &length, NULL))
        return false;
    bool same = length == line->length && memcmp(bytes, line->bytes, length) == 0;
    gr_free(bytes);
    return same;
}

static bool save(const char *path, const gr_text *line, gr_error *err)
{
    gr_output out = { 0 };

    if (!gr_output_open(&out, path, err))
        return false;
    gr_output_write(&out, line->bytes, line->length);
    return gr_output_commit(&out, err);
}

/* descent-1.yaml, descent-2.yaml ...: the first that is free, or that says just this. */
static bool keep(const char *name, const gr_text *line, gr_text *path, gr_error *err)
{
    for (int n = 1; n <= FILES_MOST; n++) {
        gr_text_clear(path);
        gr_text_addf(path, "%s-%d.yaml", name, n);
        if (!gr_text_ok(path, err))
            return false;
        if (says(gr_text_string(path), line))
            return true;
        if (access(gr_text_string(path), F_OK) != 0)
            return save(gr_text_string(path), line, err);
    }
    return gr_fail(err, GR_ERROR_IO, "there are %d capsules here already", FILES_MOST);
}

static bool copy(gr_app *app, const gr_run *run, gr_text *line, gr_text *path, gr_error *err)
{
    if (!gr_capsule_line(run, line, err))
        return false;
    gr_text_clear(&app->clipboard);
    gr_text_addn(&app->clipboard, line->bytes, line->length);
    gr_text_add(line, "\n");
    return gr_text_ok(line, err) && gr_text_ok(&app->clipboard, err) &&
           keep(gr_run_experiment(run)->name, line, path, err);
}

bool gr_do_COPY(gr_app *app, gr_error *err)
{
    const gr_run *run = gr_session_run(app->session);
    gr_text line = { 0 }, path = { 0 };

    if (run == NULL)
        return gr_fail(err, GR_ERROR_USAGE, "this page has no experiment");
    bool copied = copy(app, run, &line, &path, err);
    if (copied) {
        gr_app_say(app, GR_MESSAGE_DONE, "copied, and saved %s; gradus replay %s",
                   gr_text_string(&path), gr_text_string(&path));
        gr_session_tell(app->session, GR_ENTRY_EXPORT, gr_text_string(&path));
    }
    gr_text_clear(&line);
    gr_text_clear(&path);
    return copied;
}

/* --- taking one up --- */

/* A page around the experiment, and on it the run of the plan, at the step where it stood. */
static gr_session *session_of(const gr_plan *plan, gr_error *err)
{
    gr_run_keep keep = { .trace = true, .history_bytes = GR_HISTORY_BYTES };
    gr_run *run = gr_plan_start(plan, 1, keep, err);
    gr_lesson *lesson = run != NULL ? gr_lesson_around(plan->experiment, NULL, 0, err) : NULL;
    gr_session *session = lesson != NULL ? gr_session_new(lesson, err) : NULL;
    long steps = plan->steps >= 0 ? plan->steps : run != NULL ? gr_run_length(run) : 0;

    if (session == NULL || !gr_session_take(session, run, err)) {
        gr_run_free(run);
        gr_session_free(session);
        return NULL;
    }
    if (!gr_session_aim(session, steps, 0, err)) {
        gr_session_free(session);
        return NULL;
    }
    return session;
}

static bool load(gr_app *app, const char *name, const char *text, size_t length, gr_error *err)
{
    gr_capsule capsule;

    if (!gr_capsule_read(name, text, length, &capsule, err))
        return false;
    gr_session *session = gr_plan_is_sweep(&capsule.plan) ? NULL : session_of(&capsule.plan, err);
    if (gr_plan_is_sweep(&capsule.plan))
        gr_fail(err, GR_ERROR_USAGE, "%s: a sweep of many runs; a page is around one", name);
    gr_plan_clear(&capsule.plan);
    if (session == NULL)
        return false;
    gr_app_show_session(app, session);
    gr_app_say(app, GR_MESSAGE_DONE, "the run of %s", name);
    return true;
}

static bool ends_in_csv(const char *path)
{
    size_t length = strlen(path);

    return length > 4 && strcmp(path + length - 4, ".csv") == 0;
}

bool gr_app_load_capsule(gr_app *app, const char *what, gr_error *err)
{
    gr_text path = { 0 };
    char *bytes = NULL;
    size_t length;

    app->playing = false;
    if (what[0] == '{')
        return load(app, "capsule", what, strlen(what), err);
    if (ends_in_csv(what))
        gr_capsule_path(what, &path, NULL);
    else
        gr_text_add(&path, what);
    bool done = gr_text_ok(&path, err) &&
                gr_file_read(gr_text_string(&path), CAPSULE_MOST, &bytes, &length, err) &&
                load(app, gr_text_string(&path), bytes, length, err);
    gr_free(bytes);
    gr_text_clear(&path);
    return done;
}
