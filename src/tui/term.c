/* The only file that speaks to curses. Signals are in term_signals.c; what bytes mean, in
 * term_input.c; in which colours blanks are drawn, in term_pen.c.
 *
 * What was measured to go wrong, and is avoided here: get_wch swallows keys behind a malformed
 * byte, so bytes are read with getch and decoded by us; a blocking getch loses resizes, so signals
 * are blocked but inside ppoll; alloc_pair crashes without colours, so pairs are ours.
 */
#define NCURSES_WIDECHAR 1

#include "term_private.h"

#include "gradus/memory.h"

#include <curses.h>
#include <errno.h>
#include <langinfo.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

enum {
    PAIRS_MAX = 200,
    PASTE_BEGIN = KEY_MAX + 1,
    PASTE_END = KEY_MAX + 2,
    RESTORE_MAX = 256,
    ESCAPE_DELAY = 25,
    SIZE_LIMIT = 2000, /* columns or rows of a canvas; beyond, the screen stays blank */
    EMPTY_READS = 8    /* readable without a byte so many times: the terminal is gone */
};

struct gr_term {
    SCREEN *screen;
    gr_color color;
    bool light;
    struct {
        int foreground, background;
    } pairs[PAIRS_MAX];
    int pair_count;
    bool clipboard;  /* it takes text for one */
    bool paste_mode; /* the terminal can bracket pastes */
    gr_term_input input;
    int empty_reads;
    cchar_t *row;
    int row_room;
    gr_pen pen;
    gr_signals signals;
};

/* --- modes --- */

/* What brings the terminal back, as it is collected. tputs hands its function nothing else. */
static struct {
    char bytes[RESTORE_MAX];
    size_t length;
} restore;

static int add_restore(int character)
{
    if (restore.length < RESTORE_MAX)
        restore.bytes[restore.length++] = (char)character;
    return character;
}

static bool has_capability(const char *name)
{
    const char *value = tigetstr(name);

    return value != NULL && value != (char *)-1;
}

static void add_capability(const char *name)
{
    if (has_capability(name))
        tputs(tigetstr(name), 1, add_restore);
}

/* Made while it can still be looked up. */
static void make_restore(gr_term *term)
{
    struct termios modes;

    term->paste_mode = has_capability("BE");
    term->clipboard = has_capability("Ms");
    restore.length = 0;
    for (const char *off = term->paste_mode ? "\033[?2004l" : ""; *off != '\0'; off++)
        add_restore(*off);
    add_capability("sgr0");
    add_capability("cnorm");
    add_capability("rmkx");
    add_capability("rmcup");
    tcgetattr(STDIN_FILENO, &modes);
    gr_signals_set_restore(restore.bytes, restore.length, &modes);
}

/* Bracketed paste is not curses' business; written past it, so its own output goes out first. */
static void set_paste(const gr_term *term, bool on)
{
    if (!term->paste_mode)
        return;
    ssize_t ignored = write(STDOUT_FILENO, on ? "\033[?2004h" : "\033[?2004l", 8);
    (void)ignored;
}

static void prepare_input(const gr_term *term)
{
    cbreak();
    noecho();
    nonl();
    nodelay(stdscr, TRUE);
    intrflush(stdscr, FALSE);
    keypad(stdscr, TRUE);
    set_escdelay(ESCAPE_DELAY);
    typeahead(-1); /* a frame is not given up half-way for input that may be no key */
    curs_set(0);
    if (term->paste_mode) {
        define_key("\033[200~", PASTE_BEGIN);
        define_key("\033[201~", PASTE_END);
    }
}

/* As many colours as the terminal has, and no more than wanted. */
static gr_color usable_color(gr_color wanted)
{
    if (wanted <= GR_COLOR_MONO || !has_colors() || start_color() != OK ||
        use_default_colors() != OK)
        return GR_COLOR_MONO;
    if (wanted == GR_COLOR_256 && COLORS >= 256 && COLOR_PAIRS >= PAIRS_MAX)
        return GR_COLOR_256;
    return COLORS >= 8 && COLOR_PAIRS >= 64 ? GR_COLOR_8 : GR_COLOR_MONO;
}

