#include "gradus/grade.h"

#include "grade_private.h"

#include "gradus/file.h"
#include "gradus/memory.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- one hand-in, in a worker --- */

static const gr_guard_limits limits = { .memory = GR_HAND_IN_MEMORY,
                                        .seconds = GR_HAND_IN_SECONDS,
                                        .output = 8 << 20 };

static const char *why_it_ended(gr_guard_end end, const gr_error *err)
{
    return end == GR_GUARD_FAILED ? (err->kind == GR_ERROR_MEMORY
                                         ? "marking this needs more memory than 2 GiB, the limit"
                                         : err->message)
           : end == GR_GUARD_TIME ? "marking this takes more than 30 s of processor time, the limit"
                                  : "marking this was ended by the system";
}

static void put_whole(const gr_class *class, size_t number, gr_grade_status status,
                      const char *message, gr_output *out)
{
    const gr_class_lesson *about = gr_class_lesson_of(class, &class->list[number]);
    gr_result whole = gr_result_new(number, "");

    whole.status = status;
    whole.score = 0;
    whole.max = about != NULL ? about->points : 0;
    whole.message = message;
    gr_result_put(out, &whole, "");
}

static bool mark_one(const void *context, size_t job, gr_output *out, gr_text *words, gr_error *err)
{
    gr_marked marked = { .class = context, .hand_in = job };
    const gr_hand_in *hand_in = &marked.class->list[job];
    gr_guard_end end;
    gr_text rows = { 0 };
    gr_error why = { 0 };

    (void)words;
    if (hand_in->problem != NULL) {
        put_whole(marked.class, job, hand_in->status, hand_in->problem, out);
        return gr_output_ok(out, err);
    }
    if (!gr_guard_run(&limits, gr_hand_in_mark, &marked, &rows, &end, &why))
        return gr_fail(err, why.kind, "%s", why.message);
    if (end == GR_GUARD_DONE)
        gr_output_write(out, gr_text_string(&rows), rows.length);
    else
        put_whole(marked.class, job, GR_GRADE_ERROR, why_it_ended(end, &why), out);
    gr_text_clear(&rows);
    return gr_output_ok(out, err);
}

/* --- the class --- */

bool gr_class_mark(gr_class *class, size_t jobs, gr_pool_watch *watch, gr_error *err)
{
    gr_text rows = { 0 };
    gr_output out;

    if (!gr_path_scratch(&class->scratch, err))
        return false;
    gr_output_memory(&out, &rows);
    gr_result_put_header(&out);
    bool done = gr_pool_run_watched(class->count, jobs, mark_one, class, watch, &out, NULL, err) &&
                gr_output_commit(&out, err);
    gr_output_abort(&out);
    if (done && watch->done == class->count)
        done = gr_results_take(class, &rows, err);
    gr_text_clear(&rows);
    return done;
}

static size_t count_status(const gr_class *class, gr_grade_status status)
{
    size_t count = 0;

    for (size_t i = 0; i < class->result_count; i++)
        count += class->results[i].status == status;
    return count;
}

/* "marked 40 hand-ins; 3 mismatch, 2 error" */
static void tell(const gr_class *class, const char *output, gr_text *words)
{
    static const gr_grade_status told[] = { GR_GRADE_MISSING, GR_GRADE_MISMATCH, GR_GRADE_ERROR,
                                            GR_GRADE_NEEDS_MANUAL };

    for (size_t i = 0; i < class->lesson_count; i++)
        if (class->lessons[i].problem != NULL)
            gr_text_addf(words, "gradus: hand-ins of '%s' are not marked: %s\n",
                         class->lessons[i].folder, class->lessons[i].problem);
    if (class->strays > 0)
        gr_text_addf(words, "gradus: %zu file%s beside the students' folders: nobody's, not read\n",
                     class->strays, class->strays == 1 ? "" : "s");
    gr_text_addf(words, "gradus: %zu hand-in%s graded; rows:", class->count,
                 class->count == 1 ? "" : "s");
    for (size_t i = 0; i < GR_LEN(told); i++)
        gr_text_addf(words, "%s %zu %s", i > 0 ? "," : "", count_status(class, told[i]),
                     gr_grade_word(told[i]));
    gr_text_addf(words, "; see %s/report.md\n", output);
}

static bool grade(gr_class *class, const char *output, size_t jobs, gr_pool_watch *watch,
                  gr_text *words, gr_error *err)
{
    if (!gr_class_mark(class, jobs, watch, err))
        return false;
    if (watch->done < class->count) {
        gr_text_addf(words,
                     "gradus: stopped: %zu of %zu hand-ins were marked; nothing is written\n",
                     watch->done, class->count);
        return true;
    }
    if (!gr_file_make_folder(output, err) || !gr_class_take_manual(class, output, err) ||
        !gr_class_write(class, output, err) || !gr_class_report(class, output, err))
        return false;
    tell(class, output, words);
    return gr_text_ok(words, err);
}

/* --- where it goes --- */

/* The real path of a folder, or of the nearest one above it that is there. */
static bool find_real(const char *path, char real[PATH_MAX])
{
    char part[PATH_MAX];

    if (snprintf(part, sizeof part, "%s", path) >= (int)sizeof part)
        return false;
    while (realpath(part, real) == NULL) {
        char *slash = strrchr(part, '/');
        if (strcmp(part, ".") == 0 || slash == part)
            return false;
        snprintf(slash != NULL ? slash : part, 2, "%s", slash != NULL ? "" : ".");
    }
    return true;
}

/* Among the hand-ins, what is written would be taken for one the next time. */
static bool check_place(const char *folder, const char *output, gr_error *err)
{
    char hand_ins[PATH_MAX], real[PATH_MAX], submitted[PATH_MAX];
    int length = snprintf(submitted, sizeof submitted, "%s/submitted", folder);

    if (length >= (int)sizeof submitted || realpath(submitted, hand_ins) == NULL ||
        !find_real(output, real))
        return true; /* what is wrong will be told by whoever opens it */
    size_t above = strlen(hand_ins);
    return strncmp(real, hand_ins, above) != 0 || (real[above] != '/' && real[above] != '\0') ||
           gr_fail(err, GR_ERROR_USAGE, "%s lies among the hand-ins, in %s; say a folder elsewhere",
                   output, submitted);
}

bool gr_grade(const char *folder, const char *output, size_t jobs, gr_pool_watch *watch,
              gr_text *words, gr_error *err)
{
    gr_class class = { .root = -1 };
    bool done = gr_class_open(&class, folder, err) && check_place(folder, output, err) &&
                grade(&class, output, jobs, watch, words, err);

    gr_class_clear(&class);
    return done;
}
