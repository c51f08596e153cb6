#include "gradus/log.h"

#include "gradus/memory.h"

#include <assert.h>
#include <string.h>

void gr_log_append(gr_log *log, int track, const void *row, size_t size)
{
    gr_log_track *to = &log->tracks[track];

    assert(track >= 0 && track < GR_LOG_TRACKS && (to->rows == 0 || to->row_size == size));
    if (log->failed)
        return;
    if (to->row_size != size) { /* an emptied track may begin again with rows of another size */
        to->room = 0;
        to->row_size = size;
    }
    if (!gr_grow(&to->bytes, to->rows, &to->room, size, NULL)) {
        log->failed = true;
        return;
    }
    memcpy(to->bytes + to->rows * size, row, size);
    to->rows++;
}

const void *gr_log_row(const gr_log *log, int track, size_t row)
{
    const gr_log_track *from = &log->tracks[track];

    assert(row < from->rows);
    return from->bytes + row * from->row_size;
}

size_t gr_log_rows(const gr_log *log, int track)
{
    return log->tracks[track].rows;
}

gr_log_lengths gr_log_mark(const gr_log *log)
{
    gr_log_lengths lengths;

    for (int i = 0; i < GR_LOG_TRACKS; i++)
        lengths.rows[i] = log->tracks[i].rows;
    return lengths;
}

void gr_log_truncate(gr_log *log, const gr_log_lengths *lengths)
{
    for (int i = 0; i < GR_LOG_TRACKS; i++)
        if (lengths->rows[i] < log->tracks[i].rows)
            log->tracks[i].rows = lengths->rows[i];
}

static bool copy_track(gr_log_track *copy, const gr_log_track *track, gr_error *err)
{
    size_t bytes = track->rows * track->row_size;

    *copy = *track;
    copy->room = track->rows;
    copy->bytes = NULL;
    if (bytes == 0)
        return true;
    copy->bytes = gr_alloc(bytes, 1, err);
    if (copy->bytes == NULL)
        return false;
    memcpy(copy->bytes, track->bytes, bytes);
    return true;
}

bool gr_log_copy(gr_log *copy, const gr_log *log, gr_error *err)
{
    gr_log fresh = { .failed = log->failed };

    for (int i = 0; i < GR_LOG_TRACKS; i++) {
        if (!copy_track(&fresh.tracks[i], &log->tracks[i], err)) {
            gr_log_clear(&fresh);
            return false;
        }
    }
    *copy = fresh;
    return true;
}

void gr_log_clear(gr_log *log)
{
    for (int i = 0; i < GR_LOG_TRACKS; i++)
        gr_free(log->tracks[i].bytes);
    *log = (gr_log){ 0 };
}
