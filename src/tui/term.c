/* The only file that speaks to curses.
 *
 * What was measured to go wrong, and is avoided here: get_wch swallows keys behind a malformed
 * byte, so bytes are read with getch and decoded by us; a blocking getch loses resizes, so signals
 * are blocked but inside ppoll; alloc_pair crashes without colours, so pairs are ours; ncurses
 * restores the terminal for two signals only, so the restoring string is written by our handlers.
 */
#define NCURSES_WIDECHAR 1

#include "gradus/term.h"

#include <curses.h>
#include <errno.h>
#include <langinfo.h>
#include <poll.h>
#include <signal.h>
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
    PASTE_MARK = 6, /* bytes of the mark that ends a paste */
    PASTE_MAX = 65536,
    SIZE_LIMIT = 2000, /* columns or rows of a canvas; beyond, the screen stays blank */
    EMPTY_READS = 8 /* readable without a byte so many times: the terminal is gone */
};

struct gr_term {
    SCREEN *screen;
    gr_color color;
    bool light;
    struct {
        int foreground, background;
    } pairs[PAIRS_MAX];
    int pair_count;
    bool paste_mode;    /* the terminal can bracket pastes */
    bool pasting;       /* between the two marks */
    gr_text paste;
    char tail[PASTE_MARK]; /* its last bytes */
    char bytes[4];      /* of a character that is not complete */
    size_t byte_count;
    int empty_reads;
    cchar_t *row;
    int row_room;
    sigset_t waiting;   /* the signal mask inside ppoll */
    sigset_t before;
    struct sigaction old[NSIG];
};

/* What signal handlers may touch. Written before they are installed; the flags are theirs. */
static struct {
    volatile sig_atomic_t resized, stopped, continued, interrupted, ended;
    char restore[RESTORE_MAX];
    size_t restore_length;
    struct termios modes;
} shared;

static const int waiting[] = { SIGWINCH, SIGTSTP, SIGCONT, SIGINT };
static const int ending[] = { SIGTERM, SIGHUP, SIGQUIT };
static const int crashing[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGSYS };

/* --- signals --- */

static void on_signal(int number)
{
    if (number == SIGWINCH)
        shared.resized = 1;
    else if (number == SIGTSTP)
        shared.stopped = 1;
    else if (number == SIGCONT)
        shared.continued = 1;
    else if (number == SIGINT)
        shared.interrupted = 1;
    else
        shared.ended = number;
}

static void on_crash(int number)
{
    ssize_t ignored = write(STDOUT_FILENO, shared.restore, shared.restore_length);

    (void)ignored;
    tcsetattr(STDIN_FILENO, TCSANOW, &shared.modes);
    signal(number, SIG_DFL); /* async-signal-safe, and the signal comes again when we return */
    raise(number);
}

static void install(gr_term *term, int number, void (*function)(int), int flags)
{
    struct sigaction action = { .sa_handler = function, .sa_flags = flags };

    sigfillset(&action.sa_mask);
    sigaction(number, &action, &term->old[number]);
}

static void install_all(gr_term *term)
{
    sigset_t blocked;

    sigemptyset(&blocked);
    for (size_t i = 0; i < GR_LEN(waiting); i++) {
        sigaddset(&blocked, waiting[i]);
        install(term, waiting[i], on_signal, 0);
    }
    for (size_t i = 0; i < GR_LEN(ending); i++) {
        sigaddset(&blocked, ending[i]);
        install(term, ending[i], on_signal, 0);
    }
    for (size_t i = 0; i < GR_LEN(crashing); i++)
        install(term, crashing[i], on_crash, SA_ONSTACK);
    sigprocmask(SIG_BLOCK, &blocked, &term->before);
    term->waiting = term->before;
    for (int number = 1; number < NSIG; number++)
        if (sigismember(&blocked, number) == 1)
            sigdelset(&term->waiting, number);
}

static void uninstall_all(gr_term *term)
{
    for (size_t i = 0; i < GR_LEN(waiting); i++)
        sigaction(waiting[i], &term->old[waiting[i]], NULL);
    for (size_t i = 0; i < GR_LEN(ending); i++)
        sigaction(ending[i], &term->old[ending[i]], NULL);
    for (size_t i = 0; i < GR_LEN(crashing); i++)
        sigaction(crashing[i], &term->old[crashing[i]], NULL);
    sigprocmask(SIG_SETMASK, &term->before, NULL);
}

/* Room for the crash handler when it is the stack that has run out. */
static bool make_signal_stack(gr_error *err)
{
    size_t size = 64 * 1024;
    stack_t stack = { .ss_size = size };

    stack.ss_sp = gr_alloc(size, 1, err);
    if (stack.ss_sp == NULL)
        return false;
    if (sigaltstack(&stack, NULL) != 0)
        gr_free(stack.ss_sp);
    return true;
}

static void drop_signal_stack(void)
{
    stack_t stack, off = { .ss_flags = SS_DISABLE };

    if (sigaltstack(NULL, &stack) == 0 && (stack.ss_flags & SS_DISABLE) == 0) {
        sigaltstack(&off, NULL);
        gr_free(stack.ss_sp);
    }
}

