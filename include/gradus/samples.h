/* samples.h - data to learn from: columns of a CSV as inputs and targets, split and standardised.
 *
 * Samples are the file's rows, in its order, numbered from 0. Lives in an arena; immutable once made.
 */
#ifndef GRADUS_SAMPLES_H
#define GRADUS_SAMPLES_H

#include "gradus/csv.h"
#include "gradus/memory.h"
#include "gradus/random.h"

/* Where the first target of a sample stands in the file. */
typedef struct gr_sample_place {
    long line, column;
} gr_sample_place;

typedef struct gr_samples {
    size_t count, inputs, targets;
    double *x;           /* count rows of inputs */
    double *t;           /* count rows of targets */
    const char **names;  /* of the inputs, then of the targets */
    gr_sample_place *places;
    double *mean, *sd;   /* of each input, where they are standardised; else 0 and 1 */
    size_t *train, *test; /* numbers of the samples learned from and of those held out */
    size_t train_count, test_count;
} gr_samples;

/* The columns of a list: names, numbers from 0, and ranges a..b of either, with commas between; they
 * are appended to `out`, which has room for csv->columns, *count of them being there already. A name
 * that the file has goes before a number. GR_ERROR_DATA with the file's place and its columns for
 * what it has not; GR_ERROR_USAGE for a list that cannot be read or names a column twice. */
bool gr_csv_columns(const gr_csv *csv, const char *knob, const char *list, size_t *out,
                    size_t *count, gr_error *err);

/* Read a file's samples; `inputs` and `targets` are such lists, NULL for the last column (targets)
 * and for all that are no targets (inputs). Every cell must be a finite number: faults with file,
 * line and column. All samples are to be learned from. */
bool gr_samples_load(gr_samples *samples, const char *file, const char *inputs,
                     const char *targets, gr_arena *arena, gr_error *err);

/* Targets that are class numbers, one a sample, whole and from 0 to classes - 1. */
bool gr_samples_classes(const gr_samples *samples, const char *file, size_t classes, gr_error *err);

/* Hold a share out: so many as round(share * count), drawn with `rng`; those learned from keep the
 * file's order. At least one is left to learn from. */
bool gr_samples_split(gr_samples *samples, double share, gr_rng *rng, gr_error *err);

/* Make each input's mean 0 and its standard deviation 1 over the samples learned from; an input that
 * never changes is only moved. */
void gr_samples_standardise(gr_samples *samples);

/* Copy so many samples, by number, into rows. */
void gr_samples_gather(const gr_samples *samples, const size_t *which, size_t rows, double *x,
                       double *t);

#endif
