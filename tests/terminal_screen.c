/* What a user sees: the libvterm side of terminal.h. */
#include "terminal_private.h"

#include "support.h"

#include "gradus/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* --- life --- */

static int take_property(VTermProp property, VTermValue *value, void *context)
{
    gr_pty *pty = context;

    if (property == VTERM_PROP_ALTSCREEN)
        pty->alternate = value->boolean != 0;
    if (property == VTERM_PROP_CURSORVISIBLE)
        pty->cursor = value->boolean != 0;
    if (property == VTERM_PROP_TITLE || property == VTERM_PROP_ICONNAME)
        pty->abused = true;
    return 1;
}

static int take_bell(void *context)
{
    gr_pty *pty = context;

    pty->abused = true;
    return 1;
}

static const VTermScreenCallbacks callbacks = { .settermprop = take_property, .bell = take_bell };

void gr_pty_screen_open(gr_pty *pty, int width, int height)
{
    pty->vt = vterm_new(height, width);
    ck_assert_ptr_nonnull(pty->vt);
    vterm_set_utf8(pty->vt, 1);
    pty->screen = vterm_obtain_screen(pty->vt);
    vterm_screen_set_callbacks(pty->screen, &callbacks, pty);
    vterm_screen_set_damage_merge(pty->screen, VTERM_DAMAGE_SCREEN);
    vterm_screen_enable_altscreen(pty->screen, 1);
    vterm_screen_reset(pty->screen, 1);
    pty->cursor = true;
}

void gr_pty_screen_close(gr_pty *pty)
{
    vterm_free(pty->vt);
    free(pty->output);
}

/* gradus asks the terminal nothing. */
static void drop_replies(gr_pty *pty)
{
    char bytes[256];

    while (vterm_output_read(pty->vt, bytes, sizeof bytes) > 0)
        pty->abused = true;
}

void gr_pty_screen_write(gr_pty *pty, const char *bytes, size_t length)
{
    if (pty->room - pty->length < length) {
        pty->room = 2 * pty->room + length + 65536;
        pty->output = realloc(pty->output, pty->room);
        ck_assert_ptr_nonnull(pty->output);
    }
    memcpy(pty->output + pty->length, bytes, length);
    pty->length += length;
    vterm_input_write(pty->vt, bytes, length);
    drop_replies(pty);
}

void gr_pty_scribble(gr_pty *pty, const char *bytes)
{
    vterm_input_write(pty->vt, bytes, strlen(bytes));
}

/* --- what was written --- */

const char *gr_pty_output(const gr_pty *pty, size_t *length)
{
    *length = pty->length;
    return pty->output != NULL ? pty->output : "";
}

/* The sequence behind an escape byte as one word, its numbers left out where any will do: "[H" for
 * "[12;40H". Returns its length in the output. */
static size_t read_sequence(const char *bytes, size_t length, char word[32])
{
    size_t end = 0;

    if (length > 0 && strchr("[", bytes[0]) != NULL)
        for (end = 1; end < length && strchr("0123456789;?", bytes[end]) != NULL; end++)
            continue;
    else if (length > 0 && strchr("()", bytes[0]) != NULL)
        end = 1;
    if (end >= length || end > 24)
        return 0;
    if (bytes[0] == '[' && strchr("mHGdrABCDKJXPL@MST", bytes[end]) != NULL && bytes[1] != '?')
        snprintf(word, 32, "[%c", bytes[end]);
    else
        snprintf(word, 32, "%.*s", (int)end + 1, bytes);
    return end + 1;
}

/* What the terminal descriptions of the tests have for what gradus asks of curses. */
static bool is_usual(const char *word)
{
    static const char *const usual[] = {
        "[r",    "[m",      "[H",      "[G",      "[d",      "[A",    "[B",       "[C",
        "[D",    "[K",      "[J",      "[X",      "[P",      "[L",    "[@",       "[M",
        "[S",    "[T",      "[?1h",    "[?1l",    "[?25l",   "[?25h", "[?12l",    "[?7h",
        "[?12h", "[?1049h", "[?1049l", "[?2004h", "[?2004l", "[4l",   "[22;0;0t", "[23;0;0t",
        "(B",    ")0",      "=",       ">",       "M",
    };

    for (size_t i = 0; i < GR_LEN(usual); i++)
        if (strcmp(usual[i], word) == 0)
            return true;
    return false;
}

/* A capsule for the clipboard, in base 64 and by its first letters nothing else: its length, or 0.
 */
