/* What the plain dialogue writes to files: the numbers of a run, the lab book, the hand-in. */
#include "plain_private.h"

#include "gradus/capsule.h"
#include "gradus/homework.h"
#include "gradus/notebook.h"

#include <string.h>

static bool is_file_name(const char *name, gr_error *err)
{
    return strcmp(name, "-") != 0 || gr_fail(err, GR_ERROR_USAGE, "type the name of a file");
}

static bool has_record(const gr_plain *plain, gr_error *err)
{
    return plain->session->record != NULL ||
           gr_fail(err, GR_ERROR_USAGE, "no record is kept of this lesson");
}

bool gr_plain_export(gr_plain *plain, const char *path, gr_error *err)
{
    const gr_run *run = gr_session_run(plain->session);
    gr_text capsule = { 0 };

    if (run == NULL)
        return gr_fail(err, GR_ERROR_USAGE, "this page has no experiment to export");
    bool saved = gr_capsule_export(path, run, &capsule, err);
    if (saved) {
        gr_session_tell(plain->session, GR_ENTRY_EXPORT, path);
        long rows = gr_run_step_number(run) + 1;
        saved = gr_plain_say(plain, err, "Saved %s, %ld row%s, and %s.", path, rows,
                             rows == 1 ? "" : "s", gr_text_string(&capsule));
    }
    gr_text_clear(&capsule);
    return saved;
}

bool gr_plain_capsule(gr_plain *plain, const char *argument, gr_error *err)
{
    const gr_run *run = gr_session_run(plain->session);
    gr_text line = { 0 };

    (void)argument;
    if (run == NULL)
        return gr_fail(err, GR_ERROR_USAGE, "this page has no experiment");
    bool told =
        gr_capsule_line(run, &line, err) && gr_plain_text(plain, gr_text_string(&line), 0, err);
    gr_text_clear(&line);
    return told;
}

bool gr_plain_note(gr_plain *plain, const char *words, gr_error *err)
{
    if (!has_record(plain, err))
        return false;
    gr_session_tell(plain->session, GR_ENTRY_NOTE, words);
    return gr_plain_say(plain, err, "Noted; book writes the lab book.");
}

static bool save_book(const gr_plain *plain, const char *path, gr_error *err)
{
    gr_csv rows;

    if (!gr_record_rows(plain->session->record, &rows, err))
        return false;
    bool saved = gr_notebook_save(path, plain->session->lesson, &rows, err);
    gr_csv_clear(&rows);
    return saved;
}

bool gr_plain_book(gr_plain *plain, const char *path, gr_error *err)
{
    gr_text name = { 0 };
    bool named = path[0] != '\0' || gr_notebook_name(plain->session->lesson, &name, err);

    gr_text_add(&name, path);
    const char *to = gr_text_string(&name);
    bool saved = named && gr_text_ok(&name, err) && is_file_name(to, err) &&
                 has_record(plain, err) && save_book(plain, to, err);
    if (saved) {
        gr_session_tell(plain->session, GR_ENTRY_EXPORT, to);
        saved = gr_plain_say(plain, err, "Saved %s, the lab book of this lesson.", to);
    }
    gr_text_clear(&name);
    return saved;
}

bool gr_plain_hand_in(gr_plain *plain, const char *path, gr_error *err)
{
    gr_text name = { 0 }, words = { 0 };
    bool done = path[0] != '\0' || gr_homework_name(plain->session->lesson, &name, err);

    gr_text_add(&name, path);
    const char *to = gr_text_string(&name);
    done = done && gr_text_ok(&name, err) && is_file_name(to, err) &&
           gr_homework_save(plain->session->lesson, to, &words, err) &&
           gr_plain_text(plain, gr_text_string(&words), 0, err) &&
           gr_plain_say(plain, err, "Saved %s: look at it, then hand it in.", to);
    gr_text_clear(&name);
    gr_text_clear(&words);
    return done;
}
