/* describe.h - a figure in words, told from the shapes that it draws.
 *
 * For the plain dialogue and whoever cannot see the picture. What is told is what the plots draw:
 * NaN is a gap, a log axis leaves out what is not positive, what is dotted and what is marked is
 * said to be so. Words alone: no box drawing, no braille, no control characters, no glyphs outside
 * ASCII but those of labels.
 */
#ifndef GRADUS_DESCRIBE_H
#define GRADUS_DESCRIBE_H

#include "gradus/text.h"
#include "gradus/view.h"

/* Append one line, without its end, never empty: what the experiment says of the picture, or else
 * what follows from the shapes, and the number of the moment:
 *     f against step: 61 points, from 1080 at step 0 to 0.3705 at step 60, lowest 0.36 at step 58.
 */
bool gr_describe_line(const gr_view *view, gr_text *out, gr_error *err);

/* Append what can be read out one by one, a line each: rows of tables, lines of text, bars, what
 * stands between the layers of a network, small boards as letters. Nothing for other figures. Of
 * what is long the part around the present step. */
bool gr_describe_rows(const gr_view *view, gr_text *out, gr_error *err);

#endif
