/* key.h - one key press, as the program sees it: a character, or one of the keys without one.
 */
#ifndef GRADUS_KEY_H
#define GRADUS_KEY_H

#include "gradus/text.h"

#include <stdint.h>

typedef uint32_t gr_key;

enum {
    GR_KEY_NONE = 0,
    GR_KEY_CTRL_C = 3,
    GR_KEY_TAB = '\t',
    GR_KEY_CTRL_L = 12,
    GR_KEY_ENTER = '\r',
    GR_KEY_ESCAPE = 27,
    GR_KEY_BACKSPACE = 127,
    GR_KEY_FIRST = 0x110000, /* past the last character */
    GR_KEY_UP = GR_KEY_FIRST,
    GR_KEY_DOWN,
    GR_KEY_LEFT,
    GR_KEY_RIGHT,
    GR_KEY_HOME,
    GR_KEY_END,
    GR_KEY_PAGE_UP,
    GR_KEY_PAGE_DOWN,
    GR_KEY_DELETE,
    GR_KEY_BACKTAB,
    GR_KEY_F1,
    GR_KEY_F12 = GR_KEY_F1 + 11
};

/* The key that a name in the action table or in the settings means: a character, or "Space",
 * "Enter", "Right", "F2", "Ctrl-L" ... GR_KEY_NONE for what is no name, and for what no terminal
 * sends as a key of its own (Ctrl-I is Tab). */
gr_key gr_key_named(const char *name);

/* Append the names of the keys that are no characters, for messages. */
void gr_key_list(gr_text *out);

#endif
