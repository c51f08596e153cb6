/* logbook.h - what grows while a run moves: append-only rows of bytes.
 *
 * A run's state is one flat block of fixed size, so that going back is memcpy. What grows without
 * bound (aggregated data, rollouts) goes to a log instead: tracks of rows, all rows of a track of
 * one size. A keyframe remembers only the lengths. A row is never changed; a row that is no longer
 * wanted is followed by one that says so.
 *
 * Going back shortens the tracks, but the rows behind stay in their place: the same run makes them
 * again with the same bytes, so that standing at a later keyframe is only a matter of lengths. When
 * another future begins they are cut off.
 *
 * An append that finds no memory marks the log `failed`; the run turns that into an error.
 */
#ifndef GRADUS_LOGBOOK_H
#define GRADUS_LOGBOOK_H

#include "gradus/error.h"

#include <stddef.h>

enum { GR_LOG_TRACKS = 4 };

typedef struct gr_logbook_track {
    unsigned char *bytes;
    size_t row_size, rows, room;
    size_t known; /* rows that are there, those behind `rows` included */
} gr_logbook_track;

typedef struct gr_logbook {
    gr_logbook_track tracks[GR_LOG_TRACKS];
    bool failed;
} gr_logbook;

/* How long each track was at some moment. */
typedef struct gr_logbook_lengths {
    size_t rows[GR_LOG_TRACKS];
} gr_logbook_lengths;

/* Append one row of `size` bytes; the first append decides the track's row size. */
void gr_logbook_append(gr_logbook *log, int track, const void *row, size_t size);

/* A row, borrowed until the next append. */
const void *gr_logbook_row(const gr_logbook *log, int track, size_t row);
size_t gr_logbook_rows(const gr_logbook *log, int track);

gr_logbook_lengths gr_logbook_mark(const gr_logbook *log);

/* Whether there are that many rows; and stand at these lengths, shorter or longer than the present
 * ones. */
bool gr_logbook_holds(const gr_logbook *log, const gr_logbook_lengths *lengths);
void gr_logbook_stand(gr_logbook *log, const gr_logbook_lengths *lengths);

/* Forget the rows behind the present lengths. */
void gr_logbook_cut(gr_logbook *log);

bool gr_logbook_copy(gr_logbook *copy, const gr_logbook *log, gr_error *err);
void gr_logbook_clear(gr_logbook *log);

#endif