/* --- size --- */

void gr_term_size(const gr_term *term, int *width, int *height)
{
    (void)term;
    *width = COLS > 0 ? COLS : 80;
    *height = LINES > 0 ? LINES : 24;
}

static void take_size(void)
{
    struct winsize size;

    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0)
        resizeterm(size.ws_row > SIZE_LIMIT ? SIZE_LIMIT : size.ws_row,
                   size.ws_col > SIZE_LIMIT ? SIZE_LIMIT : size.ws_col);
}

/* --- life --- */

bool gr_term_is_utf8(void)
{
    return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

static bool cannot_show(const char *why, gr_error *err)
{
    const char *name = getenv("TERM");

    return gr_fail(err, GR_ERROR_USAGE, "%s (TERM is '%s')", why, name != NULL ? name : "");
}

/* Looks the terminal up; what was found is curses' present terminal when it can show screens. */
static bool look_up(gr_error *err)
{
    int error = 0;

    if (!isatty(STDIN_FILENO))
        return gr_fail(err, GR_ERROR_USAGE, "standard input is no terminal");
    if (!isatty(STDOUT_FILENO))
        return gr_fail(err, GR_ERROR_USAGE, "standard output is no terminal");
    if (setupterm(NULL, STDOUT_FILENO, &error) != OK)
        return cannot_show(error == 1 ? "this terminal prints on paper"
                                      : "nothing is known of this terminal",
                           err);
    if (has_capability("cup"))
        return true;
    del_curterm(cur_term);
    return cannot_show("this terminal cannot move the cursor", err);
}

bool gr_term_usable(gr_error *err)
{
    if (!look_up(err))
        return false;
    del_curterm(cur_term);
    return true;
}

/* Our signal handlers come first: newterm leaves them alone, so that it is what was there before
 * gradus that is put back at the end, and no resize is lost while it looks at the size. */
static bool begin(gr_term *term, gr_color color, gr_error *err)
{
    if (!look_up(err))
        return false;
    make_restore(term);
    del_curterm(cur_term); /* newterm looks it up for itself */
    if (!gr_signals_take(&term->signals, err))
        return false;
    term->screen = newterm(NULL, stdout, stdin);
    if (term->screen == NULL) {
        gr_signals_give_back(&term->signals);
        return cannot_show("this terminal cannot be used", err);
    }
    prepare_input(term);
    if (LINES > SIZE_LIMIT || COLS > SIZE_LIMIT)
        take_size();
    term->color = usable_color(color);
    set_paste(term, true);
    return true;
}

gr_term *gr_term_open(gr_color color, bool light, gr_error *err)
{
    gr_term *term = gr_alloc(1, sizeof *term, err);

    if (term != NULL)
        term->light = light;
    if (term != NULL && begin(term, color, err))
        return term;
    gr_free(term);
    return NULL;
}

static void give_back(gr_term *term)
{
    set_paste(term, false);
    endwin();
}

void gr_term_close(gr_term *term)
{
    if (term == NULL)
        return;
    give_back(term);
    gr_signals_give_back(&term->signals);
    delscreen(term->screen);
    gr_term_input_clear(&term->input);
    gr_pen_clear(&term->pen);
    gr_free(term->row);
    gr_free(term);
}

_Noreturn void gr_term_die(gr_term *term, int number)
{
    gr_term_close(term);
    gr_signals_die(number);
}

/* --- stop and go on --- */

/* After the terminal was others'. */
static void take_again(const gr_term *term)
{
    reset_prog_mode();
    take_size();
    set_paste(term, true);
    clearok(curscr, TRUE);
}

/* Ctrl-Z: hand the terminal back, stop, and take it again when we are told to go on. */
static void suspend(gr_term *term)
{
    give_back(term);
    gr_signals_stop(&term->signals);
    take_again(term);
}

/* Woken from a stop that nobody can catch: the shell has had the terminal meanwhile. False in the
 * background, where it still has it. */
static bool wake_up(gr_term *term)
{
    if (tcgetpgrp(STDIN_FILENO) != getpgrp())
        return false;
    give_back(term);
    take_again(term);
    return true;
}

/* --- output --- */

/* The pair of two colours, made when it is first met; 0, the terminal's own, when all are used. */
static int pair_of(gr_term *term, int foreground, int background)
{
    if (foreground < 0 && background < 0)
        return 0;
    for (int i = 0; i < term->pair_count; i++)
        if (term->pairs[i].foreground == foreground && term->pairs[i].background == background)
            return i + 1;
    int most = COLOR_PAIRS - 1 < PAIRS_MAX ? COLOR_PAIRS - 1 : PAIRS_MAX;
    if (term->pair_count >= most ||
        init_extended_pair(term->pair_count + 1, foreground, background) != OK)
        return 0;
    term->pairs[term->pair_count].foreground = foreground;
    term->pairs[term->pair_count].background = background;
    return ++term->pair_count;
}

static void make_cell(gr_term *term, uint32_t character, gr_style style, cchar_t *out)
{
    wchar_t text[2] = { (wchar_t)character, L'\0' };
    attr_t attributes = A_NORMAL;
    int pair = term->color >= GR_COLOR_8 ? pair_of(term, style.foreground, style.background) : 0;

    attributes |= style.bold ? A_BOLD : 0;
    attributes |= style.dim ? A_DIM : 0;
    attributes |= style.underline ? A_UNDERLINE : 0;
    attributes |= style.reverse ? A_REVERSE : 0;
    setcchar(out, text, attributes, (short)pair, NULL);
}

static bool need_row(gr_term *term, int width, gr_error *err)
{
    if (width <= term->row_room)
        return true;
    cchar_t *row = gr_resize(term->row, (size_t)width, sizeof *row, err);
    if (row == NULL)
        return false;
    term->row = row;
    term->row_room = width;
    return true;
}

static void show_row(gr_term *term, const gr_canvas *canvas, int y)
{
    int n = 0;

    for (int x = 0; x < canvas->width && x < COLS; x++) {
        const gr_cell *cell = gr_canvas_cell(canvas, x, y);
        uint32_t character = gr_cell_character(cell, term->color);
        if (cell->character == 0) /* the right half of a wide one comes with its left */
            continue;
        gr_style style = gr_style_of(cell, term->color, term->light);
        make_cell(term, character, gr_pen_style(&term->pen, x, y, character, style),
                  &term->row[n++]);
    }
    mvadd_wchnstr(y, 0, term->row, n);
}

bool gr_term_show(gr_term *term, const gr_canvas *canvas, bool whole, gr_error *err)
{
    if (!need_row(term, canvas->width, err) ||
        !gr_pen_begin(&term->pen, canvas->width, canvas->height, whole, err))
        return false;
    if (whole)
        clearok(curscr, TRUE);
    for (int y = 0; y < canvas->height && y < LINES; y++)
        show_row(term, canvas, y);
    wnoutrefresh(stdscr);
    doupdate();
    return true;
}

/* The clipboard is not curses' business either. */
static void write_past(const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t written = write(STDOUT_FILENO, bytes, length);
        if (written <= 0)
            return;
        bytes += written;
        length -= (size_t)written;
    }
}

