/* Export: the numbers of the run in hand as CSV, and the capsule beside them. */
#include "app_private.h"

#include "gradus/capsule.h"

#include <stdio.h>
#include <string.h>

bool gr_app_export(gr_app *app, const char *path, gr_error *err)
{
    const gr_run *run = gr_session_run(app->session);
    long rows = gr_run_step_number(run) + 1;
    gr_text capsule = { 0 };
    bool saved = gr_capsule_export(path, run, &capsule, err);

    if (saved) {
        gr_session_tell(app->session, GR_ENTRY_EXPORT, path);
        gr_app_say(app, GR_MESSAGE_DONE, "saved %s, %ld row%s, and %s", path, rows,
                   rows == 1 ? "" : "s", gr_text_string(&capsule));
    }
    gr_text_clear(&capsule);
    return saved;
}

/* --- the dialogue, in the place of the text --- */

/* The first lines of what will be written. */
static bool preview(const gr_run *run, gr_prose_lines *lines, gr_error *err)
{
    gr_text csv = { 0 };
    gr_output out = { 0 };

    gr_output_memory(&out, &csv);
    bool good = gr_plan_write_trace(run, &out, err) && gr_output_commit(&out, err);
    const char *at = gr_text_string(&csv);
    for (int i = 0; good && i < 3 && *at != '\0'; i++) {
        char line[80];
        size_t length = strcspn(at, "\n");
        snprintf(line, sizeof line, "%.*s", (int)(length < 79 ? length : 79), at);
        good =
            gr_prose_add_empty(lines, err) && gr_prose_add_piece(lines, 1, line, GR_ROLE_CODE, err);
        at += length + (at[length] == '\n');
    }
    gr_text_clear(&csv);
    return good;
}

static bool row_of(gr_prose_lines *lines, const char *name, const char *value, gr_error *err)
{
    return gr_prose_add_empty(lines, err) &&
           gr_prose_add_piece(lines, 1, name, GR_ROLE_TEXT, err) &&
           gr_prose_add_piece(lines, 9, value, GR_ROLE_TEXT, err);
}

/* The run itself. */
static bool add_capsule(const gr_app *app, gr_prose_lines *lines, gr_error *err)
{
    gr_text line = { 0 }, words = { 0 };

    gr_text_addf(&words, "The run, as %s copies it:", gr_app_key_of(app, GR_ACTION_COPY));
    bool good = gr_capsule_line(gr_session_run(app->session), &line, err) &&
                gr_text_ok(&words, err) && gr_prose_add_empty(lines, err) &&
                gr_prose_add_text(lines, gr_text_string(&words), 0, GR_ROLE_TEXT, err) &&
                gr_prose_add_text(lines, gr_text_string(&line), 1, GR_ROLE_CODE, err);
    gr_text_clear(&line);
    gr_text_clear(&words);
    return good;
}

bool gr_export_lines(const gr_app *app, gr_prose_lines *lines, gr_error *err)
{
    const gr_run *run = gr_session_run(app->session);
    char rows[40];
    gr_text capsule = { 0 }, again = { 0 }, box = { 0 };

    gr_field_box(&box, app->typed, 18);
    snprintf(rows, sizeof rows, "%ld", gr_run_step_number(run) + 1);
    gr_text_addf(&again, "gradus replay %s", app->typed);
    bool good =
        gr_capsule_path(app->typed, &capsule, err) && gr_text_ok(&again, err) &&
        gr_text_ok(&box, err) && gr_prose_add_text(lines, "Export", 0, GR_ROLE_HEADING, err) &&
        gr_prose_add_empty(lines, err) && gr_prose_add_empty(lines, err) &&
        gr_prose_add_piece(lines, 0, ">", GR_ROLE_FOCUS, err) &&
        gr_prose_add_piece(lines, 1, "file", GR_ROLE_TEXT, err) &&
        gr_prose_add_piece(lines, 8, gr_text_string(&box), GR_ROLE_EDIT, err) &&
        row_of(lines, "rows", rows, err) &&
        row_of(lines, "beside", gr_text_string(&capsule), err) && gr_prose_add_empty(lines, err) &&
        preview(run, lines, err) && gr_prose_add_empty(lines, err) &&
        gr_prose_add_text(lines, "The same numbers again, anywhere:", 0, GR_ROLE_TEXT, err) &&
        gr_prose_add_text(lines, gr_text_string(&again), 1, GR_ROLE_CODE, err) &&
        add_capsule(app, lines, err);
    gr_text_clear(&capsule);
    gr_text_clear(&again);
    gr_text_clear(&box);
    return good;
}
