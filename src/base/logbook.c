#include "gradus/logbook.h"

#include "gradus/memory.h"

#include <assert.h>
#include <string.h>

void gr_logbook_append(gr_logbook *log, int track, const void *row, size_t size)
{
    gr_logbook_track *to = &log->tracks[track];

    assert(track >= 0 && track < GR_LOG_TRACKS && (to->rows == 0 || to->row_size == size));
    if (log->failed)
        return;
    if (to->row_size != size) { /* an emptied track may begin again with rows of another size */
        to->room = to->known = 0;
        to->row_size = size;
    }
    if (!gr_grow(&to->bytes, to->rows, &to->room, size, NULL)) {
        log->failed = true;
        return;
    }
    memcpy(to->bytes + to->rows * size, row, size);
    to->rows++;
    if (to->known < to->rows)
        to->known = to->rows;
}

const void *gr_logbook_row(const gr_logbook *log, int track, size_t row)
{
    const gr_logbook_track *from = &log->tracks[track];

    assert(row < from->rows);
    return from->bytes + row * from->row_size;
}

size_t gr_logbook_rows(const gr_logbook *log, int track)
{
    return log->tracks[track].rows;
}

gr_logbook_lengths gr_logbook_mark(const gr_logbook *log)
{
    gr_logbook_lengths lengths;

    for (int i = 0; i < GR_LOG_TRACKS; i++)
        lengths.rows[i] = log->tracks[i].rows;
    return lengths;
}

bool gr_logbook_holds(const gr_logbook *log, const gr_logbook_lengths *lengths)
{
    for (int i = 0; i < GR_LOG_TRACKS; i++)
        if (lengths->rows[i] > log->tracks[i].known)
            return false;
    return true;
}

void gr_logbook_stand(gr_logbook *log, const gr_logbook_lengths *lengths)
{
    assert(gr_logbook_holds(log, lengths));
    for (int i = 0; i < GR_LOG_TRACKS; i++)
        log->tracks[i].rows = lengths->rows[i];
}

void gr_logbook_cut(gr_logbook *log)
{
    for (int i = 0; i < GR_LOG_TRACKS; i++)
        log->tracks[i].known = log->tracks[i].rows;
}

static bool copy_track(gr_logbook_track *copy, const gr_logbook_track *track, gr_error *err)
{
    size_t bytes = track->rows * track->row_size;

    *copy = *track;
    copy->room = copy->known = track->rows;
    copy->bytes = NULL;
    if (bytes == 0)
        return true;
    copy->bytes = gr_alloc(bytes, 1, err);
    if (copy->bytes == NULL)
        return false;
    memcpy(copy->bytes, track->bytes, bytes);
    return true;
}

bool gr_logbook_copy(gr_logbook *copy, const gr_logbook *log, gr_error *err)
{
    gr_logbook fresh = { .failed = log->failed };

    for (int i = 0; i < GR_LOG_TRACKS; i++) {
        if (!copy_track(&fresh.tracks[i], &log->tracks[i], err)) {
            gr_logbook_clear(&fresh);
            return false;
        }
    }
    *copy = fresh;
    return true;
}

void gr_logbook_clear(gr_logbook *log)
{
    for (int i = 0; i < GR_LOG_TRACKS; i++)
        gr_free(log->tracks[i].bytes);
    *log = (gr_logbook){ 0 };
}
