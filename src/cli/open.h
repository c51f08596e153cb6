/* open.h - how the workbench begins, or the line dialogue in its place: at the catalogue, a lesson
 * or the review. Private to src/cli/.
 */
#ifndef GRADUS_CLI_OPEN_H
#define GRADUS_CLI_OPEN_H

#include "option.h"

#include "gradus/canvas.h"

typedef struct gr_cli_opening {
    const char *lesson; /* NULL: none is named */
    bool review;        /* at what is due for review */
    bool plain, ascii, color_given;
    gr_color color;
} gr_cli_opening;

/* The rows of the options that say how. */
#define GR_CLI_OPENING_ROWS                                                                        \
    { .value = GR_OPTION_COLOR,                                                                    \
      .name = "color",                                                                             \
      .argument = "WHAT",                                                                          \
      .help = "colours",                                                                           \
      .initial = "what the terminal has, or mono with NO_COLOR",                                   \
      .word = gr_color_name },                                                                     \
        { .value = GR_OPTION_PLAIN,                                                                \
          .name = "plain",                                                                         \
          .help = "the same lessons as a dialogue in lines, for screen readers and pipes" },       \
    {                                                                                              \
        .value = GR_OPTION_ASCII, .name = "ascii",                                                 \
        .help = "draw without any character outside ASCII"                                         \
    }

/* Take one of these options, with its argument; `taken` false: it is another. */
bool gr_cli_opening_take(gr_cli_opening *opening, int option, bool *taken, gr_error *err);

/* Run until the student leaves. */
bool gr_cli_open(const gr_cli_opening *opening, gr_error *err);

#endif
