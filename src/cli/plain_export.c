/* Saving the numbers of the run in hand from the plain dialogue, and the capsule beside them. */
#include "plain_private.h"

#include "gradus/capsule.h"

bool gr_plain_export(gr_plain *plain, const char *path, gr_error *err)
{
    const gr_run *run = gr_session_run(plain->session);
    gr_text capsule = { 0 };

    if (run == NULL)
        return gr_fail(err, GR_ERROR_USAGE, "this page has no experiment to export");
    bool saved = gr_capsule_export(path, run, &capsule, err);
    if (saved) {
        gr_session_tell(plain->session, GR_ENTRY_EXPORT, path);
        saved = gr_plain_say(plain, err, "Saved %s, %ld rows, and %s.", path,
                             gr_run_step_number(run) + 1, gr_text_string(&capsule));
    }
    gr_text_clear(&capsule);
    return saved;
}
