/* settings.h - the user's settings: $XDG_CONFIG_HOME/gradus/settings.yaml (see paths.h).
 *
 *     keys:
 *       step: ". x Right"
 *       page.play: F2
 *     theme: light
 *     speed: 16
 *
 * Each entry may be left out, and so may the file. One that cannot be read, and contents that are
 * not understood, are refused with file:line:column; nothing is taken from a file with a fault.
 */
#ifndef GRADUS_SETTINGS_H
#define GRADUS_SETTINGS_H

#include "gradus/action.h"

enum { GR_SETTINGS_BYTES = 64 * 1024 };

typedef enum gr_glyph_set { GR_GLYPH_SET_AUTO, GR_GLYPH_SET_UTF8, GR_GLYPH_SET_ASCII } gr_glyph_set;

typedef struct gr_settings {
    gr_bindings bindings;
    bool light; /* the terminal's background is */
    gr_glyph_set glyphs;
    bool color_given; /* otherwise auto, and `color` says nothing */
    gr_color color;
    bool confidence; /* after each answer it is asked how sure that was */
    int speed; /* steps a second, 1 to GR_SPEED_MAX of app.h */
} gr_settings;

/* What holds without a file. */
void gr_settings_init(gr_settings *settings);

/* Read a text over the settings that are there; `name` is its file, for messages. GR_ERROR_DATA. */
bool gr_settings_read(const char *name, const char *bytes, size_t length, gr_settings *settings,
                      gr_error *err);

/* Initialise, and read the user's file if there is one. GR_ERROR_DATA or GR_ERROR_IO. */
bool gr_settings_load(gr_settings *settings, gr_error *err);

/* The entries that a file may have, for the manual. */
typedef struct gr_settings_entry {
    const char *name, *values, *standard, *help;
} gr_settings_entry;

/* NULL past the last. */
const gr_settings_entry *gr_settings_entry_at(size_t index);

#endif
