/* Saving a capsule beside its CSV, and a run with its capsule. */
#include "gradus/capsule.h"

#include <string.h>

bool gr_capsule_save(const char *csv, const gr_plan *plan, uint64_t digest, gr_text *saved,
                     gr_error *err)
{
    gr_output out = { 0 };
    gr_text path = { 0 }, text = { 0 };
    bool good = gr_capsule_path(csv, &path, err) &&
                gr_capsule_put(&text, plan, &digest, false, err) &&
                gr_output_open(&out, gr_text_string(&path), err);

    if (good) {
        gr_output_text(&out, gr_text_string(&text));
        good = gr_output_commit(&out, err);
    }
    if (good && saved != NULL) {
        gr_text_add(saved, gr_text_string(&path));
        good = gr_text_ok(saved, err);
    }
    gr_text_clear(&path);
    gr_text_clear(&text);
    return good;
}

/* Whoever exports a run has the terminal for something else. */
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

bool gr_capsule_export(const char *csv, const gr_run *run, gr_text *saved, gr_error *err)
{
    uint64_t digest = 0;
    gr_plan plan;

    if (csv[0] == '\0' || strcmp(csv, "-") == 0)
        return gr_fail(err, GR_ERROR_USAGE, "type the name of a file, as parameters.csv");
    if (!save_trace(csv, run, &digest, err) || !gr_plan_from_run(&plan, run, err))
        return false;
    bool done = gr_capsule_save(csv, &plan, digest, saved, err);
    gr_plan_clear(&plan);
    return done;
}

static bool digest_of(const gr_run *run, uint64_t *digest, gr_error *err)
{
    gr_text csv = { 0 };
    gr_output out;

    gr_output_memory(&out, &csv);
    bool made = gr_plan_write_trace(run, &out, err);
    *digest = out.digest;
    if (made)
        made = gr_output_commit(&out, err);
    else
        gr_output_abort(&out);
    gr_text_clear(&csv);
    return made;
}

bool gr_capsule_line(const gr_run *run, gr_text *out, gr_error *err)
{
    uint64_t digest;
    gr_plan plan;

    if (!digest_of(run, &digest, err) || !gr_plan_from_run(&plan, run, err))
        return false;
    bool done = gr_capsule_put(out, &plan, &digest, true, err);
    gr_plan_clear(&plan);
    return done;
}