/* --- modes --- */

static int add_restore(int character)
{
    if (shared.restore_length < RESTORE_MAX)
        shared.restore[shared.restore_length++] = (char)character;
    return character;
}

static void add_capability(const char *name)
{
    const char *value = tigetstr(name);

    if (value != NULL && value != (char *)-1)
        tputs(value, 1, add_restore);
}

/* What brings the terminal back, made while it can still be looked up. */
static void make_restore(gr_term *term)
{
    const char *brackets = tigetstr("BE");

    term->paste_mode = brackets != NULL && brackets != (char *)-1;
    shared.restore_length = 0;
    for (const char *off = term->paste_mode ? "\033[?2004l" : ""; *off != '\0'; off++)
        add_restore(*off);
    add_capability("sgr0");
    add_capability("cnorm");
    add_capability("rmkx");
    add_capability("rmcup");
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

static bool can_move_cursor(void)
{
    const char *cup = tigetstr("cup");

    return cup != NULL && cup != (char *)-1;
}

static bool cannot_show(const char *why, gr_error *err)
{
    const char *name = getenv("TERM");

    return gr_fail(err, GR_ERROR_USAGE,
                   "%s (TERM is '%s'); use a terminal such as xterm-256color, or "
                   "`gradus frame` and `gradus run`",
                   why, name != NULL ? name : "");
}

static bool look_up(gr_error *err)
{
    int error = 0;

    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
        return cannot_show("the workbench needs a terminal", err);
    if (setupterm(NULL, STDOUT_FILENO, &error) != OK)
        return cannot_show("this terminal is unknown", err);
    if (!can_move_cursor())
        return cannot_show("this terminal cannot move the cursor", err);
    return true;
}

/* Our signal handlers come first: newterm leaves them alone, so that it is what was there before
 * gradus that is put back at the end, and no resize is lost while it looks at the size. */
static bool begin(gr_term *term, gr_color color, gr_error *err)
{
    if (!look_up(err))
        return false;
    tcgetattr(STDIN_FILENO, &shared.modes);
    make_restore(term);
    install_all(term);
    term->screen = newterm(NULL, stdout, stdin);
    if (term->screen == NULL) {
        uninstall_all(term);
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

    if (term == NULL || !make_signal_stack(err)) {
        gr_free(term);
        return NULL;
    }
    term->light = light;
    if (!begin(term, color, err)) {
        drop_signal_stack();
        gr_free(term);
        return NULL;
    }
    return term;
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
    uninstall_all(term);
    delscreen(term->screen);
    drop_signal_stack();
    gr_text_clear(&term->paste);
    gr_free(term->row);
    gr_free(term);
}

_Noreturn void gr_term_die(gr_term *term, int number)
{
    sigset_t only;

    gr_term_close(term);
    signal(number, SIG_DFL);
    sigemptyset(&only);
    sigaddset(&only, number);
    sigprocmask(SIG_UNBLOCK, &only, NULL);
    raise(number);
    _exit(128 + number); /* the signal is ignored by our parent's wish */
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
    sigset_t only;
    struct sigaction stopping, going_on, ignored = { .sa_handler = SIG_IGN };

    give_back(term);
    sigaction(SIGCONT, &ignored, &going_on); /* it wakes us all the same */
    sigaction(SIGTSTP, &term->old[SIGTSTP], &stopping);
    sigemptyset(&only);
    sigaddset(&only, SIGTSTP);
    raise(SIGTSTP);
    sigprocmask(SIG_UNBLOCK, &only, NULL); /* here we stop */
    sigprocmask(SIG_BLOCK, &only, NULL);
    sigaction(SIGTSTP, &stopping, NULL);
    sigaction(SIGCONT, &going_on, NULL);
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

static void make_cell(gr_term *term, const gr_cell *cell, cchar_t *out)
{
    gr_style style = gr_style_of(cell, term->color, term->light);
    wchar_t text[2] = { (wchar_t)gr_cell_character(cell, term->color), L'\0' };
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

bool gr_term_show(gr_term *term, const gr_canvas *canvas, bool whole, gr_error *err)
{
    if (!need_row(term, canvas->width, err))
        return false;
    if (whole)
        clearok(curscr, TRUE);
    for (int y = 0; y < canvas->height && y < LINES; y++) {
        int n = 0;
        for (int x = 0; x < canvas->width && x < COLS; x++) {
            const gr_cell *cell = gr_canvas_cell(canvas, x, y);
            if (cell->character != 0) /* the right half of a wide one comes with its left */
                make_cell(term, cell, &term->row[n++]);
        }
        mvadd_wchnstr(y, 0, term->row, n);
    }
    wnoutrefresh(stdscr);
    doupdate();
    return true;
}

/* --- input --- */

static gr_key special_key(int code)
{
    static const struct {
        int code;
        gr_key key;
    } keys[] = { { KEY_UP, GR_KEY_UP },          { KEY_DOWN, GR_KEY_DOWN },
                 { KEY_LEFT, GR_KEY_LEFT },      { KEY_RIGHT, GR_KEY_RIGHT },
                 { KEY_HOME, GR_KEY_HOME },      { KEY_END, GR_KEY_END },
                 { KEY_PPAGE, GR_KEY_PAGE_UP },  { KEY_NPAGE, GR_KEY_PAGE_DOWN },
                 { KEY_DC, GR_KEY_DELETE },      { KEY_BACKSPACE, GR_KEY_BACKSPACE },
                 { KEY_BTAB, GR_KEY_BACKTAB },   { KEY_ENTER, GR_KEY_ENTER } };

    if (code >= KEY_F(1) && code <= KEY_F(12))
        return GR_KEY_F1 + (gr_key)(code - KEY_F(1));
    for (size_t i = 0; i < GR_LEN(keys); i++)
        if (keys[i].code == code)
            return keys[i].key;
    return GR_KEY_NONE;
}

static gr_key plain_key(uint32_t character)
{
    if (character == '\n')
        return GR_KEY_ENTER;
    return character == '\b' ? GR_KEY_BACKSPACE : character;
}

/* One more byte of a character; the key when it is complete, NONE while it is not. A malformed one
 * is dropped, and the byte that broke it begins anew. */
static gr_key take_byte(gr_term *term, char byte)
{
    uint32_t character;

    term->bytes[term->byte_count++] = byte;
    while (term->byte_count > 0) {
        if (gr_utf8_decode(term->bytes, term->byte_count, &character) == term->byte_count) {
            term->byte_count = 0;
            return plain_key(character);
        }
        unsigned char lead = (unsigned char)term->bytes[0];
        size_t wanted = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 1;
        bool continues = term->byte_count == 1 ||
                         (term->bytes[term->byte_count - 1] & 0xC0) == 0x80;
        if (term->byte_count < wanted && continues && lead < 0xF5)
            return GR_KEY_NONE;
        if (term->byte_count == 1 || continues) {
            term->byte_count = 0;
            return GR_KEY_NONE;
        }
        term->bytes[0] = term->bytes[term->byte_count - 1];
        term->byte_count = 1;
    }
    return GR_KEY_NONE;
}

/* One more byte of a paste. The mark that ends it is looked for here too, since on a slow line
 * its bytes come too far apart for curses to see a key in them. */
static bool ends_paste(gr_term *term, char byte)
{
    static const char mark[] = "\033[201~";

    if (term->paste.length < PASTE_MAX)
        gr_text_addn(&term->paste, &byte, 1);
    memmove(term->tail, term->tail + 1, PASTE_MARK - 1);
    term->tail[PASTE_MARK - 1] = byte;
    if (memcmp(term->tail, mark, PASTE_MARK) != 0)
        return false;
    if (term->paste.length >= PASTE_MARK && term->paste.length < PASTE_MAX)
        gr_text_truncate(&term->paste, term->paste.length - PASTE_MARK);
    return true;
}

/* Bytes of a paste are collected; the end mark makes them one event. */
static gr_term_event take_code(gr_term *term, int code)
{
    gr_term_event event = { .kind = GR_EVENT_NONE };

    if (code == PASTE_BEGIN) {
        term->pasting = true;
        memset(term->tail, 0, PASTE_MARK);
        gr_text_truncate(&term->paste, 0);
    } else if (term->pasting) {
        if (code != PASTE_END && (code > 255 || !ends_paste(term, (char)code)))
            return event;
        term->pasting = false;
        event = (gr_term_event){ .kind = GR_EVENT_PASTE, .text = gr_text_string(&term->paste) };
    } else {
        event.key = code > 255 ? special_key(code) : take_byte(term, (char)code);
        event.kind = event.key != GR_KEY_NONE ? GR_EVENT_KEY : GR_EVENT_NONE;
    }
    return event;
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

static gr_term_event take_flags(gr_term *term)
{
    gr_term_event event = { .kind = GR_EVENT_NONE };

    if (shared.ended != 0) {
        event = (gr_term_event){ .kind = GR_EVENT_SIGNAL, .signal = shared.ended };
    } else if (shared.stopped) {
        shared.stopped = 0;
        suspend(term);
        event.kind = GR_EVENT_RESIZE;
    } else if (shared.continued) {
        shared.continued = 0;
        event.kind = wake_up(term) ? GR_EVENT_RESIZE : GR_EVENT_NONE;
    } else if (shared.resized) {
        shared.resized = 0;
        take_size();
        event.kind = GR_EVENT_RESIZE;
    } else if (shared.interrupted) {
        shared.interrupted = 0;
        term->pasting = false; /* the way out of a paste without an end */
        event = (gr_term_event){ .kind = GR_EVENT_KEY, .key = GR_KEY_CTRL_C };
    }
    return event;
}

/* Let signals in, which ppoll does not while there is something to read: keys without an end must
 * not keep them out. */
static gr_term_event look_for_signals(gr_term *term)
{
    static const struct timespec at_once = { 0 };

    ppoll(NULL, 0, &at_once, &term->waiting);
    return take_flags(term);
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
    int ready = ppoll(&input, 1, milliseconds < 0 ? NULL : &time, &term->waiting);
    event = take_flags(term);
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
