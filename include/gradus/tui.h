/* tui.h - the workbench on a terminal: the loop between term.h and app.h. */
#ifndef GRADUS_TUI_H
#define GRADUS_TUI_H

#include "gradus/canvas.h"

/* Run until the student leaves; `lesson` may be NULL. Dies by a signal that ends it, when the
 * terminal has been given back. */
bool gr_tui_run(const char *lesson, gr_color color, bool ascii, gr_error *err);

#endif
