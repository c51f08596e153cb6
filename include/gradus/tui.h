/* tui.h - the workbench on a terminal: the loop between term.h and app.h. */
#ifndef GRADUS_TUI_H
#define GRADUS_TUI_H

#include "gradus/settings.h"

/* Run until the student leaves; `lesson` may be NULL. It opens at the catalogue, at the lesson, or
 * with `review` at what is due for review, if anything is. Colours that are left to be found are as
 * many as the terminal has. Dies by a signal that ends it, when the terminal has been given back. */
bool gr_tui_run(const char *lesson, bool review, const gr_settings *settings, gr_error *err);

#endif