static size_t read_clipboard(const char *bytes, size_t length)
{
    static const char begin[] = "]52;c;e2dyYWR1czog"; /* {gradus: */
    static const char digits[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=";
    size_t at = sizeof begin - 1;

    if (length <= at || memcmp(bytes, begin, at) != 0)
        return 0;
    while (at < length && bytes[at] != '\0' && strchr(digits, bytes[at]) != NULL)
        at++;
    return at < length && bytes[at] == '\a' ? at + 1 : 0;
}

/* The length of what is written at a place; 0 when gradus never writes that. */
static size_t read_piece(const char *bytes, size_t length)
{
    uint32_t character;
    char word[32];

    if (bytes[0] == '\033') {
        size_t copied = read_clipboard(bytes + 1, length - 1);
        if (copied > 0)
            return copied + 1;
        size_t taken = read_sequence(bytes + 1, length - 1, word);
        return taken > 0 && is_usual(word) ? taken + 1 : 0;
    }
    if (strchr("\r\n\b\t", bytes[0]) != NULL)
        return 1;
    size_t taken = gr_utf8_decode(bytes, length, &character);
    return taken > 0 && !gr_character_refused(character) ? taken : 0;
}

void gr_pty_assert_unharmed(const gr_pty *pty, const char *what)
{
    for (size_t at = 0, taken; at < pty->length; at += taken) {
        taken = read_piece(pty->output + at, pty->length - at);
        if (taken == 0) {
            char bytes[40] = "", *end = bytes;
            for (size_t i = at; i < pty->length && i < at + 12; i++)
                end += sprintf(end, "%02x ", (unsigned char)pty->output[i]);
            gr_pty_fail(pty, what, bytes);
        }
    }
    if (pty->abused)
        gr_pty_fail(pty, what, "the terminal answered, rang, or has a title");
}

/* --- cells and text --- */

void gr_pty_size(const gr_pty *pty, int *width, int *height)
{
    vterm_get_size(pty->vt, height, width);
}

static int color_index(const VTermColor *color, bool own)
{
    if (own)
        return -1;
    return VTERM_COLOR_IS_INDEXED(color) ? color->indexed.idx : -2;
}

gr_pty_cell gr_pty_cell_at(const gr_pty *pty, int x, int y)
{
    VTermScreenCell cell;
    VTermPos at = { .row = y, .col = x };

    if (vterm_screen_get_cell(pty->screen, at, &cell) ==
        0) /* ck_assert is slow: it tells each time */
        ck_abort_msg("no cell at %d,%d", x, y);
    uint32_t character = cell.chars[0] == 0 ? ' ' : cell.chars[0];
    return (gr_pty_cell){ .character = character == (uint32_t)-1 ? 0 : character,
                          .bold = cell.attrs.bold,
                          .underline = cell.attrs.underline != VTERM_UNDERLINE_OFF,
                          .reverse = cell.attrs.reverse,
                          .foreground = color_index(&cell.fg, VTERM_COLOR_IS_DEFAULT_FG(&cell.fg)),
                          .background =
                              color_index(&cell.bg, VTERM_COLOR_IS_DEFAULT_BG(&cell.bg)) };
}

static void add_row(const gr_pty *pty, int y, gr_text *text)
{
    int width, height;
    size_t used = text->length;

    gr_pty_size(pty, &width, &height);
    for (int x = 0; x < width; x++) {
        gr_pty_cell cell = gr_pty_cell_at(pty, x, y);
        if (cell.character != 0)
            gr_text_put(text, cell.character);
        if (cell.character != ' ')
            used = text->length;
    }
    gr_text_truncate(text, used);
}

char *gr_pty_row(const gr_pty *pty, int y)
{
    gr_text text = { 0 };

    add_row(pty, y, &text);
    char *row = strdup(gr_text_string(&text));
    gr_text_clear(&text);
    return row;
}

char *gr_pty_screen(const gr_pty *pty)
{
    int width, height;
    gr_text text = { 0 };

    gr_pty_size(pty, &width, &height);
    for (int y = 0; y < height; y++) {
        add_row(pty, y, &text);
        gr_text_add(&text, "\n");
    }
    char *screen = strdup(gr_text_string(&text));
    gr_text_clear(&text);
    return screen;
}

bool gr_pty_shows(const gr_pty *pty, const char *part)
{
    char *screen = gr_pty_screen(pty);
    bool found = strstr(screen, part) != NULL;

    free(screen);
    return found;
}

/* --- waiting for it --- */

static bool shows(gr_pty *pty, void *part)
{
    return gr_pty_shows(pty, part);
}

static bool shows_not(gr_pty *pty, void *part)
{
    return !gr_pty_shows(pty, part);
}

void gr_pty_wait_text(gr_pty *pty, const char *part)
{
    char what[256];

    snprintf(what, sizeof what, "'%s'", part);
    gr_pty_wait(pty, shows, (void *)(uintptr_t)part, what);
}

void gr_pty_wait_gone(gr_pty *pty, const char *part)
{
    char what[256];

    snprintf(what, sizeof what, "'%s' to go", part);
    gr_pty_wait(pty, shows_not, (void *)(uintptr_t)part, what);
}

char *gr_pty_errors(const gr_pty *pty)
{
    const char *path = gr_test_path(pty->folder, "stderr");

    return access(path, R_OK) == 0 ? gr_test_read(path, NULL) : strdup("");
}

_Noreturn void gr_pty_fail(const gr_pty *pty, const char *what, const char *detail)
{
    char *screen = gr_pty_screen(pty), *errors = gr_pty_errors(pty);

    /* The log takes it whole; a message of Check's is cut. */
    fprintf(stderr, "%s %s\n--- the screen%s%s ---\n%s--- standard error ---\n%s---\n", what,
            detail, pty->alternate ? "" : ", not the alternate one",
            pty->ended ? ", after the program has ended" : "", screen, errors);
    free(screen);
    free(errors);
    ck_abort_msg("%s %s", what, detail);
    abort();
}

/* --- modes --- */

bool gr_pty_alternate_screen(const gr_pty *pty)
{
    return pty->alternate;
}

bool gr_pty_cursor_visible(const gr_pty *pty)
{
    return pty->cursor;
}

bool gr_pty_brackets_pastes(const gr_pty *pty)
{
    char bytes[16];

    vterm_keyboard_start_paste(pty->vt);
    return vterm_output_read(pty->vt, bytes, sizeof bytes) > 0;
}

bool gr_pty_application_keys(const gr_pty *pty)
{
    char bytes[16] = { 0 };

    vterm_keyboard_key(pty->vt, VTERM_KEY_UP, VTERM_MOD_NONE);
    vterm_output_read(pty->vt, bytes, sizeof bytes);
    return strncmp(bytes, "\033O", 2) == 0;
}

static bool pen_is_plain(const gr_pty *pty)
{
    static const VTermAttr attributes[] = { VTERM_ATTR_BOLD, VTERM_ATTR_UNDERLINE,
                                            VTERM_ATTR_REVERSE };
    VTermState *state = vterm_obtain_state(pty->vt);
    VTermValue value;

    for (size_t i = 0; i < GR_LEN(attributes); i++) {
        memset(&value, 0, sizeof value);
        if (vterm_state_get_penattr(state, attributes[i], &value) == 0 || value.number != 0)
            return false;
    }
    vterm_state_get_penattr(state, VTERM_ATTR_FOREGROUND, &value);
    if (!VTERM_COLOR_IS_DEFAULT_FG(&value.color))
        return false;
    vterm_state_get_penattr(state, VTERM_ATTR_BACKGROUND, &value);
    return VTERM_COLOR_IS_DEFAULT_BG(&value.color);
}

static bool same_modes(const struct termios *a, const struct termios *b)
{
    return a->c_iflag == b->c_iflag && a->c_oflag == b->c_oflag && a->c_cflag == b->c_cflag &&
           a->c_lflag == b->c_lflag && memcmp(a->c_cc, b->c_cc, sizeof a->c_cc) == 0;
}

void gr_pty_assert_restored(const gr_pty *pty)
{
    struct termios now;

    if (gr_pty_alternate_screen(pty))
        gr_pty_fail(pty, "the terminal was not given back:", "alternate screen");
    if (!gr_pty_cursor_visible(pty))
        gr_pty_fail(pty, "the terminal was not given back:", "cursor hidden");
    if (gr_pty_brackets_pastes(pty))
        gr_pty_fail(pty, "the terminal was not given back:", "bracketed paste on");
    if (gr_pty_application_keys(pty))
        gr_pty_fail(pty, "the terminal was not given back:", "keypad mode on");
    if (!pen_is_plain(pty))
        gr_pty_fail(pty, "the terminal was not given back:", "colours or attributes on");
    ck_assert_int_eq(tcgetattr(pty->master, &now), 0);
    if (!same_modes(&now, &pty->before))
        gr_pty_fail(pty, "the terminal was not given back:", "line discipline");
}