void gr_term_copy(gr_term *term, const char *bytes, size_t length)
{
    gr_text sequence = { 0 };

    if (!term->clipboard)
        return;
    gr_text_add(&sequence, "\033]52;c;");
    gr_text_add_base64(&sequence, bytes, length);
    gr_text_add(&sequence, "\a");
    if (gr_text_ok(&sequence, NULL))
        write_past(sequence.bytes, sequence.length);
    gr_text_clear(&sequence);
}

/* --- input --- */

static gr_key special_key(int code)
{
    static const struct {
        int code;
        gr_key key;
    } keys[] = { { KEY_UP, GR_KEY_UP },         { KEY_DOWN, GR_KEY_DOWN },
                 { KEY_LEFT, GR_KEY_LEFT },     { KEY_RIGHT, GR_KEY_RIGHT },
                 { KEY_HOME, GR_KEY_HOME },     { KEY_END, GR_KEY_END },
                 { KEY_PPAGE, GR_KEY_PAGE_UP }, { KEY_NPAGE, GR_KEY_PAGE_DOWN },
                 { KEY_DC, GR_KEY_DELETE },     { KEY_BACKSPACE, GR_KEY_BACKSPACE },
                 { KEY_BTAB, GR_KEY_BACKTAB },  { KEY_ENTER, GR_KEY_ENTER } };

    if (code >= KEY_F(1) && code <= KEY_F(12))
        return GR_KEY_F1 + (gr_key)(code - KEY_F(1));
    for (size_t i = 0; i < GR_LEN(keys); i++)
        if (keys[i].code == code)
            return keys[i].key;
    return GR_KEY_NONE;
}

