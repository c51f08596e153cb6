/* capsule.h - a run or sweep in one piece of YAML, from which it can be made again anywhere.
 *
 *     gradus: 1.0.0
 *     experiment: parameters
 *     set: {layers: 5-8-4-3, bias: yes}
 *     seed: 1
 *     steps: 3
 *
 * Keys: `set` with the knobs that were set at the start (a list: the values of a sweep);
 * `seed` N or A..B; `steps`, `every` (0: the last row only), `table`, `runs` and `shard`, where
 * they are not the defaults; `events`, each {step, set, to} or {step, act}; `files`, for each FILE
 * knob its name and the FNV-1a of its bytes; `digest`, the FNV-1a of the CSV's bytes. The block form
 * stands beside an exported x.csv as x.run.yaml; the flow form is one line. One parser reads both.
 */
#ifndef GRADUS_CAPSULE_H
#define GRADUS_CAPSULE_H

#include "gradus/plan.h"

typedef struct gr_capsule {
    gr_plan plan;
    uint64_t digest;
    bool has_digest;
} gr_capsule;

/* Append the capsule of a plan; `digest` may be NULL. `flow`: in one line without its end. */
bool gr_capsule_put(gr_text *out, const gr_plan *plan, const uint64_t *digest, bool flow,
                    gr_error *err);

/* Read a capsule; `name` stands in messages. Files that it names must be the same bytes
 * (GR_ERROR_DATA). Clear the plan afterwards. */
bool gr_capsule_read(const char *name, const char *text, size_t length, gr_capsule *capsule,
                     gr_error *err);

/* "x.csv" -> "x.run.yaml"; another name gets ".run.yaml" behind it. */
bool gr_capsule_path(const char *csv, gr_text *path, gr_error *err);

/* Save the capsule of a plan beside its CSV, whose bytes have this digest; its name is appended to
 * `saved` (may be NULL). */
bool gr_capsule_save(const char *csv, const gr_plan *plan, uint64_t digest, gr_text *saved,
                     gr_error *err);

/* Append the capsule of a run as it stands, in one line without its end, with the digest of its
 * trace: `gradus replay` can prove it alone. */
bool gr_capsule_line(const gr_run *run, gr_text *out, gr_error *err);

/* Save the trace of a run, from its start to where it stands, as CSV, and its capsule beside it. The
 * CSV is a file: standard output, devices and descriptors are GR_ERROR_USAGE. */
bool gr_capsule_export(const char *csv, const gr_run *run, gr_text *saved, gr_error *err);

#endif
