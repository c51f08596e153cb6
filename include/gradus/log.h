/* log.h - what grows while a run moves: append-only rows of bytes.
 *
 * A run's state is one flat block of fixed size, so that going back is memcpy. What grows without
 * bound (aggregated data, rollouts) goes to a log instead: tracks of rows, all rows of a track of
 * one size. A keyframe remembers only the lengths; going back truncates. A row is never changed; a
 * row that is no longer wanted is followed by one that says so.
 *
 * An append that finds no memory marks the log `failed`; the run turns that into an error.
 */
#ifndef GRADUS_LOG_H
#define GRADUS_LOG_H

#include "gradus/error.h"

#include <stddef.h>

enum { GR_LOG_TRACKS = 4 };

typedef struct gr_log_track {
    unsigned char *bytes;
    size_t row_size, rows, room;
} gr_log_track;

typedef struct gr_log {
    gr_log_track tracks[GR_LOG_TRACKS];
    bool failed;
} gr_log;

/* How long each track was at some moment. */
typedef struct gr_log_lengths {
    size_t rows[GR_LOG_TRACKS];
} gr_log_lengths;

/* Append one row of `size` bytes; the first append decides the track's row size. */
void gr_log_append(gr_log *log, int track, const void *row, size_t size);

/* A row, borrowed until the next append. */
const void *gr_log_row(const gr_log *log, int track, size_t row);
size_t gr_log_rows(const gr_log *log, int track);

gr_log_lengths gr_log_mark(const gr_log *log);
void gr_log_truncate(gr_log *log, const gr_log_lengths *lengths);
bool gr_log_copy(gr_log *copy, const gr_log *log, gr_error *err);
void gr_log_clear(gr_log *log);

#endif
