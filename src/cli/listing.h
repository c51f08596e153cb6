/* listing.h - a table of texts for a terminal, its columns as wide as they need be. Private to
 * src/cli/.
 */
#ifndef GRADUS_CLI_LISTING_H
#define GRADUS_CLI_LISTING_H

#include "gradus/text.h"

typedef struct gr_listing {
    gr_text *cells; /* row by row, the heading first */
    size_t rows, columns;
} gr_listing;

/* So many rows below the heading, `columns` of them named by `heads`. */
bool gr_listing_init(gr_listing *listing, size_t rows, const char *const *heads, size_t columns,
                     gr_error *err);
void gr_listing_clear(gr_listing *listing); /* harmless on a zeroed one */

/* The cells of a row, from 0 below the heading, to be appended to. */
gr_text *gr_listing_row(const gr_listing *listing, size_t row);

/* Print it on standard output, safe for a terminal. Trailing blanks are left out. */
bool gr_listing_print(const gr_listing *listing, gr_error *err);

/* "2026-11-22 21:40" of 2026-11-22T21:40:27Z; what is no time is put as it is. */
void gr_listing_put_time(gr_text *cell, const char *time);

#endif