static gr_term_event take_code(gr_term *term, int code)
{
    if (code == PASTE_BEGIN)
        gr_term_input_begin_paste(&term->input);
    else if (code == PASTE_END)
        return gr_term_input_end_paste(&term->input);
    else if (code > 255)
        return gr_term_input_key(&term->input, special_key(code));
    else
        return gr_term_input_byte(&term->input, (char)code);
    return (gr_term_event){ .kind = GR_EVENT_NONE };
}

/* What there is to read now; NONE when a wait is due. */
static gr_term_event read_ready(gr_term *term)
{
    gr_term_event event = { .kind = GR_EVENT_NONE };

    for (int code; event.kind == GR_EVENT_NONE && (code = getch()) != ERR;) {
        term->empty_reads = 0;
        event = take_code(term, code);
    }
    return event;
}

/* Also leaves a paste that has no end: the interrupt key is the way out. */
static gr_term_event take_interrupt(gr_term *term)
{
    gr_term_input_leave_paste(&term->input);
    return (gr_term_event){ .kind = GR_EVENT_KEY, .key = GR_KEY_CTRL_C };
}

static gr_term_event take_signal(gr_term *term)
{
    gr_term_event event = { .kind = GR_EVENT_RESIZE };

    switch (gr_signals_next(&event.signal)) {
    case GR_SIGNAL_NONE:
        event.kind = GR_EVENT_NONE;
        break;
    case GR_SIGNAL_ENDED:
        event.kind = GR_EVENT_SIGNAL;
        break;
    case GR_SIGNAL_STOPPED:
        suspend(term);
        break;
    case GR_SIGNAL_CONTINUED:
        event.kind = wake_up(term) ? GR_EVENT_RESIZE : GR_EVENT_NONE;
        break;
    case GR_SIGNAL_RESIZED:
        take_size();
        break;
    case GR_SIGNAL_INTERRUPTED:
        return take_interrupt(term);
    }
    return event;
}

/* Let signals in, which ppoll does not while there is something to read: keys without an end must
 * not keep them out. */
static gr_term_event look_for_signals(gr_term *term)
{
    static const struct timespec at_once = { 0 };

    ppoll(NULL, 0, &at_once, &term->signals.waiting);
    return take_signal(term);
}

gr_term_event gr_term_wait(gr_term *term, int milliseconds)
{
    struct timespec time = { .tv_sec = milliseconds / 1000,
                             .tv_nsec = (long)(milliseconds % 1000) * 1000000 };
    struct pollfd input = { .fd = STDIN_FILENO, .events = POLLIN };

    gr_term_event event = look_for_signals(term);
    if (event.kind == GR_EVENT_NONE)
        event = read_ready(term);
    if (event.kind != GR_EVENT_NONE)
        return event;
    int ready = ppoll(&input, 1, milliseconds < 0 ? NULL : &time, &term->signals.waiting);
    event = take_signal(term);
    if (event.kind != GR_EVENT_NONE || ready <= 0)
        return event;
    if ((input.revents & (POLLHUP | POLLERR | POLLNVAL)) != 0)
        return (gr_term_event){ .kind = GR_EVENT_CLOSED };
    term->empty_reads++;
    event = read_ready(term);
    if (event.kind == GR_EVENT_NONE && term->empty_reads > EMPTY_READS)
        event.kind = GR_EVENT_CLOSED;
    return event;
}
