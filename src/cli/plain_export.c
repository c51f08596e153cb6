/* Saving the numbers of the run in hand from the plain dialogue, and the capsule beside them. */
#include "plain_private.h"

#include "gradus/capsule.h"

#include <string.h>

/* Standard output and devices carry the dialogue, or nothing that could be replayed. */
static bool is_file(const gr_output *out, gr_error *err)
{
    return (!out->standard && !out->direct) ||
           gr_fail(err, GR_ERROR_USAGE, "%s is no file; type the name of one", out->path);
}

static bool save_trace(const char *path, const gr_run *run, uint64_t *digest, gr_error *err)
{
    gr_output out = { 0 };

    if (!gr_output_open(&out, path, err))
        return false;
    if (is_file(&out, err) && gr_plan_write_trace(run, &out, err)) {
        *digest = out.digest;
        return gr_output_commit(&out, err);
    }
    gr_output_abort(&out);
    return false;
}

static bool save_capsule(const char *path, const gr_run *run, uint64_t digest, gr_error *err)
{
    gr_plan plan;
    gr_output out = { 0 };
    gr_text text = { 0 };

    if (!gr_plan_from_run(&plan, run, err))
        return false;
    bool saved =
        gr_capsule_put(&text, &plan, &digest, false, err) && gr_output_open(&out, path, err);
    if (saved) {
        gr_output_write(&out, gr_text_string(&text), text.length);
        saved = gr_output_commit(&out, err);
    }
    gr_plan_clear(&plan);
    gr_text_clear(&text);
    return saved;
}

bool gr_plain_export(gr_plain *plain, const char *path, gr_error *err)
{
    const gr_run *run = gr_session_run(plain->session);
    gr_text capsule = { 0 };
    uint64_t digest = 0;

    if (run == NULL)
        return gr_fail(err, GR_ERROR_USAGE, "this page has no experiment to export");
    if (strcmp(path, "-") == 0)
        return gr_fail(err, GR_ERROR_USAGE, "type the name of a file, as parameters.csv");
    bool saved = gr_capsule_path(path, &capsule, err) && save_trace(path, run, &digest, err) &&
                 save_capsule(gr_text_string(&capsule), run, digest, err) &&
                 gr_plain_say(plain, err, "Saved %s, %ld rows, and %s.", path,
                              gr_run_step_number(run) + 1, gr_text_string(&capsule));
    gr_text_clear(&capsule);
    return saved;
}
