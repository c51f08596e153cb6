/* weights.h - the numbers of a network as a table and as a file: layer,kind,row,col,value.
 *
 * Layers count from 0, the first layer of weights. kind is W or b; row is the output, col the input,
 * 0 for a bias. A file gives each number once, in any order, and none besides.
 */
#ifndef GRADUS_WEIGHTS_H
#define GRADUS_WEIGHTS_H

#include "gradus/table.h"

/* Where the numbers of a layer lie: that of output o and input i is
 * weights[o * by_output + i * by_input]. */
typedef struct gr_weight_layer {
    size_t inputs, outputs;
    double *weights;
    size_t by_output, by_input;
    double *biases;
} gr_weight_layer;

/* Fill the layers from a file, which is looked for as paths.h says. What is wrong is told with file,
 * line and column; the layers may then be filled in part. */
bool gr_weights_load(const char *name, const gr_weight_layer *layers, size_t count, gr_error *err);

/* All numbers, output after output, each with its bias last. */
bool gr_weights_table(const gr_weight_layer *layers, size_t count, gr_table *table, gr_error *err);

#endif
