/* Fewer bytes for the same picture: in which colour blanks are drawn.
 *
 * A curve that moves leaves blanks behind among new dots. Drawn in the terminal's own colours, each
 * of them costs some twenty bytes to change colours and back, more than all else. But a blank shows
 * only its background, so it can take the colours that the terminal is just drawing in.
 */
#include "term_private.h"

#include "gradus/memory.h"

#include <string.h>

static const gr_style own = { .foreground = -1, .background = -1 };

bool gr_pen_begin(gr_pen *pen, int width, int height, bool whole, gr_error *err)
{
    size_t count = (size_t)width * (size_t)height;

    if (pen->width != width || pen->height != height) {
        gr_pen_cell *cells = gr_alloc(count, sizeof *cells, err);
        if (cells == NULL)
            return false;
        gr_free(pen->shown);
        *pen = (gr_pen){ .shown = cells, .width = width, .height = height };
    } else if (whole) {
        memset(pen->shown, 0, count * sizeof *pen->shown);
    }
    pen->now = own; /* as curses leaves it behind a frame */
    return true;
}

void gr_pen_clear(gr_pen *pen)
{
    gr_free(pen->shown);
    *pen = (gr_pen){ .shown = NULL };
}

/* Whether a blank in this style looks as one in the terminal's own. */
static bool is_unseen(const gr_style *style)
{
    return style->background < 0 && !style->reverse && !style->underline;
}

static bool same_style(const gr_style *a, const gr_style *b)
{
    return a->foreground == b->foreground && a->background == b->background && a->bold == b->bold &&
           a->dim == b->dim && a->underline == b->underline && a->reverse == b->reverse;
}

/* Of a blank that stands there already nothing is written; another takes the pen that is in hand.
 */
static gr_style choose(const gr_pen *pen, const gr_pen_cell *shown, uint32_t character,
                       gr_style wanted)
{
    if (character != ' ' || !is_unseen(&wanted) || shown->character == 0)
        return wanted;
    if (shown->character == ' ' && is_unseen(&shown->style))
        return shown->style;
    return is_unseen(&pen->now) ? pen->now : wanted;
}

gr_style gr_pen_style(gr_pen *pen, int x, int y, uint32_t character, gr_style wanted)
{
    gr_pen_cell *shown = &pen->shown[(size_t)y * (size_t)pen->width + (size_t)x];
    gr_style style = choose(pen, shown, character, wanted);

    if (shown->character != character || !same_style(&shown->style, &style))
        pen->now = style;
    *shown = (gr_pen_cell){ .character = character, .style = style };
    return style;
}
