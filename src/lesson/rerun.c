#include "rerun.h"

#include "gradus/csv.h"

#include <string.h>

/* The first and the last line of what goes by. */
typedef struct ends {
    gr_text first, line, last;
} ends;

static void end_line(ends *e)
{
    gr_text *kept = e->first.length == 0 ? &e->first : &e->last;

    gr_text_truncate(kept, 0);
    gr_text_add(kept, gr_text_string(&e->line));
    gr_text_add(kept, "\n");
    gr_text_truncate(&e->line, 0);
}

/* A gr_output whose "standard output" is looked at and forgotten. */
static ssize_t look_at(void *context, int fd, const void *bytes, size_t length)
{
    ends *e = context;
    const char *at = bytes, *end = at + length;

    (void)fd;
    while (at < end) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        gr_text_addn(&e->line, at, (size_t)((stop != NULL ? stop : end) - at));
        if (stop != NULL)
            end_line(e);
        at = stop != NULL ? stop + 1 : end;
    }
    return (ssize_t)length;
}

static void put_cells(const gr_csv *csv, gr_text *last)
{
    for (size_t c = 0; csv->has_header && csv->rows > 0 && c < csv->columns; c++) {
        const char *name = gr_csv_heading(csv, c), *value = gr_csv_text(csv, 0, c);
        if (last->length + strlen(name) + strlen(value) + 2 > GR_RERUN_LAST)
            return;
        gr_text_addf(last, "%s%s=%s", last->length > 0 ? " " : "", name, value);
    }
}

static bool tell_last(ends *e, gr_text *last, gr_error *err)
{
    gr_csv csv;

    gr_text_add(&e->first, gr_text_string(&e->last));
    if (!gr_text_ok(&e->first, err) || !gr_text_ok(&e->last, err) || !gr_text_ok(&e->line, err) ||
        !gr_csv_read("the run again", gr_text_string(&e->first), e->first.length, NULL, &csv, err))
        return false;
    put_cells(&csv, last);
    gr_csv_clear(&csv);
    return gr_text_ok(last, err);
}

bool gr_rerun_make(const gr_plan *plan, gr_rerun *made, gr_error *err)
{
    gr_io looked = gr_io_posix;
    ends e = { .first = { 0 } };
    gr_output out = { 0 };
    gr_rerun fresh = { .digest = 0 };

    looked.write = look_at;
    looked.context = &e;
    bool done =
        gr_output_open_with(&out, "-", &looked, err) && gr_plan_write(plan, 1, &out, NULL, err);
    fresh.digest = out.digest;
    if (done)
        done = gr_output_commit(&out, err) && tell_last(&e, &fresh.last, err);
    else
        gr_output_abort(&out);
    gr_text_clear(&e.first);
    gr_text_clear(&e.line);
    gr_text_clear(&e.last);
    if (done)
        *made = fresh;
    else
        gr_rerun_clear(&fresh);
    return done;
}

void gr_rerun_clear(gr_rerun *made)
{
    gr_text_clear(&made->last);
}
